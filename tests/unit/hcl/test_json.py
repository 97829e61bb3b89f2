"""JSON configuration is read as Terraform reads it, with places."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from support.paths import FIXTURES

from tflint_sagemaker.hcl.json import read_as_expression
from tflint_sagemaker.hcl.json_blocks import convert_to_blocks
from tflint_sagemaker.hcl.reader import parse, parse_body, slice_file
from tflint_sagemaker.hcl.syntax import (
    Block,
    Body,
    Call,
    Constant,
    GetAttr,
    Interpolation,
    Number,
    ObjectCons,
    Template,
    TemplateText,
    TupleCons,
    Unary,
    Variable,
)
from tflint_sagemaker.hcl.text import InputError, Source

RECORDED = json.loads((FIXTURES / "json_syntax.json").read_text())
SCHEMAS: Mapping[str, Mapping[str, Any]] = {"variable": {"validation": {}}, "check": {"assert": {}}}


def body_of(text: str) -> Body:
    document = '{"resource": {"aws_sagemaker_model": {"m": ' + text + "}}}"
    file = slice_file(Source("main.tf.json", document))
    assert not file.errors
    return parse(file.chunks[0]).body


def errors_of(text: str) -> list[InputError]:
    file = slice_file(Source("main.tf.json", text))
    errors = list(file.errors)
    for chunk in file.chunks:
        if chunk.type != "locals":
            try:
                convert_to_blocks(parse(chunk).body, SCHEMAS.get(chunk.type, {}))
            except InputError as error:
                errors.append(error)
    return errors


@pytest.mark.parametrize(
    "case", RECORDED["cases"], ids=[case["text"][:60] for case in RECORDED["cases"]]
)
def test_verdict_is_that_of_terraform(case: Mapping[str, Any]) -> None:
    lines = [error.span.first.line for error in errors_of(case["text"])]

    assert min(lines, default=None) == case["line"]


def test_blocks_and_labels_have_places() -> None:
    text = '{\n  "resource": {\n    "aws_s3_bucket": {\n      "b": {"bucket": "x"}\n    }\n  }\n}\n'
    (chunk,) = slice_file(Source("main.tf.json", text)).chunks
    block = parse(chunk)

    assert block.type == block.type_span.text == "resource"
    assert [(label.text, label.span.text) for label in block.labels] == [
        ("aws_s3_bucket", '"aws_s3_bucket"'),
        ("b", '"b"'),
    ]
    assert block.header.text == '"b"'
    assert block.brace.first == (4, 12)
    assert block.span.text == '{"bucket": "x"}'
    (attribute,) = block.body.attributes
    assert attribute.name_span.text == "bucket"
    assert attribute.span.text == '"bucket": "x"'


def test_a_fault_costs_one_block() -> None:
    text = '{"variable": {"a": {}, "b": 1}, "nope": {}, "output": {"c": {"value": "${x"}, "d": {}}}'
    file = slice_file(Source("main.tf.json", text))

    assert [chunk.labels[0].text for chunk in file.chunks] == ["a", "d"]
    assert [error.span.text for error in file.errors] == ["1", '"nope"', "${"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"x"', Template),
        ("1.5", Number),
        ("-1", Unary),
        ("true", Constant),
        ("null", Constant),
        ("[1]", TupleCons),
        ('{"a": 1}', ObjectCons),
    ],
)
def test_values_are_expressions(text: str, kind: type) -> None:
    value = body_of('{"a": ' + text + "}").attributes[0].value

    assert isinstance(value, kind)
    assert value.span.text == text


def test_strings_are_templates_with_exact_places() -> None:
    value = body_of('{"image": "repo/${var.image}:$${tag}"}').attributes[0].value

    assert isinstance(value, Template)
    before, reference, after = value.parts
    assert isinstance(before, TemplateText)
    assert before.text == "repo/"
    assert isinstance(reference, Interpolation)
    assert reference.span.text == "${var.image}"
    assert isinstance(reference.expression, GetAttr)
    assert reference.expression.span.text == "var.image"
    assert isinstance(after, TemplateText)
    assert after.text == ":${tag}"


def test_an_escaped_string_is_placed_as_a_whole() -> None:
    value = body_of('{"a": "\\u0041\\n${f(\\"x\\")}"}').attributes[0].value

    assert isinstance(value, Template)
    text, call = value.parts
    assert isinstance(text, TemplateText)
    assert text.text == "A\n"
    assert isinstance(call, Interpolation)
    assert isinstance(call.expression, Call)
    assert call.expression.name == "f"
    assert call.expression.span == value.span


def test_keys_are_templates() -> None:
    value = body_of('{"tags": {"${var.k}": 1, "plain": 2}}').attributes[0].value

    assert isinstance(value, ObjectCons)
    first, second = (item.key for item in value.items)
    assert isinstance(first, Template)
    assert first.literal is None
    assert isinstance(second, Template)
    assert second.literal == "plain"


class TestReshape:
    SCHEMA: Mapping[str, Any] = {
        "primary_container": {"image_config": {}},
        "container": {"image_config": {}},
    }

    def shaped(self, text: str) -> Body:
        return convert_to_blocks(body_of(text), self.SCHEMA)

    def test_objects_become_blocks(self) -> None:
        body = self.shaped('{"name": "m", "primary_container": {"image": "x", "//": "why"}}')

        assert [attribute.name for attribute in body.attributes] == ["name"]
        (block,) = body.blocks
        assert block.type == block.type_span.text == "primary_container"
        assert block.brace.text == "{"
        assert [attribute.name for attribute in block.body.attributes] == ["image"]
        assert block.body.attributes[0].name_span.text == "image"

    def test_arrays_become_as_many_blocks(self) -> None:
        body = self.shaped('{"container": [{"image": "a"}, {"image": "b"}]}')

        images = [block.body.attributes[0].value.span.text for block in body.blocks]
        assert images == ['"a"', '"b"']

    @pytest.mark.parametrize("text", ["null", "[]"])
    def test_nothing_becomes_no_block(self, text: str) -> None:
        body = self.shaped('{"primary_container": ' + text + "}")

        assert not body.blocks
        assert not body.attributes

    def test_blocks_are_nested_in_blocks(self) -> None:
        body = self.shaped('{"container": {"image_config": [{"a": 1}], "tags": {"b": 1}}}')

        (container,) = body.blocks
        assert [block.type for block in container.body.blocks] == ["image_config"]
        assert [attribute.name for attribute in container.body.attributes] == ["tags"]

    @pytest.mark.parametrize(
        "text",
        [
            '{"container": {"for_each": "${x}", "content": {"image_config": {}}}}',
            '[{"container": [{"for_each": "${x}", "content": [{"image_config": {}}]}]}]',
        ],
    )
    def test_dynamic_blocks_have_a_label_and_content(self, text: str) -> None:
        (dynamic,) = self.shaped('{"dynamic": ' + text + "}").blocks

        assert dynamic.type == "dynamic"
        assert [label.text for label in dynamic.labels] == ["container"]
        assert [attribute.name for attribute in dynamic.body.attributes] == ["for_each"]
        (content,) = dynamic.body.blocks
        assert content.type == "content"
        assert [block.type for block in content.body.blocks] == ["image_config"]

    def test_the_iterator_of_a_dynamic_block_is_a_name(self) -> None:
        (dynamic,) = self.shaped(
            '{"dynamic": {"container": {"for_each": [1], "iterator": "it", "content": {}}}}'
        ).blocks

        iterator = dynamic.body.get_attribute("iterator")
        assert iterator is not None
        assert isinstance(iterator.value, Variable)
        assert iterator.value.name == "it"
        assert iterator.value.span.text == "it"

    def test_blocks_of_every_resource_are_known(self) -> None:
        body = self.shaped(
            '{"lifecycle": {"precondition": {"condition": true}}, "connection": {"host": "h"},'
            ' "provisioner": [{"local-exec": {"command": "x", "connection": {}}}]}'
        )

        assert not body.attributes
        kinds = [(block.type, [label.text for label in block.labels]) for block in body.blocks]
        assert kinds == [("lifecycle", []), ("connection", []), ("provisioner", ["local-exec"])]
        assert [nested(block) for block in body.blocks] == [["precondition"], [], ["connection"]]

    def test_a_block_must_be_an_object(self) -> None:
        with pytest.raises(InputError, match="`container` is a block") as raised:
            self.shaped('{"container": ["x"]}')
        assert raised.value.span.text == '"x"'

    def test_an_argument_may_be_set_once(self) -> None:
        with pytest.raises(InputError, match="attribute redefined: `name`"):
            self.shaped('{"name": 1, "name": 2}')


def nested(block: Block) -> list[str]:
    return [inner.type for inner in block.body.blocks]


@pytest.mark.parametrize("text", ["list(string)", "list(\\u0073tring)"])
def test_a_string_may_be_code(text: str) -> None:
    file = slice_file(Source("a.tf.json", '{"variable": {"x": {"type": "' + text + '"}}}'))
    value = parse(file.chunks[0]).body.attributes[0].value

    code = read_as_expression(value)

    assert isinstance(code, Call)
    assert code.name == "list"


def test_a_file_of_values_is_literal() -> None:
    body, errors = parse_body(Source("a.tfvars.json", '{"a": "${x", "b": {"c": "%{"}}'))

    assert not errors
    value = body.attributes[0].value
    assert isinstance(value, Template)
    assert value.literal == "${x"


def test_nesting_without_end_is_refused() -> None:
    (error,) = slice_file(Source("a.tf.json", "[" * 100_000)).errors

    assert error.message == "nested too deeply"
