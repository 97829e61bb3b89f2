"""A variable, local, module or resource is used but not declared.

`terraform validate` rejects a reference to something that no block of the module declares. Usual
causes are a spelling mistake, an example copied without its data source, and a block that was
renamed or moved into another module.

See <https://developer.hashicorp.com/terraform/language/expressions/references>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "Variable `role_arn` is not declared.",
    """
    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = var.role_arn # SM001
      primary_container {
        image = data.aws_sagemaker_prebuilt_ecr_image.xgboost.registry_path # SM001
      }
    }
    """,
)

GOOD = Example(
    "The variable is declared.",
    """
    variable "role_arn" {
      type = string
    }

    data "aws_sagemaker_prebuilt_ecr_image" "xgboost" {
      repository_name = "sagemaker-xgboost"
      image_tag       = "1.7-1"
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = var.role_arn
      primary_container {
        image = data.aws_sagemaker_prebuilt_ecr_image.xgboost.registry_path
      }
    }
    """,
)

check = diagnostic_rule(__name__, "SM001", Severity.ERROR, structural=True)
