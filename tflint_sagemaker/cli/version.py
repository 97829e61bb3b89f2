"""`tflint-sagemaker version`: versions of the program, its dependencies and its data."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from tflint_sagemaker import __version__
from tflint_sagemaker.cli import options, output

DEPENDENCIES = ("click", "jsonschema", "python-hcl2", "boto3")


@click.command("version")
@options.add_output_format("text", "json")
def command(*, form: str) -> int:
    """Show the version, the platform, and the sources of the data."""
    found = _record()
    if form == "json":
        output.write_result(json.dumps(found, indent=2) + "\n")
        return 0
    lines = [
        f"{found['name']} {found['version']}",
        f"Python {found['python']}, {found['platform']}",
    ]
    lines += [f"{name} {text}" for name, text in found["dependencies"].items() if text]
    lines += [f"facts in {name}: {text}" for name, text in found["facts"].items()]
    output.write_result("\n".join(lines) + "\n")
    return 0


def _record() -> dict[str, Any]:
    from tflint_sagemaker.sagemaker.provider import read_data_sources

    return {
        "name": "tflint-sagemaker",
        "version": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(terse=True),
        "dependencies": {name: _find_version(name) for name in DEPENDENCIES},
        "facts": read_data_sources(),
    }


def _find_version(name: str) -> str | None:
    """Return the version of a package; None if it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
