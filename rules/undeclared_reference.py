"""A variable, local, module or resource is used but not declared.

`terraform validate` rejects a reference to something that no block of the module declares. Usual
causes are a spelling mistake, an example copied without its data source, and a block that was
renamed or moved into another module.

See <https://developer.hashicorp.com/terraform/language/expressions/references>.
"""

from tflint_sagemaker.api import Diagnostic, Example, Rule, Severity, diagnosed, hcl

RULE = Rule(
    code="SM001",
    name="undeclared-reference",
    severity=Severity.ERROR,
    structural=True,
    doc=__doc__,
    on=Diagnostic,
    check=diagnosed("undeclared-reference"),
    bad=Example(
        "Variable `role_arn` is not declared.",
        hcl("""
        resource "aws_sagemaker_model" "fraud" {
          execution_role_arn = var.role_arn # SM001
          primary_container {
            image = data.aws_sagemaker_prebuilt_ecr_image.xgboost.registry_path # SM001
          }
        }
        """),
    ),
    good=Example(
        "The variable is declared.",
        hcl("""
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
        """),
    ),
)
