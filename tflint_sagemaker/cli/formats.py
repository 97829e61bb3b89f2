"""The formats of the report: their options, their destinations, and writing them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tflint_sagemaker.cli import output
from tflint_sagemaker.cli.files import put
from tflint_sagemaker.cli.options import combine
from tflint_sagemaker.config.settings import FORMATS
from tflint_sagemaker.report.formats import TEXT, render
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tflint_sagemaker.rule.results import Report

    Command = TypeVar("Command", bound=Callable[..., Any])

ROOTS = (".git", ".hg", ".svn")


@dataclass(frozen=True, slots=True)
class Output:
    """A format and its file; without a file it goes to standard output."""

    form: str
    file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Style of a report for people."""

    color: str = "auto"
    undecided: bool = False
    annotations: bool = True


def _parse_outputs(
    _context: click.Context, _option: click.Parameter, texts: tuple[str, ...]
) -> tuple[Output, ...]:
    """Parse each `FORMAT` or `FORMAT=FILE`."""
    return tuple(map(_parse_output, texts))


def _parse_output(text: str) -> Output:
    form, equals, file = text.partition("=")
    if form not in FORMATS:
        raise click.BadParameter(f"{form!r} is not one of {', '.join(map(repr, FORMATS))}.")
    if equals and not file:
        raise click.BadParameter(f"{text!r} names no file.")
    return Output(form, Path(file) if file and file != "-" else None)


_OPTIONS = (
    click.option(
        "-f",
        "--format",
        "outputs",
        callback=_parse_outputs,
        multiple=True,
        metavar="FORMAT[=FILE]",
        help="Set the format of the report, and its file (default: full, to standard output). "
        f"Can be repeated. {', '.join(FORMATS)}.",
    ),
    click.option(
        "-o",
        "--output-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write the first format to a file.",
    ),
    click.option(
        "--no-annotations",
        is_flag=True,
        help="Write no annotations on GitHub Actions (with full and concise).",
    ),
)


def add_options(command: Command) -> Command:
    """Add the options for the format of the report."""
    return combine(_OPTIONS)(command)


def check_outputs(outputs: Sequence[Output], output_file: Path | None) -> tuple[Output, ...]:
    """Return the outputs, if they can be written. This is checked before the modules are linted."""
    wanted = tuple(outputs)
    if output_file is not None and str(output_file) != "-":
        if wanted[0].file is not None:
            raise output.CommandError(
                "--output-file is for the first format, which has a file already"
            )
        wanted = (Output(wanted[0].form, output_file), *wanted[1:])
    get_stdout_format = [one.form for one in wanted if one.file is None]
    if len(get_stdout_format) > 1:
        first, second = get_stdout_format[:2]
        raise output.CommandError(
            f"{first} and {second} would both go to standard output; give one of them a file, "
            f"such as {second}=FILE"
        )
    files = [one.file for one in wanted if one.file is not None]
    for file in files:
        if files.count(file) > 1:
            raise output.CommandError(f"two formats would go to {file}")
        if not file.parent.is_dir():
            raise output.CommandError(f"no such directory: {file.parent} (for {file.name})")
        if file.is_dir():
            raise output.CommandError(f"is a directory: {file}")
    return wanted


def write(outputs: Sequence[Output], report: Report, style: Style) -> None:
    """Write the report in each format to its destination."""
    write_files(outputs, report, style)
    root, form = find_prefix(), get_stdout_format(outputs)
    if form is not None:
        text = render(
            report,
            form,
            colour=output.is_colour_enabled(style.color),
            width=output.get_width(),
            undecided=style.undecided,
            prefix=root,
        )
        output.write_result(text)
    if form is None or form == "concise":
        from tflint_sagemaker.report.summary import summarize

        output.write_message(summarize(report))
    if (
        form in TEXT
        and style.annotations
        and os.environ.get("GITHUB_ACTIONS") == "true"
        and all(one.form != "github" for one in outputs)
    ):
        from tflint_sagemaker.report import github

        output.write_commands(github.render(report, prefix=root, most=github.SHOWN))


def write_files(outputs: Sequence[Output], report: Report, style: Style) -> None:
    """Write the report in the formats that go to files."""
    root = find_prefix()
    for one in outputs:
        if one.file is not None:
            colour = style.color == "always"
            text = render(report, one.form, colour=colour, undecided=style.undecided, prefix=root)
            put(one.file, text)


def get_stdout_format(outputs: Sequence[Output]) -> str | None:
    """Return the format for standard output, None if all go to files."""
    return next((one.form for one in outputs if one.file is None), None)


def find_prefix() -> str:
    """Return the path from the repository root to the working directory; `""` if there is none."""
    here = Path.cwd()
    for directory in (here, *here.parents):
        if any(fs.has_entry(directory / name) for name in ROOTS):
            return here.relative_to(directory).as_posix().removeprefix(".")
    return ""
