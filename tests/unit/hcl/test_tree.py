"""Nodes know their places, and hold what was written there."""

import dataclasses
from collections.abc import Iterator

import pytest

from tflint_sagemaker.hcl import shape_trees, shapes
from tflint_sagemaker.hcl.reader import (
    check_syntax,
    parse,
    parse_body,
    parse_expression,
    slice_file,
)
from tflint_sagemaker.hcl.syntax import (
    Attribute,
    Binary,
    Block,
    Call,
    Conditional,
    For,
    GetAttr,
    Index,
    Node,
    Number,
    ObjectCons,
    Splat,
    Template,
    TemplateText,
    Unary,
    Variable,
)
from tflint_sagemaker.hcl.text import InputError, Source

MODEL = """\
resource "aws_sagemaker_model" "été" {
  name = "my-${var.été}" # comment
  a-b /* c */ = [
    1, # one
    -x.0.y,
  ]

  primary_container { image = f("${ # c
    a.b["${k}"] }") }
  text = <<-EOT
      indented ${upper("x")}
    EOT
  tags = { for k, v in var.tags : k => v... if v != "" }
}
"""


def walk(node: object) -> Iterator[Node]:
    if isinstance(node, tuple):
        for item in node:
            yield from walk(item)
    elif isinstance(node, Node):
        yield node
        for field in dataclasses.fields(node):
            if field.name != "span":
                yield from walk(getattr(node, field.name))


def block(text: str) -> Block:
    (chunk,) = slice_file(Source("a.tf", text)).chunks
    return parse(chunk)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_node_covers_its_own_text(newline: str) -> None:
    text = MODEL.replace("\n", newline)
    root = block(text)

    assert root.span.text == text.rstrip()
    for node in walk(root):
        assert 0 <= node.span.start <= node.span.end <= len(text)
        match node:
            case Attribute():
                assert node.name_span.text == node.name
                assert node.span.text.startswith(node.name)
                assert node.span.end == node.value.span.end
            case Variable():
                assert node.span.text == node.name
            case Number():
                assert node.span.text == node.digits
            case GetAttr():
                assert node.name_span.text == node.name
                assert node.span.text.endswith(node.name)
            case Index():
                assert node.span.text.endswith("]")
            case Call():
                assert node.name_span.text == node.name
                assert node.span.text.endswith(")")
            case Unary():
                assert node.span.text.startswith(node.operator)
            case Template():
                assert node.span.text[0] in '"<'
            case For() | ObjectCons():
                assert node.span.text[0] + node.span.text[-1] in {"{}", "[]"}


def test_a_block_separates_type_labels_and_body() -> None:
    root = block(MODEL)

    assert root.type == root.type_span.text == "resource"
    assert [label.text for label in root.labels] == ["aws_sagemaker_model", "été"]
    assert root.header.text == 'resource "aws_sagemaker_model" "été"'
    assert root.brace.text == "{"
    assert root.body.span.start == root.brace.end
    assert root.body.span.end == root.span.end - 1
    assert [a.name for a in root.body.attributes] == ["name", "a-b", "text", "tags"]
    (container,) = root.body.blocks
    assert container.type == "primary_container"
    assert container.header.text == "primary_container"
    assert [a.name for a in container.body.attributes] == ["image"]


def test_columns_count_code_points() -> None:
    value = parse_expression(Source("x", '"𝄞é" == b'))

    assert [node.span.first.column for node in walk(value) if isinstance(node, Variable)] == [9]


def test_comments_and_blank_lines_leave_the_tree_alone() -> None:
    plain = parse_expression(Source("x", "[a, b.c, {d = 1}]"))
    noisy = parse_expression(
        Source("x", "/* 1 */ [\n# 2\na, // 3\n\nb.c, {\n\nd /**/ = 1\n}\n] # 4")
    )

    assert shape(plain) == shape(noisy)


