"""Filesystem functions: paths, and files as far as the scope lets them be read."""

from __future__ import annotations

import posixpath
from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import normalize

from tflint_sagemaker.terraform.functions import globs
from tflint_sagemaker.terraform.functions.hash import digest, digest64
from tflint_sagemaker.terraform.functions.spec import Function, Parameter, failing, plain
from tflint_sagemaker.terraform.scope import MissingFile
from tflint_sagemaker.terraform.sets import sort_set_items
from tflint_sagemaker.terraform.types import BOOL, STRING, Type, make_set_type
from tflint_sagemaker.terraform.value_marks import ExpressionError
from tflint_sagemaker.terraform.values import Unknown, Value, make_bool, make_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.terraform.functions.spec import Files, Table


def _file(compute: Callable[[bytes], str], result: Type = STRING) -> Function:
    """A function of what a file holds."""

    def computed(files: Files, path: Value) -> Value:
        found = files.read(str(path.data))
        if isinstance(found, MissingFile):
            raise ExpressionError(f"invalid value for `path` parameter: {found.reason}")
        if isinstance(found, Unknown):
            return Value(result, found)
        return Value(result, compute(found))

    return Function(computed, (Parameter("path", STRING),), result=result, reads=True)


def _text(content: bytes) -> str:
    try:
        return normalize("NFC", content.decode())
    except UnicodeDecodeError:
        raise ExpressionError("the contents of the file are not valid UTF-8") from None


def _exists(files: Files, path: Value) -> Value:
    found = files.read(str(path.data))
    if isinstance(found, MissingFile):
        return make_bool(data=False)
    if isinstance(found, Unknown):
        return Value(BOOL, found)
    return make_bool(data=True)


def _base_name(path: str) -> str:
    trimmed = path.rstrip("/")
    if not trimmed:
        return "/" if path else "."
    return posixpath.basename(trimmed)


def _dir_name(path: str) -> str:
    return posixpath.normpath(path[: path.rfind("/") + 1] or ".").replace("//", "/")


def _elsewhere(name: str, result: Type) -> Function:
    """A function whose answer depends on the machine that runs Terraform."""

    def computed(*_arguments: Value) -> Value:
        return Value(result, Unknown(f"`{name}` depends on the machine that runs Terraform"))

    return Function(computed, (Parameter("path", STRING),), result=result)


def _file_set(files: Files, path: Value, pattern: Value) -> Value:
    """The files that match.

    More may be built between checkout and plan; therefore a set of none is unknown.
    """
    where, wanted = str(path.data), str(pattern.data)
    parts = posixpath.normpath("/".join(filter(None, (where, wanted))) or ".").split("/")
    plain = next((at for at, part in enumerate(parts) if globs.META & {*part}), len(parts) - 1)
    top = "/".join(parts[:plain]) or ("/" if parts[0] == "" else ".")
    try:
        matching = globs.expression(parts[plain:])
    except globs.BadPattern:
        raise failing("pattern", f"`{wanted}` is not a pattern: syntax error") from None
    found = files.below(top)
    if matching is None or globs.META & {*where}:
        found = Unknown(f"the pattern `{wanted}` is not understood here")
    if isinstance(found, Unknown):
        return Value(make_set_type(STRING), replace(found, not_null=True))
    assert matching
    base = posixpath.normpath(where or ".")
    names = [posixpath.relpath(f"{top}/{name}", base) for name in found if matching.fullmatch(name)]
    if not names:
        return Value(
            make_set_type(STRING), Unknown(f"no file matches `{wanted}` yet", not_null=True)
        )
    return Value(
        make_set_type(STRING), sort_set_items(make_string(normalize("NFC", name)) for name in names)
    )


def _path_expand(path: Value) -> Value:
    text = str(path.data)
    if not text.startswith("~"):
        return Value(STRING, text)
    return Value(STRING, Unknown("the home directory depends on the machine", not_null=True))


_PATH = Parameter("path", STRING)
FUNCTIONS: Table = {
    "abspath": _elsewhere("abspath", STRING),
    "basename": plain(_base_name, STRING, _PATH),
    "dirname": plain(_dir_name, STRING, _PATH),
    "file": _file(_text),
    "filebase64": _file(lambda content: b64encode(content).decode()),
    "filebase64sha256": _file(lambda content: digest64("sha256", content)),
    "filebase64sha512": _file(lambda content: digest64("sha512", content)),
    "fileexists": Function(_exists, (_PATH,), result=BOOL, reads=True),
    "filemd5": _file(lambda content: digest("md5", content)),
    "fileset": Function(
        _file_set, (_PATH, Parameter("pattern", STRING)), result=make_set_type(STRING), reads=True
    ),
    "filesha1": _file(lambda content: digest("sha1", content)),
    "filesha256": _file(lambda content: digest("sha256", content)),
    "filesha512": _file(lambda content: digest("sha512", content)),
    "pathexpand": Function(_path_expand, (_PATH,), result=STRING),
}
