"""The web page: what is on it, and that no text of a linted file is more than text there."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sample_report import FINDINGS, HOSTILE, LATEST, MAIN, MARKUP, REPORTS, rule, span

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.report import html
from tflint_sagemaker.report.excerpt import extract_lines
from tflint_sagemaker.report.model_svg import shorten
from tflint_sagemaker.report.text import measure_width
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.rule.problem import Problem
from tflint_sagemaker.rule.results import Finding, Report
from tflint_sagemaker.sagemaker.summary import ContainerSketch, ModelSketch, Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Golden = Callable[[str, str], None]
    Tree = Callable[[dict[str, str]], Path]

EVIL = "\"'><script>alert(1)</script><!-- ]]> --></title></svg></style>\x1b[31m\u202e&lt;"
SKETCHES = (
    ModelSketch(
        address='module.a.aws_sagemaker_model.m["x"]',
        at=span(MAIN, 'resource "aws_sagemaker_model" "m"'),
        name=Part("fraud_model", at=span(MAIN, '"fraud_model"')),
        role=Part("var.role", "var.role has no default and no value was given"),
        containers=(
            ContainerSketch(
                kind="primary_container", mode=Part("Multi", at=span(MAIN, "var.mode"))
            ),
            ContainerSketch(
                kind="container",
                image=Part(
                    "1.dkr.ecr.us-east-1.amazonaws.com/模型:latest",
                    at=span(MAIN, '"1.dkr.ecr.us-east-1.amazonaws.com/模型:latest"'),
                ),
                data=(Part("s3://bucket/a/model.tar.gz"), Part("s3://other/b/")),
                variables=4,
            ),
        ),
        vpc=((Part("subnet-1"), Part("var.more", "not known")), (Part("sg-1"),)),
        isolated=True,
        pipeline=Part("Serial"),
        tags=2,
    ),
    ModelSketch(
        address=EVIL,
        at=Span(HOSTILE, 0, 4),
        name=Part(EVIL),
        role=Part(EVIL, EVIL),
        region=Part(EVIL),
        containers=(
            ContainerSketch(
                kind="container",
                hostname=Part(EVIL),
                mode=Part(EVIL),
                package=Part(EVIL),
                data=(Part(f"s3://{EVIL}/{EVIL}"),),
                variables=None,
            ),
        ),
        vpc=((Part(EVIL),), (Part(EVIL, EVIL),)),
        pipeline=Part(EVIL),
        unsure=EVIL,
    ),
)
PAGES = {
    **REPORTS,
    "drawn": replace(REPORTS["everything"], sketches=SKETCHES),
}

TAGS = set(
    """html head meta title style body header main footer section article nav p h1 h2 h3 ul ol li b
    a code pre span mark br figure figcaption details summary div table thead tbody tr th td
    fieldset legend label input svg g rect path text""".split()
)
ATTRIBUTES = set(
    """lang charset http-equiv content name class id href open type checked tabindex viewbox role
    aria-label x y width height rx d transform""".split()
)


class Page(HTMLParser):
    """Reads a page: its elements, its texts, and whether all is closed in the right order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.comments: list[str] = []
        self.feed(page)
        self.close()
        assert not self.opened

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        assert len({name for name, _ in attrs}) == len(attrs)
        if tag not in {"meta", "input", "br"} and tag not in {"rect", "path"}:
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"rect", "path"}
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def check(page: str) -> Page:
    """Nothing on the page is loaded or run, nothing comes from a linted file but text."""
    read = Page(page)
    assert read.tags <= TAGS
    assert not read.comments
    assert {name for name, _ in read.attributes} <= ATTRIBUTES
    for name, value in read.attributes:
        if name == "href":
            assert re.match(r"https://github\.com/tflint-sagemaker/|#model-\d+$", value)
        if name == "class":
            assert re.fullmatch(r"[a-z -]+", value)
    assert "url(" not in page
    assert "@import" not in page
    return read


@pytest.mark.parametrize("name", PAGES)
def test_golden(name: str, golden: Golden) -> None:
    golden(html.render(PAGES[name]), f"reports/{name}.html")


@pytest.mark.parametrize("name", PAGES)
def test_no_text_of_a_file_is_more_than_text(name: str) -> None:
    check(html.render(PAGES[name]))


