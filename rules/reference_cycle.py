"""References form a cycle.

Terraform evaluates in the order of the references. Locals, variables, modules or resources that
refer to each other in a cycle have no order, and `terraform validate` rejects them.

See <https://developer.hashicorp.com/terraform/internals/graph>.
"""

from tflint_sagemaker.api import Diagnostic, Example, Rule, Severity, diagnosed, hcl

RULE = Rule(
    code="SM010",
    name="reference-cycle",
    severity=Severity.ERROR,
    structural=True,
    doc=__doc__,
    on=Diagnostic,
    check=diagnosed("reference-cycle"),
    bad=Example(
        "Reference cycle: local.name → local.image → local.name.",
        hcl("""
        locals {
          name  = "${local.image}-model" # SM010
          image = "${local.name}-image"
        }

        resource "aws_sagemaker_model" "fraud" {
          name               = local.name
          execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
          primary_container {
            image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
          }
        }
        """),
    ),
    good=Example(
        "The references have an order.",
        hcl("""
        locals {
          project = "fraud"
          name    = "${local.project}-model"
        }

        resource "aws_sagemaker_model" "fraud" {
          name               = local.name
          execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
          primary_container {
            image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
          }
        }
        """),
    ),
)
