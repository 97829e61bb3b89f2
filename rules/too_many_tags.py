"""A model has more than 50 tags.

AWS takes at most 50, those of the provider's `default_tags` included. The provider does not count
them, so `terraform plan` is clean, and CreateModel refuses the model.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html#sagemaker-CreateModel-request-Tags>
and <https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html>.
"""

from tflint_sagemaker.api import Rule, Severity, hcl

RULE = Rule(
    code="SM706",
    name="too-many-tags",
    severity=Severity.ERROR,
    doc=__doc__,
    at=("tags",),
    schema={"maxProperties": 50},
    bad=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              tags = { for n in range(51) : "tag-${n}" => "on" } # SM706

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }
            }
        """),
    ),
    good=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              tags = { for n in range(50) : "tag-${n}" => "on" }

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }
            }
        """),
    ),
)
