"""What `aws_sagemaker_prebuilt_ecr_image` answers: it computes and asks nobody.

Source: `data/prebuilt_images.json`, measured from hashicorp/aws 5.100.0.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.provider import load_schemas, read_data_file
from tflint_sagemaker.sagemaker.view import BlockView
from tflint_sagemaker.terraform.block_schema import BlockSchema
from tflint_sagemaker.terraform.types import STRING
from tflint_sagemaker.terraform.values import Unknown, Value, join_parts, make_string, make_unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
    from tflint_sagemaker.terraform.values import StringPart

TYPE = "aws_sagemaker_prebuilt_ecr_image"
NO_REGION = "the region of the provider is not known here"


@dataclass(frozen=True, slots=True)
class PrebuiltImages:
    """`accounts` has, for each repository name, the account of its registry in each region.

    `uncharted` are the regions for which the provider has no account at all: the newest ones, of
    which a newer provider may know more.
    """

    accounts: Mapping[str, Mapping[str, str]]
    uncharted: frozenset[str]
    default_tag: str
    dns_suffixes: Mapping[str, str]

    def dns_suffix(self, region: str) -> str:
        """The domain of the partition that a region belongs to."""
        starts = sorted(self.dns_suffixes, key=len, reverse=True)
        return self.dns_suffixes[next(start for start in starts if region.startswith(start))]


@cache
def read_prebuilt_images() -> PrebuiltImages:
    """The facts, read once."""
    raw = read_data_file("prebuilt_images.json")
    accounts = {
        name: group["accounts"] for group in raw["groups"] for name in group["repositories"]
    }
    uncharted = frozenset(raw["regions_without_registry"])
    return PrebuiltImages(accounts, uncharted, raw["default_tag"], raw["dns_suffixes"])


def compute_prebuilt_image(
    block: EvaluatedBlock, region: Value | None = None
) -> Mapping[str, Value]:
    """What the data source answers beyond what it was given, by attribute.

    `region` is that of the provider; without it, only what does not depend on it is known.
    """
    facts = read_prebuilt_images()
    view = BlockView(block, TYPE, load_schemas().find_data_source(TYPE) or BlockSchema())
    home = region or make_unknown(NO_REGION, block.header, STRING)
    where = _get_string(view, "region") or home
    repository = _get_string(view, "repository_name", or_empty=True)
    if repository is None:
        repository = make_unknown("`repository_name` is not given", block.header, STRING)
    tag = _get_string(view, "image_tag", or_empty=True) or make_string(facts.default_tag)
    domain = _get_string(view, "dns_suffix") or _find_domain(home, block.header)
    account = _find_account(repository, where, block.header)
    path = join_values(
        (account, ".dkr.ecr.", where, ".", domain, "/", repository, ":", tag), block.header
    )
    answer = {"id": account, "registry_id": account, "registry_path": path}
    return answer if tag.data == "" else {**answer, "image_tag": tag}


def _get_string(view: BlockView, name: str, *, or_empty: bool = False) -> Value | None:
    """A string argument; None if the provider's default takes its place."""
    found = view.given(name)
    if found is None or found.raw.data is None:
        return None
    if found.misfit:
        return make_unknown(f"`{name}` is not valid", found.span, STRING)
    if found.raw.data == "" and not or_empty:
        return None
    return found.raw


def _find_domain(region: Value, header: Span) -> Value:
    if isinstance(region.data, Unknown):
        return _make_unknown(region.data, header)
    return make_string(read_prebuilt_images().dns_suffix(str(region.data)))


def _make_unknown(reason: Unknown, span: Span) -> Value:
    """What is unknown for the same reason, but is another text."""
    return Value(STRING, Unknown(reason.reason, reason.span, not_null=True), span)


def _find_account(repository: Value, region: Value, header: Span) -> Value:
    if isinstance(repository.data, Unknown):
        return _make_unknown(repository.data, header)
    accounts = read_prebuilt_images().accounts.get(str(repository.data))
    if accounts is None:
        return make_unknown(f"there is no repository `{repository.data}`", repository.span, STRING)
    if isinstance(region.data, Unknown):
        return _make_unknown(region.data, header)
    account = accounts.get(str(region.data))
    if account is None:
        reason = f"there is no registry of `{repository.data}` in region `{region.data}`"
        return make_unknown(reason, region.span, STRING)
    return make_string(account, header)


def join_values(parts: tuple[Value | str, ...], span: Span) -> Value:
    """The parts as one string; what is certain before and after the unknown ones is kept."""
    values = [make_string(part) if isinstance(part, str) else part for part in parts]
    why: Unknown | None = None
    pieces: list[StringPart] = []
    for value in values:
        if isinstance(value.data, Unknown):
            why = why or value.data
            pieces.extend(value.data.pieces)
        else:
            pieces.append(str(value.data))
    if why is None:
        return make_string("".join(str(piece) for piece in pieces), span)
    return Value(STRING, join_parts(pieces, why), span)
