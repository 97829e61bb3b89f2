"""`tflint-sagemaker version`: what runs here, and what it knows."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from tflint_sagemaker import __version__
from tflint_sagemaker.cli import terminal

DEPENDENCIES = ("click", "jsonschema", "python-hcl2", "boto3")


@click.command("version")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is shown.",
)
def command(*, form: str) -> int:
    """Show the version, what it runs on, and where its facts are from. Asks no network."""
    found = _record()
    if form == "json":
        terminal.result(json.dumps(found, indent=2) + "\n")
        return 0
    lines = [
        f"{found['name']} {found['version']}",
        f"Python {found['python']}, {found['platform']}",
    ]
    lines += [f"{name} {text}" for name, text in found["dependencies"].items() if text]
    lines += [f"facts in {name}: {text}" for name, text in found["facts"].items()]
    terminal.result("\n".join(lines) + "\n")
    return 0


def _record() -> dict[str, Any]:
    from tflint_sagemaker.sagemaker.provider import sources

    return {
        "name": "tflint-sagemaker",
        "version": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(terse=True),
        "dependencies": {name: _installed(name) for name in DEPENDENCIES},
        "facts": sources(),
    }


def _installed(name: str) -> str | None:
    """The version of a package; None if it is not there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