def shape(node: object) -> object:
    if isinstance(node, tuple):
        return [shape(item) for item in node]
    if isinstance(node, Node):
        return (
            type(node).__name__,
            *(
                shape(getattr(node, field.name))
                for field in dataclasses.fields(node)
                if not field.name.endswith("span")
            ),
        )
    return node


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.0.b", "a.0.b"),
        ("a.b[*].c[0]", "splat(a.b; it.c[0])"),
        ("a.*.b[0].c", "splat(a; it.b)[0].c"),
        ("a.*.0.b", "splat(a; it.0.b)"),
        ("a[*].b.*.c", "splat(a; splat(it.b; it.c))"),
        ("a.*.b.*", None),
    ],
)
def test_splats_contain_what_terraform_allows(text: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(InputError, match="cannot be used twice"):
            parse_expression(Source("x", text))
    else:
        assert shown(parse_expression(Source("x", text))) == expected


def shown(node: Node) -> str:
    match node:
        case GetAttr():
            return f"{shown(node.object)}.{node.name}"
        case Index():
            return f"{shown(node.collection)}[{node.key.span.text}]"
        case Splat():
            return f"splat({shown(node.collection)}; {shown(node.item)})"
        case Variable():
            return node.name
    return "it"


def test_an_object_key_may_be_a_keyword() -> None:
    value = parse_expression(Source("x", "{true = 1, null : 2, in = 3, (for) = 4}"))

    assert isinstance(value, ObjectCons)
    names = [item.key.name for item in value.items if isinstance(item.key, Variable)]
    assert names == ["true", "null", "in"]


def test_a_literal_template_is_text() -> None:
    value = parse_expression(Source("x", r'"a\tb$${c}%%{d}\u00e9"'))

    assert isinstance(value, Template)
    assert value.literal == "a\tb${c}%{d}é"
    assert [type(part) for part in value.parts] == [TemplateText]


@pytest.mark.parametrize("depth", [300, 900])
@pytest.mark.parametrize(("opener", "closer"), [("[", "]"), ("(", ")"), ("{a=", "}"), ("f(", ")")])
def test_deep_nesting_is_read(depth: int, opener: str, closer: str) -> None:
    value = parse_expression(Source("x", opener * depth + "1" + closer * depth))

    assert value.span.end == len(opener) * depth + 1 + len(closer) * depth


@pytest.mark.parametrize(
    "text",
    ["[" * 5000 + "]" * 5000, "(" * 20000, "a ? " * 3000, '"${' * 3000, "[" * 1500 + "]" * 1500],
)
def test_nesting_without_end_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        parse_expression(Source("x", text))


def test_long_chains_are_read() -> None:
    assert isinstance(parse_expression(Source("x", " + ".join(["1"] * 3000))), Binary)
    assert isinstance(parse_expression(Source("x", "a" + ".b[0]" * 3000)), Index)
    assert isinstance(parse_expression(Source("x", "a ? 1 : " * 900 + "2")), Conditional)


def test_a_body_loses_broken_items_only() -> None:
    text = 'a = 1\nb = \nc = "x\nd = [\n1,\n]\na = 2\ne = <<E\nx\nE\n'
    body, errors = parse_body(Source("a.tfvars", text))

    assert [(a.name, a.span.first.line) for a in body.attributes] == [("a", 1), ("d", 4), ("e", 8)]
    assert [(error.span.first.line, error.message.split(":")[0]) for error in errors] == [
        (2, "invalid expression"),
        (3, "a quoted string cannot span lines"),
        (7, "attribute redefined"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a {\n x = 1 y = 2\n}", (2, 8), "missing newline after argument"),
        ("a {\n x = 1,\n}", (2, 7), "unexpected comma after argument"),
        ('a {\n name "m"\n}', (2, 10), "invalid block definition"),
        ("a {\n name: 1\n}", (2, 2), "an argument or a block is expected here"),
        ("a {\n x =\n}", (2, 5), "invalid expression: a value is expected here"),
        ("a {\n x = 1\n x = 2\n}", (3, 2), "attribute redefined: `x` was already set on line 2"),
        ("a {\n x = 'y'\n}", (2, 6), "invalid character `'`"),
        ("a {\n x = 1 & 2\n}", (2, 8), "unsupported operator `&`"),
        ("a {\n x = [1 2]\n}", (2, 9), "a comma is expected between the items of a list"),
        ('a {\n x = "\\q"\n}', (2, 7), "invalid escape sequence"),
        ("a { x = 1, y = 2 }", (1, 10), "a block on one line may hold a single argument only"),
        ('a {\n x = "${y"\n}', (2, 7), "unclosed template sequence"),
        ("a {\n x = \x00\n}", (2, 6), "invalid character U+0000"),
    ],
)
def test_faults_are_reported_in_plain_words(
    text: str, place: tuple[int, int], message: str
) -> None:
    (chunk,) = slice_file(Source("a.tf", text)).chunks
    fault = check_syntax(chunk)

    assert fault is not None
    assert fault.message.startswith(message)
    assert fault.span.first == place


def test_what_python_hcl2_cannot_read_is_an_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own grammar accepts nothing that it cannot read; if it did, this would be reported."""

    def refuse(_text: str) -> None:
        raise shape_trees.UnreadableError(2)

    monkeypatch.setattr(shapes, "read_tree", refuse)
    monkeypatch.setattr(shapes, "_shapes", {})
    with pytest.raises(InputError, match="cannot be understood") as raised:
        parse_expression(Source("x", "aa +\n  (b + c)"))
    assert raised.value.span.first == (2, 8)


def test_literals_may_touch_the_word_before_them() -> None:
    text = (
        'resource"aws_x""y"{\n'
        '  a = [for x in"abc":x if"a"=="b"]\n'
        '  b = c?"y":"n"\n'
        '  dynamic"container"{\n    content {}\n  }\n'
        "}\n"
    )
    (chunk,) = slice_file(Source("main.tf", text)).chunks
    block = parse(chunk)
    assert [label.text for label in block.labels] == ["aws_x", "y"]
    (dynamic,) = block.body.blocks
    assert [label.text for label in dynamic.labels] == ["container"]
    loop = block.body.attributes[0].value
    assert isinstance(loop, For)
    assert loop.collection.span.text == '"abc"'
    assert loop.condition is not None
    assert loop.condition.span.text == '"a"=="b"'


def test_a_word_may_touch_the_literal_before_it() -> None:
    (chunk,) = slice_file(Source("main.tf", 'resource "aws_x"m {\n  a = 1\n}\n')).chunks
    assert [label.text for label in parse(chunk).labels] == ["aws_x", "m"]
