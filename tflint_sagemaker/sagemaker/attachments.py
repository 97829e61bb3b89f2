"""Which policies a configuration gives its roles, in whatever way it does.

As blocks and arguments of the role, as `aws_iam_role_policy`, or attached.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.iam import convert_to_json, make_document_view, read_document_tree
from tflint_sagemaker.sagemaker.iam_patterns import has_common_text
from tflint_sagemaker.sagemaker.partial_policy import read_parts, read_text
from tflint_sagemaker.sagemaker.permissions import (
    Permissions,
    Policy,
    find_managed_policy,
    read_managed_policy,
)
from tflint_sagemaker.sagemaker.provider import load_schemas
from tflint_sagemaker.sagemaker.refusals import find_refusals
from tflint_sagemaker.sagemaker.view import BlockView
from tflint_sagemaker.terraform.block_schema import BlockSchema
from tflint_sagemaker.terraform.values import ResourceAttribute, Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.evaluated import Instance
    from tflint_sagemaker.terraform.values import Value

DOCUMENT = "aws_iam_policy_document"
POLICY = "aws_iam_policy"
MANAGED = compile_later(r"arn:aws[\w-]*:iam::aws:policy/(.+)")
# The arguments that name the role or roles, and those that say which policies.
ATTACHED = {
    "aws_iam_role_policy": ("role", "policy"),
    "aws_iam_role_policy_attachment": ("role", "policy_arn"),
    "aws_iam_policy_attachment": ("roles", "policy_arn"),
    "aws_iam_role_policy_attachments_exclusive": ("role_name", "policy_arns"),
}
# Policies of resources, which allow a role of the same account as much as its own do.
OF_RESOURCES = {
    "s3": ("aws_s3_bucket_policy", "aws_s3_bucket_acl", "aws_s3control_access_grant"),
    "ecr": ("aws_ecr_repository_policy", "aws_ecr_registry_policy"),
    "lambda": ("aws_lambda_permission",),
}


@dataclass(frozen=True, slots=True)
class Recipients:
    """The numbers of attachments by the one role that each names; `open` are those of the others.

    A role is named by its address or, where that is known, by its name.
    """

    by_address: Mapping[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_name: Mapping[str | None, list[int]] = field(default_factory=lambda: defaultdict(list))
    open: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Attachments:
    """Everything in a configuration that gives policies to roles."""

    attached: tuple[BlockView, ...] = ()
    unsure: Mapping[str, Unknown] = field(default_factory=dict)
    policies: Mapping[str, BlockView] = field(default_factory=dict)
    documents: Mapping[str, BlockView] = field(default_factory=dict)
    elsewhere: Unknown | None = None
    shared: frozenset[str] = frozenset()
    recipients: Recipients = field(default_factory=Recipients)

    def of(self, role: Instance) -> Permissions:
        """The policies of a role."""
        found: list[Policy] = []
        doubt = self.elsewhere or self.unsure.get(role.address)
        try:
            for policy in self._of(_make_view(role)):
                found.append(policy)
                if not doubt and isinstance(policy.document, Unknown):
                    doubt = policy.document
        except Undecided as undecided:
            doubt = doubt or undecided.reason
        return Permissions(tuple(found), doubt, self.shared)

    def _of(self, role: BlockView) -> Iterator[Policy]:
        for block in role.children("inline_policy"):
            yield from self._documents(block, "policy", role.address)
        yield from self._arns(role, "managed_policy_arns", role.address)
        for block in self._possible(role):
            who, what = ATTACHED[block.type]
            if not self._concerns(block, who, role):
                continue
            if block.address in self.unsure:
                raise Undecided(self.unsure[block.address])
            if what == "policy":
                yield from self._documents(block, what, block.address)
            else:
                yield from self._arns(block, what, block.address)

    def _possible(self, role: BlockView) -> Iterator[BlockView]:
        """The attachments that may be for the role, in their order."""
        given = role.argument("name")
        name = given.raw.data if given else None
        if not isinstance(name, str | None):
            return iter(self.attached)
        told = self.recipients
        found = {*told.by_address[role.address], *told.by_name[name], *told.open}
        return (self.attached[number] for number in sorted(found))

    def _concerns(self, block: BlockView, who: str, role: BlockView) -> bool:
        """Whether an attachment is for the role. Raises Undecided where that is not known."""
        given = block.argument(who)
        if given is None:
            return False
        many = who == "roles"
        return any(_is_named_role(one, role) for one in (given.elements() if many else (given,)))

    def _documents(self, block: BlockView, name: str, address: str) -> Iterator[Policy]:
        given = block.argument(name)
        if given is not None:
            yield Policy(self.document(given.raw), given.span, address)

    def _arns(self, block: BlockView, name: str, address: str) -> Iterator[Policy]:
        given = block.argument(name)
        if given is None:
            return
        for one in given.elements() if name.endswith("arns") else (given,):
            yield self._policy(one, address)

    def _policy(self, arn: Argument, address: str) -> Policy:
        """The policy that an ARN names."""
        managed = self._managed(arn)
        if managed is not None:
            return Policy(read_managed_policy(managed), arn.span, address, managed)
        source = arn.source
        policy = self.policies.get(source.address) if source else None
        if policy is None:
            reason = Unknown("a policy is attached that is not of this configuration", arn.span)
            return Policy(reason, arn.span, address)
        if policy.address in self.unsure:
            return Policy(self.unsure[policy.address], arn.span, address)
        given = policy.argument("policy")
        document = self.document(given.raw) if given else Unknown("it has no policy", policy.span)
        return Policy(document, arn.span, address)

    def _managed(self, arn: Argument) -> str | None:
        """The path and name of the policy of AWS's that is meant, if one is."""
        raw, source = arn.raw.data, arn.source
        if isinstance(raw, str):
            found = MANAGED.fullmatch(raw)
            return found[1] if found else None
        if not isinstance(raw, Unknown):
            return None
        if source is not None:
            data = self.policies.get(source.address)
            if data is None or ".data." not in f".{source.address}":
                return None
            for name in ("arn", "name"):
                given = data.argument(name)
                if given is not None and isinstance(given.raw.data, str):
                    found = MANAGED.fullmatch(given.raw.data)
                    return found[1] if found else find_managed_policy(given.raw.data)
            return None
        _, marker, name = raw.suffix.partition(":iam::aws:policy/")
        return name if marker and raw.prefix.startswith("arn:") else None

    def document(self, value: Value) -> Any:
        """A policy as plain JSON, `Unknown` in place of what is not known of it."""
        unknown = value.data
        if isinstance(unknown, str):
            return read_text(unknown)
        if not isinstance(unknown, Unknown):
            return Unknown("a policy is not given")
        source = unknown.source
        if source is not None and source.address in self.documents:
            document = self.documents[source.address]
            refused = next(find_refusals(document), None)
            return Unknown(refused.message) if refused else read_document_tree(document)
        if unknown.encodes is not None:
            return convert_to_json(unknown.encodes)
        if unknown.parts:
            return read_parts(unknown.parts)
        return unknown


