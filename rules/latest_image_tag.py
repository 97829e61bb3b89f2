"""An image has the tag `latest`.

The tag moves with every push, but the plan stays the same. Terraform sees no change, and a model
that is created again may run a different image than the tested one. AWS also warns of this and
recommends a digest.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>.
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
    """Yield an image whose tag is `latest`."""
    image = container.image
    if image is None:
        return
    reference = image_reference(image)
    if reference.tag == "latest" and reference.digest == "":
        message = "the image has the tag `latest`, which moves with every push"
        yield Problem(image.span, message, "use the tag of a release, or a digest", image.related)


RULE = Rule(
    code="SM316",
    name="latest-image-tag",
    severity=Severity.NOTICE,
    doc=__doc__,
    on=Container,
    check=check,
    bad=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:latest" # SM316
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
                image = "${aws_ecr_repository.fraud.repository_url}:latest" # SM316
              }
            }
        """),
        hcl("""
            module "fraud" {
              source = "./model"
              image  = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:latest"
            }

            # file: model/main.tf
            variable "image" {
              type = string
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = var.image # SM316
              }
            }
        """),
        hcl("""
            resource "aws_ecr_repository" "fraud" {
              name = "fraud"
            }

            locals {
              image = format("%s:latest", aws_ecr_repository.fraud.repository_url)
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              container {
                image = local.image # SM316
              }

              container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }
            }
        """),
        hcl("""
            data "aws_caller_identity" "here" {}

            variable "registry" {
              type = string
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "${var.registry}/fraud:latest" # SM316
              }
            }
        """),
    ),
    good=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:latest-2024.1"
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
                image = "${aws_ecr_repository.fraud.repository_url}:${var.release}"
              }
            }
        """),
    ),
)
