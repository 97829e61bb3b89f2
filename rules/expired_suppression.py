"""A suppression comment is past its date.

The date after `until=` has passed, and the findings are reported again. Fix them, or choose a later
date.

The same in other linters: <https://trivy.dev/latest/docs/configuration/filtering/>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Problem, Severity, Suppression, rule

BAD = Example(
    "The suppression expired on `2021-01-31`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
      name = "fraud" # tflint-sagemaker: ignore[SM103] until=2021-01-31 # SM902

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The suppression has not expired.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
      name = "fraud-" # tflint-sagemaker: ignore[SM103] until=9999-12-31 -- frozen

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM902", Severity.WARNING, on=Suppression)
def check(suppression: Suppression) -> Iterator[Problem]:
    """Yield the comment if it is out of date."""
    if suppression.expired:
        message = f"the suppression expired on `{suppression.directive.until}`"
        yield Problem(suppression.span, message, "fix the findings, or remove the comment")
