"""References form a cycle.

Terraform evaluates in the order of the references. Locals, variables, modules or resources that
refer to each other in a cycle have no order, and `terraform validate` rejects them.

See <https://developer.hashicorp.com/terraform/internals/graph>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "Reference cycle: local.name → local.image → local.name.",
    """
    locals {
      name  = "${local.image}-model" # SM010
      image = "${local.name}-image"
    }

    resource "aws_sagemaker_model" "fraud" {
      name               = local.name
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "No value depends on itself.",
    """
    locals {
      project = "fraud"
      name    = "${local.project}-model"
    }

    resource "aws_sagemaker_model" "fraud" {
      name               = local.name
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

check = diagnostic_rule(__name__, "SM010", Severity.ERROR, structural=True)