def find_attachments(configuration: Configuration) -> Attachments:
    """All attachments of a configuration."""
    found = [one for kind in ATTACHED for one in configuration.list_instances(kind)]
    attached = tuple(map(_make_view, found))
    policies = [
        *configuration.list_instances(POLICY),
        *configuration.list_instances(POLICY, mode="data"),
    ]
    documents = configuration.list_instances(DOCUMENT, mode="data")
    roles = configuration.list_instances("aws_iam_role")
    return Attachments(
        attached,
        {
            one.address: reason
            for one in (*roles, *found, *policies)
            if (reason := _find_doubt(one))
        },
        {one.address: _make_view(one) for one in policies},
        {one.address: make_document_view(one.body) for one in documents},
        next(
            (
                _describe_missing_call(name)
                for name in configuration.list_missing_calls("role", "iam")
            ),
            None,
        ),
        frozenset(
            service
            for service, kinds in OF_RESOURCES.items()
            if any(map(configuration.has_resource, kinds))
        ),
        _group_by_recipient(attached),
    )


def _group_by_recipient(attached: Sequence[BlockView]) -> Recipients:
    told = Recipients(defaultdict(list), defaultdict(list))
    for number, block in enumerate(attached):
        who, _ = ATTACHED[block.type]
        given = None if who == "roles" else block.argument(who)
        source = given.source if given else None
        if given is not None and isinstance(given.raw.data, str):
            told.by_name[given.raw.data].append(number)
        elif source is not None and _is_role(source):
            told.by_address[source.address].append(number)
        else:
            told.open.append(number)
    return told


def _is_role(source: ResourceAttribute) -> bool:
    return source.type == "aws_iam_role" and not source.is_data


def _make_view(instance: Instance) -> BlockView:
    table = (
        load_schemas().find_data_source
        if instance.body.type == "data"
        else load_schemas().find_resource
    )
    return BlockView(instance.body, instance.address, table(instance.kind) or BlockSchema())


def _find_doubt(instance: Instance) -> Unknown | None:
    """Why it is not certain that an instance is, and stays, what its block says."""
    header = instance.body.header
    if not instance.exists or instance.unsure is not None:
        return Unknown(f"whether {instance.address} will exist is not known", header)
    for block in instance.body.syntax.body.find_blocks("lifecycle"):
        if block.body.get_attribute("ignore_changes") is not None:
            return Unknown(f"changes of {instance.address} are ignored", header)
    return None


def _describe_missing_call(name: str) -> Unknown:
    return Unknown(f"{name} is not on disk, and may give policies to roles")


def _is_named_role(given: Argument, role: BlockView) -> bool:
    """Whether a role's name or id is that of the role. Raises Undecided where it may be."""
    data, source = given.raw.data, given.source
    if source is not None and _is_role(source):
        return source.address == role.address
    name = role.argument("name")
    own = name.raw.data if name else None
    if isinstance(data, str):
        if isinstance(own, str) or own is None:
            return data == own
        if isinstance(own, Unknown) and not has_common_text(data, f"{own.prefix}*{own.suffix}"):
            return False
    elif (
        isinstance(data, Unknown)
        and isinstance(own, str)
        and not has_common_text(own, f"{data.prefix}*{data.suffix}")
    ):
        return False
    raise Undecided(Unknown("the role that a policy is for is not known", given.span))
