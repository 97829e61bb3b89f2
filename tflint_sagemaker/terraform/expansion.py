"""Expansion of resources and modules into instances, by `count` and `for_each`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.evaluated import Instance
from tflint_sagemaker.terraform.preconditions import check_preconditions
from tflint_sagemaker.terraform.provider_configurations import find_provider_name
from tflint_sagemaker.terraform.repetition import ANY_KEY
from tflint_sagemaker.terraform.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tflint_sagemaker.terraform.module_instance import ModuleInstance
    from tflint_sagemaker.terraform.module_tree import ModuleNode
    from tflint_sagemaker.terraform.repetition import Repetition
    from tflint_sagemaker.terraform.resources import Resource


def expand_resources(
    root: ModuleInstance, nodes: Iterable[ModuleNode], block_type: str, kind: str
) -> tuple[Instance, ...]:
    """Return the instances of a resource or data source type, in order of address."""
    found: list[Instance] = []
    for node in nodes:
        declarations = node.module.declarations.list_all(block_type, kind)
        for module in list_module_instances(root, node) if declarations else ():
            for declaration in declarations:
                resource = module.find_resource(block_type, kind, declaration.name)
                if resource is not None:
                    found.extend(list_instances(resource, module))
    return tuple(sorted(found, key=lambda instance: make_sort_key(instance.address)))


def evaluate_declaration(module: ModuleInstance, key: tuple[str, ...]) -> None:
    """Evaluate an output, resource or data source, only for the diagnostics."""
    match key:
        case ("output", name):
            module.get_output(name)
        case ("resource" | "data" as mode, kind, name):
            resource = module.find_resource(mode, kind, name)
            if resource is not None:
                for _ in list_instances(resource, module):
                    pass
        case _:
            return


def list_module_instances(root: ModuleInstance, node: ModuleNode) -> list[ModuleInstance]:
    """Return the instances of a module of the tree, or a stand-in if it has none."""
    if node.parent is None:
        return [root]
    found: list[ModuleInstance] = []
    for parent in list_module_instances(root, node.parent):
        call = parent.expand_call(node.names[-1])
        found.extend(call.instances)
        if not call.instances and call.stand_in is not None:
            found.append(call.stand_in)
    return found


def list_instances(resource: Resource, module: ModuleInstance) -> Iterator[Instance]:
    """Yield the instances of a resource, or a stand-in if it has none."""
    exists = module.known
    if not resource.repetitions.instances:
        twin = module.get_stand_in().find_resource(resource.mode, resource.type, resource.name)
        assert twin is not None
        resource, exists = twin, False
    for repetition in resource.repetitions.instances:
        instance = resource.get_instance(repetition)
        if exists:
            check_preconditions(resource.block, instance.scope)
        yield Instance(
            address=resource.address + repetition.suffix,
            kind=resource.type,
            name=resource.name,
            body=instance.evaluate_body(),
            exists=exists,
            calls=module.calls,
            unsure=_find_unknown_key(repetition, module),
            provider=find_provider_name(module, resource.block),
        )


def _find_unknown_key(repetition: Repetition, module: ModuleInstance) -> Unknown | None:
    """Return why the key of an instance, or of a module instance around it, is not known."""
    around: ModuleInstance | None = module
    while around is not None:
        for value in (v for named in repetition.objects.values() for v in named.values()):
            if repetition.suffix == ANY_KEY and isinstance(value.data, Unknown):
                return value.data
        repetition, around = around.repetition, around.parent
    return None


def make_sort_key(address: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts addresses in natural order: numbers by size."""
    parts = re.split(r"(\[\d+\])", address)
    return tuple(
        (0, int(part[1:-1]), "") if re.fullmatch(r"\[\d+\]", part) else (1, 0, part)
        for part in parts
    )
