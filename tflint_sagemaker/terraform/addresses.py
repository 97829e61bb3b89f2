"""Addresses of resources and module calls in `import`, `moved` and `removed` blocks.

https://developer.hashicorp.com/terraform/cli/state/resource-addressing
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.json import read_as_expression
from tflint_sagemaker.hcl.syntax import GetAttr, Index, Variable
from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.terraform.reference_walk import is_static
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Expression


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a resource or a module call.

    `modules` are the calls that lead there; `labels` are the block type and labels of a resource,
    empty for a module call. `keyed` is true if any part has an instance key, `open` if such a key
    is not a constant; `key` is the key of the resource. Equal addresses have equal `text`.
    """

    modules: tuple[str, ...]
    labels: tuple[str, ...]
    text: str
    keyed: bool
    open: bool
    key: Expression | None = None

    @property
    def declared_as(self) -> tuple[str, ...] | None:
        """Block type and labels of the declaration; None if it is in a called module."""
        if not self.labels:
            return ("module", self.modules[0]) if len(self.modules) == 1 else None
        return None if self.modules else self.labels


def parse_address(expression: Expression) -> Address | None:
    """Return the address that an expression is, or None if it is no address."""
    if expression.span.source.is_json:
        try:
            expression = read_as_expression(expression)
        except InputError:
            return None
    steps: list[GetAttr | Index] = []
    while isinstance(expression, GetAttr | Index):
        steps.append(expression)
        expression = expression.object if isinstance(expression, GetAttr) else expression.collection
    if not isinstance(expression, Variable):
        return None
    return _make_address([expression, *reversed(steps)])


def _make_address(parts: list[Variable | GetAttr | Index]) -> Address | None:
    names = [part.name for part in parts if not isinstance(part, Index)]
    shape = "".join("i" if isinstance(part, Index) else "n" for part in parts)
    modules: list[str] = []
    while names[:1] == ["module"]:
        if len(names) < 2 or not shape.startswith("nn"):
            return None
        modules.append(names[1])
        names, shape = names[2:], shape[2:].removeprefix("i")
    wanted = 3 if names[:1] == ["data"] else 2
    if (len(names) != wanted and (names or not modules)) or shape.rstrip("i").count("i"):
        return None
    mode = () if not names or names[0] == "data" else ("resource",)
    keys = [part for part in parts if isinstance(part, Index)]
    return Address(
        modules=tuple(modules),
        labels=(*mode, *names),
        text=".".join(
            f"[{part.key.span.text}]" if isinstance(part, Index) else part.name for part in parts
        ),
        keyed=bool(keys),
        open=not all(map(is_static, keys)),
        key=parts[-1].key if isinstance(parts[-1], Index) else None,
    )
