"""As whom AWS is asked: all that a provider configuration and the machine can say of it."""

from __future__ import annotations

import json
import socket
import sys
import threading
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from support.fake_aws import refusing_in_xml

from tflint_sagemaker.cli.program import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.fake_aws import FakeAws

    Check = Callable[..., tuple[int, str, str]]
    Tree = Callable[[dict[str, str]], Path]
    Push = Callable[..., None]

ACCOUNT = "123456789012"
OTHER = "222222222222"
DEPLOY = f"arn:aws:iam::{OTHER}:role/deploy"
LAST = f"arn:aws:iam::{OTHER}:role/last"
MODEL = f"""\
resource "aws_sagemaker_model" "m" {{
  execution_role_arn = "arn:aws:iam::{ACCOUNT}:role/model"
  primary_container {{
    image = "{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }}
}}
"""
KEYS = "aws_access_key_id = {}\naws_secret_access_key = made-up\n"


def configuration(provider: str, region: str = "us-east-1") -> dict[str, str]:
    return {"main.tf": f'provider "aws" {{\n  region = "{region}"\n  {provider}\n}}\n' + MODEL}


def undecided(out: str) -> list[str]:
    return [line for line in out.splitlines() if line.startswith("undecided[SM331]")]


def parameters(aws: FakeAws, operation: str) -> list[dict[str, list[str]]]:
    return [parse_qs(one.parameters) for one in aws.asked(operation)]


# Roles


def test_a_role_is_assumed_just_as_the_provider_says(
    check: Check, tree: Tree, aws: FakeAws
) -> None:
    policy = '{"Version": "2012-10-17", "Statement": []}'
    tree(
        configuration(f"""
  assume_role {{
    role_arn            = "{DEPLOY}"
    session_name        = "ml"
    external_id         = "ours"
    duration            = "1h30m"
    policy              = jsonencode({{ Version = "2012-10-17", Statement = [] }})
    policy_arns         = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    tags                = {{ team = "ml" }}
    transitive_tag_keys = ["team"]
    source_identity     = "jane"
  }}
""")
    )
    assert "AWS was queried as" in check()[2]
    (told,) = parameters(aws, "sts:AssumeRole")
    assert json.loads(told.pop("Policy")[0]) == json.loads(policy)
    assert {name: text for name, (text,) in told.items()} == {
        "Action": "AssumeRole",
        "Version": "2011-06-15",
        "RoleArn": DEPLOY,
        "RoleSessionName": "ml",
        "ExternalId": "ours",
        "DurationSeconds": "5400",
        "PolicyArns.member.1.arn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "Tags.member.1.Key": "team",
        "Tags.member.1.Value": "ml",
        "TransitiveTagKeys.member.1": "team",
        "SourceIdentity": "jane",
    }


def test_several_roles_are_assumed_one_by_the_other(check: Check, tree: Tree, aws: FakeAws) -> None:
    roles = "".join(f'assume_role {{\n role_arn = "{arn}"\n }}\n' for arn in (DEPLOY, LAST))
    tree(configuration(roles))
    err = check()[2]
    assert f"assumed-role/last/tflint-sagemaker, account {OTHER}" in err
    assert f"(default credentials assuming {DEPLOY} assuming {LAST})" in err
    first, second = aws.asked("sts:AssumeRole")
    assert (first.key, "role%2Fdeploy" in first.parameters) == ("AKIDENVIRONMENT", True)
    assert (second.key[:4], "role%2Flast" in second.parameters) == ("ASIA", True)


