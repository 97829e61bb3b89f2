"""Records what Terraform makes of the configurations under fixtures/truth.

    python tools/record_truth.py --plugin-dir DIR [GROUP ...]   record again
    python tools/record_truth.py --plugin-dir DIR --check ...   only say what would change

Needs `terraform` on PATH and a local mirror of hashicorp/aws: a directory that holds
`registry.terraform.io/hashicorp/aws/...`, as `terraform providers mirror` makes it
(TF_PLUGIN_DIR names it too). Nothing uses the network: the provider gets made-up credentials.

Terraform runs `validate` on each case and, where that reports nothing, `plan`. One run takes
seconds, so many cases share one: each becomes a module `c<n>` of a root module. Errors of one
layer (syntax, loading, references, schema, values) hide the later layers of every module, so the
run is repeated with the cases that had no error yet until none is left. Cases that concern the
root module (provider, terraform, import blocks, variable files, child modules) run alone.

`expect` is kept where a person wrote it (`by` is not "terraform", or the case is `pinned`);
elsewhere it follows from the recorded errors. Where the parser lost its way, only the first line
is expected; the lines that it complained of after that may be named in its place (`also`).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support import truth

if TYPE_CHECKING:
    from collections.abc import Mapping

Diagnostics = list[dict[str, Any]]

REQUIRED = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
UNKNOWN = 'resource "terraform_data" "unknown" {}\n'
OFFLINE = """provider "aws" {
  region                      = "us-west-2"
  access_key                  = "mock"
  secret_key                  = "mock"
  max_retries                 = 1
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}
"""
ROOT_ONLY = re.compile(
    r"^\s*(provider|terraform|import|removed|moved|check|module)\b"
    r'|\bpath\.|\bsensitive\b|"(provider|terraform|import|module|variable)": ',
    re.MULTILINE,
)
NO_DEFAULT = re.compile(r'^variable "([\w-]+)" \{(?!\n(?:  .*\n)*?  default)', re.MULTILINE)
OFFLINE_NOISE = re.compile(  # what only says that AWS is away, or that a value was not given
    r"No value for required variable|credentials|no such host|dial tcp|proxyconnect"
    r"|retry quota|request send failed|StatusCode: 0"
)
FALLOUT = re.compile(  # after one of these the parser may complain of what it swallowed as well
    r"Invalid (multi-line string|block definition|string literal|character|escape sequence)"
    r"|Unclosed |Unterminated |Argument or block definition required|Missing newline after"
)
SUMMARY_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Workspace:
    """A directory that is initialised once and holds one configuration after another."""

    path: Path
    plugin_dir: str

    def terraform(
        self, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run Terraform here."""
        quiet = {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": ""}
        no_network = {"HTTPS_PROXY": "http://127.0.0.1:9", "AWS_EC2_METADATA_DISABLED": "true"}
        return subprocess.run(
            ["terraform", *arguments],
            cwd=self.path,
            env={**os.environ, **quiet, **no_network, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def init(self) -> str:
        """Initialise; the answer is what went wrong."""
        done = self.terraform(
            "init", "-backend=false", "-input=false", "-no-color", f"-plugin-dir={self.plugin_dir}"
        )
        return done.stderr if done.returncode else ""

    def put(self, files: dict[str, str]) -> None:
        """Replace the configuration, keeping the providers and their lock."""
        for path in self.path.iterdir():
            if path.name in {".terraform", ".terraform.lock.hcl"}:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        (self.path / ".terraform" / "modules").mkdir(exist_ok=True)
        (self.path / ".terraform" / "modules" / "modules.json").unlink(missing_ok=True)
        for name, text in files.items():
            target = self.path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8"))

    def validate(self) -> Diagnostics:
        """The diagnostics of `terraform validate`."""
        done = self.terraform("validate", "-json")
        answer: Diagnostics = json.loads(done.stdout)["diagnostics"]
        return answer

    def plan(self) -> Diagnostics:
        """The diagnostics of `terraform plan`, without those that only say that AWS is away."""
        done = self.terraform("plan", "-json", "-input=false", "-lock=false", "-refresh=false")
        messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        found = [m["diagnostic"] for m in messages if m.get("type") == "diagnostic"]
        return [d for d in found if not OFFLINE_NOISE.search(d["summary"] + d["detail"])]


def alone(case: truth.Case) -> bool:
    """Whether the case has to be the root module."""
    if "pinned" in case.record or set(case.files) not in ({"main.tf"}, {"main.tf.json"}):
        return True
    text = next(iter(case.files.values()))
    return bool(ROOT_ONLY.search(text))


def together(batch: list[truth.Case]) -> dict[str, str]:
    """The files of a root module that calls every case as a child module."""
    files = {}
    root = [REQUIRED, OFFLINE, UNKNOWN]
    modules = [{"Key": "", "Source": "", "Dir": "."}]
    for number, case in enumerate(batch):
        key = f"c{number}"
        for name, text in case.files.items():
            files[f"{key}/{name}"] = text
        given = NO_DEFAULT.findall(next(iter(case.files.values())))
        arguments = "".join(f"  {name} = jsondecode(terraform_data.unknown.id)\n" for name in given)
        root.append(f'module "{key}" {{\n  source = "./{key}"\n{arguments}}}\n')
        modules.append({"Key": key, "Source": f"./{key}", "Dir": key})
    files["main.tf"] = "".join(root)
    files[".terraform/modules/modules.json"] = json.dumps({"Modules": modules})
    return files


def shown(diagnostic: dict[str, Any], stage: str) -> dict[str, Any]:
    """A diagnostic as it is recorded."""
    place = diagnostic.get("range")
    detail = diagnostic.get("detail", "").split("\n")[0]
    detail = re.sub(r"in module\.c\d+\b", "in the root module", detail)
    detail = re.sub(r"\bc\d+/main\.tf", "main.tf", detail)
    row = {
        "stage": stage,
        "severity": diagnostic["severity"],
        "summary": cut(diagnostic["summary"]),
        "detail": cut(detail),
    }
    if place and place["filename"]:
        start = place["start"]
        row |= {"file": place["filename"], "line": start["line"], "column": start["column"]}
    return {key: value for key, value in row.items() if value != ""}


def cut(text: str) -> str:
    """The text's beginning."""
    return text if len(text) <= SUMMARY_LENGTH else text[:SUMMARY_LENGTH] + "…"


def run(workspace: Workspace, stage: str) -> Diagnostics:
    """Validate or plan what is in the workspace."""
    return workspace.validate() if stage == "validate" else workspace.plan()


def run_alone(workspace: Workspace, case: truth.Case, stage: str) -> Diagnostics:
    """Return the recorded form of the diagnostics of one case, as the root module."""
    files = dict(case.files)
    if stage == "plan":
        provided = any(
            re.search(r'^provider "aws"|"provider"', text, re.MULTILINE) for text in files.values()
        )
        files["offline_override.tf" if provided else "offline.tf"] = OFFLINE
    workspace.put(files)
    failed = (
        workspace.init()
        if re.search(r'^module "|"module"', "".join(files.values()), re.MULTILINE)
        else ""
    )
    found = [shown(d, stage) for d in run(workspace, stage)]
    return found or (
        [{"stage": "init", "severity": "error", "summary": cut(failed)}] if failed else []
    )


def run_batch(workspace: Workspace, batch: list[truth.Case], stage: str) -> list[Diagnostics]:
    """The recorded diagnostics of each case of a batch, in its order."""
    if len(batch) == 1:
        return [run_alone(workspace, batch[0], stage)]
    workspace.put(together(batch))
    answers: list[Diagnostics] = [[] for _ in batch]
    for diagnostic in run(workspace, stage):
        place = re.fullmatch(r"c(\d+)/(.*)", diagnostic.get("range", {}).get("filename", ""))
        if place is None and diagnostic["severity"] == "error":
            half = len(batch) // 2  # an error without a place: find its case
            return [
                answer
                for part in (batch[:half], batch[half:])
                for answer in run_batch(workspace, part, stage)
            ]
        if place is not None:
            diagnostic["range"]["filename"] = place[2]
            answers[int(place[1])].append(shown(diagnostic, stage))
    return answers


def stage_of(workspace: Workspace, todo: list[truth.Case], stage: str) -> dict[str, Diagnostics]:
    """Return the diagnostics of every case at a stage: batches until no further error appears."""
    answers: dict[str, Diagnostics] = {}
    for case in todo:
        if alone(case):
            answers[case.name] = run_alone(workspace, case, stage)
    pending = [case for case in todo if not alone(case)]
    while pending:
        answers_of_batch = run_batch(workspace, pending, stage)
        answers |= {case.name: found for case, found in zip(pending, answers_of_batch, strict=True)}
        report(f"{stage}: {len(pending)} together")
        rest = [case for case in pending if not errors(answers[case.name])]
        if len(rest) == len(pending) or stage == "plan":
            break
        pending = rest
    return answers


def errors(found: Diagnostics) -> Diagnostics:
    """Those diagnostics that are errors."""
    return [d for d in found if d["severity"] == "error"]


def record(workspace: Workspace, todo: list[truth.Case]) -> dict[str, Diagnostics]:
    """What Terraform says of each case."""
    answers = stage_of(workspace, todo, "validate")
    silent = [case for case in todo if not errors(answers[case.name])]
    for name, found in stage_of(workspace, silent, "plan").items():
        known = {(d["summary"], d.get("line")) for d in answers[name]}
        answers[name] += [d for d in found if (d["summary"], d.get("line")) not in known]
    return {name: ordered(found) for name, found in answers.items()}


def ordered(found: Diagnostics) -> Diagnostics:
    """The diagnostics by place, each once."""
    once = {json.dumps(d): d for d in found}.values()
    return sorted(once, key=lambda d: (d.get("file", ""), d.get("line", 0), d["summary"]))


def judged(case: dict[str, Any], found: Diagnostics) -> dict[str, Any]:
    """What a record says after a run: the errors found, and the lines a linter owes an error."""
    new: dict[str, Any] = {"terraform": found}
    if "pinned" in case:
        return new | {"expect": case["expect"]}
    expect = expected(case.get("expect", []), found)
    if len(expect) > 1 and any(FALLOUT.match(d["summary"]) for d in errors(found)):
        others = [{"file": e["file"], "line": e["line"]} for e in expect[1:]]
        kept = [e for e in case.get("also", []) if e not in others]
        return new | {"expect": expect[:1], "also": kept + others}
    return new | {"expect": expect}


def expected(old: list[dict[str, Any]], found: Diagnostics) -> list[dict[str, Any]]:
    """The lines that Terraform's errors name, and those that a person named."""
    places = sorted({(d["file"], d["line"]) for d in errors(found) if "line" in d})
    by_people = [e for e in old if e["by"] != "terraform" and (e["file"], e["line"]) not in places]
    return [{"file": f, "line": n, "by": "terraform"} for f, n in places] + by_people


def record_group(workspace: Workspace, group: str, only: str, *, check: bool) -> bool:
    """Record a group; true when nothing changed."""
    data = truth.load(group)
    todo = [case for case in truth.cases(group) if re.search(only, case.name)]
    report(f"{group}: {len(todo)} cases")
    same = True
    for name, found in record(workspace, todo).items():
        case = data["cases"][name]
        new = judged(case, found)
        if check and "pinned" in case:
            continue  # Terraform does not say the same each time
        if {key: case.get(key) for key in new} != new:
            same = False
            report(f"  {name}: {json.dumps(new)}" if check else f"  {name}")
        case |= new
    if not check:
        write(truth.ROOT / f"{group}.json", data)
    return same


def write(path: Path, data: dict[str, Any]) -> None:
    """Write a group's file, one line for each thing that is reviewed as one."""
    cases = []
    for name, case in data["cases"].items():
        rows = []
        for key, value in case.items():
            if isinstance(value, list) and value:
                inner = ",\n".join(f"        {json.dumps(v, ensure_ascii=False)}" for v in value)
                rows.append(f'      "{key}": [\n{inner}\n      ]')
            else:
                rows.append(f'      "{key}": {json.dumps(value, ensure_ascii=False)}')
        cases.append(f"    {json.dumps(name)}: {{\n" + ",\n".join(rows) + "\n    }")
    head = "".join(
        f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)},\n"
        for key, value in data.items()
        if key != "cases"
    )
    body = ",\n".join(cases)
    path.write_text(f'{{\n{head}  "cases": {{\n{body}\n  }}\n}}\n', encoding="utf-8")


def report(line: str) -> None:
    """Print progress."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Record, or check, the groups named (all of them when none is)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("group", nargs="*")
    parser.add_argument("--plugin-dir", default=os.environ.get("TF_PLUGIN_DIR"))
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on a change")
    parser.add_argument("--only", default="", help="only cases whose name matches this pattern")
    given = parser.parse_args()
    if not given.plugin_dir:
        parser.error("name the provider mirror: --plugin-dir or TF_PLUGIN_DIR")
    with tempfile.TemporaryDirectory(prefix="truth-") as directory:
        workspace = Workspace(Path(directory), given.plugin_dir)
        (workspace.path / "main.tf").write_text(REQUIRED, encoding="utf-8")
        if failed := workspace.init():
            parser.error(failed)
        same = [
            record_group(workspace, group, given.only, check=given.check)
            for group in given.group or truth.groups()
        ]
    return 0 if all(same) or not given.check else 1


if __name__ == "__main__":
    sys.exit(main())
