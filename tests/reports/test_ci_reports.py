"""Reports for services: golden files, the schemas of those who read them, and hostile texts."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from support.paths import FIXTURES
from support.sample_report import FINDINGS, LATEST, MAIN, MARKUP, MODEL, REPORTS, TAGS, rule, span

from tflint_sagemaker.hcl.text import InputError, Source, Span
from tflint_sagemaker.report import (
    azure,
    checkstyle,
    concise,
    full,
    github,
    gitlab,
    jsonl,
    junit,
    rdjson,
    sarif,
)
from tflint_sagemaker.report import json as json_report
from tflint_sagemaker.report.fingerprint import compute_fingerprints
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.rule.problem import Problem
from tflint_sagemaker.rule.results import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Callable

    Golden = Callable[[str, str], None]
    Render = Callable[[Report], str]

SCHEMAS = FIXTURES / "schemas"

FORMATS: dict[str, tuple[Render, str]] = {
    "jsonl": (jsonl.render, "jsonl"),
    "github": (github.render, "github.txt"),
    "gitlab": (gitlab.render, "gitlab.json"),
    "sarif": (sarif.render, "sarif"),
    "junit": (junit.render, "junit.xml"),
    "checkstyle": (checkstyle.render, "checkstyle.xml"),
    "rdjson": (rdjson.render, "rdjson"),
    "azure": (azure.render, "azure.txt"),
}
TEXTS: dict[str, Render] = {
    **{name: render for name, (render, _) in FORMATS.items()},
    "full": full.render,
    "concise": partial(concise.render, undecided=True),
    "json": json_report.render,
}
EVERYTHING = REPORTS["everything"]


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


def results(report: Report, **more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(sarif.render(report, **more))["runs"][0]["results"]
    return found


def one(source: Source, text: str, message: str = "message") -> Report:
    return Report.collect([Finding(LATEST, MODEL, Problem(span(source, text), message))])


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("form", FORMATS)
def test_golden(form: str, name: str, golden: Golden) -> None:
    render, ending = FORMATS[form]
    golden(render(REPORTS[name]), f"reports/{name}.{ending}")


@pytest.mark.parametrize("form", TEXTS)
def test_no_text_of_a_file_reaches_a_log_unescaped(form: str) -> None:
    """No control character; and no command to a CI service that the format has not made."""
    output = TEXTS[form](EVERYTHING)
    assert not {char for char in output if unicodedata.category(char)[0] == "C"} - {"\n"}
    for line in output.splitlines():
        command = "##vso[task.logissue " if form == "azure" else ""
        assert line.startswith(command)
        assert not re.search(r"##(vso|teamcity)?\[", line.removeprefix(command))
        if form == "azure":
            # The agent reads up to the first bracket, then the rest is the message.
            properties = line.partition("]")[0].partition(" ")[2].split(";")
            names = [each.partition("=")[0] for each in properties if each]
            allowed = ["type", "sourcepath", "linenumber", "columnnumber", "code"]
            assert names == [name for name in allowed if name in names]
        elif form == "github":
            assert re.match(r"::(error|warning|notice) [^:]*::", line)
        else:
            assert not line.lstrip().startswith("::")


@pytest.mark.parametrize("name", REPORTS)
def test_jsonl_is_json_by_the_line(name: str) -> None:
    """The objects are those of the format `json`, whose schema another test holds them against."""
    lines = [json.loads(line) for line in jsonl.render(REPORTS[name]).splitlines()]
    whole = json.loads(json_report.render(REPORTS[name]))
    assert lines[-1] == {
        "type": "summary",
        **{key: whole[key] for key in ("schema_version", "tool")},
        **whole["summary"],
    }
    told: dict[str, list[Any]] = {"finding": [], "undecided": [], "error": []}
    for line in lines[:-1]:
        told[line.pop("type")].append(line)
    assert told == {
        "finding": whole["findings"],
        "undecided": whole["undecided"],
        "error": whole["errors"],
    }


@pytest.mark.parametrize("name", REPORTS)
def test_sarif_is_what_its_schema_says(name: str) -> None:
    Draft4Validator(schema("sarif-2.1.0-rtm.5.json")).validate(
        json.loads(sarif.render(REPORTS[name]))
    )


def strings(document: Any, key: str) -> list[str]:
    """Every string under a key, at any depth."""
    match document:
        case dict():
            own = [document[key]] if isinstance(document.get(key), str) else []
            return own + [text for value in document.values() for text in strings(value, key)]
        case list():
            return [text for value in document for text in strings(value, key)]
    return []


def test_sarif_names_no_place_and_no_page_by_an_empty_text() -> None:
    document = json.loads(sarif.render(EVERYTHING))
    uris = strings(document, "uri")
    assert uris
    assert all(re.fullmatch(r"[\w./%~-]+", uri, re.ASCII) for uri in uris)
    assert {unquote(uri) for uri in uris} >= {MAIN.path, MARKUP.path}
    pages = strings(document, "helpUri")
    rules = document["runs"][0]["tool"]["driver"]["rules"]
    assert [page.rpartition("/")[2] for page in pages] == [f"{rule['id']}.md" for rule in rules]


def test_sarif_refers_each_result_to_its_rule() -> None:
    run = json.loads(sarif.render(EVERYTHING))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["defaultConfiguration"]["level"] == result["level"]


def test_sarif_has_fixes_suppressions_and_notifications() -> None:
    run = json.loads(sarif.render(EVERYTHING))["runs"][0]
    fixed = next(
        result for result in run["results"] if result["message"]["text"] == "`latest` <moves>"
    )
    (change,) = fixed["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"]["uri"] == MAIN.path
    (replacement,) = change["replacements"]
    region = fixed["locations"][0]["physicalLocation"]["region"]
    assert replacement == {"deletedRegion": region, "insertedContent": {"text": "1.4"}}
    suppressions = [entry for result in run["results"] for entry in result["suppressions"]]
    assert sorted(suppressions, key=str) == [
        {"kind": "external"},
        {"kind": "inSource", "justification": "the team ]]> knows"},
    ]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert len(invocation["toolExecutionNotifications"]) == 3
    clean = json.loads(sarif.render(REPORTS["clean"]))["runs"][0]
    assert clean["invocations"][0]["executionSuccessful"] is True
    assert clean["results"] == []


def test_a_message_of_sarif_makes_no_link() -> None:
    (result,) = results(one(MAIN, "Multi", "see [this](https://example.com)"))
    assert result["message"]["text"] == "see [this] (https://example.com)"


@pytest.mark.parametrize("render", [sarif.render, gitlab.render, github.render, azure.render])
def test_paths_start_at_the_root_of_the_repository(render: Callable[..., str]) -> None:
    output = render(one(replace_path("../x/main.tf"), "a"), prefix="infra/live")
    assert "infra/x/main.tf" in output
    assert ".." not in output


def replace_path(path: str) -> Source:
    return Source(path, "a = 1\n")


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("main.tf", "main.tf"),
        ("a b/ü.tf", "a%20b/%C3%BC.tf"),
        ("C:main.tf", "C%3Amain.tf"),
        ("a?b#c%2f.tf", "a%3Fb%23c%252f.tf"),
        ("a\\b.tf", "a%5Cb.tf"),
        ("./main.tf", "main.tf"),
        ("/abs/main.tf", "file:///abs/main.tf"),
        ("\udcff.tf", "%FF.tf"),
    ],
)
def test_uris(path: str, uri: str) -> None:
    (result,) = results(one(replace_path(path), "a"))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


BEFORE = """\
resource "aws_sagemaker_model" "m" {
  container {
    image = "a:latest"
  }
  container {
    environment = { A = "a:latest", B = "{" }
  }
}
"""
PLACES = ("image = ", "A = ")


def keys(text: str, path: str = "main.tf", address: str = MODEL) -> list[str]:
    """Fingerprints of a finding at each value `"a:latest"`."""
    source = Source(path, text)
    starts = [found.start() for found in re.finditer('"a:latest"', text)]
    found = [
        Finding(LATEST, address, Problem(Span(source, start, start + 10), f"message {start}"))
        for start in starts
    ]
    return compute_fingerprints(found)


@pytest.mark.parametrize(
    "text",
    [
        f"# a comment\n\n{BEFORE}",
        f"""locals {{
  a = <<E
    }} {{
  E
}}
{BEFORE}""",
        BEFORE.replace("    image", "    # moved\n\n    image"),
        BEFORE.replace("    image", "image"),
        BEFORE.replace("\n", "\r\n"),
        f"{BEFORE}\nlocals {{\n  b = 1\n}}\n",
    ],
)
def test_a_fingerprint_stays_when_lines_move(text: str) -> None:
    assert keys(text) == keys(BEFORE)
    assert keys(text, "other.tf") == keys(BEFORE)


def test_a_fingerprint_is_of_rule_address_argument_and_value() -> None:
    first, second = keys(BEFORE)
    assert first != second
    changed = {
        "argument": keys(BEFORE.replace("image", "other")),
        "value": [*compute_fingerprints([FINDINGS["wide"]])],
        "address": keys(BEFORE, address="aws_sagemaker_model.other"),
        "directory": keys(BEFORE, "other/main.tf"),
    }
    for found in changed.values():
        assert first not in found


def test_equal_findings_are_distinguished_by_their_order() -> None:
    twice = BEFORE.replace('image = "a:latest"', 'image = ["a:latest", "a:latest"]')
    found = keys(twice)
    assert len(set(found)) == 3
    assert found[0] in keys(twice.replace(', "a:latest"]', "]"))


@pytest.mark.parametrize("name", REPORTS)
def test_gitlab_matches_its_schema(name: str) -> None:
    issues = json.loads(gitlab.render(REPORTS[name]))
    Draft202012Validator(schema("gitlab.json")).validate(issues)
    found = [issue["fingerprint"] for issue in issues]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("name", REPORTS)
def test_rdjson_matches_its_schema(name: str) -> None:
    Draft202012Validator(schema("rdjson.json")).validate(json.loads(rdjson.render(REPORTS[name])))


def test_columns_of_rdjson_count_bytes() -> None:
    report = json.loads(rdjson.render(Report.collect([FINDINGS["wide"]])))
    line = MAIN.get_line(10)
    start = len(line[: line.index(":latest")].encode()) + 1
    assert report["diagnostics"][0]["location"]["range"] == {
        "start": {"line": 10, "column": start},
        "end": {"line": 10, "column": start + 7},
    }


@pytest.mark.parametrize("name", REPORTS)
def test_junit_is_what_its_schema_says(name: str) -> None:
    output = junit.render(REPORTS[name])
    xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd").validate(output)
    suites = ET.fromstring(output)  # it is our own
    assert len(list(suites.iter("testcase"))) == int(suites.get("tests", "")) > 0
    for outcome in ("failure", "error"):
        assert len(list(suites.iter(outcome))) == int(suites.get(f"{outcome}s", ""))
        for suite in suites:
            assert len(list(suite.iter(outcome))) == int(suite.get(f"{outcome}s", ""))


@pytest.mark.parametrize("name", REPORTS)
def test_checkstyle_is_what_checkstyle_writes(name: str) -> None:
    root = ET.fromstring(checkstyle.render(REPORTS[name]))  # it is our own
    assert (root.tag, list(root.attrib)) == ("checkstyle", ["version"])
    for file in root:
        assert (file.tag, list(file.attrib)) == ("file", ["name"])
        assert file.get("name")
        for error in file:
            assert error.tag == "error"
            assert list(error.attrib) == ["line", "column", "severity", "message", "source"]
            assert error.get("severity") in {"ignore", "info", "warning", "error"}
            assert int(error.get("line", "")) > 0
            assert int(error.get("column", "")) > 0


@given(text=st.text())
def test_any_text_is_text_in_xml(text: str) -> None:
    finding = Finding(LATEST, text, Problem(Span(Source(text, text), 0, 0), text, hint=text))
    report = Report.collect([finding], errors=[InputError(text, Span(MAIN, 0, 0))])
    for render in (junit.render, checkstyle.render):
        ET.fromstring(render(report))  # it is our own


@given(text=st.text())
def test_any_text_is_one_line_of_a_log(text: str) -> None:
    finding = Finding(LATEST, text, Problem(Span(Source(text, text), 0, 0), text, hint=text))
    for render in (github.render, azure.render, concise.render):
        assert render(Report.collect([finding])).count("\n") == 1


def unescaped(line: str) -> tuple[str, dict[str, str], str]:
    """Level, properties and text of an annotation as GitHub's runner reads them."""
    match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert match
    level, properties, text = match.groups()

    def data(escaped: str) -> str:
        return escaped.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")

    pairs = (pair.partition("=") for pair in properties.split(","))
    return (
        level,
        {name: data(value.replace("%3A", ":").replace("%2C", ",")) for name, _, value in pairs},
        data(text),
    )


