"""A file is parsed once for each text, also if several modules read it."""

from __future__ import annotations

import pytest

from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.terraform.parsed_files import SIZE, ParsedFile, parse_file

TEXT = "locals {\n  a = 1\n}\n"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    parse_file.cache_clear()


def test_the_same_text_is_parsed_once() -> None:
    first = parse_file("main.tf", TEXT)
    (chunk,) = first.file.chunks
    block = first.parse(chunk)
    again = parse_file("main.tf", "".join(TEXT))
    assert again is first
    assert again.parse(chunk) is block


@pytest.mark.parametrize(("path", "text"), [("other.tf", TEXT), ("main.tf", TEXT + "\n")])
def test_another_path_or_text_is_another_file(path: str, text: str) -> None:
    assert parse_file(path, text).file.source is not parse_file("main.tf", TEXT).file.source


def test_an_error_is_kept_without_the_frames_that_raised_it() -> None:
    parsed = ParsedFile("main.tf", "locals {\n  a = = 1\n}\n")
    (chunk,) = parsed.file.chunks
    error = parsed.parse(chunk)
    assert isinstance(error, InputError)
    assert error.__traceback__ is None
    assert parsed.parse(chunk) is error
    assert parsed.check_syntax(chunk) is not None


def test_the_number_of_files_is_limited() -> None:
    for number in range(SIZE + 10):
        parse_file(f"{number}.tf", TEXT)
    assert parse_file.cache_info().currsize == SIZE
