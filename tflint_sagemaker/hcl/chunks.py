"""A file as the first pass over its text finds it: top-level blocks, comments, errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import Node
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Block, Label
    from tflint_sagemaker.hcl.text import InputError, Source, Span


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """A comment with its markers. `own_line` is false where something else is before it.

    In JSON it is the value of a property `"//"`, and `covers` the object that has it.
    """

    own_line: bool
    covers: Span | None = None


@dataclass(frozen=True, slots=True)
class Chunk(Node):
    """A top-level block as the pass over the text found it, its body not parsed yet.

    The span runs from the type to the closing brace. `hcl.parse` makes a `Block` of it. A block
    of a JSON file is already one: `block` holds it. A block with a `fault` does not end where its
    author meant it to: it stands for what is declared, but has no content.
    """

    type: str
    type_span: Span
    labels: tuple[Label, ...]
    header: Span
    brace: Span
    block: Block | None = None
    fault: InputError | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file cut into its top-level blocks; `errors` are the places that could not be cut.

    It is `whole` if the faults hide nothing but the content of blocks that are there.
    """

    source: Source
    chunks: tuple[Chunk, ...]
    comments: tuple[Comment, ...]
    errors: tuple[InputError, ...]
    whole: bool = True