def test_github_reads_what_was_meant() -> None:
    (line,) = github.render(Report.collect([FINDINGS["markup"]])).splitlines()
    level, properties, text = unescaped(line)
    problem = FINDINGS["markup"].problem
    assert level == "warning"
    assert properties["file"] == MARKUP.path.replace("##vso[", "#·vso[")
    assert properties["title"] == "SM310 latest-image-tag"
    assert text.replace("#·", "##").splitlines() == [
        problem.message,
        f"help: {problem.hint}",
        f"address: {FINDINGS['markup'].address}",
    ]


def many(severity: Severity, number: int) -> list[Finding]:
    source = Source("main.tf", "x" * number)
    return [
        Finding(
            rule(f"SM99{severity.rank}", "x", severity),
            None,
            Problem(Span(source, at, at + 1), f"m{at}"),
        )
        for at in range(number)
    ]


@pytest.mark.parametrize(
    ("errors", "warnings", "notices", "shown"),
    [(0, 0, 0, 0), (10, 10, 10, 30), (11, 0, 0, 11), (300, 3, 300, 23), (0, 0, 11, 10)],
)
def test_github_gets_no_more_annotations_than_it_shows(
    errors: int, warnings: int, notices: int, shown: int
) -> None:
    report = Report.collect(
        [
            *many(Severity.ERROR, errors),
            *many(Severity.WARNING, warnings),
            *many(Severity.NOTICE, notices),
        ]
    )
    capped = github.render(report, most=github.SHOWN).splitlines()
    assert len(capped) == shown
    levels = [unescaped(line)[0] for line in capped]
    assert all(levels.count(level.value) <= github.SHOWN for level in Severity)
    total = errors + warnings + notices
    crowded = max(errors, warnings, notices) > github.SHOWN
    assert len(github.render(report).splitlines()) == total + crowded
    if crowded:
        assert f"all {total} findings are in the log" in capped[0]
    ranks = [Severity(level).rank for level in levels[crowded:]]
    assert all(first <= second for first, second in pairwise(ranks))


