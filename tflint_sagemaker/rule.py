"""The words that a rule is written in."""

from __future__ import annotations

import re
from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from tflint_sagemaker.patterns import lazy_regex
from tflint_sagemaker.records import dataclass
from tflint_sagemaker.terraform.values import Undecided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.diagnostics import Diagnostic, Kind, Related
    from tflint_sagemaker.terraform.values import Step, Unknown

Subject = TypeVar("Subject")
Found = TypeVar("Found")
FILE_MARK = "# file: "

# `# SM310` at the end of a line says that it is found; it is for the tests, not for readers.
_MARK = lazy_regex(r"[ \t]*#[ \t]*SM\d{3}(?:[ \t]*,?[ \t]*SM\d{3})*[ \t]*$", re.MULTILINE)


class Severity(Enum):
    """How loud a rule is: refused for certain, a known trap or weakness, good practice."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """0 for the loudest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what the span covers by a text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a problem; safe if no other mend could be meant."""

    message: str
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule yields: what is wrong, and where. Code and severity are the rule's.

    `message` is one lower-case clause with the value in backticks, no full stop; `hint` is the
    cure in the imperative.
    """

    at: Span
    message: str
    hint: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a team may tell a rule: a JSON value that fits `schema`.

    The default is what the rule works with if it is told nothing; `example` is the value with which
    the rule's examples are shown and tested. `doc` is a sentence that says what it is.
    """

    doc: str
    schema: Mapping[str, Any]
    default: Any
    example: Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What AWS is taken to answer in the examples of a live rule.

    `to` is service and operation (`ecr:DescribeImages`), `given` what the parameters hold (they may
    hold more), `region` the region that is asked, any if None. `says` is the answer as botocore
    gives it, unless it is the error of a code.
    """

    to: str
    given: Mapping[str, Any] = field(default_factory=dict)
    says: Any = None
    error: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to complain, with its page and its examples.

    Either `check` is given: it gets a subject of the type `on` and yields problems; reading an
    unknown value in it raises `Undecided`, which the linter records. Or `schema` is given: a JSON
    Schema fragment for what stands at each path of `at` (dotted; "" is the model itself), and
    the subject is the model. `parameters` reach `check` as keyword arguments of their names.
    `structural` rules also speak of blocks and instances of which it is
    not known whether they will exist: what they find is refused by Terraform all the same.

    A rule that asks AWS names in `live` the IAM actions it needs, belongs to the group `live`, and
    its check gets the keyword `aws`, see `live.aws.Aws`; its examples are checked with `answers`.
    It runs only if the run is live.
    """

    code: str
    name: str
    severity: Severity
    doc: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    on: type[Any] | None = None
    check: Callable[..., Iterable[Problem]] | None = None
    at: tuple[str, ...] = ()
    schema: Mapping[str, Any] | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    group: str = "core"
    since: str = "0.1.0"
    structural: bool = False
    aliases: tuple[str, ...] = ()
    live: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def summary(self) -> str:
        """First line of the page."""
        return self.doc.strip().splitlines()[0]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem as the rule and the subject make it: the code cannot be forged.

    `subject` is where the subject begins, and `calls` are the module calls that lead to it.
    `fails` tells whether it is as loud as the settings of its module want it for a failure.
    """

    rule: Rule
    address: str | None
    problem: Problem
    subject: Span | None = None
    calls: tuple[Step, ...] = ()
    fails: bool = True

    @property
    def places(self) -> tuple[Span, ...]:
        """Every place where a comment may speak of it."""
        related = (found.span for found in self.problem.related)
        subject = (self.subject,) if self.subject else ()
        return (self.problem.at, *subject, *related, *(call.span for call in self.calls))


@dataclass(frozen=True, slots=True)
class Undecidable:
    """A rule could not answer for a subject: some value is unknown. `at` is the subject."""

    rule: Rule
    address: str | None
    reason: Unknown
    at: Span


def hcl(text: str) -> str:
    """An example, with the indentation of the Python file taken away.

    What stands below a line `# file: PATH` is that file; what stands above any is `main.tf`.
    """
    # What `dedent` does by patterns was a tenth of a short run; most examples need none.
    body = text.strip("\n").rstrip()
    margin = "\n" + body[: len(body) - len(body.lstrip())]
    even = body.count(margin) + body.count("\n\n") == body.count("\n")
    if even and " \n" not in body and "\t" not in body:
        return body.replace(margin, "\n").strip() + "\n"
    from textwrap import dedent

    return dedent(text).strip() + "\n"


def each(
    subjects: Iterable[Subject], check: Callable[[Subject], Iterable[Found]]
) -> Iterator[Found]:
    """What a check finds in each of several parts, so that an unknown part costs only itself.

    Raises Undecided at the end if it was raised for any of them.
    """
    undecided = None
    for subject in subjects:
        try:
            yield from check(subject)
        except Undecided as unknown:
            undecided = undecided or unknown
    if undecided is not None:
        raise undecided


def unmarked(example: str) -> str:
    """An example without the marks at the ends of its lines."""
    return _MARK.sub("", example)


def example_files(example: str) -> dict[str, str]:
    """The files of an example, by their paths. `# file:` lines are the first of their files."""
    files: dict[str, str] = {}
    path = "main.tf"
    for line in example.splitlines(keepends=True):
        if line.startswith(FILE_MARK):
            path = line.removeprefix(FILE_MARK).strip()
        files[path] = files.get(path, "") + line
    return files


def diagnosed(kind: Kind) -> Callable[[Diagnostic], Iterator[Problem]]:
    """The check of the rule that speaks for one kind of Terraform's own diagnostics."""

    def check(diagnostic: Diagnostic) -> Iterator[Problem]:
        if diagnostic.kind == kind:
            yield Problem(diagnostic.span, diagnostic.message, diagnostic.hint, diagnostic.related)

    return check
