"""An image lacks a label that the model requires.

A multi-model container requires the label `com.amazonaws.sagemaker.capabilities.multi-models=true`.
A model with several containers requires
`com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true` on each image. CreateModel rejects
other images: "Your Ecr Image … does not contain required
com.amazonaws.sagemaker.capabilities.multi-models=true Docker label(s)". The rule reads the labels
from the configuration of the image, with `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer`. It
skips the images of SageMaker's built-in algorithms.

See <https://github.com/aws/deep-learning-containers/issues/2131>,
<https://github.com/deepjavalibrary/djl-serving/issues/708>,
<https://docs.aws.amazon.com/sagemaker/latest/dg/build-multi-model-build-container.html> and
<https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-troubleshooting.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    CannedResponse,
    Container,
    Example,
    Model,
    Problem,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.aws import Aws, find_ecr_image, read_labels
from tflint_sagemaker.api.images import read_aws_repositories

MANY_MODELS = "com.amazonaws.sagemaker.capabilities.multi-models"
ANY_PORT = "com.amazonaws.sagemaker.capabilities.accept-bind-to-port"
YES = "true"

BAD = Example(
    "The image has no label `com.amazonaws.sagemaker.capabilities.multi-models=true`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2" # SM336
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/tenants/"
      }
    }
    """,
)

GOOD = Example(
    "The image has the label for multi-model containers.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:2.0.0"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/tenants/"
      }
    }
    """,
)

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"

ANSWERS = (
    CannedResponse(
        "ecr:BatchGetImage",
        {"repositoryName": "fraud", "imageIds": [{"imageTag": "1.4.2"}]},
        {
            "images": [
                {
                    "imageManifestMediaType": MANIFEST,
                    "imageManifest": '{"config": {"digest": "sha256:bare"}}',
                }
            ]
        },
    ),
    CannedResponse(
        "ecr:BatchGetImage",
        {"repositoryName": "fraud", "imageIds": [{"imageTag": "2.0.0"}]},
        {
            "images": [
                {
                    "imageManifestMediaType": MANIFEST,
                    "imageManifest": '{"config": {"digest": "sha256:labelled"}}',
                }
            ]
        },
    ),
    CannedResponse(
        "ecr:GetDownloadUrlForLayer",
        {"layerDigest": "sha256:bare"},
        {"content": {"os": "linux", "architecture": "amd64", "labels": {}}},
    ),
    CannedResponse(
        "ecr:GetDownloadUrlForLayer",
        {"layerDigest": "sha256:labelled"},
        {
            "content": {
                "os": "linux",
                "architecture": "amd64",
                "labels": {MANY_MODELS: YES, ANY_PORT: YES},
            }
        },
    ),
)


@rule(
    "SM336",
    Severity.ERROR,
    on=Model,
    live=("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each image that lacks a label which its place in the model demands."""
    containers = model.containers()
    several = len(containers) > 1
    yield from check_each(
        containers, lambda container: _unlabelled(container, aws, several=several)
    )


def _unlabelled(container: Container, aws: Aws, *, several: bool) -> Iterator[Problem]:
    for label in _demanded(container, several=several):
        found = find_ecr_image(container)
        known = read_aws_repositories()
        if found is None or found[1].registry in known.owners - known.deep_learning:
            return
        given, image = found
        told = read_labels(aws, image)
        if told and not any(one.get(label, "").casefold() == YES for one in told):
            yield Problem(
                given.span,
                f"the image has no label `{label}={YES}`",
                hint=f"build it with `LABEL {label}={YES}`, if it supports this",
                related=given.related,
            )


def _demanded(container: Container, *, several: bool) -> Iterator[str]:
    if several:
        yield ANY_PORT
    mode = container.argument("mode")
    if mode is not None and mode.value == "MultiModel":
        yield MANY_MODELS
