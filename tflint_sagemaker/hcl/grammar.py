"""Whether text is HCL, by its tokens alone, and the shadow of it that python-hcl2 reads.

The tokens are walked once. The walk stops at the first fault, where Terraform's parser finds its
first one too. On the way it writes the shadow: a text of equal length in which names, literals
and templates are rows of `_`, while comments, signs and newlines that end nothing are blanks.
What was there is read back from the original by offset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import bodies, expressions, sequences
from tflint_sagemaker.hcl.tokens import tokenize, tokenize_template
from tflint_sagemaker.hcl.walk import OpenTemplate, Outline, Walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from tflint_sagemaker.hcl.text import Span

    Place: TypeAlias = Callable[[int, int], Span]

_STATES = {**bodies.STATES, **expressions.STATES, **sequences.STATES}


def read_body(text: str, start: int, end: int, place: Place) -> Outline:
    """Read the stretch as a body, arguments and blocks; raises InputError."""
    return _run(Walk(tokenize(text, start, end), start, place), "body")


def read_expression(text: str, start: int, end: int, place: Place) -> Outline:
    """Read the stretch as one expression, in which newlines mean nothing; raises InputError."""
    walk = Walk(tokenize(text, start, end), start, place)
    walk.open_quiet("all")
    return _run(walk, "operand")


def read_template(text: str, start: int, end: int, place: Place) -> Outline:
    """Read the stretch as one template without quotes; raises InputError."""
    walk = Walk(tokenize_template(text, start, end), start, place)
    walk.open("all")
    walk.templates.append(OpenTemplate(-1))
    return _run(walk, "template")


def _run(walk: Walk, start: str) -> Outline:
    state: str | None = start
    while state is not None:
        state = _STATES[state](walk)
    end = walk.ends[-1]
    walk.write(end, end, "")
    walk.outline.shadow = "".join(walk.out)
    return walk.outline
