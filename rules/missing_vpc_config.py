"""A model is not in a VPC.

Without `vpc_config` the traffic and the downloads of the containers use a network of SageMaker. The
security groups, endpoint policies and flow logs of the account do not apply to it.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html>
and <https://docs.aws.amazon.com/config/latest/developerguide/sagemaker-model-in-vpc.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Severity, Undecided, rule

BAD = Example(
    "The model is not in a VPC.",
    """
    resource "aws_sagemaker_model" "m" { # SM605
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The model is in a VPC.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      enable_network_isolation = true

      vpc_config {
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }
    """,
)


@rule("SM605", Severity.NOTICE, group="security", on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield a model without `vpc_config`."""
    if model.children("vpc_config") or model.misspelt("vpc_config"):
        return
    if reason := model.may_gain("vpc_config"):
        raise Undecided(reason)
    hint = "add a `vpc_config` with subnets and security groups"
    yield Problem(model.span, "the model is not in a VPC", hint)
