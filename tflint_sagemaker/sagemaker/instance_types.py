"""Instance types that endpoints run on.

Source: `data/instance_types.json`, from the service model of SageMaker.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.provider import read_data_file
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Mapping

START = "ml."
FORM = compile_later(r"ml\.([a-z]+\d[a-z0-9-]*)\.([a-z0-9-]+)")
# What sizes are called; `1xlarge` is `xlarge`.
SIZE = compile_later(r"nano|micro|small|medium|large|(?:[2-9]|[1-9]\d+)?xlarge|metal(?:-\w+)?")
GPU = compile_later(r"ml\.(?:p\d|g\d|gr\d)")
GRAVITON = compile_later(r"ml\.(?:[a-z]+\d+g[a-z]*|p6e-gb\d+)\.")
NEURON = compile_later(r"ml\.(?:inf|trn)\d")


@dataclass(frozen=True, slots=True)
class InstanceTypes:
    """The sizes of each family; `finished` families grow no more, `elsewhere` never host.

    `newer` are types that no hashicorp/aws before 6.0.0 takes.
    """

    families: Mapping[str, tuple[str, ...]]
    finished: frozenset[str]
    elsewhere: frozenset[str]
    newer: frozenset[str]

    def names(self) -> tuple[str, ...]:
        """All types in full."""
        pairs = ((name, size) for name, sizes in self.families.items() for size in sizes)
        return tuple(f"{START}{name}.{size}" for name, size in pairs)

    def fault(self, given: str) -> str | None:
        """Why there is no such type and will be none, as a clause; None if there may be."""
        if given.endswith(".") or ".." in given:
            return None  # a part waits to be filled in
        match = FORM.fullmatch(given)
        if match is None:
            return "does not have the form `ml.<family>.<size>`"
        family, size = match.groups()
        if family in self.elsewhere:
            return f"is not for endpoints: no `{START}{family}` is"
        if size in self.families.get(family, ()):
            return None
        if not SIZE.fullmatch(size):
            return f"has an unknown size, `{size}`"
        return f"does not exist: `{family}` has no `{size}`" if family in self.finished else None


@cache
def read_instance_types() -> InstanceTypes:
    """The facts, read once."""
    raw = read_data_file("instance_types.json")
    families = {name: tuple(sizes) for name, sizes in raw["families"].items()}
    sets = (frozenset(raw[name]) for name in ("finished", "elsewhere", "newer"))
    return InstanceTypes(families, *sets)
