"""Checks of the arguments of provisioners and connections, as of Terraform 1.11.

https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.spelling import suggest_name
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.terraform.scope import DiagnosticSink


@dataclass(frozen=True, slots=True)
class ProvisionerSchema:
    """The arguments of a provisioner or connection, and which of them are required."""

    known: frozenset[str]
    required: tuple[str, ...] = ()


META = frozenset({"when", "on_failure"})
TYPES: Mapping[str, ProvisionerSchema] = {
    "local-exec": ProvisionerSchema(
        META | {"command", "environment", "interpreter", "quiet", "working_dir"}, ("command",)
    ),
    "remote-exec": ProvisionerSchema(META | {"inline", "script", "scripts"}),
    "file": ProvisionerSchema(META | {"content", "destination", "source"}, ("destination",)),
}
CONNECTION = ProvisionerSchema(
    frozenset(
        """
        type user password host port timeout script_path target_platform private_key certificate
        host_key agent agent_identity proxy_scheme proxy_host proxy_port proxy_user_name
        proxy_user_password bastion_host bastion_host_key bastion_port bastion_user
        bastion_password bastion_private_key bastion_certificate https insecure cacert use_ntlm
        """.split()
    ),
    ("host",),
)


def check_provisioners(block: Block, report: DiagnosticSink) -> None:
    """Check the provisioners of a resource and their connections."""
    shared = list(block.body.find_blocks("connection"))
    for provisioner in block.body.find_blocks("provisioner"):
        shape = TYPES.get(provisioner.labels[0].text) if len(provisioner.labels) == 1 else None
        if shape is not None:
            _check(provisioner, shape, (), report)
        own = list(provisioner.body.find_blocks("connection"))
        for connection in own:
            _check(connection, CONNECTION, tuple(shared), report)
        for connection in shared if not own else ():
            _check(connection, CONNECTION, (), report)


def _check(
    block: Block, shape: ProvisionerSchema, others: tuple[Block, ...], report: DiagnosticSink
) -> None:
    """Check the arguments of one block; `others` may have its required arguments."""
    what = f"`{block.type}` block"
    for attribute in block.body.attributes:
        if attribute.name not in shape.known:
            message = f"the {what} has no argument `{attribute.name}`"
            hint = suggest_name(attribute.name, shape.known)
            report(Diagnostic("invalid-declaration", message, attribute.name_span, hint))
    for name in shape.required:
        if not any(each.body.get_attribute(name) for each in (block, *others)):
            message = f"the {what} lacks its argument `{name}`"
            report(Diagnostic("invalid-declaration", message, block.brace))
