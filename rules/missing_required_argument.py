"""A required argument of a related resource is missing.

The rule checks the execution role of a model, its policy documents and endpoints, and its prebuilt
image. Terraform rejects the configuration before it plans. A null value counts as missing.

See <https://developer.hashicorp.com/terraform/language/syntax/configuration>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Problem, Related, RelatedResource, Severity, rule

BAD = Example(
    "`aws_sagemaker_prebuilt_ecr_image` lacks `repository_name`.",
    """
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
    """,
)

GOOD = Example(
    "All required arguments are set.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "fraud" {
      production_variants {
        model_name             = aws_sagemaker_model.m.name
        initial_instance_count = 1
        instance_type          = "ml.m6i.large"
      }
    }

    resource "aws_sagemaker_endpoint" "fraud" {
      endpoint_config_name = aws_sagemaker_endpoint_configuration.fraud.name
    }
    """,
)


@rule("SM109", Severity.ERROR, on=RelatedResource, structural=True)
def check(block: RelatedResource) -> Iterator[Problem]:
    """Yield the block for each of its required arguments and blocks that is missing or null."""
    for kind, nested in block.schema.blocks.items():
        at = block.lacks(kind) if nested.least else None
        if at is not None and not block.misspelt(kind) and not block.may_gain(kind):
            yield Problem(at, f"`{block.type}` lacks `{kind}`", f"add a `{kind}` block")
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
