"""A suppression comment gives no reason.

A later reader cannot see whether it still applies. The reason follows two hyphens: `#
tflint-sagemaker: ignore[SM103] -- the name is in use`.

The same in other linters: <https://biomejs.dev/analyzer/suppressions/>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Problem, Severity, Suppression, rule

BAD = Example(
    "The suppression has no reason.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
      name               = "fraud-" # tflint-sagemaker: ignore[SM103] # SM904

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The suppression gives its reason.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
      name               = "fraud-" # tflint-sagemaker: ignore[SM103] -- in use

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM904", Severity.NOTICE, group="style", on=Suppression)
def check(suppression: Suppression) -> Iterator[Problem]:
    """Yield the comment if it gives no reason."""
    directive = suppression.directive
    if directive.words and not directive.foreign and directive.reason is None:
        message = "the suppression has no reason"
        yield Problem(suppression.span, message, "say why, after ` -- `")
