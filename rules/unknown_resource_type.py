"""The provider does not have this type of resource or data source.

Terraform rejects the configuration before it plans. The rule reports only types that are one
spelling mistake away from an existing type, and types that exist only as a resource or only as a
data source. A new version of the provider may add types that are not known here.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "There is no resource type `aws_sagemaker_modle`.",
    """
    resource "aws_sagemaker_modle" "fraud" { # SM013
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_caller_identity" "current" { # SM013
    }
    """,
)

GOOD = Example(
    "The types exist, and `aws_caller_identity` is a data source.",
    """
    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    data "aws_caller_identity" "current" {
    }
    """,
)

check = diagnostic_rule(__name__, "SM013", Severity.ERROR, structural=True)
