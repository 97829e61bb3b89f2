"""The directory of a local module does not exist.

A `source` that begins with `./` or `../` is a directory relative to the calling module. `terraform
init` fails if it does not exist, for example after a rename, or if the path is relative to the root
module.

See <https://developer.hashicorp.com/terraform/language/modules/sources#local-paths>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "Module call `role`: there is no directory `./modules/rolle`.",
    """
    module "role" {
      source = "./modules/rolle" # SM011
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = module.role.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The source of the call is a directory that exists.",
    """
    module "role" {
      source = "./modules/role"
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = module.role.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    # file: modules/role/main.tf
    output "arn" {
      value = "arn:aws:iam::123456789012:role/sagemaker"
    }
    """,
)

check = diagnostic_rule(__name__, "SM011", Severity.ERROR, structural=True)
