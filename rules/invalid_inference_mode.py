"""The inference mode of a model is neither `Serial` nor `Direct`.

The provider accepts only these two words, in this spelling, and rejects other values at plan.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceExecutionConfig.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`mode` is `serial`, not `Serial` or `Direct`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      inference_execution_config {
        mode = "serial" # SM209
      }

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
      }

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The mode is spelled as the provider requires.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      inference_execution_config {
        mode = "Serial"
      }

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
      }

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM209",
    Severity.ERROR,
    at=("inference_execution_config[].mode",),
    schema={"enum": ["Serial", "Direct"]},
)
