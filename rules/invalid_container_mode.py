"""The `mode` of a container is neither `SingleModel` nor `MultiModel`.

The provider accepts only these two words, in this spelling. It rejects other values at plan, if all
of the container is known then.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`mode` is `multi_model`, not `SingleModel` or `MultiModel`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "multi_model" # SM205
        model_data_url = "s3://fraud-models/all/"
      }
    }
    """,
)

GOOD = Example(
    "The mode is spelled as the provider requires.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/all/"
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM205",
    Severity.ERROR,
    at=("primary_container[].mode", "container[].mode"),
    schema={"enum": ["SingleModel", "MultiModel"]},
)
