"""Properties of every configuration, whatever its content."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.no_schemas import NoSchemas
from support.paths import FIXTURES

from tflint_sagemaker.hcl import reader
from tflint_sagemaker.hcl.syntax import Block, Body, Number, ObjectCons, Template, TupleCons
from tflint_sagemaker.hcl.text import Source
from tflint_sagemaker.terraform.configuration import Configuration
from tflint_sagemaker.terraform.module import Inputs, Module, read_module
from tflint_sagemaker.terraform.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tflint_sagemaker.hcl.syntax import Expression
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
    from tflint_sagemaker.terraform.values import Value

CASES = FIXTURES / "terraform"
KIND = "aws_sagemaker_model"
# Whole in one file, and free of faults whose place depends on which of two blocks comes first.
ORDERLESS = [
    "attributes",
    "cycle_of_locals",
    "dynamic_blocks",
    "instance_keys",
    "locals_chain",
    "meta_arguments",
    "module_repeated",
    "resource_attributes",
    "resources_repeated",
    "undeclared",
    "variable_faults",
]
CLEAN = [
    "count",
    "dynamic_blocks",
    "for_each_map",
    "locals_chain",
    "locals_for_and_lookup",
    "module_call",
    "module_null_arguments",
    "module_repeated",
    "resource_attributes",
    "resources_repeated",
    "variable_defaults",
]


def configuration(directory: Path) -> Configuration:
    modules: dict[Path, Module] = {}

    def load_module(path: Path) -> Module:
        return modules.setdefault(path, read_module(path, lambda file: file.name))

    return Configuration(load_module(directory), Inputs(), NoSchemas(), load_module)


def told(value: Value) -> object:
    """Return a value without its spans."""
    match value.data:
        case Unknown():
            return f"unknown: {value.data.reason}"
        case Mapping():
            return {key: told(item) for key, item in value.data.items()}
        case tuple():
            return [told(item) for item in value.data]
        case _:
            return value.data


def values(block: EvaluatedBlock) -> object:
    arguments = {name: told(argument.value) for name, argument in block.arguments.items()}
    return arguments, [(nested.type, values(nested)) for nested in block.blocks]


def outcome(directory: Path) -> object:
    found = configuration(directory)
    instances = found.list_instances(KIND)
    faults = sorted((d.kind, d.span.text) for d in found.diagnostics)
    return [(i.address, i.exists, values(i.body)) for i in instances], faults


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("configuration")


@pytest.mark.parametrize("name", ORDERLESS)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_order_of_blocks_and_files_does_not_matter(
    name: str, copy: Path, data: st.DataObject
) -> None:
    source = Source("main.tf", (CASES / name / "main.tf").read_text("utf-8"))
    texts = [chunk.span.text for chunk in reader.slice_file(source).chunks]
    order = data.draw(st.permutations(texts))
    files = data.draw(st.lists(st.sampled_from("abc"), min_size=len(order), max_size=len(order)))
    directory = _fresh(copy, name)
    expected = outcome(directory)
    (directory / "main.tf").unlink()
    for file in set(files):
        chosen = [text for text, of in zip(order, files, strict=True) if of == file]
        (directory / f"{file}.tf").write_text("\n".join(chosen) + "\n", "utf-8")
    assert outcome(directory) == expected


@pytest.mark.parametrize("name", CLEAN)
def test_an_unknown_instead_of_a_literal_is_no_fault(name: str, copy: Path) -> None:
    source = Source("main.tf", (CASES / name / "main.tf").read_text("utf-8"))
    directory = _fresh(copy, name)
    assert configuration(directory).diagnostics == ()
    for span in literals(source):
        text = f"{source.text[: span.start]}var.left_open{source.text[span.end :]}"
        declared = f'{text}\nvariable "left_open" {{}}\n'
        (directory / "main.tf").write_text(declared, "utf-8")
        found = configuration(directory)
        instances = found.list_instances(KIND)
        assert instances, span
        assert [d.message for d in found.diagnostics] == [], span
        assert found.errors == ()


def _fresh(copy: Path, name: str) -> Path:
    directory = copy / name
    shutil.rmtree(directory, ignore_errors=True)
    shutil.copytree(CASES / name, directory)
    return directory


def literals(source: Source) -> Iterator[Span]:
    """Return the spans of literals in the arguments of resources, module calls and locals."""
    for chunk in reader.slice_file(source).chunks:
        if chunk.type in ("resource", "module", "locals"):
            yield from _in_body(reader.parse(chunk).body)


def _in_body(body: Body) -> Iterator[Span]:
    for attribute in body.attributes:
        if attribute.name not in ("source", "depends_on"):
            yield from _in_expression(attribute.value)
    for block in body.blocks:
        yield from _in_block(block)


def _in_block(block: Block) -> Iterator[Span]:
    if block.type != "lifecycle":
        yield from _in_body(block.body)


def _in_expression(expression: Expression) -> Iterator[Span]:
    match expression:
        case Template() if expression.literal is not None:
            yield expression.span
        case Number():
            yield expression.span
        case TupleCons():
            for item in expression.items:
                yield from _in_expression(item)
        case ObjectCons():
            for pair in expression.items:
                yield from _in_expression(pair.value)
        case _:
            return


SPLICES = [
    "",
    "{",
    "}",
    '"',
    "${",
    "null",
    "var.x",
    "each.value",
    "[0]",
    "[*]",
    ".a",
    "= ",
    "\n",
    "/*",
]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_configuration_raises_an_exception(copy: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted({*CLEAN, *ORDERLESS})))
    text = (CASES / name / "main.tf").read_text("utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 12)))
    splice = data.draw(st.sampled_from(SPLICES))
    directory = _fresh(copy, name)
    (directory / "main.tf").write_text(text[:start] + splice + text[end:], "utf-8")
    found = configuration(directory)
    for instance in found.list_instances(KIND):
        values(instance.body)
    found.check_mentions(KIND)
    places = [d.span for d in found.diagnostics] + [error.span for error in found.errors]
    assert all(0 <= span.start <= span.end <= len(span.source.text) for span in places)
