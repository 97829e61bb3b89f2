"""Which provider configuration a resource uses, and the region and default tags that it sets.

https://developer.hashicorp.com/terraform/language/modules/develop/providers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import ObjectCons
from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.terraform.block_evaluation import evaluate_block
from tflint_sagemaker.terraform.block_scope import BlockScope
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.declarations import Declaration
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.module import is_override
from tflint_sagemaker.terraform.provider_requirements import provider_name
from tflint_sagemaker.terraform.types import STRING, map_of
from tflint_sagemaker.terraform.values import Step, Value, string

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
    from tflint_sagemaker.terraform.evaluation_context import ModuleInstance
    from tflint_sagemaker.terraform.module import Module


def provider_of(module: ModuleInstance, resource: Block) -> str | None:
    """The root module's name for the configuration that a resource uses: `aws`, `aws.west`.

    None if that is not certain: a module on the way has configurations of its own, or is given
    them in a way that cannot be read.
    """
    attribute = resource.body.attribute("provider")
    kind = resource.labels[0].text.partition("_")[0]
    name = kind if attribute is None else provider_name(attribute.value)
    while name is not None and module.parent is not None:
        name = _outside(name, module)
        module = module.parent
    return name if module.node.module.complete else None


def _outside(name: str, module: ModuleInstance) -> str | None:
    """What the caller of a module calls the configuration that the module calls so."""
    here, call = module.node.module, module.node.call
    if call is None or not here.complete or _blocks(here, name):
        return None
    given = call.body.attribute("providers")
    if given is None:
        return name if "." not in name else None
    if not isinstance(given.value, ObjectCons):
        return None
    passed = {provider_name(item.key): provider_name(item.value) for item in given.value.items}
    return passed.get(name)


def _blocks(module: Module, name: str) -> list[Block | None]:
    """The provider blocks of that name, None for one that cannot be read."""
    kind, _, alias = name.partition(".")
    found: list[Block | None] = []
    for chunk in module.declarations.others_of("provider"):
        if chunk.labels[0].text != kind:
            continue
        block = module.block(Declaration(chunk))
        given = block.body.attribute("alias") if block else None
        text = provider_name(given.value) if given else ""
        if block is None or text == alias or is_override(chunk.span.source.path):
            found.append(block)
    return found


def provider_block(root: ModuleInstance, name: str) -> EvaluatedBlock | None:
    """A provider configuration of the root module, evaluated; None if several have the name."""
    blocks = _blocks(root.node.module, name)
    block = blocks[0] if len(blocks) == 1 else None
    return evaluate_block(block, BlockScope(root)) if block is not None else None


def provider_region(root: ModuleInstance, name: str) -> Value | None:
    """The region that a provider configuration of the root module sets, None if it sets none.

    It is not told where requests go elsewhere (`endpoints`) or several blocks have the name. Where
    none is stated, it is the one that the inputs have for that.
    """
    blocks = _blocks(root.node.module, name)
    if not blocks and name == "aws":
        return root.world.root_values.region
    block = blocks[0] if len(blocks) == 1 else None
    if block is None or any(
        nested.type in ("endpoints", "dynamic") for nested in block.body.blocks
    ):
        return None
    region = block.body.attribute("region")
    if region is None:
        return root.world.root_values.region if name.partition(".")[0] == "aws" else None
    value = evaluate(region.value, BlockScope(root))
    return value.through(Step(f"region of the provider {name}", region.value.span))


def assumed(region: str, at: Span | None) -> Value:
    """A region for providers that state none; without a place, it is the option's."""
    span = at or Span(Source("--region", region), 0, len(region))
    return string(region, span).through(Step("the region where none is stated", span))


def provider_tags(root: ModuleInstance, name: str) -> Value | None:
    """The map of tags that a provider configuration of the root puts on all that it makes.

    It is without a place if no provider block is written. None if that is not certain: it takes
    tags away as well (`ignore_tags`), makes its blocks dynamically, or several blocks have the
    name.
    """
    blocks = _blocks(root.node.module, name)
    if not blocks and "." not in name:
        return Value(map_of(STRING), {})
    block = blocks[0] if len(blocks) == 1 else None
    if block is None or any(b.type in ("ignore_tags", "dynamic") for b in block.body.blocks):
        return None
    if any(block.body.attribute(kind) for kind in ("ignore_tags", "default_tags")):
        return None  # in JSON these are read as arguments
    found = [nested.body.attribute("tags") for nested in block.body.blocks_of("default_tags")]
    if not found or found == [None]:
        return Value(map_of(STRING), {}, block.header)
    tags = found[0] if len(found) == 1 else None
    if tags is None:
        return None
    try:
        value = convert(evaluate(tags.value, BlockScope(root)), map_of(STRING))
    except ConversionError:
        return None
    return value.at(tags.value.span)
