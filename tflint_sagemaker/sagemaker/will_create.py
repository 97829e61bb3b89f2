"""What else a configuration makes: what is named and not there may be still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock, Instance
    from tflint_sagemaker.terraform.values import Value

# Resources that run commands or templates, which may make anything.
ANYTHING = (
    "aws_cloudformation_stack",
    "aws_cloudformation_stack_set",
    "aws_cloudformation_stack_instances",
    "aws_lambda_invocation",
    "awscc_cloudformation_stack",
    "null_resource",
    "shell_script",
    "terraform_data",
)


@dataclass(frozen=True, slots=True)
class Made:
    """What a configuration makes, and what it reads of what is there already."""

    configuration: Configuration

    def no_other(self, name: str, kinds: Mapping[str, str], *, below: bool = False) -> None:
        """Raises Undecided if the configuration may make what is called so.

        `kinds` are types of resources, with the arguments that name what they make. With `below`,
        a name that starts so is as good.
        """
        reason = next(self._coming(name, kinds, below=below), None)
        if reason is not None:
            raise Undecided(reason)

    def imported(self, kind: str, identifier: str) -> bool:
        """Whether what has this ID is imported. Raises Undecided if it may be."""
        doubt: Unknown | None = None
        for block in self.configuration.list_imports(kind):
            found = block.identifier.data
            if found == identifier:
                return True
            if isinstance(found, Unknown) and _can_equal(block.identifier, identifier, below=False):
                doubt = doubt or Unknown(f"`{identifier}` may be imported", block.header)
        if doubt is not None:
            raise Undecided(doubt)
        return False

    def data(self, address: str) -> EvaluatedBlock | None:
        """The data source at an address, None if it is not one for certain."""
        kind = address.rpartition("data.")[2].partition(".")[0]
        for found in self.configuration.list_instances(kind, mode="data"):
            if found.address == address and found.exists and found.unsure is None:
                return found.body
        return None

    def _coming(self, name: str, kinds: Mapping[str, str], *, below: bool) -> Iterator[Unknown]:
        configuration = self.configuration
        for call in configuration.list_missing_calls(""):
            yield Unknown(f"{call}, which is not at hand, may make `{name}`")
        for kind in ANYTHING:
            if configuration.has_resource(kind):
                yield Unknown(f"a {kind} of the configuration may make `{name}`")
        for resource in configuration.list_provisioned():
            yield Unknown(f"a provisioner of {resource} may make `{name}`")
        for kind, argument in kinds.items():
            for found in (
                configuration.list_instances(kind) if configuration.has_resource(kind) else ()
            ):
                if _can_have_name(found, argument, name, below=below):
                    yield Unknown(f"{found.address} may make `{name}`", found.body.header)


def _can_have_name(found: Instance, argument: str, name: str, *, below: bool) -> bool:
    arguments = found.body.arguments
    given = arguments.get(argument)
    if given is not None and given.value.data is not None:
        return _can_equal(given.value, name, below=below)
    start = arguments.get(f"{argument}_prefix")
    if start is None:
        return False  # the name is made up
    text = start.value.data
    return name.startswith(text) if isinstance(text, str) else isinstance(text, Unknown)


def _can_equal(value: Value, name: str, *, below: bool) -> bool:
    match value.data:
        case str() as text:
            return text.startswith(name) if below else text == name
        case Unknown() as unknown:
            start = unknown.prefix
            if below:
                return start.startswith(name) or name.startswith(start)
            return name.startswith(start) and name.endswith(unknown.suffix)
        case tuple() as parts:
            return any(_can_equal(part, name, below=below) for part in parts)
        case _:
            return False
