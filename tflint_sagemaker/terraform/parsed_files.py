"""Cache of parsed files: a process that lints again parses only the files whose text is new."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import reader
from tflint_sagemaker.hcl.text import InputError, Source

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.chunks import Chunk
    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.hcl.text import Span

# The number of files that one process keeps, the most recently used ones.
SIZE = 512


class ParsedFile:
    """A file cut into top-level blocks, each of which is parsed at most once.

    The result depends on the path and the text alone, so modules may share it.
    """

    def __init__(self, path: str, text: str) -> None:
        self.file = reader.slice_file(Source(path, text))
        self._blocks: dict[Span, Block | InputError] = {}
        self._syntax_errors: dict[Span, InputError | None] = {}

    def parse(self, chunk: Chunk) -> Block | InputError:
        """Return a block of this file, or its syntax error."""
        if chunk.span not in self._blocks:
            try:
                self._blocks[chunk.span] = reader.parse(chunk)
            except InputError as error:
                self._blocks[chunk.span] = error.with_traceback(None)
        return self._blocks[chunk.span]

    def check_syntax(self, chunk: Chunk) -> InputError | None:
        """Return the first syntax error of a block of this file, without parsing the block."""
        if chunk.span not in self._syntax_errors:
            self._syntax_errors[chunk.span] = reader.check_syntax(chunk)
        return self._syntax_errors[chunk.span]


@lru_cache(maxsize=SIZE)
def parse_file(path: str, text: str) -> ParsedFile:
    """Return a file with this text, from the cache if the text has not changed.

    `path` is the path that reports show.
    """
    return ParsedFile(path, text)
