"""Settings of an AWS provider configuration that resources depend on: region, default tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.types import STRING, make_map_type
from tflint_sagemaker.terraform.values import Step, Value, make_string

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.provider_configurations import ProviderConfiguration

PROVIDER = "aws"


def assume_region(region: str, at: Span | None) -> Value:
    """Return a region for providers that set none, written at `at` or in the option `--region`."""
    span = at or Span(Source("--region", region), 0, len(region))
    return make_string(region, span).add_step(Step("the region where none is stated", span))


def find_region(provider: ProviderConfiguration) -> Value | None:
    """Return the region that a provider configuration sets, or the assumed one if it sets none.

    None if several blocks have the name, or if `endpoints` send the requests somewhere else.
    """
    if not provider.blocks and provider.name == PROVIDER:
        return provider.defaults.get("region")
    block = provider.block
    if block is None or any(
        nested.type in ("endpoints", "dynamic") for nested in block.body.blocks
    ):
        return None
    region = block.body.get_attribute("region")
    if region is None:
        return provider.defaults.get("region") if provider.provider == PROVIDER else None
    value = provider.evaluate(region)
    if value is None:
        return None
    return value.add_step(Step(f"region of the provider {provider.name}", region.value.span))


def find_set_region(provider: ProviderConfiguration | None) -> Value | None:
    """Return the region as `find_region` does; None also for null and for an empty string."""
    found = None if provider is None else find_region(provider)
    return found if found is not None and found.data not in (None, "") else None


def find_default_tags(provider: ProviderConfiguration) -> Value | None:
    """Return the map of tags that a provider configuration adds to every resource.

    The map has no span if there is no provider block. None if the tags are not certain: several
    blocks have the name, the block removes tags too (`ignore_tags`) or has dynamic blocks.
    """
    if not provider.blocks and "." not in provider.name:
        return Value(make_map_type(STRING), {})
    block = provider.block
    if block is None or any(b.type in ("ignore_tags", "dynamic") for b in block.body.blocks):
        return None
    if any(block.body.get_attribute(kind) for kind in ("ignore_tags", "default_tags")):
        return None  # JSON configuration gives these as arguments
    found = [nested.body.get_attribute("tags") for nested in block.body.find_blocks("default_tags")]
    if not found or found == [None]:
        return Value(make_map_type(STRING), {}, block.header)
    tags = found[0] if len(found) == 1 else None
    value = None if tags is None else provider.evaluate(tags)
    if tags is None or value is None:
        return None
    try:
        return convert(value, make_map_type(STRING)).relocate(tags.value.span)
    except ConversionError:
        return None
