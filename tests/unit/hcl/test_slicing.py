"""A file is cut into its top-level blocks, and what is broken costs one block."""

from pathlib import Path

import pytest

from tflint_sagemaker.hcl.reader import check_syntax, parse, parse_body, slice_file
from tflint_sagemaker.hcl.text import InputError, Source, read_source


def headers(text: str) -> list[str]:
    return [chunk.header.text for chunk in slice_file(Source("a.tf", text)).chunks]


def faults(text: str) -> list[tuple[int, int, str]]:
    file = slice_file(Source("a.tf", text))
    return [(*error.span.first, error.message) for error in file.errors]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("locals {}\n", ["locals"]),
        ('\ufeffvariable "x" {}', ['variable "x"']),
        ('resource "a" "b" {\n}\ndata c d {\n}\n', ['resource "a" "b"', "data c d"]),
        ('  output "x" {\r\n  }\r\n', ['output "x"']),
        ('resource /* why */ "a" "b" {\n}\n', ['resource /* why */ "a" "b"']),
        ('# resource "x" "y" {\n\n/* locals { */ locals {\n}\n', ["locals"]),
        ('a {\n x = "}"\n}\nb {}\n', ["a", "b"]),
        ('a {\n x = "${"}"}{"\n}\nb {}\n', ["a", "b"]),
        ("a {\n # }\n // {\n /* } */\n}\nb {}\n", ["a", "b"]),
        ('a {\n x = <<E\n}\n{{ "\nE\n}\nb {}\n', ["a", "b"]),
        ('a {\n x = <<-E\n ${ {b = "\n}\n"} }\n E\n}\nb {}\n', ["a", "b"]),
        ("été {\n}\n", ["été"]),
    ],
)
def test_blocks_are_cut_at_their_own_braces(text: str, expected: list[str]) -> None:
    assert headers(text) == expected
    assert not faults(text)


def test_a_chunk_knows_its_places() -> None:
    text = '# first\nresource "aws_sagemaker_model" "m" {\n  name = "x"\n}\n'
    (chunk,) = slice_file(Source("a.tf", text)).chunks

    assert chunk.type == chunk.type_span.text == "resource"
    assert [label.text for label in chunk.labels] == ["aws_sagemaker_model", "m"]
    assert [label.span.text for label in chunk.labels] == ['"aws_sagemaker_model"', '"m"']
    assert chunk.header.text == 'resource "aws_sagemaker_model" "m"'
    assert chunk.brace.text == "{"
    assert chunk.span.text == text[8:-1]
    assert chunk.span.first == (2, 1)
    assert chunk.span.last == (4, 2)


def test_comments_are_collected_in_order() -> None:
    text = '# a\nx { # b\n  // c\r\n  y = "# no" /* d */\n} # e\n/* f\n g */ z {}\n# h'
    comments = slice_file(Source("a.tf", text)).comments

    assert [(comment.span.text, comment.own_line) for comment in comments] == [
        ("# a", True),
        ("# b", False),
        ("// c", True),
        ("/* d */", False),
        ("# e", False),
        ("/* f\n g */", True),
        ("# h", True),
    ]


@pytest.mark.parametrize(
    ("text", "blocks", "expected"),
    [
        (
            'variable "a" {\n\nvariable "b" {\n}\n',
            ['variable "b"'],
            [(1, 14, "unclosed configuration block: no closing brace belongs to this one")],
        ),
        (
            'variable "a" {\n  x {\n}\nvariable "b" {\n}\n',
            ['variable "b"'],
            [(1, 14, "unclosed configuration block: no closing brace belongs to this one")],
        ),
        (
            "locals {\n}\n}\nlocals {\n}\n",
            ["locals", "locals"],
            [(3, 1, "an argument or a block is expected here")],
        ),
        (
            "locals {} output {}\ncheck {}\n",
            ["locals", "check"],
            [(1, 11, "missing newline after block")],
        ),
        (
            'output "a"\n{\n}\noutput "b" {\n}\n',
            ['output "b"'],
            [
                (
                    1,
                    11,
                    "invalid block definition: the opening brace must be on this line",
                )
            ],
        ),
        ("a = 1\nlocals {\n}\n", ["locals"], [(1, 1, "an argument is not expected here")]),
        ("%%%\nlocals {\n}\n", ["locals"], [(1, 1, "an argument or a block is expected here")]),
        (
            "locals {\n x = <<E\n}\nlocals {\n}\n",
            ["locals"],
            [(6, 1, "the template is not closed")],
        ),
    ],
)
def test_a_broken_block_costs_itself(
    text: str, blocks: list[str], expected: list[tuple[int, int, str]]
) -> None:
    assert headers(text) == blocks
    assert faults(text) == expected


