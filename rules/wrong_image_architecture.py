"""An image is built for a different processor than the instances have.

An image that is built on an ARM machine runs on Graviton instances. On others the container fails
with "exec format error", and the endpoint fails after minutes. The rule reads the architecture from
the manifest and the configuration of the image, with `ecr:BatchGetImage` and
`ecr:GetDownloadUrlForLayer`. The instances are those of the endpoint configurations that serve the
model; without them the rule sends no request. Some builders record a wrong architecture, so this is
a warning.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-instance-selection.html>,
<https://aws.amazon.com/blogs/machine-learning/run-machine-learning-inference-workloads-on-aws-graviton-based-instances-with-amazon-sagemaker/>
and <https://docs.docker.com/build/building/multi-platform/>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    CannedResponse,
    Container,
    Example,
    Model,
    Problem,
    Related,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.aws import Aws, find_ecr_image, read_platforms
from tflint_sagemaker.api.endpoints import GRAVITON, find_serving_variants, read_instance_types

USUAL, ARM = "linux/amd64", "linux/arm64"

BAD = Example(
    "The image is built for `linux/arm64`, but `ml.m5.xlarge` runs `linux/amd64`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.5.0" # SM335
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = aws_sagemaker_model.m.name
        initial_instance_count = 1
        instance_type          = "ml.m5.xlarge"
      }
    }
    """,
)

GOOD = Example(
    "The image is built for the processors of the instances.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = aws_sagemaker_model.m.name
        initial_instance_count = 1
        instance_type          = "ml.m5.xlarge"
      }
    }
    """,
)

DOCKER = "application/vnd.docker.distribution.manifest"

ANSWERS = (
    CannedResponse(
        "ecr:BatchGetImage",
        {"repositoryName": "fraud", "imageIds": [{"imageTag": "1.4.2"}]},
        {
            "images": [
                {
                    "imageManifestMediaType": f"{DOCKER}.v2+json",
                    "imageManifest": '{"config": {"digest": "sha256:amd64"}}',
                }
            ]
        },
    ),
    CannedResponse(
        "ecr:BatchGetImage",
        {"repositoryName": "fraud", "imageIds": [{"imageTag": "1.5.0"}]},
        {
            "images": [
                {
                    "imageManifestMediaType": f"{DOCKER}.v2+json",
                    "imageManifest": '{"config": {"digest": "sha256:arm64"}}',
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
                    "imageManifestMediaType": f"{DOCKER}.list.v2+json",
                    "imageManifest": (
                        '{"manifests": ['
                        '{"platform": {"os": "linux", "architecture": "amd64"}}, '
                        '{"platform": {"os": "linux", "architecture": "arm64"}}]}'
                    ),
                }
            ]
        },
    ),
    CannedResponse(
        "ecr:GetDownloadUrlForLayer",
        {"layerDigest": "sha256:amd64"},
        {"content": {"os": "linux", "architecture": "amd64", "labels": {}}},
    ),
    CannedResponse(
        "ecr:GetDownloadUrlForLayer",
        {"layerDigest": "sha256:arm64"},
        {"content": {"os": "linux", "architecture": "arm64", "labels": {}}},
    ),
)


@rule(
    "SM335",
    Severity.WARNING,
    on=Model,
    live=("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each image that instances which are to run it cannot run."""
    kinds = [
        kind for one in find_serving_variants(model) if (kind := one.argument("instance_type"))
    ]
    if kinds:
        yield from check_each(model.containers(), lambda container: _unfit(container, kinds, aws))


def _unfit(container: Container, kinds: list[Argument], aws: Aws) -> Iterator[Problem]:
    found = find_ecr_image(container)
    if found is None:
        return
    given, image = found
    built = read_platforms(aws, image)
    if not built or built >= {USUAL, ARM}:
        return
    if built.isdisjoint({USUAL, ARM}):
        yield Problem(
            given.span,
            f"the image is built for {_shown(built)}, which no SageMaker instance can run",
            hint=f"build it with `--platform {USUAL}`",
            related=given.related,
        )
        return
    yield from check_each(kinds, lambda kind: _on(kind, given, built))


def _on(kind: Argument, given: Argument, built: frozenset[str]) -> Iterator[Problem]:
    if not kind.text or read_instance_types().fault(kind.text):
        return
    wanted = ARM if GRAVITON.match(kind.text) else USUAL
    if wanted not in built:
        yield Problem(
            given.span,
            f"the image is built for {_shown(built)}, but `{kind.shown}` runs `{wanted}`",
            hint=f"build it with `--platform {wanted}`, or use other instances",
            related=(Related("the instances", kind.span), *given.related),
        )


def _shown(built: frozenset[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(built))
