"""What the rules demand of values, against the service model that botocore carries.

When a newer botocore says something else, the test names the rule to mend.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from botocore.loaders import Loader
from hypothesis import given, settings
from hypothesis import strategies as st

from tflint_sagemaker import registry
from tflint_sagemaker.sagemaker.provider import schemas
from tflint_sagemaker.sagemaker.schema import Place, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.rule import Rule
    from tflint_sagemaker.terraform.schema import BlockSchema

LOADER: Any = Loader
SHAPES: dict[str, Any] = LOADER().load_service_model("sagemaker", "service-2")["shapes"]

# Members of the API whose names in Terraform are not just theirs in lower case.
RENAMED = {
    "ModelName": "name",
    "Containers": "container",
    "AdditionalModelDataSources": "additional_model_data_source",
}

CONTAINER = re.compile(r"^(primary_container|container)\[\]\.")
KEYWORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "string": {"min": ("minLength",), "max": ("maxLength", "maxBytes")},
    "list": {"min": ("minItems",), "max": ("maxItems", "maxProperties")},
    "map": {"min": ("minProperties",), "max": ("maxProperties",)},
}
ANYTHING = {".*", r"[\S\s]*", r"[\s\S]*"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the service model said when the rule was written in another way than as a fragment."""

    rule: str
    api: Any
    why: str


IN_CODE = "the rule is code, which says more than a pattern can"

