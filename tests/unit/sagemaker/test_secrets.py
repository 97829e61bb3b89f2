"""Which tokens are known by their shape, and that nothing shows them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.hcl.text import Source
from tflint_sagemaker.report import concise, full
from tflint_sagemaker.report import json as json_report
from tflint_sagemaker.rule import registry
from tflint_sagemaker.sagemaker.provider import read_data_file
from tflint_sagemaker.sagemaker.secrets import find_secret, mask_line, mask_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Put together here, so that no scanner takes this file for a leak.
NOISE = "QnRbTzWmKpLsXvYcJdHgFuAeNiOqEwMrUtZk93Wq71Rb" * 3
TOKENS = {
    "AKIA" + "Q3ZT5NWRLX7KDMPV": "an AWS access key",
    "hf_" + NOISE[:34]: "a Hugging Face token",
    "api_org_" + NOISE[:34]: "a Hugging Face organization token",
    "ghp_" + NOISE[:36]: "a GitHub token",
    "github_pat_" + NOISE[:22] + "_" + NOISE[:59]: "a GitHub token",
    "glpat-" + NOISE[:20]: "a GitLab token",
    "xoxb-" + "8302715496-" + NOISE[:24]: "a Slack token",
    "https://hooks.slack.com/services/T83K/B92Q/" + NOISE[:24]: "the address of a Slack webhook",
    "sk-proj-" + NOISE[:40] + "T3BlbkFJ" + NOISE[:40]: "an OpenAI key",
    "sk-ant-api03-" + NOISE[:93] + "AA": "an Anthropic key",
    "nvapi-" + NOISE[:64]: "an NVIDIA key",
    "AIza" + NOISE[:35]: "a Google API key",
    "sk_live_" + NOISE[:24]: "a Stripe key",
    "npm_" + NOISE[:36]: "an npm token",
    "pypi-AgEIcHlwaS5vcmc" + NOISE[:60]: "a PyPI token",
    "SG." + NOISE[:22] + "." + NOISE[:43]: "a SendGrid key",
    "dapi" + "8f3a9c1e7b2d6045" * 2: "a Databricks token",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----": "a private key",
}
TOKEN = next(token for token in TOKENS if token.startswith("hf_"))


@pytest.mark.parametrize(("token", "kind"), TOKENS.items(), ids=TOKENS.values())
def test_a_token_is_known_by_its_shape(token: str, kind: str) -> None:
    assert find_secret(token) == kind
    assert find_secret(f"Bearer {token}\n") == kind
    assert mask_text(f"a {token} b").replace("\n", "*") == f"a {'*' * len(token)} b"


def test_every_shape_has_a_token_here_and_a_source() -> None:
    shapes = read_data_file("secrets.json")["shapes"]
    assert {shape["what"] for shape in shapes} == set(TOKENS.values())
    assert all(shape["source"].startswith("https://") for shape in shapes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hf_" + "x" * 34,
        "hf_your_token_here",
        "YOUR_HF_TOKEN_WITH_ACCESS_TO_THE_MODEL",
        "hf_exampleexampleexampleexampleexample",
        "AKIAIOSFODNN7EXAMPLE",
        "<token>",
        "ghp_" + "a" * 36,
        "ghp_short",
        "sk-learn-model-1.2",
        "sk_live_" + "*" * 24,
        "9fceb02d0ae598e95dc970b74767f19372d61af8",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:hf-Ab12Cd",
        "-----BEGIN PUBLIC KEY-----\nMIIEvQIBADANBgkq\n-----END PUBLIC KEY-----",
        "huggingface/hf_transfer",
    ],
)
def test_what_is_no_token(text: str) -> None:
    assert find_secret(text) is None
    assert mask_text(text) == text


@given(st.text(), st.sampled_from(sorted(TOKENS)), st.text())
def test_masking_keeps_lengths_and_lines(before: str, token: str, after: str) -> None:
    text = f"{before} {token} {after}"
    hidden = mask_text(text)
    assert len(hidden) == len(text)
    assert [at for at, char in enumerate(hidden) if char == "\n"] == [
        at for at, char in enumerate(text) if char == "\n"
    ]
    assert token not in hidden


def test_a_key_is_masked_on_each_of_its_lines() -> None:
    source = Source("main.tf", "a\r\n-----BEGIN " + "EC PRIVATE KEY-----\r\nMIIE\r\nz\r\n")
    assert [mask_line(source, number)[:4] for number in (1, 2, 3)] == ["a", "****", "****"]


def model(environment: str, rest: str = "") -> str:
    return f"""
resource "aws_sagemaker_model" "m" {{
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
  primary_container {{
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    {environment}
  }}
}}
{rest}
"""


SHOWN = [
    model(f'environment = {{ HF_TOKEN = "{TOKEN}" }}'),
    model("environment = { HF_TOKEN = var.t }", f'variable "t" {{\n  default = "{TOKEN}"\n}}'),
    model("environment = local.e", f'locals {{\n  e = {{ "HF" = "x {TOKEN}" }}\n}}'),
    model(f'environment = {{ A = "{TOKEN} {"z" * 1100}" }}'),
    model(f'environment = {{ "{TOKEN} x" = "1" }}'),
    model(f'mode = "{TOKEN}"'),
    model(f'model_data_url = "{TOKEN}"'),
    model(f'enviroment = {{ HF_TOKEN = "{TOKEN}" }}'),
    model(f'environment = {{ HF_TOKEN = [for "{TOKEN}" }}'),
    model("image_config {\n}", f'variable "t" {{\n  type = number\n  default = "{TOKEN}"\n}}'),
]


@pytest.mark.parametrize("text", SHOWN)
def test_no_report_shows_a_token(text: str, tree: Callable[[dict[str, str]], Path]) -> None:
    everything = Settings(select=("ALL",))
    assert registry.load_rules()
    report = lint([Target(tree({"main.tf": text}), None)], everything)
    assert report.findings or report.errors
    pages = [
        full.render(report, undecided=True),
        concise.render(report),
        json.dumps(json.loads(json_report.render(report)), ensure_ascii=False),
    ]
    assert [page for page in pages if TOKEN in page] == []


def test_only_the_name_of_a_sensitive_value_is_shown(
    tree: Callable[[dict[str, str]], Path],
) -> None:
    secret = 'variable "t" {\n  sensitive = true\n  default = "hunter2"\n}'
    path = tree({"main.tf": model("environment = { API_KEY = var.t }", secret)})
    report = lint([Target(path, None)], Settings())
    assert [found.rule.code for found in report.findings] == ["SM708"]
    assert "hunter2" not in full.render(report)
    assert "API_KEY" in full.render(report)
