"""Faults of HCL syntax, with messages for the person who wrote it."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """A fault of syntax: a message, and a hint how to fix it."""

    message: str
    hint: str | None = None


# Bodies
ITEM_REQUIRED = Fault("an argument or a block is expected here")
EQUALS_REQUIRED = Fault(
    "an argument or a block is expected here", "write `name = value` to set an argument"
)
QUOTED_NAME = Fault("the name of an argument must not be quoted", "remove the quotes")
NEWLINE_REQUIRED = Fault("missing newline after argument", "put each argument on a separate line")
COMMA_AFTER_ARGUMENT = Fault(
    "unexpected comma after argument", "separate arguments by newlines, not by commas"
)
BLOCK_WITH_EQUALS = Fault(
    "invalid block definition: an equals sign belongs to an argument, not to a block",
    "remove the equals sign, or the label in front of it",
)
BRACE_ON_NEXT_LINE = Fault(
    "invalid block definition: the opening brace must be on this line",
    "move the `{` up to the line where the block begins",
)
EQUALS_OR_BRACE = Fault(
    "invalid block definition: neither an equals sign nor an opening brace is on this line",
    "write `name = value` to set an argument, or open a block with `{`",
)
BRACE_REQUIRED = Fault(
    "invalid block definition: a quoted label or an opening brace `{` is expected here"
)
UNCLOSED_BLOCK = Fault(
    "unclosed configuration block: no closing brace belongs to this one",
    "close the block with `}`, and look for another block inside it that lacks one",
)
BLOCK_ON_ONE_LINE = Fault(
    "a block on one line may hold a single argument and no other block",
    "write `name = value`, or put the content on separate lines",
)
ONE_LINE_BLOCK = Fault(
    "a block on one line may hold a single argument only",
    "put each argument on a separate line",
)
ONE_LINE_BLOCK_OPEN = Fault(
    "a block that begins with an argument on its first line must end on that line too",
    "put the argument on a separate line",
)
NEWLINE_AFTER_BLOCK = Fault(
    "missing newline after block", "put what follows the closing brace on the next line"
)
TEMPLATE_IN_LABEL = Fault(
    "the label of a block cannot hold a template",
    "write the label out, or double the sign (`$${`, `%%{`) if it is meant literally",
)
UNCLOSED_STRING = Fault("the string is not closed", 'add the missing `"`')

# Expressions
VALUE_REQUIRED = Fault("invalid expression: a value is expected here")
NOTHING_THERE = Fault("missing expression: a value is expected here, but the text ends")
EXTRA_CHARACTERS = Fault("unexpected characters after the expression")
BAD_NUMBER = Fault("invalid number")
FUNCTION_NAME_REQUIRED = Fault("the name of a function is expected after `::`")
CALL_REQUIRED = Fault("an opening parenthesis is expected after the name of a function")
NAME_AFTER_DOT = Fault("the name of an attribute is expected after the dot")
NESTED_SPLAT = Fault("`.*` cannot be used twice", "use `[*]` in its place")
LEGACY_INDEX_CHAIN = Fault("two indexes cannot be joined by a dot", "write them as `[0][1]`")
SPLAT_OPEN = Fault("`[*]` lacks its closing bracket")
INDEX_OPEN = Fault("the index lacks its closing bracket `]`")
COLON_REQUIRED = Fault(
    "the condition lacks its other value", "write `condition ? value : other value`"
)
PARENTHESIS_OPEN = Fault("unbalanced parentheses: `)` is expected here")
AFTER_EXPANSION = Fault("only a closing parenthesis may follow `...`")
ARGUMENT_COMMA = Fault("a comma is expected between the arguments of a function")
CALL_OPEN = Fault("the call of this function lacks its closing parenthesis")
ITEM_COMMA = Fault("a comma is expected between the items of a list")
TUPLE_OPEN = Fault("unclosed list: no closing bracket belongs to this one")
ITEM_VALUE = Fault("the item lacks a value", "write `key = value`")
KEY_EQUALS = Fault(
    "an equals sign is expected after the key",
    "quote a key that holds dots or blanks",
)
ITEM_SEPARATOR = Fault("a newline or a comma is expected between the items of an object")
OBJECT_OPEN = Fault("unclosed object: no closing brace belongs to this one")
FOR_NAME = Fault("invalid `for`: the name of a variable is expected here")
FOR_IN = Fault("invalid `for`: `in` is expected after the names")
FOR_COLON = Fault("invalid `for`: a colon is expected after the collection")
FOR_EXTRA = Fault("invalid `for`: unexpected characters after its end")
FOR_TUPLE_KEY = Fault("invalid `for`: a list has no keys", "use braces to build an object")
FOR_TUPLE_GROUP = Fault("invalid `for`: `...` groups the values of an object, not of a list")
FOR_OBJECT_KEY = Fault(
    "invalid `for`: an object needs keys", "write `key => value`, or use brackets to build a list"
)
TOO_DEEP = Fault("nested too deeply")

# Templates
UNCLOSED_TEMPLATE = Fault(
    "the template is not closed", "close it, a heredoc by its marker alone on a line"
)
RAW_NEWLINE = Fault(
    "a quoted string cannot span lines", "close the string, write `\\n`, or use a heredoc"
)
BAD_ESCAPE = Fault(
    "invalid escape sequence",
    'the escapes are `\\n`, `\\r`, `\\t`, `\\"`, `\\\\`, `\\uNNNN` and `\\UNNNNNNNN`; '
    "write a backslash as `\\\\`",
)
UNCLOSED_INTERPOLATION = Fault(
    "unclosed template sequence: it lacks its closing brace",
    "close it with `}`, or double the sign (`$${`, `%%{`) if it is meant literally",
)
EXTRA_IN_SEQUENCE = Fault(
    "unexpected characters in a template sequence: `}` is expected here",
    "double the sign (`$${`, `%%{`) if the sequence is meant literally",
)
DIRECTIVE_REQUIRED = Fault(
    "a template directive begins with `if`, `else`, `endif`, `for` or `endfor`",
    "double the sign (`%%{`) if it is meant literally",
)
UNCLOSED_DIRECTIVE = Fault("a template directive is not closed by `endif` or `endfor`")


def make_directive_fault(name: str) -> Fault:
    """Return the fault of an `else`, `endif` or `endfor` that belongs to nothing."""
    return Fault(f"unexpected `{name}` directive: it does not belong to what is open here")


def make_redefinition_fault(name: str, line: int) -> Fault:
    """Return the fault of an argument that is set twice in one body."""
    return Fault(
        f"attribute redefined: `{name}` was already set on line {line}",
        "an argument may be set once only",
    )


def make_character_fault(char: str) -> Fault:
    """Return the fault of a character that has no meaning in HCL."""
    hints = {
        "'": 'use double quotes (") for strings',
        "`": "use a heredoc for text that spans lines",
        ";": "use newlines between arguments, and commas between items",
        "&": "the logical operator is `&&`",
        "|": "the logical operator is `||`",
        "“": 'use straight quotes (")',
        "”": 'use straight quotes (")',
    }
    if char in {"&", "|", "^", "~"}:
        return Fault(f"unsupported operator `{char}`", hints.get(char))
    shown = f"`{char}`" if char.isprintable() else f"U+{ord(char):04X}"
    return Fault(f"invalid character {shown}", hints.get(char))