RESOURCE = 'resource "a" "b"'
AFTER = 'output "c" {\n}\n'


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (f"{RESOURCE}\n{{\n  x {{\n    y = 1\n  }}\n}}\n", (1, 17)),
        (f"{RESOURCE}\n  x {{\n    y = 1\n  }}\n}}\n", (1, 17)),
        (f"{RESOURCE} (\n  x {{\n    y = 1\n  }}\n}}\n", (1, 18)),
        (f"{RESOURCE} [\n  x {{\n    y = 1\n  }}\n}}\n", (1, 18)),
        ("resource 'a' 'b' {\n  x {\n    y = 1\n  }\n}\n", (1, 1)),
        ('"a" "b" {\n  x {\n    y = 1\n  }\n}\n', (1, 1)),
        ("}\n  x {\n  }\n}\n", (1, 1)),
    ],
)
def test_a_fault_in_a_header_takes_its_block_along(text: str, at: tuple[int, int]) -> None:
    assert headers(text + AFTER) == ['output "c"']
    assert [fault[:2] for fault in faults(text + AFTER)] == [at]
    assert not slice_file(Source("a.tf", text + AFTER)).whole


@pytest.mark.parametrize(
    ("text", "at", "whole"),
    [
        (f"{RESOURCE} {{\n  y = 1\n  }}\n}}\n", (4, 1), True),
        (f"{RESOURCE} {{\n  x {{\n  }}}}\n}}\n", (3, 4), True),
        (f"{RESOURCE} {{\n  x\n    y = 1\n  }}\n}}\n", (2, 3), True),
        (f"{RESOURCE} {{\n  y = [1}}\n}}\n", (2, 9), True),
        (f"{RESOURCE} {{\n  x {{\n  }}}}\n  z {{\n  }}\n}}\n", (3, 4), True),
        (f"{RESOURCE} {{}}\n  y = 1\n}}\n", (3, 1), False),
        (f"{RESOURCE} {{\n  x {{\n  }}}}\n  y = 1\n}}\n", (3, 4), False),
        (f"{RESOURCE} {{\n}} }}\n", (2, 3), True),
    ],
)
def test_a_block_that_ends_too_early_is_there_but_broken(
    text: str, at: tuple[int, int], *, whole: bool
) -> None:
    file = slice_file(Source("a.tf", text + AFTER))
    early, after = file.chunks
    fault = check_syntax(early)

    assert (early.header.text, after.header.text) == (RESOURCE, 'output "c"')
    assert fault is not None
    assert file.errors == (fault,)
    assert fault.span.first == at
    assert file.whole is whole
    with pytest.raises(InputError):
        parse(early)
    assert check_syntax(after) is None


def test_what_falls_out_of_a_block_is_broken_with_it() -> None:
    text = f"{RESOURCE} {{}}\n  x {{\n  }}\n}}\n"
    file = slice_file(Source("a.tf", text + AFTER))

    assert [chunk.type for chunk in file.chunks if chunk.fault] == ["resource", "x"]
    assert [error.span.first for error in file.errors] == [(4, 1)]


def test_a_fault_inside_a_block_is_found_when_it_is_parsed() -> None:
    file = slice_file(Source("a.tf", 'a {\n x = "y\n}\nb {\n x = 1\n}\n'))
    broken, sound = file.chunks

    with pytest.raises(InputError, match="cannot span lines") as raised:
        parse(broken)
    assert raised.value.span.first == (2, 8)
    assert parse(sound).body.attributes[0].name == "x"


@pytest.mark.parametrize(
    "text",
    [
        'variable "a" {\n  x = 1\n' * 4000,
        "a" * 100_000,
        "a " * 50_000,
        "/*" * 50_000,
        "/*\nlocals {}\n" * 5000,
        "a {\n" + "/*" * 50_000 + "\n}\n",
        'a {\n x = "${\n' * 5000,
        "a {\n x = <<E\n" * 5000,
        "locals {\n x = <<E\n" * 5000,
        "}" * 100_000,
        '"' * 100_001,
        "a = [" * 20_000,
        "%{" * 50_000,
        "1." * 50_000,
        "\r" * 100_000,
        "#\n" * 50_000,
    ],
    ids=lambda text: repr(text[:16]),
)
def test_no_text_takes_time_out_of_proportion(text: str) -> None:
    """Each of these takes minutes if something is read again and again."""
    source = Source("a.tf", text)
    file = slice_file(source)
    for chunk in file.chunks[:10]:
        check_syntax(chunk)
    parse_body(source)


class TestReadSource:
    def test_text_is_kept_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "a.tf"
        path.write_bytes('\ufeffa = "é"\r\n'.encode())

        source = read_source(path, "shown/a.tf")

        assert source.text == '\ufeffa = "é"\r\n'
        assert source.path == "shown/a.tf"

    def test_a_missing_file_is_reported_in_plain_words(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"^cannot read the file: no such file"):
            read_source(tmp_path / "a.tf", "a.tf")

    def test_bytes_that_are_not_utf8_are_placed(self, tmp_path: Path) -> None:
        path = tmp_path / "a.tf"
        path.write_bytes(b'# caf\xc3\xa9\na = "\xe9"\n')

        with pytest.raises(InputError, match="byte 0xE9") as raised:
            read_source(path, "a.tf")
        assert raised.value.span.first == (2, 6)
