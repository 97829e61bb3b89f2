"""Values of `import` blocks: the address of the resource and the id to import."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.block_scope import BlockScope
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.repetition import (
    Repetition,
    get_repetition_kind,
    make_unknown_objects,
)
from tflint_sagemaker.terraform.values import Unknown, Value
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.module_instance import ModuleInstance

TARGET = compile_later(r'"?((?:module\.[\w-]+(?:\[[^\]]*\])?\.)*([\w-]+)\..+?)"?$', re.DOTALL)


@dataclass(frozen=True, slots=True)
class ImportBlock:
    """An `import` block: the address in `to` as written, and the value of `id`."""

    address: str
    header: Span
    identifier: Value


def list_import_blocks(root: ModuleInstance, kind: str) -> Iterator[ImportBlock]:
    """Yield the import blocks of a root module whose target is a resource of that type."""
    module = root.node.module
    for chunk in module.declarations.list_unnamed("import"):
        block = module.parse(chunk) if kind in chunk.span.text else None
        to = block.body.get_attribute("to") if block else None
        identifier = block.body.get_attribute("id") if block else None
        if block is None or to is None or identifier is None:
            continue
        target = TARGET.match(to.value.span.text)
        if target is None or target[2] != kind:
            continue
        reason = Unknown("the instances of the import block are left open", block.header)
        each = Repetition(None, "", make_unknown_objects(get_repetition_kind(block.body), reason))
        value = evaluate(identifier.value, BlockScope(root, each))
        yield ImportBlock(target[1], block.header, value.relocate(identifier.value.span))
