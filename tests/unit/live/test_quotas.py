"""Quotas, asked of an AWS on this machine as the provider of an endpoint configuration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.fake_aws import refusing, saying
from support.live import PROVIDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.fake_aws import FakeAws

    Told = Callable[..., list[str]]
    Check = Callable[..., tuple[int, str, str]]
    Tree = Callable[[dict[str, str]], Path]

OPERATION = "servicequotas:ListServiceQuotas"
MODEL = """
resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/scoring"
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
"""
CONCURRENCY = "Maximum total concurrency that can be allocated across all serverless endpoints"
INSTANCES = "Number of instances across active endpoints"


def instances(kind: str, count: str = "1", more: str = "") -> str:
    inner = f"instance_type = {kind}\n    initial_instance_count = {count}"
    return configuration(variant(inner), more)


def variant(inner: str, kind: str = "production_variants") -> str:
    return f"""
  {kind} {{
    model_name = aws_sagemaker_model.m.name
    {inner}
  }}
"""


def configuration(variants: str, more: str = "") -> str:
    return f"""
resource "aws_sagemaker_endpoint_configuration" "live" {{
  {more}
  {variants}
}}
"""


def serverless(concurrency: int) -> str:
    limits = f"max_concurrency = {concurrency}\n      memory_size_in_mb = 1024"
    return configuration(variant(f"serverless_config {{\n      {limits}\n    }}"))


def quotas(**named: float) -> dict[str, Any]:
    known = {f"{name.replace('_', '.')} for endpoint usage": v for name, v in named.items()}
    known = {INSTANCES: 20, CONCURRENCY: 10, **known}
    return {"Quotas": [{"QuotaName": name, "Value": value} for name, value in known.items()]}


def test_a_quota_that_is_enough_and_one_that_is_not(told: Told, aws: FakeAws) -> None:
    aws.on(OPERATION, saying(quotas(ml_m5_large=2, ml_g5_xlarge=0)))
    assert told("SM821", MODEL, instances('"ml.m5.large"', "2")) == []
    found = told("SM821", MODEL, instances('"ml.m5.large"', "3"))
    assert ["3 in total" in line for line in found] == [True]
    assert ["`ml.m5.large for endpoint usage` is 2" in line for line in found] == [True]
    found = told("SM821", MODEL, instances('"ml.g5.xlarge"'))
    assert ["`ml.g5.xlarge for endpoint usage` is 0" in line for line in found] == [True]


def test_variants_of_one_configuration_count_together(told: Told, aws: FakeAws) -> None:
    aws.on(OPERATION, saying(quotas(ml_m5_large=3)))
    inner = 'instance_type = "ml.m5.large"\n    initial_instance_count = 2'
    both = variant(inner) + variant(inner, "shadow_production_variants")
    found = told("SM821", MODEL, configuration(both))
    assert ["4 in total" in line for line in found] == [True]


ENDPOINT = """
resource "aws_sagemaker_endpoint" "{0}" {{
  {1}
  endpoint_config_name = aws_sagemaker_endpoint_configuration.{0}.name
}}
"""


def test_endpoints_of_one_provider_count_together(told: Told, aws: FakeAws) -> None:
    aws.on(OPERATION, saying(quotas(ml_m5_large=3, ml_g5_xlarge=1)))
    live = instances('"ml.m5.large"', "2")
    spare, gpu = (
        instances(kind, count).replace('"live"', f'"{name}"')
        for name, kind, count in (("spare", '"ml.m5.large"', "2"), ("z", '"ml.g5.xlarge"', "1"))
    )
    endpoints = ENDPOINT.format("live", "") + ENDPOINT.format("z", "")
    assert told("SM821", MODEL, live, spare, gpu, endpoints) == [], "nothing is made of the spare"
    found = told("SM821", MODEL, live, spare, gpu, endpoints + ENDPOINT.format("spare", ""))
    assert ["4 for all endpoints" in line for line in found] == [True], found
    found = told("SM821", MODEL, live, ENDPOINT.format("live", "count = 2"))
    assert ["4 for all endpoints" in line for line in found] == [True], found
    west = 'provider "aws" {\n  alias = "w"\n  region = "us-west-2"\n}\n'
    there = spare.replace("{", "{\n  provider = aws.w", 1)
    assert told("SM821", west, MODEL, live, there, endpoints, ENDPOINT.format("spare", "")) == []


def test_all_instances_together_have_a_quota(told: Told, aws: FakeAws) -> None:
    aws.on(OPERATION, saying(quotas(ml_m5_large=50)))
    found = told("SM821", MODEL, instances('"ml.m5.large"', "21"))
    assert [f"the quota `{INSTANCES}` is 20" in line for line in found] == [True]


def test_concurrency_of_serverless_variants(told: Told, aws: FakeAws) -> None:
    aws.on(OPERATION, saying(quotas()))
    assert told("SM821", MODEL, serverless(10)) == []
    found = told("SM821", MODEL, serverless(11))
    assert [f"the quota `{CONCURRENCY}` is 10" in line for line in found] == [True]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (instances("var.kind"), "var.kind has no default"),
        (instances('"ml.m5.large"', "var.kind"), "var.kind has no default"),
        (instances('"ml.m4.xlarge"'), "does not tell of `ml.m4.xlarge for endpoint usage`"),
        (instances('"ml.m5.large"', more="provider = aws.gone"), "provider"),
    ],
    ids=["unknown-instances", "unknown-number", "untold", "no-provider"],
)
def test_what_is_not_known_is_no_finding(told: Told, aws: FakeAws, text: str, reason: str) -> None:
    aws.on(OPERATION, saying(quotas(ml_m5_large=0)))
    found = told("SM821", MODEL, 'variable "kind" {\n}\n', text)
    assert [line.startswith("undecided") and reason in line for line in found] == [True], found


def test_who_may_not_ask_is_told_what_would_help(told: Told, aws: FakeAws) -> None:
    aws.on(OPERATION, refusing("AccessDeniedException"))
    found = told("SM821", MODEL, instances('"ml.m5.large"'))
    assert [line.startswith("undecided") for line in found] == [True]
    assert f"allow {OPERATION}, see `live-policy`" in found[0]


def test_all_pages_are_read(told: Told, aws: FakeAws) -> None:
    def page(environ: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        asked = json.loads(environ["wsgi.input"].getvalue())
        if "NextToken" not in asked:
            return 200, {**quotas(), "NextToken": "more"}
        return 200, quotas(ml_m5_large=0)

    aws.on(OPERATION, page)
    found = told("SM821", MODEL, instances('"ml.m5.large"'))
    assert ["is 0" in line for line in found] == [True]
    assert len(aws.asked(OPERATION)) == 2


def test_one_question_for_all_that_one_provider_makes_in_one_region(
    check: Check, tree: Tree, aws: FakeAws, machine: Path
) -> None:
    (machine / "credentials").write_text(
        "[west]\naws_access_key_id = AKIDWEST\naws_secret_access_key = made-up\n"
    )
    aws.on(OPERATION, saying(quotas(ml_m5_large=0)))
    west = 'provider "aws" {\n  alias = "w"\n  region = "us-west-2"\n  profile = "west"\n}\n'
    here = instances('"ml.m5.large"', more="count = 5")
    there = instances('"ml.m5.large"', more="provider = aws.w").replace('"live"', '"west"')
    tree({"main.tf": PROVIDER + west + MODEL + here + there})
    _, out, err = check("--select", "SM821")
    assert len([line for line in out.splitlines() if line.startswith("warning[SM821]")]) == 2
    asked = sorted((one.region, one.key) for one in aws.asked(OPERATION))
    assert asked == [("us-east-1", "AKIDENVIRONMENT"), ("us-west-2", "AKIDWEST")]
    assert "(profile west)" in err
