"""`textencodebase64` and `textdecodebase64`.

Of the encodings that Terraform knows (golang.org/x/text, by their IANA names) those that Python
reads and writes alike. The others differ in bytes that are not assigned, or in what they map to.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from typing import TYPE_CHECKING
from unicodedata import normalize

from tflint_sagemaker.terraform.functions.spec import Function, Parameter, failing
from tflint_sagemaker.terraform.types import STRING
from tflint_sagemaker.terraform.value_marks import ExpressionError
from tflint_sagemaker.terraform.values import Unknown, Value, make_string

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.terraform.functions.spec import Table

ENCODINGS: Mapping[str, str] = {
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "us-ascii": "ascii",
    "utf-16": "utf-16-be",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "utf-8": "utf-8",
}


def _codec(encoding: Value) -> str | Unknown:
    name = str(encoding.data)
    found = ENCODINGS.get(name.lower())
    return found or Unknown(f"the encoding `{name}` is not computed with here", not_null=True)


def _encode(text: Value, encoding: Value) -> Value:
    codec = _codec(encoding)
    if isinstance(codec, Unknown):
        return Value(STRING, codec)
    mark = "\ufeff" if str(encoding.data).lower() == "utf-16" else ""
    try:
        return make_string(b64encode((mark + str(text.data)).encode(codec)).decode())
    except UnicodeEncodeError:
        raise failing(
            "string", f"it contains characters that `{encoding.data}` does not have"
        ) from None


def _decode(text: Value, encoding: Value) -> Value:
    codec = _codec(encoding)
    if isinstance(codec, Unknown):
        return Value(STRING, codec)
    try:
        content = b64decode(re.sub(r"[\r\n]", "", str(text.data)), validate=True)
    except (Error, ValueError):
        raise failing("source", "failed to decode base64 data") from None
    if str(encoding.data).lower() == "utf-16" and content[:2] in (b"\xfe\xff", b"\xff\xfe"):
        codec = "utf-16"
    try:
        found = content.decode(codec)
    except UnicodeDecodeError:
        found = "\ufffd"
    if "\ufffd" in found:
        raise ExpressionError(f"the text contains bytes that `{encoding.data}` does not define")
    return make_string(normalize("NFC", found))


_ENCODING = Parameter("encoding", STRING)
FUNCTIONS: Table = {
    "textdecodebase64": Function(_decode, (Parameter("source", STRING), _ENCODING), result=STRING),
    "textencodebase64": Function(_encode, (Parameter("string", STRING), _ENCODING), result=STRING),
}
