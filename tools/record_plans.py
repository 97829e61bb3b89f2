"""Records what Terraform plans for the configurations under fixtures/plans and fixtures/terraform.

    python tests/record_plans.py --plugin-dir DIR [NAME ...]

Needs what record_truth.py needs. Beside each configuration it writes plan.json: of every
instance of aws_sagemaker_model the address and, as `terraform show -json` has them, `values`
(`after`) and `unknown` (`after_unknown`). Of fixtures/terraform only those are planned whose
recorded.json has instances.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from record_truth import OFFLINE, REQUIRED, Workspace, report

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"
KIND = "aws_sagemaker_model"
OFFLINE_SETTINGS = "".join(
    f"{row}\n" for row in OFFLINE.splitlines()[1:-1] if not row.startswith("  region ")
)
BLOCK = re.compile(r'(?s)(provider "aws") \{(.*?)\}')


def directories(names: list[str]) -> list[Path]:
    """The configurations of these names, or all."""
    found = [path for path in (FIXTURES / "plans").iterdir() if path.is_dir()]
    found += [
        file.parent
        for file in (FIXTURES / "terraform").glob("*/recorded.json")
        if "instances" in json.loads(file.read_text("utf-8"))
    ]
    return sorted(path for path in found if not names or path.name in names)


def put(workspace: Workspace, directory: Path) -> None:
    """Replace what the workspace holds by a configuration, its providers taken off the network."""
    workspace.put({})
    shutil.copytree(directory, workspace.path, dirs_exist_ok=True)
    texts = {file: file.read_text("utf-8") for file in workspace.path.glob("*.tf")}
    for file, text in texts.items():
        file.write_text(BLOCK.sub(rf"\1 {{\n{OFFLINE_SETTINGS}\2\n}}", text), encoding="utf-8")
    everything = "".join(file.read_text("utf-8") for file in directory.glob("*.tf*"))
    if 'provider "aws"' not in everything:
        (workspace.path / "offline.tf").write_text(OFFLINE, encoding="utf-8")
    if "required_providers" not in everything:
        (workspace.path / "required.tf").write_text(REQUIRED, encoding="utf-8")


def planned(workspace: Workspace, directory: Path) -> list[dict[str, Any]] | str:
    """The instances that Terraform plans, or what it says in place of a plan."""
    put(workspace, directory)
    if failed := workspace.init():
        return failed
    file = directory / "inputs.json"
    given = json.loads(file.read_text("utf-8")) if file.exists() else {}
    environment = {"AWS_REGION": "us-west-2", **given.get("environment", {})}
    if "workspace" in given:
        environment["TF_WORKSPACE"] = given["workspace"]
    done = workspace.terraform(
        "plan",
        *("-input=false", "-no-color", "-lock=false", "-refresh=false", "-out=saved.tfplan"),
        *(f"-var-file={name}" for name in given.get("var_files", ())),
        *(f"-var={name}={value}" for name, value in given.get("variables", ())),
        environment=environment,
    )
    if done.returncode:
        return done.stderr
    shown = workspace.terraform("show", "-json", "saved.tfplan", environment=environment)
    return [
        {
            "address": change["address"],
            "values": change["change"]["after"],
            "unknown": change["change"]["after_unknown"],
        }
        for change in json.loads(shown.stdout).get("resource_changes", [])
        if change["type"] == KIND and change["mode"] == "managed"
    ]


def main() -> int:
    """Record the configurations named, or all; 1 if one cannot be planned."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", nargs="*")
    parser.add_argument("--plugin-dir", default=os.environ.get("TF_PLUGIN_DIR"))
    given = parser.parse_args()
    if not given.plugin_dir:
        parser.error("name the provider mirror: --plugin-dir or TF_PLUGIN_DIR")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="plans-") as temporary:
        workspace = Workspace(Path(temporary), given.plugin_dir)
        (workspace.path / "main.tf").write_text(REQUIRED, encoding="utf-8")
        if message := workspace.init():
            parser.error(message)
        for directory in directories(given.name):
            found = planned(workspace, directory)
            if isinstance(found, str):
                failed = 1
                report(f"{directory.name}: {found}")
                continue
            document = {"terraform": "1.11.4", "provider": "5.100.0", "instances": found}
            text = json.dumps(document, indent=1, ensure_ascii=False)
            (directory / "plan.json").write_text(text + "\n", encoding="utf-8")
            report(f"{directory.name}: {len(found)} instances")
    return failed


if __name__ == "__main__":
    sys.exit(main())
