"""Model instances as a plan shows them.

What the provider adds was recorded from terraform 1.11.4 with hashicorp/aws 5.100.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.provider import schemas
from tflint_sagemaker.sagemaker.subjects import MODEL
from tflint_sagemaker.terraform.plan_shape import Planned, Provider, plan
from tflint_sagemaker.terraform.schema import BlockSchema

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.expand import Configuration

CONTAINERS = ("primary_container", "container")

# `tags_all` is `tags` and the provider's default tags.
PROVIDER = Provider(
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


def planned_models(configuration: Configuration, *, secrets: bool = False) -> tuple[Planned, ...]:
    """The model instances that will be, in order of address; `secrets` shows sensitive values."""
    shape = schemas().resource(MODEL) or BlockSchema()
    return tuple(
        plan(instance, shape, PROVIDER, secrets=secrets)
        for instance in configuration.instances(MODEL)
        if instance.exists
    )