def test_hostile_texts_are_shown_as_they_are() -> None:
    text = check(html.render(PAGES["drawn"])).text
    assert "\"'><script>alert(1)</script>" in text
    assert MARKUP.path in text
    assert "\\x1b[31m\\u202e&lt;" in text
    assert "\x1b" not in text


@given(text=st.text(max_size=40))
def test_any_text_is_text(text: str) -> None:
    source = Source(text, text)
    finding = Finding(LATEST, text, Problem(Span(source, 0, len(text)), text, hint=text))
    part = Part(text, text or None, Span(source, 0, len(text)))
    sketch = ModelSketch(
        address=text,
        at=Span(source, 0, 0),
        name=part,
        role=part,
        containers=(ContainerSketch(kind="container", image=part, data=(part, part)),),
    )
    check(html.render(Report.collect([finding], models=1, sketches=[sketch])))


@pytest.mark.parametrize("number", [0, 3, 300])
def test_a_page_of_few_or_many_findings(number: int) -> None:
    source = Source("main.tf", "".join(f"name{at}\n" for at in range(number)))
    levels = list(Severity)
    findings = [
        Finding(
            rule(f"SM90{at % 3}", "some-rule", levels[at % 3]),
            f"aws_sagemaker_model.m{at}",
            Problem(span(source, f"name{at}\n"), f"finding {at} of many"),
        )
        for at in range(number)
    ]
    page = html.render(Report.collect(findings, files=1, modules=1, models=number))
    read = check(page)
    assert len(re.findall(r"finding \d+ of many", read.text)) == number
    assert page.count('<details class="finding') == number
    opened = [value for name, value in read.attributes if name == "open"]
    assert len(opened) == (number if number <= html.OPEN_FINDINGS else 0)
    verdict = {0: "No SageMaker models", 3: "1 error, 1 warning and 1 notice"}
    assert f"<h1>{verdict.get(number, '100 errors, 100 warnings and 100 notices')}</h1>" in page
    assert ("show-warning" in page.partition("</style>")[2]) is (number > 0)


def test_what_could_not_be_read_comes_first() -> None:
    text = check(html.render(REPORTS["everything"])).text
    assert text.index("This report is not complete") < text.index("Findings")
    assert "Permission denied" in text


def test_a_part_of_a_drawing_has_the_severity_of_its_findings() -> None:
    page = html.render(PAGES["drawn"])
    image = page.index("模型:latest</text>")
    box = page[page.rindex("<g ", 0, image) : image]
    assert 'class="box known at-error"' in box  # an error and a warning are found in it
    mode = page.index(">Multi</text>")
    assert "at-error" in page[page.rindex("<text", 0, mode) : mode]
    role = page.index(">var.role</text>")
    assert 'class="box unknown"' in page[page.rindex("<g ", 0, role) : role]


def test_a_finding_is_listed_at_its_model_or_else_at_its_file() -> None:
    drawn = html.render(replace(REPORTS["everything"], sketches=SKETCHES[:1]))
    models, _, rest = drawn.partition("<h2>Elsewhere</h2>")
    assert "is not a mode" in models  # by its address
    assert "image tag" in models  # by its place, though the address is that of another instance
    assert "in the middle of a long line" in rest


def test_models_with_equal_addresses_in_two_modules_are_distinct(tree: Tree) -> None:
    good = 'resource "aws_sagemaker_model" "m" {\n  name = "good"\n}\n'
    root = tree({"a/main.tf": good, "b/main.tf": good.replace("good", "bad_name")})
    targets = [Target(root / name, None) for name in ("a", "b")]
    page = html.render(lint(targets, Settings(select=("SM103",)), describe=True))
    assert page.count("; it may contain only letters") == 1
    card = page[page.index('id="model-') :]
    assert card.index("b/main.tf:1:1") < card.index("bad_name")


def test_a_long_line_is_cut_around_what_is_meant() -> None:
    source = Source("main.tf", "x" * 100_000 + "\n" + "y" * 9_000 + "here" + "y" * 9_000 + "\n")
    lines = list(extract_lines(span(source, "here")))
    assert [line.marked for line in lines if line.is_marked] == ["here"]
    assert all(len(line.before + line.marked + line.after) < 300 for line in lines)


@given(text=st.text(max_size=60), most=st.integers(4, 50))
def test_what_is_shortened_fits_and_keeps_both_ends(text: str, most: int) -> None:
    short = shorten(text, most)
    assert measure_width(short) <= most
    if short != shorten(text, 10_000):
        head, _, tail = short.partition("…")
        whole = shorten(text, 10_000)
        assert whole.startswith(head)
        assert whole.endswith(tail)


