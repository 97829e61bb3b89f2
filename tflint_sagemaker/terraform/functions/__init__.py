"""Terraform's built-in functions, one module for each chapter of Terraform's documentation.

An implementation may have the name of the Terraform function, such as `regex` or `replace`.
The evaluator imports the table of this package; a chapter is imported when it is first called.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.terraform.functions.spec import Function, Table

# The chapter of each function, which is imported when one of them is called.
_CHAPTERS = {
    "numeric": "abs ceil floor log max min parseint pow signum sum",
    "string": """
        chomp endswith format formatlist indent join lower regex regexall replace split startswith
        strcontains strrev substr title trim trimprefix trimspace trimsuffix upper
    """,
    "collection": """
        alltrue anytrue chunklist coalesce coalescelist compact concat contains distinct element
        flatten index keys length lookup matchkeys merge one range reverse setintersection
        setproduct setsubtract setunion slice sort transpose values zipmap
    """,
    "encoding": """
        base64decode base64encode base64gzip csvdecode jsondecode jsonencode rsadecrypt
        textdecodebase64 textencodebase64 urlencode yamldecode yamlencode
    """,
    "filesystem": """
        abspath basename dirname file filebase64 filebase64sha256 filebase64sha512 fileexists
        filemd5 fileset filesha1 filesha256 filesha512 pathexpand
    """,
    "time": "formatdate timeadd timecmp",
    "hash": "base64sha256 base64sha512 md5 sha1 sha256 sha512 uuidv5",
    "network": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "types": """
        ephemeralasnull issensitive nonsensitive sensitive tobool tolist tomap tonumber toset
        tostring
    """,
}
_HOMES = {name: chapter for chapter, names in _CHAPTERS.items() for name in names.split()}

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
    return {name: function for part in _CHAPTERS for name, function in _chapter(part).items()}


def find(name: str) -> Function | None:
    """The function of that name, if it is evaluated here."""
    return _chapter(_HOMES[name])[name] if name in _HOMES else None


def _chapter(name: str) -> Table:
    functions: Table = import_module(f"{__name__}.{name}").FUNCTIONS
    return functions


def exists(name: str) -> bool:
    """Whether Terraform or OpenTofu has a function of that name."""
    return name in _HOMES or name in SPECIAL | VOLATILE | OPENTOFU


def names() -> list[str]:
    """The names of all functions of Terraform's."""
    return sorted({*_HOMES, *SPECIAL, *VOLATILE})
