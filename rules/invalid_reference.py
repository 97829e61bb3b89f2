"""A name in an expression refers to nothing.

Terraform reads a bare word as the start of a reference. `terraform validate` rejects a string
without quotes, `each` without `for_each`, `count` without `count`, and `self` outside a provisioner
or a postcondition.

See <https://developer.hashicorp.com/terraform/language/expressions/references>.
"""

from tflint_sagemaker.api import Diagnostic, Example, Rule, Severity, diagnosed, hcl

RULE = Rule(
    code="SM002",
    name="invalid-reference",
    severity=Severity.ERROR,
    structural=True,
    doc=__doc__,
    on=Diagnostic,
    check=diagnosed("invalid-reference"),
    bad=Example(
        "`each` is used, but the block has no argument `for_each`.",
        hcl("""
        resource "aws_sagemaker_model" "fraud" {
          name               = each.key # SM002
          execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
          primary_container {
            image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
            mode  = SingleModel # SM002
          }
        }
        """),
    ),
    good=Example(
        "`for_each` is set, so `each` can be used.",
        hcl("""
        resource "aws_sagemaker_model" "fraud" {
          for_each           = toset(["fraud-a", "fraud-b"])
          name               = each.key
          execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
          primary_container {
            image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
            mode  = "SingleModel"
          }
        }
        """),
    ),
)
