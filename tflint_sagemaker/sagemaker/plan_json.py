"""Model instances as a plan shows them.

What the provider adds was recorded from terraform 1.11.4 with hashicorp/aws 5.100.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.provider import load_schemas
from tflint_sagemaker.sagemaker.provider_settings import find_default_tags
from tflint_sagemaker.sagemaker.related_resources import MODEL
from tflint_sagemaker.terraform.block_schema import BlockSchema
from tflint_sagemaker.terraform.planned_instance import (
    PlannedInstance,
    ProviderBehavior,
    make_element_path,
    plan,
)
from tflint_sagemaker.terraform.value_marks import is_sensitive
from tflint_sagemaker.terraform.values import Step

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.evaluated import Instance

CONTAINERS = ("primary_container", "container")

# `tags_all` is `tags` and the provider's default tags, which are added where they are known.
PROVIDER = ProviderBehavior(
    defaults={f"{kind}.mode": "SingleModel" for kind in CONTAINERS},
    filled=frozenset(
        {
            "tags_all",
            "inference_execution_config",
            *(f"{kind}.model_data_source" for kind in CONTAINERS),
            *(f"{kind}.additional_model_data_source" for kind in CONTAINERS),
        }
    ),
)


def plan_models(
    configuration: Configuration, *, secrets: bool = False
) -> tuple[PlannedInstance, ...]:
    """The model instances that will be, in order of address; `secrets` shows sensitive values."""
    shape = load_schemas().find_resource(MODEL) or BlockSchema()
    found = [
        (instance, plan(instance, shape, PROVIDER, secrets=secrets))
        for instance in configuration.list_instances(MODEL)
        if instance.exists
    ]
    for instance, planned in found:
        if secrets or not any(path.startswith("tags") for path in planned.sensitive):
            _add_all_tags(planned, configuration, instance)
    return tuple(planned for _, planned in found)


def _add_all_tags(
    planned: PlannedInstance, configuration: Configuration, instance: Instance
) -> None:
    """Put in `tags_all`, if it is certain.

    The provider leaves it to apply where there are no tags at all, or one has no text.
    """
    own = planned.values.get("tags") or {}
    if planned.unknown.get("tags") is True:
        return
    defaults = _read_default_tags(configuration, instance)
    if defaults is None:
        return
    tags = {**{key: text for key, (text, _) in defaults.items()}, **own}
    if not tags or "" in (*tags.values(), *(text for text, _ in defaults.values())):
        return
    planned.values["tags_all"] = dict(sorted(tags.items()))
    planned.unknown["tags_all"] = {}
    planned.sensitive.update(
        path.replace("tags", "tags_all", 1)
        for path in tuple(planned.sensitive)
        if path.startswith("tags")
    )
    planned.reasons.pop("tags_all", None)
    planned.origins.pop("tags_all", None)
    for key in tags:
        if key in own:
            way = planned.origins.get(make_element_path("tags", key), ())
        else:
            way = (Step("default tags of the provider", defaults[key][1]),)
        planned.origins[make_element_path("tags_all", key)] = way


def _read_default_tags(
    configuration: Configuration, instance: Instance
) -> dict[str, tuple[str, Span]] | None:
    """The provider's default tags with their places; None if not all are known."""
    name = instance.provider
    value = None if name is None else find_default_tags(configuration.find_provider(name))
    if value is None or value.unknown is not None or is_sensitive(value):
        return None
    items = value.data if isinstance(value.data, Mapping) else {}
    here = value.span or instance.body.header
    return {
        key: (str(item.data), item.span or here)
        for key, item in items.items()
        if item.data is not None
    }
