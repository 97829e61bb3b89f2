"""Endpoint configurations that serve a model, and instance types."""

from tflint_sagemaker.sagemaker.endpoint import find_deployed, find_serving_variants
from tflint_sagemaker.sagemaker.endpoint_limits import find_misfits
from tflint_sagemaker.sagemaker.instance_types import GPU, GRAVITON, NEURON, read_instance_types

__all__ = [
    "GPU",
    "GRAVITON",
    "NEURON",
    "find_deployed",
    "find_misfits",
    "find_serving_variants",
    "read_instance_types",
]
