"""All tags of a model are also default tags, which this provider version rejects.

Before version 5 the provider rejects a resource whose tags are all, with the same values, in its
`default_tags`: "tags" are identical to those in the "default_tags" configuration block of the
provider: please de-duplicate and try again. Newer versions accept them.

See <https://github.com/hashicorp/terraform-provider-aws/blob/v4.67.0/internal/verify/diff.go>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-5-upgrade>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Related, Severity, rule

FIXED = "5.0.0"

BAD = Example(
    "All these tags are default tags, which the provider rejects before version 5.",
    """
    terraform {
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = "~> 4.67"
        }
      }
    }

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

      tags = { # SM713
        Owner = "risk"
      }

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "One tag of the model is not a default tag.",
    """
    terraform {
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = "~> 4.67"
        }
      }
    }

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
        Owner = "risk"
        Stage = "live"
      }

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM713", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the tags if an old provider is asked for and all of them are default tags."""
    old = model.too_old(FIXED)
    tags, defaults = model.argument("tags"), model.default_tags
    if old is None or tags is None or defaults is None:
        return
    own, known = tags.value, defaults.value
    if not own or None in own.values() or any(known.get(key) != own[key] for key in own):
        return
    tags.require_not_default()
    defaults.require_not_default()
    yield Problem(
        tags.span,
        "all these tags are default tags, which the provider rejects before version 5",
        hint="remove them here, or use a newer provider",
        related=(
            Related("the default tags", defaults.span),
            Related("this allows only older versions", old.span),
            *tags.related,
        ),
    )
