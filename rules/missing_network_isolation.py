"""The containers of a model are not isolated from the network.

SageMaker containers can reach the internet unless `enable_network_isolation` is set. With isolation
no call goes in or out of a container except inference requests, and the code gets no AWS
credentials. SageMaker still provides the model data. A container that downloads data at start, or
calls other services, cannot be isolated.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html>
and <https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Severity, rule
from tflint_sagemaker.api.fixes import set_argument

NAME = "enable_network_isolation"

BAD = Example(
    "The containers are not isolated from the network.",
    """
    resource "aws_sagemaker_model" "m" { # SM604
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The containers are isolated from the network.",
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


@rule("SM604", Severity.WARNING, group="security", on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the setting if it is off, or the model if it has none."""
    message = "the containers are not isolated from the network"
    hint = "set `enable_network_isolation = true`"
    fix = set_argument(model, NAME, "true")
    given = model.argument(NAME)
    if given is not None:
        if given.value is False:
            yield Problem(given.span, message, hint, given.related, fix)
    elif not model.misspelt(NAME):
        at = model.lacks(NAME)
        if at:
            yield Problem(at, message, hint, fix=fix)
