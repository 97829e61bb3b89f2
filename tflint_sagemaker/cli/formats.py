"""Formats of the report: which are asked for, where each goes, and writing them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tflint_sagemaker.cli import terminal
from tflint_sagemaker.cli.files import put
from tflint_sagemaker.cli.options import all_of
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
    """A format, and the file it goes to; standard output if there is none."""

    form: str
    file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a report for people looks."""

    color: str = "auto"
    undecided: bool = False
    annotations: bool = True


def _outputs(
    _context: click.Context, _option: click.Parameter, texts: tuple[str, ...]
) -> tuple[Output, ...]:
    """Each `FORMAT` or `FORMAT=FILE`."""
    return tuple(map(_output, texts))


def _output(text: str) -> Output:
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
        callback=_outputs,
        multiple=True,
        metavar="FORMAT[=FILE]",
        help=f"How findings are shown, and the file that takes it (default: full, on standard "
        f"output). Can be repeated. {', '.join(FORMATS)}.",
    ),
    click.option(
        "-o",
        "--output-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="File that takes the first format.",
    ),
    click.option(
        "--no-annotations",
        is_flag=True,
        help="Leave out the annotations that go with full and concise on GitHub Actions.",
    ),
)


def options(command: Command) -> Command:
    """Add the options that say how the report is shown."""
    return all_of(_OPTIONS)(command)


def chosen(outputs: Sequence[Output], output_file: Path | None) -> tuple[Output, ...]:
    """The outputs, after a look whether they can be written: that must not wait for the linter."""
    wanted = tuple(outputs)
    if output_file is not None and str(output_file) != "-":
        if wanted[0].file is not None:
            raise terminal.Refused(
                "--output-file is for the first format, which has a file already"
            )
        wanted = (Output(wanted[0].form, output_file), *wanted[1:])
    on_stdout = [output.form for output in wanted if output.file is None]
    if len(on_stdout) > 1:
        first, second = on_stdout[:2]
        raise terminal.Refused(
            f"{first} and {second} would both go to standard output; give one of them a file, "
            f"such as {second}=FILE"
        )
    files = [output.file for output in wanted if output.file is not None]
    for file in files:
        if files.count(file) > 1:
            raise terminal.Refused(f"two formats would go to {file}")
        if not file.parent.is_dir():
            raise terminal.Refused(f"no such directory: {file.parent} (for {file.name})")
        if file.is_dir():
            raise terminal.Refused(f"is a directory: {file}")
    return wanted


def write(outputs: Sequence[Output], report: Report, style: Style) -> None:
    """Write the report in each format to its place."""
    write_files(outputs, report, style)
    root, form = prefix(), on_stdout(outputs)
    if form is not None:
        text = render(
            report,
            form,
            colour=terminal.colour(style.color),
            width=terminal.width(),
            undecided=style.undecided,
            prefix=root,
        )
        terminal.result(text)
    if form is None or form == "concise":
        from tflint_sagemaker.report.summary import summary

        terminal.message(summary(report))
    if (
        form in TEXT
        and style.annotations
        and os.environ.get("GITHUB_ACTIONS") == "true"
        and all(output.form != "github" for output in outputs)
    ):
        from tflint_sagemaker.report import github

        terminal.commands(github.render(report, prefix=root, most=github.SHOWN))


def write_files(outputs: Sequence[Output], report: Report, style: Style) -> None:
    """Write the report in those formats that go to files."""
    root = prefix()
    for output in outputs:
        if output.file is not None:
            colour = style.color == "always"
            text = render(
                report, output.form, colour=colour, undecided=style.undecided, prefix=root
            )
            put(output.file, text)


def on_stdout(outputs: Sequence[Output]) -> str | None:
    """The format that goes to standard output, None if all go to files."""
    return next((output.form for output in outputs if output.file is None), None)


def prefix() -> str:
    """The way from the root of the repository to the working directory; empty if there is none."""
    here = Path.cwd()
    for directory in (here, *here.parents):
        if any(fs.exists(directory / name) for name in ROOTS):
            return here.relative_to(directory).as_posix().removeprefix(".")
    return ""