def test_a_drawing_fits_its_width() -> None:
    page = html.render(PAGES["drawn"])
    boxes = re.findall(r'<rect[^>]* x="(\d+)"[^>]* width="(\d+)"', page)
    assert len(boxes) > 10
    assert all(int(left) + int(width) <= 960 for left, width in boxes)


ROLE = "arn:aws:iam::123456789012:role/path/fraud"
CONFIGURATION = {
    "main.tf": f"""
variable "subnets" {{ type = list(string) }}
variable "secret" {{
  default   = "s"
  sensitive = true
}}
variable "number" {{ type = number }}
resource "aws_ecr_repository" "x" {{ name = "x" }}
provider "aws" {{ region = "eu-central-1" }}
resource "aws_sagemaker_model" "a" {{
  name                     = "a"
  execution_role_arn       = "{ROLE}"
  enable_network_isolation = true
  container {{
    container_hostname = "first"
    image              = "${{aws_ecr_repository.x.repository_url}}:1"
    model_data_url     = "s3://b/k.tar.gz"
    environment        = {{ A = "1", B = var.secret }}
  }}
  container {{
    model_package_name = "arn:aws:sagemaker:eu-central-1:123456789012:model-package/p/1"
    mode               = var.secret
  }}
  inference_execution_config {{ mode = "Direct" }}
  vpc_config {{
    subnets            = var.subnets
    security_group_ids = ["sg-1", "sg-2"]
  }}
  tags = {{ a = "b" }}
}}
resource "aws_sagemaker_model" "b" {{
  count              = var.number
  execution_role_arn = aws_sagemaker_model.a.nothing
  dynamic "container" {{
    for_each = var.subnets
    content {{ image = container.value }}
  }}
}}
"""
}


def described(root: Path, *, describe: bool) -> Report:
    return lint([Target(root, None)], Settings(select=("SM103",)), describe=describe)


def test_models_are_described_by_their_evaluated_values(tree: Tree) -> None:
    first, second = described(tree(CONFIGURATION), describe=True).sketches

    def said(part: Part | None) -> tuple[str, str | None] | None:
        return (part.text, part.why) if part else None

    assert first.address == "aws_sagemaker_model.a"
    assert said(first.name) == ("a", None)
    assert first.name
    assert first.name.at
    assert first.name.at.text == '"a"'
    assert said(first.role) == (ROLE, None)
    assert said(first.region) == ("eu-central-1", None)
    assert first.isolated
    assert said(first.pipeline) == ("Direct", None)
    assert first.tags == 1
    pull, package = first.containers
    assert said(pull.hostname) == ("first", None)
    assert said(pull.image) == ("…:1", "aws_ecr_repository.x.repository_url is known after apply")
    assert [said(part) for part in pull.data] == [("s3://b/k.tar.gz", None)]
    assert pull.variables == 2
    assert said(package.image) is None
    assert said(package.mode) == ("(sensitive)", None)
    assert said(package.package) == (
        "arn:aws:sagemaker:eu-central-1:123456789012:model-package/p/1",
        None,
    )
    assert first.vpc
    subnets, groups = first.vpc
    missing = "var.subnets has no default and no value was given"
    assert [said(part) for part in subnets] == [("var.subnets", missing)]
    assert sorted(part.text for part in groups) == ["sg-1", "sg-2"]

    assert second.address == "aws_sagemaker_model.b[*]"
    assert second.unsure == "var.number has no default and no value was given"
    assert second.name is None
    assert [said(container.image) for container in second.containers] == [("var.subnets", missing)]


def test_models_are_described_only_on_request(tree: Tree) -> None:
    assert described(tree(CONFIGURATION), describe=False).sketches == ()


def test_no_secret_is_on_the_page(tree: Tree) -> None:
    secret = {"main.tf": CONFIGURATION["main.tf"].replace('= "s"', '= "hunter2"')}
    assert "hunter2" not in html.render(described(tree(secret), describe=True))


def test_a_clean_model_is_drawn_as_one(tree: Tree) -> None:
    page = html.render(described(tree(CONFIGURATION), describe=True))
    assert "<h1>No problems</h1>" in page
    assert page.count("no findings") == 2
    assert FINDINGS["note"].problem.message not in page
