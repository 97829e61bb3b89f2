"""A model lacks a required tag.

`keys` lists the tags that each model must have. Tags from the `default_tags` of the provider count.
A module without a `provider` block gets the default tags of its caller; if it is linted alone, the
rule does not report it.

See <https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Example,
    Model,
    Parameter,
    Problem,
    Severity,
    Undecided,
    Unknown,
    rule,
)
from tflint_sagemaker.api.text import shorten

BAD = Example(
    "The model lacks the tags `Owner`, `Stage`.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_sagemaker_model" "m" { # SM711
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The model has the required tags, one of them from `default_tags`.",
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
        Stage = "live"
      }

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule(
    "SM711",
    Severity.NOTICE,
    group="style",
    on=Model,
    parameters={
        "keys": Parameter(
            doc="The keys that the tags of each model have to have.",
            schema={"type": "array", "items": {"type": "string"}, "uniqueItems": True},
            default=[],
            example=["Owner", "Stage"],
        ),
    },
)
def check(model: Model, *, keys: list[str]) -> Iterator[Problem]:
    """Yield the model's tags once for all keys that they lack."""
    tags, defaults = model.argument("tags"), model.default_tags
    missing = sorted(set(keys) - _keys(tags)) if keys else []
    if not missing:
        return
    if defaults is None:
        raise Undecided(Unknown("the default tags of the provider are not known", model.span))
    missing = [key for key in missing if key not in _keys(defaults)]
    if missing:
        names = ", ".join(f"`{shorten(key)}`" for key in missing)
        what, them = ("the tag", "it") if len(missing) == 1 else ("the tags", "them")
        at = tags.span if tags else model.span
        yield Problem(at, f"the model lacks {what} {names}", f"add {them} to `tags`")


def _keys(tags: Argument | None) -> set[str]:
    return {key for key, value in tags.items() if value.raw.data is not None} if tags else set()
