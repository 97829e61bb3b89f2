"""A tag of a model repeats a default tag of the provider.

The model gets the tag in any case. If it is written twice, one of the two will be forgotten in a
change. Before version 5 of the provider such a tag also appeared as a change in every plan. A tag
with another value than the default is not a repetition.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Related, Severity, rule
from tflint_sagemaker.api.text import shorten

BAD = Example(
    "The tag `Owner` repeats a default tag of the provider.",
    """
    provider "aws" {
      region = "us-east-1"

      default_tags {
        tags = {
          Owner = "risk"
        }
      }
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      tags = {
        Owner = "risk" # SM712
        Stage = "live"
      }

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The tag overrides the default with another value.",
    """
    provider "aws" {
      region = "us-east-1"

      default_tags {
        tags = {
          Owner = "risk"
        }
      }
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      tags = {
        Owner = "fraud"
        Stage = "live"
      }

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM712", Severity.NOTICE, group="style", on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each tag that is equal to a default tag."""
    tags, defaults = model.argument("tags"), model.default_tags
    if tags is None or defaults is None:
        return
    known = dict(defaults.items())
    for key, value in tags.items():
        default = known.get(key)
        if default is None or value.raw.is_unknown or default.raw.is_unknown:
            continue
        if value.text is not None and value.text == default.text:
            yield Problem(
                model.key_span("tags", key) or tags.span,
                f"the tag `{shorten(key)}` repeats a default tag of the provider",
                hint="leave it to the provider",
                related=(Related("the default tag", default.span),),
            )
