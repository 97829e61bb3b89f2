"""A multi-model container has a GPU image that cannot serve several models.

CreateModel rejects an image that does not declare the capability: "Your Ecr Image … does not
contain required com.amazonaws.sagemaker.capabilities.multi-models=true Docker label(s)". Among the
AWS images these are the GPU images of `tensorflow-inference`, and those of `pytorch-inference`
before 2.0. The CPU images, Triton and newer PyTorch images have the label. The rule does not check
other images.

See <https://github.com/aws/amazon-sagemaker-examples/issues/3925>,
<https://github.com/aws/deep-learning-containers/issues/2131>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-support.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Related, Severity, rule
from tflint_sagemaker.api.images import find_aws_repository, parse_image_reference
from tflint_sagemaker.api.text import compile_later

# As the Dockerfiles of github.com/aws/deep-learning-containers have it, up to TensorFlow 2.19.
UNABLE = {
    "tensorflow-inference": compile_later(r"(?:1\.\d+|2\.1?\d)(?:\.\d+)?-gpu\b"),
    "pytorch-inference": compile_later(r"1\.\d+(?:\.\d+)?-gpu\b"),
}

BAD = Example(
    "The image `tensorflow-inference:2.7-gpu` does not support multi-model endpoints.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "763104351884.dkr.ecr.us-west-2.amazonaws.com/tensorflow-inference:2.7-gpu" # SM225
        mode  = "MultiModel"

        model_data_url = "s3://fraud-models/tenants/"
      }
    }
    """,
)

GOOD = Example(
    "The CPU image supports multi-model endpoints.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "763104351884.dkr.ecr.us-west-2.amazonaws.com/tensorflow-inference:2.7-cpu"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/tenants/"
      }
    }
    """,
)


@rule("SM225", Severity.ERROR, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the image of a `MultiModel` container if AWS built it without the label."""
    mode, image = container.argument("mode"), container.image
    if mode is None or image is None or mode.raw.data == "SingleModel":
        return
    reference = parse_image_reference(image)
    name = find_aws_repository(image, reference) or ""
    unable, tag = UNABLE.get(name), reference.tag
    if unable and tag and unable.match(tag) and mode.value == "MultiModel":
        mode.require_not_default()
        image.require_not_default()
        yield Problem(
            image.span,
            f"the image `{name}:{tag}` does not support multi-model endpoints",
            hint="use the CPU image, or Triton for GPUs",
            related=(Related("the mode", mode.span), *image.related),
        )
