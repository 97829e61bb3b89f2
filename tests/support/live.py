"""A machine with keys of a made-up account, and its own AWS."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import boto3
import pytest

from support.fake_aws import FakeAws, saying, serving
from tflint_sagemaker.cli import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Check = Callable[..., tuple[int, str, str]]
    Tree = Callable[[dict[str, str]], Path]

ACCOUNT = "123456789012"
PROVIDER = 'provider "aws" {\n  region = "us-east-1"\n}\n'
ROLE = f"arn:aws:iam::{ACCOUNT}:role/scoring"
IMAGE = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

DEPLOYING = f"""
provider "aws" {{
  alias  = "deploying"
  region = "us-east-1"
  assume_role {{
    role_arn = "arn:aws:iam::{ACCOUNT}:role/deploy"
  }}
}}
"""

SIMULATE = "iam:SimulatePrincipalPolicy"


def model(container: str = f'image = "{IMAGE}"', more: str = "", *, role: str = f'"{ROLE}"') -> str:
    return f"""
resource "aws_sagemaker_model" "m" {{
  execution_role_arn = {role}
  {more}
  primary_container {{
    {container}
  }}
}}
"""


def with_data(url: str, more: str = "") -> str:
    return model(f'image = "{IMAGE}"\n    model_data_url = "{url}"', more)


DATA = with_data("s3://fraud-models/v1/model.tar.gz")


def in_vpc(subnets: list[str], groups: list[str], container: str = "") -> str:
    lists = f"subnets = {json.dumps(subnets)}\n    security_group_ids = {json.dumps(groups)}"
    config = f"vpc_config {{\n    {lists}\n  }}"
    data = "s3://fraud-models/v1/model.tar.gz"
    return model(container, config) if container else with_data(data, config)


def from_registry(function: str) -> str:
    """A container whose image a function gives the credentials for."""
    arn = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{function}"
    auth = f'repository_auth_config {{\n repository_credentials_provider_arn = "{arn}"\n }}'
    config = f'image_config {{\n repository_access_mode = "Vpc"\n {auth}\n }}'
    return f'image = "registry.example.com/fraud:1"\n{config}'


def trust(service: str) -> str:
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": service},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def make_role(aws: FakeAws, service: str = "sagemaker.amazonaws.com", path: str = "/") -> None:
    iam = client("iam", aws)
    iam.create_role(RoleName="scoring", Path=path, AssumeRolePolicyDocument=trust(service))


def simulated(
    denied: dict[str, str], *, context: str = "", organization: str = "", boundary: str = ""
) -> Callable[[dict[str, Any]], tuple[int, str]]:
    """IAM's decisions: all is allowed but these actions, which are decided as given."""
    details = f"<MissingContextValues>{context}</MissingContextValues>"
    if organization:
        inner = f"<AllowedByOrganizations>{organization}</AllowedByOrganizations>"
        details += f"<OrganizationsDecisionDetail>{inner}</OrganizationsDecisionDetail>"
    if boundary:
        inner = f"<AllowedByPermissionsBoundary>{boundary}</AllowedByPermissionsBoundary>"
        details += f"<PermissionsBoundaryDecisionDetail>{inner}</PermissionsBoundaryDecisionDetail>"

    def behave(environ: dict[str, Any]) -> tuple[int, str]:
        asked = parse_qs(environ["wsgi.input"].getvalue().decode())
        actions = [asked[name][0] for name in asked if name.startswith("ActionNames")]
        members = "".join(
            f"<member><EvalActionName>{action}</EvalActionName>"
            f"<EvalDecision>{denied.get(action, 'allowed')}</EvalDecision>{details}</member>"
            for action in actions
        )
        return 200, ANSWER % members

    return behave


ANSWER = """\
<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
<SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>
<EvaluationResults>%s</EvaluationResults>
</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
"""


def resources(aws: FakeAws) -> list[str]:
    """Of what a role's permissions were asked."""
    return [parse_qs(one.parameters)["ResourceArns.member.1"][0] for one in aws.asked(SIMULATE)]


@pytest.fixture(scope="session")
def _server() -> Iterator[FakeAws]:
    yield from serving()


@pytest.fixture
def aws(_server: FakeAws) -> FakeAws:
    """AWS with nothing in it."""
    _server.behaviours.clear()
    reset = urllib.request.Request(f"{_server.url}/moto-api/reset", method="POST")
    with urllib.request.urlopen(reset):
        pass
    _server.requests.clear()
    _server.most_at_once.clear()
    _server.files.clear()
    _server.downloads.clear()
    # moto does not know this operation
    _server.on("ecr:DescribePullThroughCacheRules", saying({"pullThroughCacheRules": []}))
    return _server


@pytest.fixture(autouse=True)
def machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys in the environment, and a home directory with no files."""
    home = tmp_path_factory.mktemp("home")
    for name, value in {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "AWS_ACCESS_KEY_ID": "AKIDENVIRONMENT",
        "AWS_SECRET_ACCESS_KEY": "made-up-secret",
        "AWS_CONFIG_FILE": str(home / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    return home


@pytest.fixture
def check(aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run live against that AWS; exit status, standard output and standard error.

    Of the live rules only one runs where none are chosen: how they run is the same for all.
    """

    def check(*arguments: str, live: str = "auto") -> tuple[int, str, str]:
        capsys.readouterr()
        chosen = () if "--select" in arguments else ("--select", "core", "--select", "SM331")
        asked = ("--live", live, "--live-endpoint-url", aws.url, *chosen)
        status = run(["check", *asked, "--undecided", "list", *arguments])
        return (status, *capsys.readouterr())

    return check


@pytest.fixture
def told(check: Check, tree: Tree) -> Callable[..., list[str]]:
    """What one rule says of a configuration, undecided or not; each line without its place."""

    def told(code: str, *texts: str) -> list[str]:
        tree({"main.tf": "".join((PROVIDER, *texts))})
        _, out, _ = check("--select", code, "--no-live-cache")
        return [line for line in out.splitlines() if f"[{code}]" in line]

    return told


def client(service: str, aws: FakeAws, region: str = "us-east-1", **keys: str) -> Any:
    """A client of the tests' own, to put things into AWS."""
    told = keys or {"aws_access_key_id": "AKIDTEST", "aws_secret_access_key": "made-up"}
    return boto3.client(service, region_name=region, endpoint_url=aws.url, **told)


@pytest.fixture
def clients(aws: FakeAws) -> Callable[[str], Any]:
    """Clients of the tests' own, by the name of the service."""
    return lambda service: client(service, aws)


@pytest.fixture
def push(aws: FakeAws) -> Callable[..., None]:
    """Put images into repositories: `push("fraud:1.4.2")`."""

    def push(*images: str, region: str = "us-east-1", **keys: str) -> None:
        ecr = client("ecr", aws, region, **keys)
        made: set[str] = set()
        for image in images:
            name, _, tag = image.partition(":")
            if name not in made:
                made.add(name)
                ecr.create_repository(repositoryName=name)
            manifest = '{"schemaVersion": 2, "mediaType": "%s", "config": {"digest": "sha256:%s"}}'
            kind = "application/vnd.docker.distribution.manifest.v2+json"
            ecr.put_image(
                repositoryName=name, imageTag=tag, imageManifest=manifest % (kind, tag * 8)
            )
        aws.requests.clear()

    return push
