"""A serverless variant serves a model that serverless endpoints do not support.

Serverless endpoints do not support a VPC, network isolation, multi-model containers, pipelines of
several containers, images from a private registry, or `model_data_source`. The plan reports no
error, and AWS rejects the endpoint.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html#serverless-endpoints-how-it-works-exclusions>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-ModelDataSource>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Problem, Related, Severity, Variant, check_each, rule
from tflint_sagemaker.api.models import (
    find_data_source,
    find_isolation,
    find_multi_model,
    find_private_registry,
    find_several_containers,
    find_vpc,
)

HINDRANCES = (
    find_vpc,
    find_isolation,
    find_several_containers,
    find_multi_model,
    find_data_source,
    find_private_registry,
)

BAD = Example(
    "A serverless variant serves `aws_sagemaker_model.m`, which is in a VPC.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        model_name = aws_sagemaker_model.m.name # SM806

        serverless_config {
          max_concurrency   = 5
          memory_size_in_mb = 2048
        }
      }
    }
    """,
)

GOOD = Example(
    "The model has no VPC.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        model_name = aws_sagemaker_model.m.name

        serverless_config {
          max_concurrency   = 5
          memory_size_in_mb = 2048
        }
      }
    }
    """,
)


@rule("SM806", Severity.ERROR, on=Variant)
def check(variant: Variant) -> Iterator[Problem]:
    """Yield the model of a serverless variant for each feature that stands in the way."""
    model, given = variant.model, variant.model_name
    if given is None or model is None or not model.exists:
        return
    if not variant.children("serverless_config"):
        return
    for what, at in check_each(HINDRANCES, lambda find: find(model)):
        yield Problem(
            given.span,
            f"a serverless variant serves `{model.address}`, which {what}",
            hint="use instances for the variant, or serve a model without this",
            related=(Related(f"it {what}", at), *given.related),
        )
