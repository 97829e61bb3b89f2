"""An image is built for a different processor than the instance has.

The tag of a prebuilt image shows its target: a Neuron image needs Inferentia or Trainium, a
Graviton image an instance with Graviton processors, and a GPU image a GPU. On another instance the
container does not start, or runs without the accelerator.

See <https://github.com/aws/deep-learning-containers/blob/master/available_images.md>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-instance-selection.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Container,
    Example,
    Problem,
    Related,
    Severity,
    Variant,
    check_each,
    rule,
)
from tflint_sagemaker.api.endpoints import GPU, GRAVITON, NEURON
from tflint_sagemaker.api.text import compile_later

# Repository and tag of a prebuilt image, from its last slash.
IMAGE = compile_later(r"(?:.*/)?((?:huggingface|pytorch|tensorflow|mxnet|djl)-[\w.-]+):([\w.-]+)")
KINDS = (
    (compile_later(r"neuronx?\b"), NEURON, "Neuron", "an Inferentia or Trainium instance"),
    (compile_later(r"\b(?:graviton|arm64)\b"), GRAVITON, "Graviton", "a Graviton instance"),
    (compile_later(r"(?:^|-)gpu(?:-|$)"), GPU, "GPU", "a GPU instance"),
)

BAD = Example(
    "`ml.c6i.large` does not match a GPU image.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.2.0-gpu"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = aws_sagemaker_model.m.name
        initial_instance_count = 1
        instance_type          = "ml.c6i.large" # SM809
      }
    }
    """,
)

GOOD = Example(
    "Image and instance are both for Graviton.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference-graviton:0.27"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = aws_sagemaker_model.m.name
        initial_instance_count = 1
        instance_type          = "ml.c7g.large"
      }
    }
    """,
)


@rule("SM809", Severity.WARNING, on=Variant)
def check(variant: Variant) -> Iterator[Problem]:
    """Yield the instance type if an image of the model needs another kind."""
    model, given = variant.model, variant.argument("instance_type")
    if model is None or not model.exists or given is None or given.text is None:
        return
    yield from check_each(model.containers(), lambda container: _mismatch(container, given))


def _mismatch(container: Container, given: Argument) -> Iterator[Problem]:
    image = container.image
    if image is None:
        return
    # Of an unknown image the end says as much, where it reaches back to the repository.
    known = IMAGE.fullmatch(image.suffix if image.raw.is_unknown else image.text or "")
    if known is None or (image.raw.is_unknown and "/" not in image.suffix):
        _ = image.value
        return
    named = f"{known[1]}-{known[2]}"
    for mark, fitting, kind, wanted in KINDS:
        if mark.search(named):
            if not fitting.match(given.text or ""):
                yield Problem(
                    given.span,
                    f"`{given.shown}` does not match a {kind} image",
                    hint=f"use {wanted}, or an image for this instance type",
                    related=(Related(f"the {kind} image", image.span), *given.related),
                )
            return