# By path, with `C` for a container of either kind, and by constraint.
OTHERWISE: dict[tuple[str, str], Recorded] = {
    ("execution_role_arn", "pattern"): Recorded(
        "SM102", r"arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+", IN_CODE
    ),
    ("execution_role_arn", "min"): Recorded("SM102", 20, IN_CODE),
    ("execution_role_arn", "max"): Recorded("SM102", 2048, IN_CODE),
    ("C.model_package_name", "pattern"): Recorded(
        "SM210",
        r"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*\/)?"
        r"([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-)(\/[0-9]{1,9})?",
        "the provider takes ARNs alone",
    ),
    ("C.model_package_name", "min"): Recorded(
        "SM210", 1, "the provider does not send an empty one"
    ),
    ("C.model_package_name", "max"): Recorded("SM210", 176, IN_CODE),
    ("C.image_config[].repository_auth_config[].repository_credentials_provider_arn", "min"): (
        Recorded("SM304", 1, IN_CODE)
    ),
    ("C.image_config[].repository_auth_config[].repository_credentials_provider_arn", "max"): (
        Recorded("SM304", 2048, IN_CODE)
    ),
    ("C.container_hostname", "pattern"): Recorded(
        "SM206", r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", "the length is counted apart"
    ),
    ("C.inference_specification_name", "pattern"): Recorded(
        "SM211", r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", "the length is counted apart"
    ),
    ("C.image", "pattern"): Recorded(
        "SM301", r"[\S]+", "which blanks beyond ASCII the service means is not certain"
    ),
    ("vpc_config[].subnets", "min"): Recorded("SM602", 1, IN_CODE),
    ("vpc_config[].subnets", "max"): Recorded("SM602", 16, IN_CODE),
    ("vpc_config[].security_group_ids", "min"): Recorded("SM602", 1, IN_CODE),
    ("vpc_config[].security_group_ids", "max"): Recorded("SM602", 5, IN_CODE),
    ("vpc_config[].subnets[]", "pattern"): Recorded("SM603", r"[-0-9a-zA-Z]+", IN_CODE),
    ("vpc_config[].subnets[]", "max"): Recorded("SM603", 32, IN_CODE),
    ("vpc_config[].security_group_ids[]", "pattern"): Recorded("SM603", r"[-0-9a-zA-Z]+", IN_CODE),
    ("vpc_config[].security_group_ids[]", "max"): Recorded("SM603", 32, IN_CODE),
    ("tags", "max"): Recorded("SM706", 50, IN_CODE),
    ("tags{key}", "pattern"): Recorded("SM704", r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", IN_CODE),
    ("tags{key}", "min"): Recorded("SM704", 1, IN_CODE),
    ("tags{key}", "max"): Recorded("SM704", 128, IN_CODE),
    ("tags{value}", "pattern"): Recorded("SM704", r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", IN_CODE),
    ("tags{value}", "max"): Recorded("SM704", 256, IN_CODE),
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One limit of the service model at one path of the resource."""

    path: str
    kind: str
    name: str
    value: Any

    def __str__(self) -> str:
        return f"{self.path} {self.name}"


def terraform_name(member: str) -> str:
    return RENAMED.get(member) or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", member).lower()


def constraints(shape: str, schema: BlockSchema, prefix: str = "") -> Iterator[Constraint]:
    """All limits of a structure for what the resource has, too."""
    for member, reference in SHAPES[shape]["members"].items():
        name = terraform_name(member)
        path = prefix + name
        target = reference["shape"]
        if name == "tags":
            yield from limits(path, target)
            tag = SHAPES[SHAPES[target]["member"]["shape"]]["members"]
            yield from limits("tags{key}", tag["Key"]["shape"])
            yield from limits("tags{value}", tag["Value"]["shape"])
        elif name in schema.attributes:
            yield from values(path, target)
        elif name in schema.blocks:
            if SHAPES[target]["type"] == "list":
                yield from limits(path, target)
                target = SHAPES[target]["member"]["shape"]
            yield from constraints(target, schema.blocks[name].block, f"{path}[].")


def values(path: str, shape: str) -> Iterator[Constraint]:
    yield from limits(path, shape)
    match SHAPES[shape]["type"]:
        case "list":
            yield from limits(f"{path}[]", SHAPES[shape]["member"]["shape"])
        case "map":
            yield from limits(f"{path}{{key}}", SHAPES[shape]["key"]["shape"])
            yield from limits(f"{path}{{value}}", SHAPES[shape]["value"]["shape"])


def limits(path: str, shape: str) -> Iterator[Constraint]:
    kind = SHAPES[shape]["type"]
    for name in ("enum", "pattern", "min", "max"):
        value = SHAPES[shape].get(name)
        if (
            value is None
            or (name, value) == ("min", 0)
            or (name == "pattern" and value in ANYTHING)
        ):
            continue
        yield Constraint(path, kind, name, value)


MODEL = schemas().resource("aws_sagemaker_model")
assert MODEL is not None
API = list(constraints("CreateModelInput", MODEL))
FRAGMENTS: dict[str, list[Rule]] = {}
for each_rule in registry.rules():
    for at in each_rule.at:
        FRAGMENTS.setdefault(at, []).append(each_rule)


def short(path: str) -> str:
    return CONTAINER.sub("C.", path)


def owner(constraint: Constraint) -> tuple[Rule, Any] | None:
    """The rule that states this limit at this path, with what it states."""
    names = KEYWORDS.get(constraint.kind, {}).get(constraint.name, (constraint.name,))
    for rule in FRAGMENTS.get(constraint.path, []):
        for name in names:
            if rule.schema is not None and name in rule.schema:
                return rule, rule.schema[name]
    return None


def same(name: str, ours: Any, api: Any) -> bool:
    match name:
        case "enum":
            return set(ours) == set(api)
        case "pattern":
            plain = ours.removeprefix("^").removesuffix(r"\Z")
            return re.sub(r"\\([-./])", r"\1", plain) == re.sub(r"\\([-./])", r"\1", api)
        case _:
            return bool(ours == api)


def test_the_service_model_is_read_to_its_depths() -> None:
    paths = {constraint.path for constraint in API}
    assert "name" in paths
    assert "container[].model_data_source[].s3_data_source[].s3_uri" in paths
    assert "primary_container[].environment{value}" in paths


@pytest.mark.parametrize("constraint", API, ids=str)
def test_a_limit_of_the_service_is_that_of_a_rule(constraint: Constraint) -> None:
    recorded = OTHERWISE.get((short(constraint.path), constraint.name))
    if recorded is not None:
        assert constraint.value == recorded.api, (
            f"mend {recorded.rule}: {constraint} is now {constraint.value}"
        )
        assert registry.find(recorded.rule) is not None
        return
    found = owner(constraint)
    if found is None and constraint.name == "min":
        found = owner(Constraint(constraint.path, constraint.kind, "pattern", None))
        assert found is not None, f"no rule speaks of {constraint}"
        assert not re.search(found[1], "a"[: constraint.value - 1]), f"mend {found[0].code}"
        return
    assert found is not None, f"no rule speaks of {constraint}, which is {constraint.value}"
    rule, ours = found
    assert same(constraint.name, ours, constraint.value), (
        f"mend {rule.code}: {constraint} is now {constraint.value}, not {ours}"
    )


def test_what_is_recorded_is_still_there() -> None:
    there = {(short(constraint.path), constraint.name) for constraint in API}
    assert set(OTHERWISE) <= there


PATTERNS = [
    (constraint, rule)
    for constraint in API
    if constraint.name == "pattern"
    for rule in FRAGMENTS.get(constraint.path, [])
]


@pytest.mark.parametrize(
    ("constraint", "rule"), PATTERNS, ids=lambda value: getattr(value, "code", None) or str(value)
)
@settings(deadline=None)  # the first example pays for the imports
@given(data=st.data())
def test_what_the_service_takes_no_rule_refuses(
    constraint: Constraint, rule: Rule, data: st.DataObject
) -> None:
    ascii_only = st.characters(codec="ascii")
    text = data.draw(st.from_regex(constraint.value, fullmatch=True, alphabet=ascii_only))
    most = next(
        (limit.value for limit in API if limit.path == constraint.path and limit.name == "max"),
        len(text),
    )
    assert rule.schema is not None
    if len(text) <= most and "\n" not in text:
        place: Any = Place(None, "it", None, text)  # type: ignore[arg-type]
        assert list(violations(rule.schema, place)) == []
