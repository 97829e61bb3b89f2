"""A required argument is missing in what a model hangs together with.

That is its execution role, the policy documents beside it and its prebuilt image. Terraform
refuses the configuration before it plans anything, and null is the same as leaving an argument
out.

See <https://developer.hashicorp.com/terraform/language/syntax/configuration>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Neighbour, Problem, Related, Rule, Severity, hcl


def check(block: Neighbour) -> Iterator[Problem]:
    """Yield the block for each of its required arguments that is missing or null."""
    for name, shape in block.schema.attributes.items():
        at = block.lacks(name) if shape.required else None
        if at is None:
            continue
        given = block.given(name)
        message = f"`{block.type}` lacks `{name}`"
        if given is None:
            yield Problem(at, message, f"add `{name}`")
        elif block.outermost:
            yield Problem(at, message, "give it a value", given.related)
        else:
            # Of a block in a set, Terraform names no more than the block.
            related = (Related(f"`{name}` is null", at), *given.related)
            yield Problem(block.span, message, "give it a value", related)


RULE = Rule(
    code="SM109",
    name="missing-required-argument",
    severity=Severity.ERROR,
    doc=__doc__,
    on=Neighbour,
    check=check,
    structural=True,
    bad=(
        hcl("""
            data "aws_sagemaker_prebuilt_ecr_image" "kmeans" { # SM109
              image_tag = "1"
            }

            resource "aws_iam_role" "scoring" {
              name               = "scoring"
              assume_role_policy = null # SM109
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = aws_iam_role.scoring.arn

              primary_container {
                image = data.aws_sagemaker_prebuilt_ecr_image.kmeans.registry_path
              }
            }
        """),
        hcl("""
            data "aws_iam_policy_document" "trust" {
              statement {
                actions = ["sts:AssumeRole"]

                principals { # SM109
                  identifiers = ["sagemaker.amazonaws.com"]
                }

                condition { # SM109
                  test     = "StringEquals"
                  variable = "aws:SourceAccount"
                  values   = null
                }
              }
            }

            resource "aws_iam_role" "scoring" {
              name               = "scoring"
              assume_role_policy = data.aws_iam_policy_document.trust.json
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = aws_iam_role.scoring.arn

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }
            }
        """),
    ),
    good=(
        hcl("""
            data "aws_iam_policy_document" "trust" {
              statement {
                actions = ["sts:AssumeRole"]

                principals {
                  type        = "Service"
                  identifiers = ["sagemaker.amazonaws.com"]
                }
              }
            }

            resource "aws_iam_role" "scoring" {
              name               = "scoring"
              assume_role_policy = data.aws_iam_policy_document.trust.json
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = aws_iam_role.scoring.arn

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }
            }
        """),
    ),
)
