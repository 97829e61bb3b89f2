"""Built-in functions, by the chapters of the documentation of Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.functions import (
    collection,
    encoding,
    filesystem,
    hash,  # noqa: A004
    network,
    numeric,
    string,
    time,
    types,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.terraform.functions.spec import Function, Table

_CHAPTERS = (numeric, string, collection, encoding, filesystem, time, hash, network, types)

# These look at their arguments before they are evaluated; see calls.py.
SPECIAL = frozenset({"try", "can", "templatefile", "templatestring"})
# Of these the arguments are checked, and nothing more.
UNEVALUATED = frozenset({"base64gzip", "rsadecrypt"})
# These give something else at each run.
VOLATILE = frozenset({"bcrypt", "plantimestamp", "timestamp", "uuid"})
# OpenTofu has these besides; they are not evaluated.
# https://opentofu.org/docs/language/functions/
OPENTOFU = frozenset({"base64gunzip", "cidrcontains", "urldecode"})
# These were there before Terraform 0.12; what to write today.
REMOVED: Mapping[str, str] = {
    "list": "write `tolist([…])`, as of Terraform 0.12",
    "map": "write `tomap({…})`, as of Terraform 0.12",
}


def table() -> Table:
    """All functions that are evaluated here, by name."""
    return {name: function for part in _CHAPTERS for name, function in part.FUNCTIONS.items()}


def find(name: str) -> Function | None:
    """The function of that name, if it is evaluated here."""
    return next((part.FUNCTIONS[name] for part in _CHAPTERS if name in part.FUNCTIONS), None)


def exists(name: str) -> bool:
    """Whether Terraform or OpenTofu has a function of that name."""
    return name in SPECIAL | VOLATILE | OPENTOFU or find(name) is not None


def names() -> list[str]:
    """The names of all functions of Terraform's."""
    return sorted({*table(), *SPECIAL, *VOLATILE})
