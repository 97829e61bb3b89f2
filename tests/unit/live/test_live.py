"""`check --live` from files to exit status, against an AWS on this machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.fake_aws import broken, refusing, refusing_in_xml, saying, slow

from tflint_sagemaker.cache.directory import LAYOUT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.fake_aws import FakeAws

    Check = Callable[..., tuple[int, str, str]]
    Tree = Callable[[dict[str, str]], Path]
    Push = Callable[..., None]

ACCOUNT = "123456789012"
OTHER = "222222222222"
PROVIDER = 'provider "aws" {\n  region = "us-east-1"\n}\n'
OPERATION = "ecr:DescribeImages"


def model(image: str = "fraud:1.4.2", *, name: str = "m", more: str = "", of: str = "") -> str:
    path = image if ".dkr." in image else f"{of or ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/{image}"
    return f"""\
resource "aws_sagemaker_model" "{name}" {{
  execution_role_arn = "arn:aws:iam::{ACCOUNT}:role/model"
  {more}
  primary_container {{
    image = "{path}"
  }}
}}
"""


def provider(text: str) -> str:
    return f'provider "aws" {{\n  region = "us-east-1"\n  {text}\n}}\n'


def undecided(out: str) -> list[str]:
    return [line for line in out.splitlines() if line.startswith("undecided[SM331]")]


# What AWS has, and what it has not


def test_an_image_that_is_there_is_no_finding(check: Check, tree: Tree, push: Push) -> None:
    push("fraud:1.4.2")
    tree({"main.tf": PROVIDER + model()})
    status, out, err = check()
    assert (status, "SM331" in out) == (0, False)
    who = f"arn:aws:sts::{ACCOUNT}:user/moto, account {ACCOUNT}, region us-east-1"
    assert f"note: AWS was queried as {who} (default credentials)" in err


def test_an_image_that_is_not_there_is_an_error(check: Check, tree: Tree, push: Push) -> None:
    push("fraud:1.4.2")
    tree({"main.tf": PROVIDER + model("fraud:1.4.3") + model("other:1", name="n")})
    status, out, _ = check()
    assert status == 1
    told = [line for line in out.splitlines() if line.startswith("error[SM331]")]
    assert len(told) == 2
    assert "no image with tag `1.4.3` in `fraud`" in told[0]


def test_what_the_configuration_creates_is_not_missing(
    check: Check, tree: Tree, push: Push
) -> None:
    push("old:1")
    repository = 'resource "aws_ecr_repository" "r" {\n  name = "fraud"\n}\n'
    tree({"main.tf": PROVIDER + repository + model()})
    assert check()[0] == 0


def test_an_image_is_asked_for_where_it_lies(
    check: Check, tree: Tree, push: Push, aws: FakeAws
) -> None:
    push("fraud:1.4.2", region="eu-west-1")
    elsewhere = f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/fraud:1.4.2"
    tree({"main.tf": PROVIDER + model(elsewhere)})
    _, out, _ = check("--ignore", "SM311")
    assert "SM331" not in out
    assert {one.region for one in aws.asked("ecr")} == {"eu-west-1"}


@pytest.mark.parametrize(
    "more",
    [
        'module "build" {\n  source = "example.com/build/docker"\n}\n',
        'resource "skopeo2_copy" "c" {\n  source_image = "docker://fraud"\n}\n',
        """resource "aws_s3_bucket" "b" {
  provisioner "local-exec" {
    command = "make push"
  }
}
""",
    ],
    ids=["module", "copy", "provisioner"],
)
def test_an_image_that_something_else_may_push_is_not_missing(
    check: Check, tree: Tree, push: Push, more: str
) -> None:
    push("fraud:1")
    tree({"main.tf": PROVIDER + more + model()})
    status, out, _ = check()
    assert (status, len(undecided(out))) == (0, 1), out


def test_another_account_that_does_not_tell_is_no_finding(
    check: Check, tree: Tree, aws: FakeAws
) -> None:
    aws.on("ecr:BatchGetImage", refusing("RepositoryNotFoundException"))
    tree({"main.tf": PROVIDER + model(of=OTHER)})
    status, out, _ = check()
    assert status == 0, out
    assert len(undecided(out)) == 1


def test_another_account_that_tells_is_believed(check: Check, tree: Tree, aws: FakeAws) -> None:
    aws.on("ecr:BatchGetImage", saying({"failures": [{"failureCode": "ImageNotFound"}]}))
    tree({"main.tf": PROVIDER + model(of=OTHER)})
    assert check()[0] == 1
    aws.on("ecr:BatchGetImage", saying({"images": [{}], "failures": []}))
    assert check("--no-live-cache")[0] == 0


def test_a_pull_through_cache_may_have_it(check: Check, tree: Tree, aws: FakeAws) -> None:
    rules = {"pullThroughCacheRules": [{"ecrRepositoryPrefix": "hub"}]}
    aws.on("ecr:DescribePullThroughCacheRules", saying(rules))
    tree({"main.tf": PROVIDER + model("hub/fraud:1") + model("hubble:1", name="n")})
    out = check()[1]
    assert "may fetch the image" in undecided(out)[0]
    assert "error[SM331] image-not-found: there is no image with tag `1` in `hubble`" in out


# What AWS does not answer costs what hangs on it, and nothing else


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (refusing("AccessDeniedException"), f"AWS has denied {OPERATION}: allow {OPERATION}"),
        (refusing("Whatever", 403), f"AWS has denied {OPERATION}: allow {OPERATION}"),
        (refusing("UnrecognizedClientException"), "region us-east-1 does not know"),
        (refusing("ServerException", 400), f"AWS has answered ServerException to {OPERATION}"),
        (refusing("ThrottlingException"), f"AWS has throttled {OPERATION}"),
        (broken, f"AWS could not be reached for {OPERATION}"),
    ],
    ids=["denied", "forbidden", "region-not-enabled", "unknown", "throttled", "broken"],
)
def test_a_question_without_an_answer_leaves_its_check_undecided(
    check: Check,
    tree: Tree,
    push: Push,
    aws: FakeAws,
    behaviour: Callable[..., None],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    push("fraud:1.4.2")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    aws.on("ecr", behaviour)
    tree({"main.tf": PROVIDER + model(more='name = "-wrong"')})
    status, out, _ = check()
    assert status == 1
    assert [line for line in out.splitlines() if "-wrong" in line], "the other findings are told"
    assert reason in undecided(out)[0]


def test_what_is_throttled_is_asked_again(
    check: Check, tree: Tree, push: Push, aws: FakeAws
) -> None:
    push("fraud:1.4.2")
    aws.on(OPERATION, refusing("ThrottlingException", times=1))
    tree({"main.tf": PROVIDER + model()})
    assert undecided(check()[1]) == []
    assert len(aws.asked(OPERATION, retries=True)) == 2


def test_what_is_late_is_undecided(check: Check, tree: Tree, push: Push, aws: FakeAws) -> None:
    push("fraud:1.4.2", "quick:1")
    aws.on(OPERATION, slow(3))
    tree({"main.tf": PROVIDER + model()})
    status, out, _ = check("--live-timeout", "1")
    assert status == 0, out
    assert "--live-timeout" in undecided(out)[0] or "timed out" in undecided(out)[0]


def test_nothing_listens(check: Check, tree: Tree) -> None:
    tree({"main.tf": PROVIDER + model()})
    status, out, err = check("--live-endpoint-url", "http://127.0.0.1:9")
    assert status == 0, out
    assert "could not be reached" in undecided(out)[0]
    assert "could not be reached" in err


# How often


def test_one_question_is_asked_once(check: Check, tree: Tree, push: Push, aws: FakeAws) -> None:
    push(*(f"fraud:{number}" for number in range(40)))
    models = "".join(model(f"fraud:{number % 40}", name=f"m{number}") for number in range(500))
    tree({"main.tf": PROVIDER + models})
    aws.on(OPERATION, slow(0.05))
    status, out, _ = check("--select", "SM331")
    assert (status, undecided(out)) == (0, [])
    assert len(aws.asked(OPERATION)) == 40
    assert len(aws.asked("sts:GetCallerIdentity")) == 1
    assert 1 < aws.most_at_once["ecr"] <= 8


def test_an_answer_is_good_for_the_next_run(
    check: Check, tree: Tree, push: Push, aws: FakeAws, machine: Path
) -> None:
    push("fraud:1.4.2")
    tree({"main.tf": PROVIDER + model()})
    check()
    check()
    assert len(aws.asked(OPERATION)) == 1
    check("--no-live-cache")
    assert len(aws.asked(OPERATION)) == 2
    kept = list((machine / "cache/tflint-sagemaker" / LAYOUT / "live").iterdir())
    assert kept
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept)
    assert not any("made-up-secret" in path.read_text() for path in kept)


def test_another_identity_is_not_told_what_was_told_to_the_first(
    check: Check, tree: Tree, push: Push, aws: FakeAws
) -> None:
    push("fraud:1.4.2")
    tree({"main.tf": PROVIDER + model()})
    check()
    check("--assume-role", f"arn:aws:iam::{ACCOUNT}:role/reader")
    assert len(aws.asked(OPERATION)) == 2


def test_what_was_missing_is_asked_for_again(check: Check, tree: Tree, push: Push) -> None:
    tree({"main.tf": PROVIDER + model()})
    assert check()[0] == 1
    push("fraud:1.4.2")
    assert check()[0] == 0


def test_an_old_answer_that_makes_a_finding_is_not_relied_upon(
    check: Check, tree: Tree, aws: FakeAws
) -> None:
    aws.on("ecr:BatchGetImage", saying({"failures": [{"failureCode": "ImageNotFound"}]}))
    tree({"main.tf": PROVIDER + model(of=OTHER)})
    assert check()[0] == 1
    aws.on("ecr:BatchGetImage", saying({"images": [{}], "failures": []}))
    assert check()[0] == 0


# As whom


def test_the_profile_of_the_provider_is_used(
    check: Check, tree: Tree, push: Push, aws: FakeAws, machine: Path
) -> None:
    push("fraud:1.4.2")
    (machine / "credentials").write_text(
        "[ml]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = made-up\n"
        "[ops]\naws_access_key_id = AKIDOPS\naws_secret_access_key = made-up\n"
    )
    tree({"main.tf": provider('profile = "ml"') + model()})
    assert "(profile ml)" in check()[2]
    assert {one.key for one in aws.requests} == {"AKIDPROFILE"}
    aws.requests.clear()
    assert "(profile ops)" in check("--profile", "ops")[2]
    assert {one.key for one in aws.requests} == {"AKIDOPS"}


def test_each_alias_has_an_identity_and_a_region_of_its_own(
    check: Check, tree: Tree, push: Push, aws: FakeAws, machine: Path
) -> None:
    push("fraud:1.4.2")
    push("fraud:1.4.2", region="eu-central-1")
    (machine / "credentials").write_text(
        "[west]\naws_access_key_id = AKIDWEST\naws_secret_access_key = made-up\n"
    )
    alias = 'provider "aws" {\n  alias = "b"\n  region = "eu-central-1"\n  profile = "west"\n}\n'
    there = f"{ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/fraud:1.4.2"
    tree({"main.tf": PROVIDER + alias + model() + model(there, name="n", more="provider = aws.b")})
    status, out, err = check()
    assert status == 0, out
    assert "(default credentials)" in err
    assert "(profile west)" in err
    asked = {(one.region, one.key) for one in aws.asked(OPERATION)}
    assert asked == {("us-east-1", "AKIDENVIRONMENT"), ("eu-central-1", "AKIDWEST")}


ASSUMED = 'assume_role {{\n    role_arn = "{}"\n    external_id = "ours"\n  }}'


def test_the_role_of_the_provider_is_assumed(check: Check, tree: Tree, aws: FakeAws) -> None:
    role = f"arn:aws:iam::{OTHER}:role/deploy"
    tree({"main.tf": provider(ASSUMED.format(role)) + model("fraud:1", of=OTHER)})
    status, out, err = check()
    assert (status, "SM331" in out) == (1, True)
    assert f"AWS was queried as arn:aws:sts::{OTHER}:assumed-role/deploy/" in err
    assert f", account {OTHER}, region us-east-1 (default credentials assuming {role})" in err
    assert "ExternalId=ours" in aws.asked("sts:AssumeRole")[0].parameters
    assert len(aws.asked("sts:AssumeRole")) == 1
    assert f"account {ACCOUNT}," in check("--assume-role", "none")[2]
    mine = f"arn:aws:iam::{OTHER}:role/reader"
    assert "assumed-role/reader/" in check("--assume-role", mine)[2]


def test_a_role_that_cannot_be_assumed(check: Check, tree: Tree, aws: FakeAws) -> None:
    aws.on("sts:AssumeRole", refusing_in_xml("AccessDenied"))
    role = f"arn:aws:iam::{OTHER}:role/deploy"
    tree({"main.tf": provider(ASSUMED.format(role)) + model(of=OTHER)})
    status, out, _ = check("--select", "live")
    assert status == 0, out
    assert "sts:AssumeRole is needed" in undecided(out)[0]
    assert check(live="require")[0] == 2


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ('access_key = "AKID"\n  secret_key = "s3cr3t-key"', "`access_key` of the provider is"),
        ("access_key = var.key", "`access_key` of the provider is"),
        (f'allowed_account_ids = ["{OTHER}"]', f"and the provider allows only {OTHER}"),
        (f'forbidden_account_ids = ["{ACCOUNT}"]', f"credentials are of account {ACCOUNT}, which"),
        ("profile = var.key", "var.key has no default"),
        ('assume_role_with_web_identity {\n    role_arn = "a"\n  }', "with a web identity"),
    ],
    ids=["keys", "variable-keys", "allowed", "forbidden", "unknown-profile", "web-identity"],
)
def test_who_is_not_known_does_not_ask(
    check: Check, tree: Tree, aws: FakeAws, written: str, reason: str
) -> None:
    tree({"main.tf": provider(written) + 'variable "key" {\n}\n' + model()})
    status, out, err = check("--select", "live")
    assert status == 0, out
    assert reason in undecided(out)[0]
    assert "s3cr3t" not in out + err
    assert aws.asked("ecr") == []


def test_no_credentials(
    check: Check, tree: Tree, aws: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    tree({"main.tf": PROVIDER + model(more='name = "-wrong"')})
    status, out, err = check()
    assert (status, undecided(out)) == (1, [])
    assert (
        "note: no AWS credentials were found (default credentials); live checks were skipped" in err
    )
    status, out, err = check(live="require")
    assert (status, "-wrong" in out) == (2, True)
    assert "error: no AWS credentials were found" in err
    assert aws.requests == []


def test_a_profile_that_is_not_there(check: Check, tree: Tree) -> None:
    tree({"main.tf": PROVIDER + model()})
    assert "note: the AWS configuration has no profile `nobody`;" in check("--profile", "nobody")[2]
    assert check("--profile", "nobody", live="require")[0] == 2


def test_keys_that_are_not_valid(check: Check, tree: Tree, aws: FakeAws) -> None:
    aws.on("sts", refusing_in_xml("ExpiredToken"))
    tree({"main.tf": PROVIDER + model()})
    status, out, err = check()
    assert status == 0, out
    assert len(undecided(out)) == 1
    assert "note: 1 check undecided: the credentials are not valid (ExpiredToken)" in err
    assert check(live="require")[0] == 2


# Rules like any other


def test_live_rules_are_chosen_and_left_out_like_others(check: Check, tree: Tree) -> None:
    text = PROVIDER + model()
    tree({"main.tf": text})
    assert "SM331" in check()[1]
    assert "SM331" in check("--select", "core")[1]
    assert "SM331" not in check("--ignore", "SM331")[1]
    assert "SM331" not in check("--ignore", "live")[1]
    silent = text.replace("    image", "    # tflint-sagemaker: ignore[SM331] -- later\n    image")
    tree({"main.tf": silent})
    assert check()[0] == 0


def test_a_comment_is_not_unused_because_nobody_could_ask(
    check: Check, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    text = PROVIDER + model()
    ignoring = text.replace(
        "    image", "    # tflint-sagemaker: ignore[SM331] -- later\n    image"
    )
    tree({"main.tf": ignoring})
    status, out, _ = check()
    assert (status, "SM9" in out) == (0, False)


@pytest.mark.parametrize("place", ["    image", "resource"], ids=["inside", "above"])
def test_a_comment_is_not_unused_because_aws_has_not_answered(
    check: Check, tree: Tree, push: Push, aws: FakeAws, place: str
) -> None:
    push("fraud:1.4.2")
    comment = "# tflint-sagemaker: ignore[SM331] -- later\n"
    tree({"main.tf": PROVIDER + model().replace(place, f"{comment}{place}")})
    assert "[SM900]" in check("--no-live-cache")[1], "the image is there"
    aws.on("ecr", refusing("AccessDeniedException"))
    status, out, _ = check("--no-live-cache")
    assert (status, "[SM900]" in out, len(undecided(out))) == (0, False, 1)


def test_why_it_has_failed_is_said_once(check: Check, tree: Tree, aws: FakeAws) -> None:
    aws.on("sts", refusing_in_xml("ExpiredToken"))
    tree({"main.tf": PROVIDER + model()})
    _, _, err = check(live="require")
    assert [line.partition(":")[0] for line in err.splitlines()] == ["error"]


def test_records_are_the_same_every_time(check: Check, tree: Tree) -> None:
    tree({"main.tf": PROVIDER + "".join(model(f"r{n}:1", name=f"m{n}") for n in range(20))})
    first, again = (check("-f", "json", "--no-live-cache")[1] for _ in range(2))
    assert first == again
    assert len(json.loads(first)["findings"]) == 20


# How fast


def test_iam_is_asked_more_gently(check: Check, tree: Tree, aws: FakeAws) -> None:
    """Two questions at a time and ten a second, of many roles."""
    models = (model(name=f"m{n}").replace("role/model", f"role/r{n}") for n in range(12))
    tree({"main.tf": PROVIDER + "".join(models)})
    aws.on("iam", slow(0.15))
    check("--select", "SM521")
    asked = aws.asked("iam:GetRole")
    assert len(asked) == 12
    assert aws.most_at_once["iam"] == 2
    assert asked[-1].at - asked[0].at > 11 / 10 - 0.1


@pytest.mark.parametrize(("attempts", "requests"), [("1", 1), ("2", 2), (None, 4)])
def test_what_fails_is_asked_again_so_many_times(
    check: Check,
    tree: Tree,
    aws: FakeAws,
    attempts: str | None,
    requests: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if attempts:
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", attempts)
    aws.on("iam:GetRole", refusing_in_xml("InternalFailure", 500))
    tree({"main.tf": PROVIDER + model()})
    out = check("--select", "SM521")[1]
    assert "undecided[SM521] role-not-found: AWS has answered InternalFailure to" in out
    assert len(aws.asked("iam:GetRole", retries=True)) == requests
