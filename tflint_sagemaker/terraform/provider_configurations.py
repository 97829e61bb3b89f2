"""Provider configurations: which one a resource uses, and the evaluation of its arguments.

https://developer.hashicorp.com/terraform/language/modules/develop/providers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import ObjectCons
from tflint_sagemaker.terraform.block_evaluation import evaluate_block
from tflint_sagemaker.terraform.block_scope import BlockScope
from tflint_sagemaker.terraform.declarations import Declaration
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.module import is_override
from tflint_sagemaker.terraform.provider_requirements import parse_provider_name
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.hcl.syntax import Attribute, Block
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
    from tflint_sagemaker.terraform.module import Module
    from tflint_sagemaker.terraform.module_scope import ModuleScope
    from tflint_sagemaker.terraform.values import Value


@dataclass(frozen=True, slots=True)
class ProviderConfiguration:
    """A provider configuration of the root module, evaluated on demand.

    `name` is `PROVIDER` or `PROVIDER.ALIAS`. `blocks` are the `provider` blocks of that name, with
    None for a block that cannot be parsed.
    """

    name: str
    root: ModuleScope
    blocks: tuple[Block | None, ...]

    @property
    def provider(self) -> str:
        """The local name of the provider, without the alias."""
        return self.name.partition(".")[0]

    @property
    def block(self) -> Block | None:
        """The block; None if there is none, if it cannot be parsed or if there are several."""
        return self.blocks[0] if len(self.blocks) == 1 else None

    @property
    def defaults(self) -> Mapping[str, Value]:
        """Arguments that the provider takes from outside if its block has none."""
        return self.root.get_provider_defaults(self.provider)

    def evaluate(self, attribute: Attribute) -> Value | None:
        """Return the value of an argument; None while that argument is being evaluated."""
        with self.root.enter("provider", self.name, id(attribute)) as first:
            return evaluate(attribute.value, BlockScope(self.root)) if first else None

    def evaluate_block(self) -> EvaluatedBlock | None:
        """Return the block with all its arguments evaluated; None as for `block`."""
        block = self.block
        return None if block is None else evaluate_block(block, BlockScope(self.root))


def find_provider(module: ModuleScope, name: str) -> ProviderConfiguration:
    """Return the provider configuration of the root module that has this name."""
    root = module
    while root.parent is not None:
        root = root.parent
    return ProviderConfiguration(name, root, tuple(_find_blocks(root.node.module, name)))


def find_provider_name(module: ModuleScope, resource: Block) -> str | None:
    """Return the root module's name for the provider configuration that a resource uses.

    None if that is not certain: a module between them has its own configurations, or receives
    them in a form that cannot be read.
    """
    attribute = resource.body.get_attribute("provider")
    kind = resource.labels[0].text.partition("_")[0]
    name = kind if attribute is None else parse_provider_name(attribute.value)
    while name is not None and module.parent is not None:
        name = _translate_to_caller(name, module)
        module = module.parent
    return name if module.node.module.complete else None


def _translate_to_caller(name: str, module: ModuleScope) -> str | None:
    """Return the caller's name for the configuration that a called module knows as `name`."""
    here, call = module.node.module, module.node.call
    if call is None or not here.complete or _find_blocks(here, name):
        return None
    given = call.body.get_attribute("providers")
    if given is None:
        return name if "." not in name else None
    if not isinstance(given.value, ObjectCons):
        return None
    passed = {
        parse_provider_name(item.key): parse_provider_name(item.value) for item in given.value.items
    }
    return passed.get(name)


def _find_blocks(module: Module, name: str) -> list[Block | None]:
    """Return the provider blocks of that name, None for one that cannot be parsed."""
    kind, _, alias = name.partition(".")
    found: list[Block | None] = []
    for chunk in module.declarations.list_unnamed("provider"):
        if chunk.labels[0].text != kind:
            continue
        block = module.block(Declaration(chunk))
        given = block.body.get_attribute("alias") if block else None
        text = parse_provider_name(given.value) if given else ""
        if block is None or text == alias or is_override(chunk.span.source.path):
            found.append(block)
    return found
