"""The policy that `live-policy` prints: the least that the checks need, and enough for them."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

import pytest

from tflint_sagemaker.cli.program import run
from tflint_sagemaker.live.iam_actions import RESOURCES, build_policy
from tflint_sagemaker.live.referenced_resources import FINDERS
from tflint_sagemaker.rule import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support import fake_aws
    from support.fake_aws import FakeAws

    Check = Callable[..., tuple[int, str, str]]
    Tree = Callable[[dict[str, str]], Path]
    Clients = Callable[[str], Any]
    Capture = pytest.CaptureFixture[str]

ACCOUNT = "123456789012"
ECR = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com"
TRUST = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "sagemaker.amazonaws.com"},
    },
}
PROVIDER = 'provider "aws" {\n  region = "us-east-1"\n}\n'


def model(name: str, image: str, data: str) -> str:
    return f"""
resource "aws_sagemaker_model" "{name}" {{
  name               = "{name}"
  execution_role_arn = "arn:aws:iam::{ACCOUNT}:role/service-role/{name}"
  primary_container {{
    image          = "{image}"
    model_data_url = "{data}"
  }}
}}
"""


@pytest.fixture
def stocked(clients: Clients) -> None:
    """AWS with all that a model names."""
    for name in ("fraud", "churn"):
        clients("ecr").create_repository(repositoryName=f"team/{name}")
        clients("iam").create_role(
            RoleName=name, Path="/service-role/", AssumeRolePolicyDocument=json.dumps(TRUST)
        )
        clients("s3").create_bucket(Bucket=f"{name}-models")
        clients("s3").put_object(Bucket=f"{name}-models", Key="v1/model.tar.gz", Body=b"x")


MODELS = "".join(
    model(name, f"{ECR}/team/{name}:1", f"s3://{name}-models/v1/model.tar.gz")
    for name in ("fraud", "churn")
)


def printed(capsys: Capture, *arguments: str) -> tuple[dict[str, Any], str]:
    capsys.readouterr()
    assert run(["live-policy", *arguments]) == 0
    out, err = capsys.readouterr()
    return json.loads(out), err


def resources(told: dict[str, Any], action: str) -> list[str]:
    found = [one["Resource"] for one in told["Statement"] if action in one["Action"]]
    return [arn for one in found for arn in ([one] if isinstance(one, str) else one)]


def wanted(asked: fake_aws.Request) -> tuple[str, str] | None:
    """The action and the resource of a request, as IAM judges it."""
    service = asked.operation.partition(":")[0]
    if service == "ecr" and "repositoryName" in asked.parameters:
        told = json.loads(asked.parameters)
        where = f"{asked.region}:{told.get('registryId', ACCOUNT)}"
        return asked.operation, f"arn:aws:ecr:{where}:repository/{told['repositoryName']}"
    if asked.operation == "iam:GetRole":
        name = parse_qs(asked.parameters)["RoleName"][0]
        return asked.operation, f"arn:aws:iam::{ACCOUNT}:role/service-role/{name}"
    if service == "s3":
        bucket, _, key = asked.path.lstrip("/").partition("/")
        rest = f"/{key}" if key else ""
        return "s3:GetObject" if key else "s3:ListBucket", f"arn:aws:s3:::{bucket}{rest}"
    return None


@pytest.mark.usefixtures("stocked")
def test_a_policy_for_a_configuration_names_what_is_asked_about(
    check: Check, tree: Tree, aws: FakeAws, capsys: Capture
) -> None:
    """Every request of a run is allowed by it, and nothing of others is."""
    tree({"main.tf": PROVIDER + MODELS})
    told, err = printed(capsys, ".")
    assert err == ""
    assert "*" not in "".join(resources(told, "ecr:DescribeImages"))
    aws.requests.clear()
    check("--select", "live")
    asked = {found for one in aws.requests if (found := wanted(one))}
    assert {action for action, _ in asked} >= {"ecr:DescribeImages", "iam:GetRole", "s3:GetObject"}
    for action, arn in asked:
        allowed = resources(told, action)
        assert any(fnmatchcase(arn, pattern) for pattern in allowed), (action, arn)
        other = arn.replace("fraud", "spam").replace("churn", "spam")
        assert not any(fnmatchcase(other, pattern) for pattern in allowed)


def test_what_is_not_known_is_said_and_not_allowed(tree: Tree, capsys: Capture) -> None:
    text = model("m", f"{ECR}/fraud:1", "s3://${var.bucket}/v1/model.tar.gz")
    tree({"main.tf": 'variable "bucket" {\n}\n' + text})
    told, err = printed(capsys, ".")
    assert resources(told, "s3:GetObject") == []
    reason = "the bucket of model data is not known"
    assert err == f"note: not in the policy: aws_sagemaker_model.m: {reason}\n"
    told, err = printed(capsys, ".", "--var", "bucket=fraud-models", "--select", "SM431")
    assert (resources(told, "s3:GetObject"), err) == (["arn:aws:s3:::fraud-models/*"], "")
    assert "ecr" not in json.dumps(told)


def test_a_policy_that_would_allow_nothing_is_none(tree: Tree, capsys: Capture) -> None:
    root = tree({"main.tf": model("m", f"{ECR}/fraud:1", "s3://b-b-b/m.tar.gz"), "e/main.tf": ""})
    assert run(["live-policy", str(root), "--select", "SM334"]) == 2
    assert "refer to no resource that these checks need" in capsys.readouterr().err
    assert run(["live-policy", "e"]) == 2
    assert "there are no models" in capsys.readouterr().err


def test_a_policy_that_is_too_long_is_said_to_be(tree: Tree, capsys: Capture) -> None:
    models = (model(f"m{n}", f"{ECR}/team/some-model-{n}:1", "s3://b-b-b/m") for n in range(60))
    tree({"main.tf": PROVIDER + "".join(models)})
    told, err = printed(capsys, ".")
    assert len("".join(json.dumps(told).split())) > 6144
    assert "note: the limit of a managed policy is 6144 characters" in err
    assert printed(capsys)[1] == "", "that for all resources has not"


@pytest.fixture
def guarded(aws: FakeAws, clients: Clients) -> Iterator[Callable[..., dict[str, str]]]:
    """Keys of a user who may do what a policy says, in an AWS that heeds it."""

    def heed(count: float) -> None:
        plain = {"Content-Type": "text/plain"}
        with urlopen(Request(f"{aws.url}/moto-api/reset-auth", str(count).encode(), plain)):
            pass

    def keys(*actions: str) -> dict[str, str]:
        heed(float("inf"))
        iam = clients("iam")
        iam.create_user(UserName="lint")
        # moto judges most requests by actions alone, and has one that IAM has not
        heads = ["s3:HeadBucket"] if "s3:ListBucket" in actions else []
        allowed = {"Effect": "Allow", "Action": [*actions, *heads], "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        iam.put_user_policy(UserName="lint", PolicyName="lint", PolicyDocument=document)
        made = iam.create_access_key(UserName="lint")["AccessKey"]
        heed(0)
        return {
            "AWS_ACCESS_KEY_ID": made["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": made["SecretAccessKey"],
        }

    yield keys
    heed(float("inf"))


@pytest.mark.usefixtures("stocked")
@pytest.mark.parametrize(
    ("lacking", "denied"),
    [
        ((), None),
        (("ecr:DescribeImages", "ecr:BatchGetImage"), "ecr:DescribeImages"),
        (("ecr:DescribeImages",), None),  # the manifest tells as much
        (("iam:GetRole",), "iam:GetRole"),
        (("s3:ListBucket",), "s3:ListBucket"),
    ],
)
def test_the_policy_is_enough_and_what_is_taken_out_of_it_is_told(
    check: Check,
    tree: Tree,
    guarded: Callable[..., dict[str, str]],
    lacking: tuple[str, ...],
    denied: str | None,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tree({"main.tf": PROVIDER + MODELS})
    selected = ("--select", "SM332", "--select", "SM431", "--select", "SM521")
    told, _ = printed(capsys, ".", *selected)
    actions = {action for one in told["Statement"] for action in one["Action"]}
    for name, text in guarded(*actions.difference(lacking)).items():
        monkeypatch.setenv(name, text)
    _, out, err = check(*selected)
    assert "user/lint" in err
    if denied is None:
        assert "denied" not in out + err
    else:
        assert f"AWS has denied {denied}: allow {denied}" in err


def test_every_partition_has_policies_for_every_rule(capsys: Capture) -> None:
    told, _ = printed(capsys, "--partition", "aws-cn")
    allowed = {action for statement in told["Statement"] for action in statement["Action"]}
    assert allowed == {action for rule in registry.load_rules() for action in rule.live}
    assert all("arn:aws:" not in statement["Resource"] for statement in told["Statement"])
    assert run(["live-policy", "--ignore", "live"]) == 2


def test_a_policy_has_one_statement_for_each_kind_of_resource() -> None:
    told = build_policy(["s3:ListBucket", "s3:GetObject", "iam:GetRole", "ec2:DescribeSubnets"])
    assert {s["Resource"]: s["Action"] for s in told["Statement"]} == {
        "*": ["ec2:DescribeSubnets"],
        "arn:aws:iam::*:role/*": ["iam:GetRole"],
        "arn:aws:s3:::*/*": ["s3:GetObject"],
        "arn:aws:s3:::*": ["s3:ListBucket"],
    }


def test_the_policy_allows_what_the_selected_checks_ask(capsys: Capture) -> None:
    told, _ = printed(capsys, "--select", "SM331")
    rule = registry.find("SM331")
    assert rule is not None
    assert told == build_policy(rule.live)


def test_what_is_named_is_of_actions_that_are_known() -> None:
    known = {pattern for pattern, _ in RESOURCES}
    assert {pattern for patterns in FINDERS.values() for pattern in patterns} <= known
