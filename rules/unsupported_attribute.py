"""An object does not have the attribute.

Terraform knows the attributes of every resource, data source, module and object, and rejects any
other name: for example `image_uri` of a prebuilt image (use `registry_path`), or an output that the
module does not declare.

See <https://developer.hashicorp.com/terraform/language/expressions/references#references-to-resource-attributes>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "There is no argument, nested block or attribute `image_uri`.",
    """
    data "aws_sagemaker_prebuilt_ecr_image" "xgboost" {
      repository_name = "sagemaker-xgboost"
      image_tag       = "1.7-1"
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = data.aws_sagemaker_prebuilt_ecr_image.xgboost.image_uri # SM003
      }
    }
    """,
)

GOOD = Example(
    "The attribute that holds the image is `registry_path`.",
    """
    data "aws_sagemaker_prebuilt_ecr_image" "xgboost" {
      repository_name = "sagemaker-xgboost"
      image_tag       = "1.7-1"
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = data.aws_sagemaker_prebuilt_ecr_image.xgboost.registry_path
      }
    }
    """,
)

check = diagnostic_rule(__name__, "SM003", Severity.ERROR, structural=True)
