"""Resources, data sources and provider configurations that models refer to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.hcl.text import Span
from tflint_sagemaker.sagemaker.iam import convert_to_json, locate_principals, read_document_tree
from tflint_sagemaker.sagemaker.permissions import Permissions
from tflint_sagemaker.sagemaker.policy import PolicyError, convert_pairs, read_json
from tflint_sagemaker.sagemaker.refusals import find_refusals
from tflint_sagemaker.sagemaker.schema_conformance import find_schema_fault
from tflint_sagemaker.sagemaker.view import BlockView
from tflint_sagemaker.terraform.values import ResourceAttribute, Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.terraform.values import Value

IGNORES_TRUST = compile_later(r"\b(all|assume_role_policy)\b")
FROM_ELSEWHERE = ("source_policy_documents", "override_policy_documents")


@dataclass(frozen=True, slots=True)
class RelatedResource(BlockView):
    """What belongs to a model, or a block in it: role, document, image, endpoint."""

    def blocks(self) -> Iterator[RelatedResource]:
        """Itself and every block in it, outermost first, stand-ins included."""
        yield self
        for block in self.nested():
            yield block.viewed(RelatedResource)


@dataclass(frozen=True, slots=True)
class PolicyDocument(RelatedResource):
    """An instance of the data source `aws_iam_policy_document`."""


@dataclass(frozen=True, slots=True)
class Role(RelatedResource):
    """An instance of `aws_iam_role`.

    `document` is the `aws_iam_policy_document` of the same configuration whose JSON is the trust
    policy, if it is one; `permissions` are the policies that the configuration gives the role.
    """

    document: PolicyDocument | None = None
    permissions: Permissions = field(default_factory=Permissions)
    _trust: list[Any] = field(default_factory=list, init=False, compare=False, repr=False)

    @property
    def trust_policy(self) -> Argument | None:
        """The policy that says who may assume the role."""
        return self.argument("assume_role_policy")

    def trust(self) -> Any:
        """The trust policy as plain JSON, `Unknown` standing for parts of it; None if not given.

        Raises Undecided if nothing is known of it, PolicyError if it is not a policy. It is the
        same object each time, to be read only.
        """
        if not self._trust:
            self._trust.append(self._read_trust())
        return self._trust[0]

    def _read_trust(self) -> Any:
        given = self.trust_policy
        if given is None:
            return None
        for block in self.evaluated.syntax.body.find_blocks("lifecycle"):
            ignored = block.body.get_attribute("ignore_changes")
            if ignored and IGNORES_TRUST.search(ignored.value.span.text):
                raise Undecided(Unknown("changes of the trust policy are ignored", ignored.span))
        if self.document is not None and given.raw.is_unknown:
            reason = find_schema_fault(self.document)
            if reason is not None:
                raise Undecided(reason)
            for refusal in find_refusals(self.document):
                raise PolicyError(refusal.message)
            return read_document_tree(self.document)
        if isinstance(given.raw.data, Unknown) and given.raw.data.encodes is not None:
            return convert_to_json(given.raw.data.encodes)
        return convert_pairs(read_json(given.text or ""))

    def own_statements(self) -> tuple[BlockView, ...]:
        """The `statement` blocks of a document that takes none from elsewhere; else nothing."""
        document = self.document
        if document is None or find_schema_fault(document) is not None:
            return ()
        if any(document.given(name) for name in FROM_ELSEWHERE):
            return ()
        return document.children("statement")

    def trust_span(self, word: str | None) -> Span:
        """Where the trust policy is written; the word in it, if it stands there once."""
        given = self.trust_policy
        if given is None:
            return self.span
        if self.document is not None:
            span = locate_principals(self.document)
        else:
            known = not given.raw.is_unknown
            span = given.raw.via[0].span if known and given.raw.via else given.span
        return _locate_word(span, word) if word else span


def _locate_word(span: Span, word: str) -> Span:
    """The word, in quotes or as a bare key, if the text has it once; else all of it."""
    for pattern in (f'"{re.escape(word)}"', rf"(?<![\w.-]){re.escape(word)}(?= *[=:])"):
        found = list(re.finditer(pattern, span.text))
        if len(found) == 1:
            start, end = found[0].span()
            return Span(span.source, span.start + start, span.start + end)
    return span


@dataclass(frozen=True, slots=True)
class Bucket(RelatedResource):
    """An instance of `aws_s3_bucket`; `home` is the region of its provider, None if not stated."""

    home: Argument | None = None

    @property
    def region(self) -> Argument | None:
        """Where the bucket is made; None if not stated."""
        return self.argument("region") or self.home

    def is_named(self, name: str) -> bool:
        """Whether it is certain to have this name."""
        given = self.argument("bucket")
        return given is not None and not given.raw.is_unknown and given.text == name


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider configuration of the root module that models use.

    `block` is no subject of its own: what its arguments may be called is Terraform's to say.
    """

    address: str
    block: BlockView

    @property
    def span(self) -> Span:
        """The header of the block."""
        return self.block.span

    @property
    def elsewhere(self) -> bool:
        """Whether requests may go to something other than AWS, or checks are left out."""
        body = self.block.evaluated.syntax.body
        named = {attribute.name for attribute in body.attributes}
        kinds = {block.type for block in body.blocks}
        return bool({"endpoints", "dynamic"} & (named | kinds)) or any(
            name.startswith("skip_") for name in named
        )


@dataclass(frozen=True, slots=True)
class PrebuiltImage(RelatedResource):
    """An instance of the data source `aws_sagemaker_prebuilt_ecr_image`."""

    @property
    def repository_name(self) -> Argument | None:
        """The repository whose path is asked for."""
        return self.argument("repository_name")


def find_sources(value: Value) -> Iterator[ResourceAttribute]:
    """The attributes of resources and data sources that a value is, or is put together from."""
    match value.data:
        case Unknown():
            if value.data.source is not None:
                yield value.data.source
            yield from (
                piece for piece in value.data.pieces if isinstance(piece, ResourceAttribute)
            )
        case tuple():
            for item in value.data:
                yield from find_sources(item)
        case Mapping():
            for item in value.data.values():
                yield from find_sources(item)
