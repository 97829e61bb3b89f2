"""Write what is made from the rules: README table, docs/rules, coverage.md, config.schema.json.

`--check` writes nothing and fails if a file is not what it would be written as.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.cli.rule_page import render_page
from tflint_sagemaker.config.schema import build_schema
from tflint_sagemaker.rule import registry

if TYPE_CHECKING:
    from tflint_sagemaker.rule.definition import Rule

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "rules"
COVERAGE = ROOT / "docs" / "coverage.toml"
DEMO = "examples/first"
GROUPS = {
    "SM0": "Language",
    "SM1": "Arguments",
    "SM2": "Containers and pipelines",
    "SM3": "Images",
    "SM4": "Model data",
    "SM5": "Role and permissions",
    "SM6": "Network",
    "SM7": "Environment and tags",
    "SM8": "Users of the model, versions",
    "SM9": "Suppressions",
}


INDEX = ROOT / "rules" / "index.json"
RULES = "tflint_sagemaker_rules"


def main() -> None:
    """Write, or check, every generated file."""
    index = build_index()
    if "--check" not in sys.argv[1:]:
        INDEX.write_text(index, encoding="utf-8", newline="\n")
        importlib.reload(sys.modules[RULES])
    wanted = {INDEX: index, **generated()}
    stale = [path for path, text in wanted.items() if not path.exists() or read(path) != text]
    orphans = [path for path in PAGES.glob("SM*.md") if path not in wanted]
    if "--check" in sys.argv[1:]:
        for path in (*stale, *orphans):
            print(f"{path.relative_to(ROOT)} is not up to date: run `make docs`")
        sys.exit(bool(stale or orphans))
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8", newline="\n")
    for path in orphans:
        path.unlink()


def build_index() -> str:
    """Return the index of the rules, from the files of the rules themselves."""
    stems = sorted(path.stem for path in (ROOT / "rules").glob("[!_]*.py"))
    loaded = [
        (f"{RULES}.{stem}", importlib.import_module(f"{RULES}.{stem}").check) for stem in stems
    ]
    entries = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity.value,
            "group": rule.group,
            "summary": rule.summary,
            "since": rule.since,
            "aliases": list(rule.aliases),
            "live": list(rule.live),
            "structural": rule.structural,
            "has_parameters": rule.has_parameters,
            "subject": rule.subject,
            "module": module,
        }
        for module, rule in sorted(loaded, key=lambda one: one[1].code)
    ]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f'{{"$generated": "by make docs; do not edit", "rules": [\n{lines}\n]}}\n'


def generated() -> dict[Path, str]:
    """Paths and texts of all that is generated."""
    rules = registry.load_rules()
    readme = ROOT / "README.md"
    front = filled(filled(read(readme), "demo", demo()), "rules", table(rules))
    texts = {readme: front}
    for rule in rules:
        origin = f"rules/{rule.name.replace('-', '_')}.py"
        note = f"<!-- from {origin} by `make docs`; do not edit -->\n\n"
        texts[PAGES / f"{rule.code}.md"] = note + render_page(rule)
    if COVERAGE.exists():
        texts[ROOT / "docs" / "coverage.md"] = coverage(rules)
    texts[ROOT / "docs" / "config.schema.json"] = json.dumps(build_schema(rules), indent=2) + "\n"
    return texts


def filled(text: str, mark: str, content: str) -> str:
    """The text with something else between two marks."""
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n\n{content.strip()}\n\n{end}{rest.partition(end)[2]}"


def demo() -> str:
    """A small file and what the program prints for it."""
    program = [sys.executable, "-m", "tflint_sagemaker", DEMO]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    source = read(ROOT / DEMO / "main.tf")
    return f"```terraform\n{source}```\n\n```console\n$ tflint-sagemaker {DEMO}\n{done.stdout}```"


def table(rules: tuple[Rule, ...]) -> str:
    """The rules, under a heading for each hundred."""
    lines: list[str] = []
    for start, heading in GROUPS.items():
        of_group = [rule for rule in rules if rule.code.startswith(start)]
        if not of_group:
            continue
        lines += [f"**{heading}**", "", "| code | rule | severity | |", "|---|---|---|---|"]
        lines += [
            f"| [{rule.code}](docs/rules/{rule.code}.md) | `{rule.name}` | {severity(rule)} "
            f"| {cell(rule.summary)} |"
            for rule in of_group
        ]
        lines.append("")
    return "\n".join(lines)


def severity(rule: Rule) -> str:
    """Return the severity of a rule, and whether it is on by default."""
    asked_for = "" if rule.group in registry.DEFAULT_GROUPS else f", `--select {rule.group}`"
    return rule.severity.value + asked_for


def coverage(rules: tuple[Rule, ...]) -> str:
    """What the documentation of the resource demands, and which rule holds it to that."""
    codes = {rule.code for rule in rules}
    document = tomllib.loads(read(COVERAGE))
    lines = [
        "<!-- from docs/coverage.toml by `make docs`; do not edit -->",
        "",
        "# Coverage",
        "",
        document["about"].strip(),
    ]
    for section in document["section"]:
        lines += ["", f"## {section['title']}", "", "| demand | rules |", "|---|---|"]
        lines += [
            f"| {cell(entry['demand'])} | {held_by(entry, codes)} |" for entry in section["demands"]
        ]
    lines += ["", "## CreateModel", "", cell(document["about_api"]), ""]
    lines += ["| argument | limit | rules |", "|---|---|---|"]
    lines += [
        f"| {where(entry)} | {limit(entry)} | {held_by(entry, codes)} |"
        for entry in document["api"]
    ]
    lines += ["", "## The provider", "", cell(document["about_provider"]), ""]
    lines += ["| argument or block | check | rules |", "|---|---|---|"]
    lines += [
        f"| {where(entry)} | {cell(entry['check'])} | {held_by(entry, codes)} |"
        for entry in document["provider"]
    ]
    return "\n".join(lines) + "\n"


def where(entry: dict[str, Any]) -> str:
    """The path of an argument or block, as a reader would write it."""
    path = entry["at"].replace("C.", "container.").replace("[].", ".")
    return f"`{path.replace('data.', 'data aws_sagemaker_prebuilt_ecr_image.')}`"


def limit(entry: dict[str, Any]) -> str:
    """A limit of the service model, in words."""
    match entry["limit"], entry["value"]:
        case "required", _:
            return "required"
        case "enum", words:
            return " or ".join(f"`{word}`" for word in words)
        case "pattern", pattern:
            return f"matches `{cell(pattern)}`"
        case "min", number:
            return f"at least {number}"
        case _, number:
            return f"at most {number}"


def held_by(entry: dict[str, Any], codes: set[str]) -> str:
    """Links to the rules, or the reason why there is none."""
    unknown = set(entry.get("rules", ())) - codes
    if unknown:
        sys.exit(f"docs/coverage.toml names rules that are not there: {', '.join(sorted(unknown))}")
    if not entry.get("rules") and not entry.get("why_not"):
        what = entry.get("demand") or entry["at"]
        sys.exit(f"docs/coverage.toml has neither rules nor why_not for: {what}")
    links = ", ".join(f"[{code}](rules/{code}.md)" for code in entry.get("rules", ()))
    return "; ".join(filter(None, [links, cell(entry.get("why_not", ""))]))


def cell(text: str) -> str:
    """Text for a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def read(path: Path) -> str:
    """Text of a file."""
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
