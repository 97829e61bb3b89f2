"""A resource with `count` or `for_each` is used without an instance key.

With `count` or `for_each` a resource or module is a list or a map of instances, also if there is
only one. `terraform validate` rejects an attribute of the whole. Select instances with an index
(`[0]`, `["a"]`, `[each.key]`) or a splat (`[*]`).

See <https://developer.hashicorp.com/terraform/language/meta-arguments/count#referring-to-instances>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "`aws_iam_role.sagemaker` has `count`, so its attributes need an index.",
    """
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRole"]
        principals {
          type        = "Service"
          identifiers = ["sagemaker.amazonaws.com"]
        }
      }
    }

    resource "aws_iam_role" "sagemaker" {
      count              = 1
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.sagemaker.arn # SM004
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The reference names one instance of the role.",
    """
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRole"]
        principals {
          type        = "Service"
          identifiers = ["sagemaker.amazonaws.com"]
        }
      }
    }

    resource "aws_iam_role" "sagemaker" {
      count              = 1
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.sagemaker[0].arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

check = diagnostic_rule(__name__, "SM004", Severity.ERROR, structural=True)
