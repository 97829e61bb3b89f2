"""The recorded answers of rules, and what they ask, are such as AWS's own service models know."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore.exceptions import UnknownServiceError

from tflint_sagemaker.live.ecr import LAYER
from tflint_sagemaker.live.iam_actions import PREFIXES, get_iam_action
from tflint_sagemaker.rule import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.rule.definition import Rule
    from tflint_sagemaker.rule.examples import CannedResponse

# IAM and HEAD requests answer with codes that the models do not declare.
UNDECLARED = {
    "s3:HeadBucket": {"404", "403"},
    "s3:HeadObject": {"404", "403"},
    "s3:GetBucketPolicy": {"NoSuchBucketPolicy"},
    "iam:GetRole": {"NoSuchEntity"},
    "iam:SimulatePrincipalPolicy": {"AccessDenied"},
    "sagemaker:DescribeModel": {"ValidationException"},
    "sagemaker:DescribeModelPackage": {"ValidationException"},
}


def answers() -> Iterator[object]:
    for rule in registry.load_rules():
        for number, answer in enumerate(rule.answers, 1):
            yield pytest.param(rule, answer, id=f"{rule.name}-{number}")


@cache
def operation(name: str) -> Any:
    service, _, called = name.partition(":")
    return botocore.session.get_session().get_service_model(service).operation_model(called)


def strays(shape: Any, value: Any, path: str = "") -> Iterator[str]:
    """What in a value has no place in a shape."""
    match shape.type_name, value:
        case "structure", dict():
            for key, inner in value.items():
                if key in shape.members:
                    yield from strays(shape.members[key], inner, f"{path}.{key}")
                else:
                    yield f"{path}.{key}"
        case "list", list() | tuple():
            for item in value:
                yield from strays(shape.member, item, f"{path}[]")
        case "map", dict():
            for item in value.values():
                yield from strays(shape.value, item, f"{path}{{}}")
        case "string", str():
            if shape.enum and value not in shape.enum:
                yield f"{path} = {value}"
        case ("integer" | "long", int()) | ("boolean", bool()) | ("double", float()):
            pass
        case "string", dict() if shape.name == "policyDocumentType":
            pass  # botocore reads the JSON of IAM's policies
        case kind, _:
            yield f"{path} is no {kind}"


@pytest.mark.parametrize(("rule", "answer"), list(answers()))
def test_an_answer_is_one_that_the_operation_gives(rule: Rule, answer: CannedResponse) -> None:
    asked = operation(answer.to)
    assert not list(strays(asked.input_shape, dict(answer.given)))
    if answer.to == f"ecr:{LAYER}":
        # What lies at the address is read in its place.
        assert set(answer.says) == {"content"}
        assert set(answer.says["content"]) <= {"os", "architecture", "labels"}
    elif answer.error is None:
        assert not list(strays(asked.output_shape, answer.says))
    else:
        declared = {error.name for error in asked.error_shapes}
        assert answer.error in declared | UNDECLARED.get(answer.to, set())
    assert get_iam_action(*answer.to.split(":")) in rule.live, (
        "the rule names the action that it needs"
    )


@pytest.mark.parametrize(
    "rule", [rule for rule in registry.load_rules() if rule.live], ids=lambda rule: rule.name
)
def test_every_action_of_a_rule_is_one_of_a_service(rule: Rule) -> None:
    assert {get_iam_action(*answer.to.split(":")).partition(":")[0] for answer in rule.answers} <= {
        name.partition(":")[0] for name in rule.live
    }
    services = {prefix: service for service, prefix in PREFIXES.items()}
    for name in rule.live:
        prefix = name.partition(":")[0]
        try:
            service = services.get(prefix, prefix)
            known = botocore.session.get_session().get_service_model(service)
        except UnknownServiceError:
            pytest.fail(f"{name} is of no service")
        if name != "s3:ListBucket":  # which allows ListObjectsV2 and HeadBucket
            assert name.partition(":")[2] in known.operation_names


def test_what_has_no_place_in_a_shape_is_seen() -> None:
    shape = operation("s3:HeadObject").output_shape
    told = {"ContentLength": "0", "StorageClass": "COLD", "Size": 1}
    assert list(strays(shape, told)) == [
        ".ContentLength is no long",
        ".StorageClass = COLD",
        ".Size",
    ]
