"""This provider version ignores changes of subnets and security groups.

Before 6.26.0 hashicorp/aws plans such a change as an update in place, reports success, and never
sends it: AWS has no call to update a model. From 6.26.0 on, the change replaces the model.

See <https://github.com/hashicorp/terraform-provider-aws/issues/45490>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Related, Severity, rule

MENDED = "6.26.0"

BAD = Example(
    "The provider hashicorp/aws before 6.26.0 ignores changes of subnets and security groups.",
    """
    terraform {
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = "~> 5.0"
        }
      }
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config { # SM813
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }
    """,
)

GOOD = Example(
    "The constraint includes versions that apply such changes.",
    """
    terraform {
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = ">= 5.0"
        }
      }
    }

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
    """,
)


@rule("SM813", Severity.NOTICE, group="style", on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the VPC of a model where only providers are allowed that do not change it."""
    demand = model.too_old(MENDED)
    if demand is None:
        return
    for config in model.children("vpc_config"):
        yield Problem(
            config.span,
            f"hashicorp/aws before {MENDED} ignores changes of subnets and security groups",
            hint=f"allow hashicorp/aws {MENDED} or newer",
            related=(Related("the allowed versions", demand.span),),
        )
