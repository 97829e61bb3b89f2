"""A container has the image of a built-in algorithm and no model data.

The built-in algorithms of SageMaker serve a trained model, and AWS requires its path for each of
them. CreateModel accepts the model without it, but the endpoint never becomes healthy.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-ModelDataUrl>
and <https://github.com/hashicorp/terraform-provider-aws/issues/32734>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Container,
    Problem,
    Rule,
    Severity,
    Undecided,
    aws_repositories,
    aws_repository,
    hcl,
    image_reference,
)

PLACES = ("model_data_url", "model_data_source")


def check(container: Container) -> Iterator[Problem]:
    """Yield the image of a built-in algorithm in a container that names no model data."""
    image = container.image
    if image is None or container.misspelt(*PLACES):
        return
    if not all(container.lacks(place) for place in PLACES):
        return
    name = aws_repository(image, image_reference(image))
    if name not in aws_repositories().algorithms:
        return
    if reason := container.may_gain("model_data_source"):
        raise Undecided(reason)
    yield Problem(
        image.span,
        f"`{name}` is a built-in algorithm and cannot serve without model data",
        hint="set `model_data_url` to the trained model",
        related=image.related,
    )


RULE = Rule(
    code="SM322",
    name="builtin-without-model-data",
    severity=Severity.NOTICE,
    doc=__doc__,
    on=Container,
    check=check,
    bad=(
        hcl("""
            data "aws_sagemaker_prebuilt_ecr_image" "p" {
              repository_name = "kmeans"
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path # SM322
              }
            }
        """),
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "382416733822.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1" # SM322
              }
            }
        """),
        hcl("""
            module "fraud" {
              source = "./model"
              image  = "811284229777.dkr.ecr.us-east-1.amazonaws.com/xgboost:1"
            }

            # file: model/main.tf
            variable "image" {
              type = string
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = var.image # SM322
              }
            }
        """),
        hcl("""
            data "aws_sagemaker_prebuilt_ecr_image" "p" {
              repository_name = "pca"
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              container {
                image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path # SM322
              }

              container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }
            }
        """),
    ),
    good=(
        hcl("""
            data "aws_sagemaker_prebuilt_ecr_image" "p" {
              repository_name = "kmeans"
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path
                model_data_url = "s3://fraud-models/model.tar.gz"
              }
            }
        """),
        hcl("""
            variable "model_data" {
              type    = string
              default = null
            }

            data "aws_sagemaker_prebuilt_ecr_image" "p" {
              repository_name = "kmeans"
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path
                model_data_url = var.model_data
              }
            }
        """),
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/kmeans:1"
              }
            }
        """),
        hcl("""
            data "aws_sagemaker_prebuilt_ecr_image" "p" {
              repository_name = "sagemaker-sparkml-serving"
              image_tag       = "3.3"
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
