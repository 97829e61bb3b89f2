"""A tag has a key that starts with `aws:`, so it is not sent.

AWS reserves these keys. The provider accepts such a tag in the configuration and then does not send
it, so the model is created without it. The same applies to its `default_tags`.

See <https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html>
and <https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/tags/key_value_tags.go>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Example,
    Model,
    Problem,
    Related,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.text import shorten

BAD = Example(
    "The tag `aws:team` has a key that AWS reserves and will not be sent.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      tags = { # SM705
        "aws:team" = "fraud"
      }

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The key does not start with `aws:`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      tags = {
        "team" = "fraud"
      }

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM705", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the tags once for each key that is reserved."""
    given = [tags for tags in (model.argument("tags"), model.default_tags) if tags]
    yield from check_each(given, _reserved)


def _reserved(tags: Argument) -> Iterator[Problem]:
    for key, value in tags.items():
        if key.startswith("aws:") and not value.raw.is_null:
            message = f"the tag `{shorten(key)}` has a key that AWS reserves and will not be sent"
            related = (Related(f"`{shorten(key)}`", value.span), *tags.related)
            yield Problem(tags.span, message, "choose a key without `aws:`", related)