def test_columns_of_github_are_for_places_on_one_line() -> None:
    (line,) = github.render(Report.collect([FINDINGS["brace"]])).splitlines()
    assert "col" not in unescaped(line)[1]
    assert unescaped(line)[1]["endLine"] == "10"


def test_a_notice_is_no_failed_test() -> None:
    suites = ET.fromstring(junit.render(Report.collect([FINDINGS["nothing"]])))
    assert suites.get("failures") == "0"
    assert FINDINGS["nothing"].rule is TAGS
    assert "a place of no width" in "".join(suites.itertext())


def test_every_rule_has_a_page_in_sarif() -> None:
    """The rules that there are, not samples: all texts fit the schema and none is empty."""
    from tflint_sagemaker.rule import registry

    findings = [
        Finding(found, None, Problem(Span(MAIN, 0, 1), found.code))
        for found in registry.load_rules()
    ]
    document = json.loads(sarif.render(Report.collect(findings)))
    Draft4Validator(schema("sarif-2.1.0-rtm.5.json")).validate(document)
    for each in document["runs"][0]["tool"]["driver"]["rules"]:
        assert each["help"]["markdown"].count("```terraform") == 2
        assert not re.search(r"#\s*SM\d{3}\s*$", each["help"]["markdown"], re.MULTILINE)


def test_sarif_uses_the_configured_severity_of_a_rule() -> None:
    loud = replace(LATEST, severity=Severity.ERROR)
    found = Finding(loud, None, Problem(Span(MAIN, 0, 1), "x"))
    assert results(Report.collect([found]))[0]["level"] == "error"
