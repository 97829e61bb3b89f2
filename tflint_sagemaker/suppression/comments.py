"""Reads suppression comments.

    # tflint-sagemaker: ignore[SM103, latest-image-tag] until=2027-01-31 -- the vendor ships it so
    # tflint-sagemaker: ignore-file[SM316] -- generated
    # tflint-ignore: aws_sagemaker_model_invalid_name

The last form is that of tflint; it may name rules of tflint that we do not have.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.text import Span
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.chunks import Comment

MARKS = ("tflint-sagemaker:", "tflint-ignore")
VERBS = ("ignore", "ignore-file")

_OURS = compile_later(r"(?:^|[#/*\s])tflint-sagemaker:[ \t]*(?P<rest>[^\r\n]*)")
_THEIRS = compile_later(r"tflint-ignore(?P<file>-file)?:[ \t]*(?P<words>[^\r\n*/#]+)")
_CALL = compile_later(
    r"(?P<verb>[\w-]*)[ \t]*(?:\[(?P<words>[^\]]*)\])?"
    r"(?:[ \t]+until[ \t]*=[ \t]*(?P<until>[^\s]+))?"
    r"(?:[ \t]+--[ \t]*(?P<reason>.*?))?[ \t]*(?:#.*)?$"
)
_WORD = compile_later(r"[^\s,][^,]*[^\s,]|[^\s,]")


@dataclass(frozen=True, slots=True)
class Word:
    """A rule as a directive names it: by code, beginning of a code, name or group."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Directive:
    """One suppression comment.

    `fault` is what is wrong with it, as a clause; such a comment has no effect. A `foreign`
    directive has the form of tflint.
    """

    comment: Comment
    whole_file: bool = False
    words: tuple[Word, ...] = ()
    until: date | None = None
    reason: str | None = None
    foreign: bool = False
    fault: str | None = None

    @property
    def blanket(self) -> bool:
        """Whether the directive names no rule."""
        return not self.words and self.fault is None


@dataclass(frozen=True, slots=True)
class Suppression:
    """The effect of a directive in a run: the subject of rules about suppressions.

    Of the words, `used` have suppressed a finding and `unused` have not; `unknown` ones name no
    rule, and map to the name that was probably meant. `hideable` are the codes of the findings
    in the scope of the directive.
    """

    directive: Directive
    used: tuple[Word, ...] = ()
    unused: tuple[Word, ...] = ()
    unknown: dict[Word, str | None] = field(default_factory=dict)
    hideable: tuple[str, ...] = ()
    expired: bool = False
    address: str | None = None

    @property
    def span(self) -> Span:
        """The comment."""
        return self.directive.comment.span

    def find_removal(self, word: Word) -> Span | None:
        """Return the span to remove so that the comment does not name this rule.

        This is the whole comment if it names no other rule. None if the removal is not simple.
        """
        if self.span.source.is_json:
            return None
        words = self.directive.words
        if len(words) > 1:
            at = words.index(word)
            if at + 1 < len(words):
                return Span(word.span.source, word.span.start, words[at + 1].span.start)
            return Span(word.span.source, words[at - 1].span.end, word.span.end)
        return self.find_whole_removal()

    def find_whole_removal(self) -> Span | None:
        """Return the span to remove the comment, with its line or the blanks before it.

        None if it has other text as well, or in JSON, where other lines would have to change.
        """
        span, text = self.span, self.span.source.text
        said = span.text.strip("#/* \t\r\n")
        if span.source.is_json or not said.startswith(MARKS):
            return None
        start, end = span.start, span.end
        while start and text[start - 1] in " \t":
            start -= 1
        if self.directive.comment.own_line:
            line_end = text.find("\n", end)
            end = len(text) if line_end < 0 else line_end + 1
        return Span(span.source, start, end)


def read_comment(comment: Comment) -> Directive | None:
    """Return the directive of a comment, None if it has none."""
    text = comment.span.text
    if not any(mark in text for mark in MARKS):
        return None
    said = text[:-2].rstrip() if text.startswith("/*") and text.endswith("*/") else text
    ours = _OURS.search(said)
    if ours:
        return _read_ours(comment, ours["rest"], ours.start("rest"))
    theirs = _THEIRS.search(said)
    if theirs is None:
        return None
    words = _read_words(comment, theirs["words"], theirs.start("words"))
    return Directive(comment, theirs["file"] is not None, words, foreign=True)


def _read_ours(comment: Comment, rest: str, at: int) -> Directive:
    call = _CALL.match(rest)
    if call is None:
        return Directive(
            comment, fault="what follows the rules is neither `until=` nor `-- reason`"
        )
    if call["verb"] not in VERBS:
        return Directive(comment, fault=f"`{call['verb']}` is neither `ignore` nor `ignore-file`")
    until = None
    if call["until"]:
        try:
            until = date.fromisoformat(call["until"])
        except ValueError:
            return Directive(
                comment, fault=f"`{call['until']}` is not a date of the form 2027-01-31"
            )
    words = _read_words(comment, call["words"] or "", at + max(call.start("words"), 0))
    reason = call["reason"] or None
    return Directive(comment, call["verb"] == "ignore-file", words, until, reason)


def _read_words(comment: Comment, text: str, at: int) -> tuple[Word, ...]:
    start = comment.span.start + at
    source = comment.span.source
    return tuple(
        Word(found[0], Span(source, start + found.start(), start + found.end()))
        for found in _WORD.finditer(text)
    )
