"""Hints for undecided checks."""

from __future__ import annotations

from tflint_sagemaker.util.lazy_regex import compile_later

_HINTS = (
    (
        compile_later(r"(?P<name>var\.[\w-]+) (?:has no default|is empty unless)"),
        "give `{name}` a value: `--var` or `--var-file`",
    ),
    (
        compile_later(r"default of the variable may wait|other values of variables"),
        "give the variables their values: `--var` or `--var-file`",
    ),
    (
        compile_later(r"region of the provider"),
        "state the region: in the provider, or by `--region`",
    ),
    (compile_later(r"terraform\.workspace"), "name the workspace: `--workspace`"),
    (
        compile_later(r"module\.\S+ is left open|is not on disk"),
        "fetch the modules: `terraform init`",
    ),
    (compile_later(r"no file exists at|no file matches"), "create the file before linting"),
)


def suggest_hint(reason: str) -> str | None:
    """Return a hint for the reason of an unknown value; None if there is none."""
    for pattern, text in _HINTS:
        if found := pattern.search(reason):
            return text.format(**found.groupdict())
    return None
