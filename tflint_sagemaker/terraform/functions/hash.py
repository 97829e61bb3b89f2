"""Hash functions."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import TYPE_CHECKING
from uuid import NAMESPACE_DNS, NAMESPACE_OID, NAMESPACE_URL, NAMESPACE_X500, UUID

from tflint_sagemaker.terraform.functions.spec import Function, Parameter, failing, plain
from tflint_sagemaker.terraform.types import STRING

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table

_NAMESPACES = {
    "dns": NAMESPACE_DNS,
    "url": NAMESPACE_URL,
    "oid": NAMESPACE_OID,
    "x500": NAMESPACE_X500,
}


def digest(kind: str, data: bytes) -> str:
    """The hash in hexadecimal."""
    return hashlib.new(kind, data, usedforsecurity=False).hexdigest()


def digest64(kind: str, data: bytes) -> str:
    """The hash in base64."""
    return b64encode(hashlib.new(kind, data, usedforsecurity=False).digest()).decode()


def _hex(kind: str) -> Function:
    return plain(lambda text: digest(kind, text.encode()), STRING, Parameter("str", STRING))


def _base64(kind: str) -> Function:
    return plain(lambda text: digest64(kind, text.encode()), STRING, Parameter("str", STRING))


def _uuid5(namespace: str, name: str) -> str:
    space = _NAMESPACES.get(namespace)
    if space is None:
        try:
            space = UUID(namespace)
        except ValueError:
            raise failing(
                "namespace", f"`{namespace}` is neither a UUID nor one of dns, url, oid, x500"
            ) from None
    found = bytearray(hashlib.sha1(space.bytes + name.encode(), usedforsecurity=False).digest())
    return str(UUID(bytes=bytes(found[:16]), version=5))


FUNCTIONS: Table = {
    "base64sha256": _base64("sha256"),
    "base64sha512": _base64("sha512"),
    "md5": _hex("md5"),
    "sha1": _hex("sha1"),
    "sha256": _hex("sha256"),
    "sha512": _hex("sha512"),
    "uuidv5": plain(_uuid5, STRING, Parameter("namespace", STRING), Parameter("name", STRING)),
}
