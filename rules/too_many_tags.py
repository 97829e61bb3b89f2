"""A model has more than 50 tags.

AWS accepts at most 50, including those of the provider's `default_tags` and excluding those whose
keys start with `aws:`. The provider does not count them, so `terraform plan` reports no error and
CreateModel rejects the model.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html#sagemaker-CreateModel-request-Tags>
and <https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Argument, Example, Model, Problem, Related, Severity, rule

MOST = 50

BAD = Example(
    "`tags` has 51 tags, more than 50.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      tags = { for n in range(51) : "tag-${n}" => "on" } # SM706

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The number of tags is within the limit.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      tags = { for n in range(50) : "tag-${n}" => "on" }

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM706", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the tags if there are too many, default tags that they do not replace included."""
    tags, defaults = model.argument("tags"), model.default_tags
    own = _keys(tags)
    common = set() if defaults is None or defaults.raw.is_unknown else _keys(defaults)
    total = len(own | common)
    if total > MOST:
        last = tags or defaults
        assert last is not None
        related = [Related("counted too", defaults.span)] if tags and defaults and common else []
        whole = "the model has" if related else f"`{last.name}` has"
        message = f"{whole} {total} tags, more than {MOST}"
        yield Problem(last.span, message, related=(*related, *last.related))
    elif defaults is not None:
        _keys(defaults)


def _keys(tags: Argument | None) -> set[str]:
    """The keys that are sent. Raises Undecided if they are not known."""
    given = tags.items() if tags else ()
    return {
        key for key, value in given if value.raw.data is not None and not key.startswith("aws:")
    }
