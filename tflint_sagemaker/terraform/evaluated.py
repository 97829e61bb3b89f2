"""Results of evaluation: arguments and blocks with values, instances of resources."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.values import Step, Unknown, Value


@dataclass(frozen=True, slots=True)
class EvaluatedArgument:
    """An argument with its value; `value.span` is the expression in the block."""

    name: str
    name_span: Span
    value: Value


@dataclass(frozen=True, slots=True)
class EvaluatedBlock:
    """A block with its arguments evaluated and its dynamic blocks expanded.

    Meta-arguments (count, for_each, provider, depends_on, lifecycle, provisioner, connection) are
    not among the arguments and blocks; `syntax` still has them. `unsure` has the types of nested
    blocks whose number is not known, with the reason; of such a type `blocks` has one stand-in
    for each dynamic block, with `exists` false. `dynamic` is the header of the dynamic block that
    made this one. `read` is a cache for readers of the arguments.
    """

    type: str
    syntax: Block
    arguments: Mapping[str, EvaluatedArgument]
    blocks: tuple[EvaluatedBlock, ...] = ()
    unsure: Mapping[str, Unknown] = field(default_factory=dict)
    exists: bool = True
    dynamic: Span | None = None
    read: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def header(self) -> Span:
        """The type and labels of the block as written."""
        return self.syntax.header

    def list_blocks(self, kind: str) -> Iterator[EvaluatedBlock]:
        """Return the nested blocks of that type, in order."""
        return (block for block in self.blocks if block.type == kind)


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance of a resource or data source.

    `address` is Terraform's (`module.NAME.TYPE.NAME["KEY"]`). `exists` is false for the stand-in
    of a resource with no instances: its body is evaluated with every variable unknown, as
    `terraform validate` does, which still rejects a wrong body. `calls` are the module calls that
    lead here, the outermost first. If the number of instances is not known, `[*]` in the address
    stands for any key, and `unsure` is the reason. `provider` is the root module's name for the
    provider configuration (`NAME` or `NAME.ALIAS`), None if that is not certain.
    """

    address: str
    kind: str
    name: str
    body: EvaluatedBlock
    exists: bool = True
    calls: tuple[Step, ...] = ()
    unsure: Unknown | None = None
    provider: str | None = None
