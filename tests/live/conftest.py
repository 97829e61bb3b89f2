"""A machine with keys of a made-up account, and an AWS of its own."""

from __future__ import annotations

import urllib.request
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from fake_aws import FakeAws, saying, serving

from tflint_sagemaker.cli.program import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Check = Callable[..., tuple[int, str, str]]
    Tree = Callable[[dict[str, str]], Path]

ACCOUNT = "123456789012"
PROVIDER = 'provider "aws" {\n  region = "us-east-1"\n}\n'
ROLE = f"arn:aws:iam::{ACCOUNT}:role/scoring"
IMAGE = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"


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
    _server.most_at_once = 0
    _server.files.clear()
    _server.downloads.clear()
    # moto does not know this operation
    _server.on("ecr:DescribePullThroughCacheRules", saying({"pullThroughCacheRules": []}))
    return _server


@pytest.fixture(autouse=True)
def machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys in the environment, and a home with no files."""
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

    Of the rules that ask AWS only one runs where none are chosen: how they run is the same for all.
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
