"""A suppression comment has no effect.

The mistake is fixed, or the comment is at the wrong place or names the wrong rule. It would hide
the same mistake later, and it misleads readers.

The rule does not report a comment for a rule that did not run, or was undecided. It never reports
tflint's own comments, which may be meant for tflint.

The same in other linters: <https://docs.astral.sh/ruff/linter/#error-suppression>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Edit, Example, Fix, Problem, Severity, Suppression, rule
from tflint_sagemaker.api.text import shorten

BAD = Example(
    "`SM103` has no finding to suppress here.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
      name               = "fraud" # tflint-sagemaker: ignore[SM103] -- in use # SM900

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The suppression has a finding on its line.",
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


@rule("SM900", Severity.WARNING, on=Suppression)
def check(suppression: Suppression) -> Iterator[Problem]:
    """Yield each rule that the comment names to no purpose."""
    for word in suppression.unused:
        span = suppression.find_removal(word)
        fix = Fix("remove it", (Edit(span, ""),)) if span else None
        if len(suppression.unused) == len(suppression.directive.words) > 1:
            whole = suppression.find_whole_removal()
            fix = Fix("remove the comment", (Edit(whole, ""),)) if whole else None
        message = f"`{shorten(word.text)}` has no finding to suppress here"
        yield Problem(word.span, message, "remove it", fix=fix)
