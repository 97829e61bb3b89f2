"""The model cache of a multi-model container is neither `Enabled` nor `Disabled`.

The provider accepts only these two words, in this spelling. It rejects other values at plan, if all
of the container is known then.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MultiModelConfig.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`model_cache_setting` is `disabled`, not `Enabled` or `Disabled`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/all/"

        multi_model_config {
          model_cache_setting = "disabled" # SM212
        }
      }
    }
    """,
)

GOOD = Example(
    "The setting is spelled as the provider requires.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/all/"

        multi_model_config {
          model_cache_setting = "Disabled"
        }
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM212",
    Severity.ERROR,
    at=(
        "primary_container[].multi_model_config[].model_cache_setting",
        "container[].multi_model_config[].model_cache_setting",
    ),
    schema={"enum": ["Enabled", "Disabled"]},
)
