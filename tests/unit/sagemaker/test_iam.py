"""`aws_iam_policy_document` answers as the provider does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.paths import FIXTURES

from tflint_sagemaker.sagemaker.iam import (
    TYPE,
    compute_policy_document,
    make_document_view,
    read_document_tree,
)
from tflint_sagemaker.terraform.values import Unknown

RECORDED = json.loads((FIXTURES / "policies" / "documents.json").read_text("utf-8"))


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("case", named(RECORDED["answered"]))
def test_the_document_is_the_providers(case: dict[str, Any], data_block: Any) -> None:
    answer = compute_policy_document(data_block(TYPE, case["document"]))
    assert answer["json"].data == case["json"]
    assert answer["minified_json"].data == case["minified_json"]


@pytest.mark.parametrize("case", named(RECORDED["refused"]))
def test_what_the_provider_refuses_is_not_known(case: dict[str, Any], data_block: Any) -> None:
    answer = compute_policy_document(data_block(TYPE, case["document"]))
    assert isinstance(answer["json"].data, Unknown)
    assert answer["json"].data.reason.startswith("the policy document is refused: ")


LATER = Unknown("known after apply")
TRUST: dict[str, Any] = {
    "actions": ["sts:AssumeRole"],
    "principals": [{"type": "Service", "identifiers": ["sagemaker.amazonaws.com"]}],
}


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({"version": LATER, "statement": [TRUST]}, ("Version",)),
        ({"policy_id": LATER, "statement": [TRUST]}, ("Id",)),
        ({"statement": [{**TRUST, "sid": LATER}]}, ("Statement", 0, "Sid")),
        ({"statement": [{**TRUST, "effect": LATER}]}, ("Statement", 0, "Effect")),
        ({"statement": [{**TRUST, "actions": LATER}]}, ("Statement", 0, "Action")),
        ({"statement": [{**TRUST, "actions": ["a", LATER]}]}, ("Statement", 0, "Action", 1)),
        ({"statement": [{**TRUST, "resources": [LATER]}]}, ("Statement", 0, "Resource", 0)),
        ({"statement": [{**TRUST, "principals": LATER}]}, ("Statement", 0, "Principal")),
        (
            {"statement": [{"principals": [{"type": LATER, "identifiers": ["a"]}]}]},
            ("Statement", 0, "Principal"),
        ),
        (
            {"statement": [{"principals": [{"type": "AWS", "identifiers": [LATER]}]}]},
            ("Statement", 0, "Principal", "AWS", 0),
        ),
        ({"statement": [{**TRUST, "condition": LATER}]}, ("Statement", 0, "Condition")),
        (
            {"statement": [{"condition": [{"test": "t", "variable": "v", "values": [LATER]}]}]},
            ("Statement", 0, "Condition", "t", "v"),
        ),
        ({"statement": LATER}, ()),
        ({"source_policy_documents": [LATER], "statement": [TRUST]}, ()),
        ({"override_policy_documents": LATER, "statement": [TRUST]}, ()),
        ({"override_policy_documents": ["{}"], "statement": [{**TRUST, "sid": LATER}]}, ()),
    ],
)
def test_what_is_known_of_a_document_is_kept(
    document: dict[str, Any], where: tuple[str | int, ...], data_block: Any
) -> None:
    block = data_block(TYPE, document)
    assert compute_policy_document(block)["json"].unknown is not None
    found: Any = read_document_tree(make_document_view(block))
    for step in where:
        found = found[step]
    assert found == LATER


def test_the_principals_are_shown(data_block: Any) -> None:
    block = data_block(TYPE, {"statement": [TRUST]})
    (step,) = compute_policy_document(block)["json"].via
    assert step.what == "principals of the policy document"
    identifiers = block.blocks[0].blocks[0].arguments["identifiers"]
    assert step.span == identifiers.value.span
