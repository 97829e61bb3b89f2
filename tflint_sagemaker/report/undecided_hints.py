"""What would decide a check that an unknown value prevents."""

from __future__ import annotations

from tflint_sagemaker.util.lazy_regex import lazy_regex

_CURES = (
    (
        lazy_regex(r"(?P<name>var\.[\w-]+) (?:has no default|is empty unless)"),
        "give `{name}` a value: `--var` or `--var-file`",
    ),
    (
        lazy_regex(r"default of the variable may wait|other values of variables"),
        "give the variables their values: `--var` or `--var-file`",
    ),
    (
        lazy_regex(r"region of the provider"),
        "state the region: in the provider, or by `--region`",
    ),
    (lazy_regex(r"terraform\.workspace"), "name the workspace: `--workspace`"),
    (
        lazy_regex(r"module\.\S+ is left open|is not on disk"),
        "fetch the modules: `terraform init`",
    ),
    (lazy_regex(r"no file exists at|no file matches"), "make the file before linting"),
)


def cure(reason: str) -> str | None:
    """What to do about an unknown value, by the reason told for it; None if nothing helps."""
    for pattern, text in _CURES:
        if found := pattern.search(reason):
            return text.format(**found.groupdict())
    return None
