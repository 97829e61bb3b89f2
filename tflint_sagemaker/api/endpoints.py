"""Endpoint configurations that serve a model, and instance types."""

from tflint_sagemaker.sagemaker.endpoint import deployed, serving
from tflint_sagemaker.sagemaker.endpoint_limits import misfits
from tflint_sagemaker.sagemaker.instance_types import GPU, GRAVITON, NEURON, instance_types

__all__ = ["GPU", "GRAVITON", "NEURON", "deployed", "instance_types", "misfits", "serving"]
