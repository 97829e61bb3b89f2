"""The value of a variable does not match its type.

Terraform converts the default of a variable, the values in `terraform.tfvars` and `*.auto.tfvars`,
and the arguments of a module call to the type of the variable. It rejects a value that cannot be
converted, and null if `nullable = false`.

See <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>.
"""

from tflint_sagemaker.api import Diagnostic, Example, Rule, Severity, diagnosed, hcl

RULE = Rule(
    code="SM009",
    name="invalid-variable-value",
    severity=Severity.ERROR,
    structural=True,
    doc=__doc__,
    on=Diagnostic,
    check=diagnosed("invalid-variable-value"),
    bad=Example(
        "The default of `var.environment` does not fit its type: map of string required.",
        hcl("""
        variable "environment" {
          type    = map(string)
          default = ["LOG_LEVEL", "info"] # SM009
        }

        resource "aws_sagemaker_model" "fraud" {
          execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
          primary_container {
            image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
            environment = var.environment
          }
        }
        """),
    ),
    good=Example(
        "The default has the type of the variable.",
        hcl("""
        variable "environment" {
          type    = map(string)
          default = { LOG_LEVEL = "info" }
        }

        resource "aws_sagemaker_model" "fraud" {
          execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
          primary_container {
            image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
            environment = var.environment
          }
        }
        """),
    ),
)
