"""What the rules demand of values, against the service model that botocore carries.

When a newer botocore says something else, the test names the rule to fix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.service_model import DEMANDED, Constraint, short

from tflint_sagemaker.rule import registry
from tflint_sagemaker.sagemaker.schema import find_violations
from tflint_sagemaker.sagemaker.schema_paths import Place

if TYPE_CHECKING:
    from tflint_sagemaker.rule.definition import Rule

KEYWORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "string": {"min": ("minLength",), "max": ("maxLength", "maxBytes")},
    "list": {"min": ("minItems",), "max": ("maxItems", "maxProperties")},
    "map": {"min": ("minProperties",), "max": ("maxProperties",)},
}


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


API = [limit for limit in DEMANDED if not limit.absent and limit.name != "required"]
FRAGMENTS: dict[str, list[Rule]] = {}
for each_rule in registry.load_rules():
    for at in each_rule.at:
        FRAGMENTS.setdefault(at, []).append(each_rule)


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


STATED = [
    (rule, path, name, word)
    for path, rules in FRAGMENTS.items()
    for rule in rules
    for name, words in (
        ("enum", ("enum",)),
        ("pattern", ("pattern",)),
        ("min", ("minLength", "minItems", "minProperties")),
        ("max", ("maxLength", "maxBytes", "maxItems", "maxProperties")),
    )
    for word in words
    if word in (rule.schema or {})
]

# What the provider refuses, or no sense could be made of, though the service states no limit.
OURS: dict[tuple[str, str], str] = {}


@pytest.mark.parametrize(
    ("rule", "path", "name", "word"), STATED, ids=lambda value: getattr(value, "code", value)
)
def test_a_limit_of_a_rule_is_still_that_of_the_service(
    rule: Rule, path: str, name: str, word: str
) -> None:
    there = any((limit.path, limit.name) == (path, name) for limit in API)
    assert there or (rule.code, word) in OURS, f"mend {rule.code}: {path} has no {name} any more"


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
        place: Any = Place(None, "it", text, None)  # type: ignore[arg-type]
        assert list(find_violations(rule.schema, place)) == []
