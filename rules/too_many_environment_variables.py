"""A container has more than 100 environment variables.

The API accepts at most 100. The provider does not count them, so `terraform plan` reports no error
and CreateModel rejects the model.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-Environment>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`environment` has 101 elements, more than 100.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = { for n in range(101) : "OPTION_${n}" => "on" } # SM703
      }
    }
    """,
)

GOOD = Example(
    "The number of variables is within the limit.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = { for n in range(100) : "OPTION_${n}" => "on" }
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM703",
    Severity.ERROR,
    at=("primary_container[].environment", "container[].environment"),
    schema={"maxProperties": 100},
)