def test_roles_are_assumed_where_the_provider_says(check: Check, tree: Tree, aws: FakeAws) -> None:
    role = f'assume_role {{\n role_arn = "{DEPLOY}"\n }}\n  sts_region = "eu-west-1"'
    tree(configuration(role))
    check()
    assert [one.region for one in aws.asked("sts:AssumeRole")] == ["eu-west-1"]
    assert {one.region for one in aws.asked("ecr")} <= {"us-east-1"}


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ('duration = "a while"', "`duration` of the role is not understood: a while"),
        ("external_id = var.none", "var.none has no default"),
    ],
)
def test_a_role_that_is_not_known_in_full_is_not_assumed(
    check: Check, tree: Tree, aws: FakeAws, written: str, reason: str
) -> None:
    given = configuration(f'assume_role {{\n role_arn = "{DEPLOY}"\n {written}\n }}')
    tree({"main.tf": given["main.tf"] + 'variable "none" {\n}\n'})
    _, out, err = check()
    assert reason in undecided(out)[0]
    assert reason in err
    assert aws.requests == []


def test_a_role_is_assumed_with_the_token_in_a_file(
    check: Check, tree: Tree, aws: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    written = f"""
  assume_role_with_web_identity {{
    role_arn                = "{DEPLOY}"
    web_identity_token_file = "token"
  }}
  assume_role {{
    role_arn = "{LAST}"
  }}
"""
    directory = tree({**configuration(written), "token": "a-token"})
    err = check()[2]
    assert f"(web identity as {DEPLOY} assuming {LAST})" in err
    (told,) = parameters(aws, "sts:AssumeRoleWithWebIdentity")
    assert (told["WebIdentityToken"], told["RoleArn"]) == (["a-token"], [DEPLOY])
    (directory / "token").unlink()
    _, out, err = check("--no-live-cache")
    assert "the web identity token cannot be read: token" in undecided(out)[0]
    assert "the web identity token cannot be read: token" in err


def test_a_token_in_the_configuration_is_not_read(check: Check, tree: Tree, aws: FakeAws) -> None:
    written = f'role_arn = "{DEPLOY}"\n web_identity_token = "s3cr3t"'
    tree(configuration(f"assume_role_with_web_identity {{\n {written}\n }}"))
    _, out, err = check()
    assert "`web_identity_token` of the provider is not read" in undecided(out)[0]
    assert "s3cr3t" not in out + err
    assert aws.requests == []


# Files and profiles


def test_files_of_the_provider_are_found_from_the_root_module(
    check: Check, tree: Tree, aws: FakeAws
) -> None:
    written = 'profile = "ml"\n shared_credentials_files = ["aws/credentials"]'
    tree(
        {
            "env/main.tf": configuration(written)["main.tf"],
            "env/aws/credentials": f"[ml]\n{KEYS.format('AKIDFILE')}",
        }
    )
    assert "AWS was queried as" in check("env")[2]
    assert {one.key for one in aws.requests} == {"AKIDFILE"}


def test_a_profile_that_assumes_a_role(
    check: Check, tree: Tree, aws: FakeAws, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_PROFILE", "ml")
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    (machine / "config").write_text(
        f"[profile ml]\nrole_arn = {DEPLOY}\nsource_profile = base\n"
        f"[profile base]\n{KEYS.format('AKIDBASE')}"
    )
    tree(configuration(""))
    assert "assumed-role/deploy/" in check()[2]
    assert [one.key for one in aws.asked("sts:AssumeRole")] == ["AKIDBASE"]


@pytest.mark.parametrize("where", ["ml", "base"], ids=["profile", "source-profile"])
def test_nobody_is_asked_for_a_code(
    check: Check, tree: Tree, aws: FakeAws, machine: Path, where: str
) -> None:
    role = f"role_arn = {DEPLOY}\n"
    device = f"{role}mfa_serial = arn:aws:iam::{ACCOUNT}:mfa/jane\n"
    (machine / "config").write_text(
        f"[profile ml]\n{device if where == 'ml' else role}source_profile = base\n"
        f"[profile base]\n{device if where == 'base' else ''}source_profile = keys\n"
        f"[profile keys]\n{KEYS.format('AKIDBASE')}"
    )
    tree(configuration('profile = "ml"'))
    _, out, err = check()
    assert f"profile {where} asks for a code of an MFA device" in undecided(out)[0]
    assert f"profile {where} asks for a code of an MFA device" in err
    assert aws.requests == []
    assert check(live="require")[0] == 2


def test_a_device_of_a_profile_with_keys_is_for_others(
    check: Check, tree: Tree, aws: FakeAws, machine: Path
) -> None:
    """Without a role, botocore as well as Terraform use the keys as they are."""
    text = f"[ml]\n{KEYS.format('AKIDPROFILE')}mfa_serial = arn:aws:iam::{ACCOUNT}:mfa/jane\n"
    (machine / "credentials").write_text(text)
    tree(configuration('profile = "ml"'))
    assert "(profile ml)" in check()[2]
    assert {one.key for one in aws.requests} == {"AKIDPROFILE"}


def test_a_session_of_sso_that_is_over(
    check: Check, tree: Tree, aws: FakeAws, machine: Path
) -> None:
    (machine / "config").write_text(
        "[profile ml]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = r\n"
        "region = us-east-1\n[sso-session s]\nsso_region = us-east-1\n"
        "sso_start_url = https://example.awsapps.com/start\n"
    )
    tree(configuration('profile = "ml"'))
    _, out, err = check()
    assert "run `aws sso login` (profile ml)" in undecided(out)[0]
    assert "1 check undecided: the SSO session has expired, or there is none" in err
    assert aws.asked("ecr") == []
    assert check(live="require")[0] == 2


PROGRAM = (
    f"{sys.executable} -c \"import json; open('ran', 'w'); print(json.dumps("
    "{'Version': 1, 'AccessKeyId': 'AKIDPROGRAM', 'SecretAccessKey': 'made-up'}))\""
)


def test_a_program_is_run_for_the_users_own_profiles_alone(
    check: Check, tree: Tree, aws: FakeAws, machine: Path
) -> None:
    text = f"[profile ml]\ncredential_process = {PROGRAM}\n"
    (machine / "config").write_text(text)
    own = configuration('profile = "ml"')
    directory = tree(own)
    assert "(profile ml)" in check()[2]
    assert {one.key for one in aws.requests} == {"AKIDPROGRAM"}
    (directory / "ran").unlink()
    aws.requests.clear()
    strange = 'profile = "ml"\n shared_config_files = ["aws"]'
    tree({**configuration(strange), "aws": text})
    _, out, err = check()
    assert "`credential_process` is not obeyed in aws, which the" in undecided(out)[0]
    assert "`credential_process` is not obeyed in aws" in err
    assert not (directory / "ran").exists()
    assert aws.requests == []


def test_where_the_file_of_a_stranger_sends_requests_is_not_obeyed(
    check: Check, tree: Tree, aws: FakeAws
) -> None:
    services = f"services = s\n[services s]\necr =\n  endpoint_url = {aws.url}"
    text = f"[default]\n{KEYS.format('A')}{services}"
    tree({**configuration('shared_config_files = ["aws"]'), "aws": text})
    assert " is not obeyed in aws" in undecided(check()[1])[0]
    assert aws.requests == []


def test_what_a_program_says_as_it_fails_is_not_told(
    check: Check, tree: Tree, machine: Path
) -> None:
    failing = f"{sys.executable} -c \"import sys; sys.exit('s3cr3t')\""
    (machine / "config").write_text(f"[profile ml]\ncredential_process = {failing}\n")
    tree(configuration('profile = "ml"'))
    _, out, err = check()
    assert "what gives the credentials, a program or a service, has failed" in undecided(out)[0]
    assert "s3cr3t" not in out + err


def test_the_account_is_one_that_the_provider_allows(check: Check, tree: Tree) -> None:
    tree(configuration(f'allowed_account_ids = ["{OTHER}"]'))
    status, _, err = check("--select", "SM331")
    assert status == 0
    told = f"the credentials are of account {ACCOUNT}, and the provider allows only {OTHER}"
    assert f"note: 1 check undecided: {told}" in err
    status, _, err = check("--select", "SM331", live="require")
    assert (status, f"error: {told}" in err) == (2, True)
    tree(configuration(f'allowed_account_ids = ["{ACCOUNT}", "{OTHER}"]'))
    assert "AWS was queried" in check("--select", "SM331")[2]


@pytest.mark.parametrize(
    "written",
    [
        "skip_credentials_validation = true",
        "skip_requesting_account_id = true",
        "skip_region_validation = true",
        'skip_metadata_api_check = "true"',
        "s3_use_path_style = true",
        "max_retries = 2",
        'default_tags {\n tags = { a = "b" }\n }',
        'dynamic "ignore_tags" {\n for_each = []\n content {\n }\n }',
        'access_key = ""',
        "profile = null",
        "allowed_account_ids = null",
    ],
)
def test_what_does_not_say_who_asks_is_no_matter(check: Check, tree: Tree, written: str) -> None:
    tree(configuration(written))
    assert "AWS was queried as" in check()[2]


@pytest.mark.parametrize(
    "written",
    [
        'endpoints {\n ecr = "http://127.0.0.1:9"\n }',
        'dynamic "endpoints" {\n for_each = [1]\n content {\n ecr = "http://127.0.0.1:9"\n }\n }',
    ],
)
def test_endpoints_of_the_provider_are_not_asked(
    check: Check, tree: Tree, aws: FakeAws, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless the run names one itself, which then counts for all."""
    tree(configuration(written))
    run(["check", "--live", "auto", "--select", "SM331", "--undecided", "list"])
    assert (
        "the provider sends requests elsewhere than to AWS" in undecided(capsys.readouterr()[0])[0]
    )
    assert "AWS was queried as" in check()[2]
    assert aws.asked("ecr") != []


# Where requests go


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The hosts to which connections are asked for; none is made."""
    hosts: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection = server.accept()[0]
            except OSError:
                return
            with connection:
                hosts.append(connection.recv(4096).split()[1].decode().partition(":")[0])
                connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    threading.Thread(target=serve, daemon=True).start()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.getsockname()[1]}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    yield hosts
    server.shutdown(socket.SHUT_RDWR)
    server.close()


@pytest.mark.parametrize(
    ("written", "region", "host"),
    [
        ("", "eu-west-1", "sts.eu-west-1.amazonaws.com"),
        ("", "cn-north-1", "sts.cn-north-1.amazonaws.com.cn"),
        ("use_fips_endpoint = true", "us-east-1", "sts-fips.us-east-1.amazonaws.com"),
        ("use_dualstack_endpoint = true", "us-east-1", "sts.us-east-1.api.aws"),
        ('https_proxy = "http://127.0.0.1:9"', "us-east-1", "sts.us-east-1.amazonaws.com"),
    ],
)
def test_the_endpoint_is_that_of_the_region_and_the_kind(
    tree: Tree,
    proxy: list[str],
    written: str,
    region: str,
    host: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A proxy that the environment names is used, and one that the provider names is not."""
    tree(configuration(written, region))
    run(["check", "--live", "auto", "--select", "SM331", "--undecided", "list"])
    assert set(proxy) == {host}
    assert "could not be reached for sts:GetCallerIdentity" in undecided(capsys.readouterr()[0])[0]


def test_an_identity_that_fails_costs_the_other_ones_nothing(
    check: Check, tree: Tree, push: Push, aws: FakeAws
) -> None:
    push("fraud:1.4.2")
    aws.on("sts:AssumeRole", refusing_in_xml("AccessDenied"))
    role = f'assume_role {{\n role_arn = "{DEPLOY}"\n }}'
    alias = f'provider "aws" {{\n alias = "b"\n region = "us-east-1"\n {role}\n}}\n'
    other = MODEL.replace('"m" {', '"n" {\n  provider = aws.b')
    tree({"main.tf": configuration("")["main.tf"] + alias + other})
    status, out, err = check("--select", "SM331")
    assert status == 0, out
    assert len(undecided(out)) == 1
    assert "sts:AssumeRole is needed" in undecided(out)[0]
    assert "AWS was queried as arn:aws:sts::123456789012:user/moto" in err
