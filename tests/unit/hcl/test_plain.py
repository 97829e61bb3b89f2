"""What is read line by line is read as the grammar and python-hcl2 read it, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tflint_sagemaker.hcl import parser, plain, slice_file
from tflint_sagemaker.hcl.text import InputError, Source, Span

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Block, Chunk

BLOCK = """\
resource "aws_s3_bucket" "b" { # why
  bucket = "team-${ local.a-b.c }-${x}%-é" // here
  count  = 10.5

  empty = ""
  list  = [ "a", var.x,
    3, true,
  ]
  none    = []
  nothing = {}
  tags = {
    Name = null
    "a b" = {
      true = aws_s3_bucket.other.arn
    }
  }
  # a comment with "quotes" and {
  dynamic "rule" {
    content {
      for = for
    }
  }
}
"""


def chunk_of(text: str) -> Chunk | None:
    """The block that begins a text, if that can be said."""
    chunks = slice_file(Source("main.tf", text)).chunks
    return chunks[0] if chunks and chunks[0].fault is None else None


def at_length(chunk: Chunk) -> Block | InputError:
    """What the grammar and python-hcl2 make of a block."""
    source = chunk.span.source

    def place(start: int, end: int) -> Span:
        return Span(source, start, end)

    try:
        return parser.read_body(source.text, chunk.span.start, chunk.span.end, place).blocks[0]
    except InputError as error:
        return error


def test_the_example_is_plain() -> None:
    chunk = chunk_of(BLOCK)
    assert chunk is not None
    assert plain.is_plain(chunk)
    assert plain.read(chunk) == at_length(chunk)


VALUES = [
    *('"${x[0]}"', '"$${x}"', '"$${x.y}${z}"', '"%{ if x }%{ endif }"', '"%%{x}"', '"\\n"', "1e3"),
    *("1 + 1", "-1", "b[0]", "b.0", "b.*.c", "f(1)", "[for x in y : x]", "{ b = 1 }", "1 # one"),
    *("merge(a, { b = 1 }) // c", "1 /* one */", "x ? y : z", "(1)", "[[1], 2]", '"${a}" == "b"'),
]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_on_one_line_is_no_hindrance(value: str) -> None:
    chunk = chunk_of(f"locals {{\n  a = {value}\n  b = {{\n    c = {value}\n  }}\n}}\n")
    assert chunk is not None
    assert plain.is_plain(chunk)
    assert plain.read(chunk) == at_length(chunk)


@pytest.mark.parametrize(
    "line",
    [
        "a = true.b.*.*",
        "a = ]",
        "a = 1 +",
        "a = 1 /* more",
        "a = <<E\nb\nE",
        "a = f(\n1)",
        "a = {\n  for = 1\n}",
        "a = {\n  b = 1,\n}",
        "a = 1\n  a = 2",
        '"a" = 1',
        "é = 1",
        "a { b = 1 }",
        'a "${b}" {\n}',
        "a = 1 b = 2",
        "a =\n1",
        "a = {\n  b {\n  }\n}",
    ],
)
def test_what_is_not_plain_is_left_alone(line: str) -> None:
    chunk = chunk_of(f"locals {{\n  {line}\n}}\n")
    assert chunk is None or plain.read(chunk) is None
    assert chunk is None or not plain.is_plain(chunk)


PIECES = [
    *('"', "{", "}", "[", "]", "(", ")", "=", ",", ".", "\n", "\r", "\r\n", "\t", " ", "#", "//"),
    *("/*", "*/", "${", "%{", "$${", "%%{", "\\", "-", "!", "*", "?", ":", "~", "<<E\n", "1e5"),
    *("true", "true.x", "for", "null", "0", "1.", "é", "_", "\x00", "\x85", "\u2028", "\ufeff"),
    *("x = 1\n", "x {\n", "x {}\n", '"k" = 1\n', "x = {\n", "x = [\n", "}\n", '"${a}"', "if"),
]
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(BLOCK)), st.integers(0, 6), st.sampled_from(["", *PIECES]) | st.text()
    ),
    max_size=3,
)


@given(EDITS)
def test_no_edit_makes_a_difference(edits: list[tuple[int, int, str]]) -> None:
    text = BLOCK
    for at, length, piece in edits:
        text = text[:at] + piece + text[at + length :]
    chunk = chunk_of(text)
    if chunk is None:
        return
    block = plain.read(chunk)
    assert plain.is_plain(chunk) == (block is not None)
    if block is not None:
        assert block == at_length(chunk)
