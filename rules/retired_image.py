"""An image needs Elastic Inference, which AWS has retired.

Since April 15, 2023, AWS accepts no new customers for Elastic Inference and asks others to migrate.
Images whose repositories end in `-eia` need it, and get no new versions.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/ei.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Container,
    Problem,
    Rule,
    Severity,
    aws_repository,
    hcl,
    image_reference,
)


def check(container: Container) -> Iterator[Problem]:
    """Yield an image of AWS for Elastic Inference."""
    image = container.image
    name = aws_repository(image, image_reference(image)) if image else None
    if image and name and name.endswith("-eia"):
        message = f"`{name}` needs Elastic Inference, which AWS has retired"
        yield Problem(image.span, message, f"use `{name.removesuffix('-eia')}`", image.related)


RULE = Rule(
    code="SM319",
    name="retired-image",
    severity=Severity.WARNING,
    doc=__doc__,
    on=Container,
    check=check,
    bad=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference-eia:1.5.1-cpu-py3" # SM319
              }
            }
        """),  # noqa: E501
        hcl("""
            data "aws_sagemaker_prebuilt_ecr_image" "p" {
              repository_name = "tensorflow-inference-eia"
              image_tag       = "2.3.0-cpu"
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path # SM319
              }
            }
        """),
        hcl("""
            module "fraud" {
              source = "./model"
              image  = "763104351884.dkr.ecr.us-east-1.amazonaws.com/mxnet-inference-eia:1.5.1-cpu"
            }

            # file: model/main.tf
            variable "image" {
              type = string
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = var.image # SM319
              }
            }
        """),
    ),
    good=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312"
              }
            }
        """),  # noqa: E501
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud-eia:1.4.2"
              }
            }
        """),
    ),
)
