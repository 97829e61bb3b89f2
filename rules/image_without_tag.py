"""An image has neither a tag nor a digest.

The tag `latest` is then used. It moves, or does not exist if no image was pushed with it. The URL
of a repository is a path without a tag.

See <https://docs.docker.com/reference/cli/docker/image/tag/>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Container,
    Problem,
    Rule,
    Severity,
    hcl,
    image_reference,
)


def check(container: Container) -> Iterator[Problem]:
    """Yield an image of which it is certain that it says no version."""
    image = container.image
    if image is None:
        return
    reference = image_reference(image)
    named = reference.ecr or reference.host is not None
    if not named or not reference.repository_text or reference.tag_text is not None:
        return
    if reference.tag == reference.digest == "":
        message = "the image has neither a tag nor a digest, so the tag `latest` is used"
        yield Problem(image.span, message, "add the tag of a release, or a digest", image.related)


RULE = Rule(
    code="SM317",
    name="image-without-tag",
    severity=Severity.NOTICE,
    doc=__doc__,
    on=Container,
    check=check,
    bad=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud" # SM317
              }
            }
        """),
        hcl("""
            resource "aws_ecr_repository" "fraud" {
              name = "fraud"
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = aws_ecr_repository.fraud.repository_url # SM317
              }
            }
        """),
        hcl("""
            data "aws_ecr_repository" "fraud" {
              name = "fraud"
            }

            module "fraud" {
              source = "./model"
              image  = data.aws_ecr_repository.fraud.repository_url
            }

            # file: model/main.tf
            variable "image" {
              type = string
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = var.image # SM317
              }
            }
        """),
        hcl("""
            data "aws_caller_identity" "here" {}

            data "aws_region" "here" {}

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              container {
                image = "${data.aws_caller_identity.here.account_id}.dkr.ecr.${data.aws_region.here.name}.amazonaws.com/fraud" # SM317
              }

              container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }
            }
        """),  # noqa: E501
    ),
    good=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }
            }
        """),
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
              }
            }
        """),  # noqa: E501
        hcl("""
            resource "aws_ecr_repository" "fraud" {
              name = "fraud"
            }

            variable "release" {
              type = string
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "${aws_ecr_repository.fraud.repository_url}${var.release}"
              }
            }
        """),
        hcl("""
            variable "image" {
              type = string
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/${var.image}"
              }
            }
        """),
        hcl("""
            data "aws_sagemaker_prebuilt_ecr_image" "p" {
              repository_name = "pytorch-inference"
              image_tag       = "2.6.0-cpu-py312"
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path
              }
            }
        """),
    ),
)
