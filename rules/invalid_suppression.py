"""A suppression comment has an error.

It has no effect: a word is misspelt, a rule does not exist, or the date is invalid. The form is `#
tflint-sagemaker: ignore[RULE, ...] until=YYYY-MM-DD -- reason`; date and reason are optional.
`ignore-file` takes the same arguments.

The same in other linters: <https://docs.astral.sh/ruff/linter/#error-suppression>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Edit, Example, Fix, Problem, Severity, Suppression, rule
from tflint_sagemaker.api.text import shorten

BAD = Example(
    "The comment has no effect: `ingore` is neither `ignore` nor `ignore-file`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
      name               = "fraud" # tflint-sagemaker: ingore[SM103] # SM901

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The directive is spelled correctly.",
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


@rule("SM901", Severity.WARNING, on=Suppression)
def check(suppression: Suppression) -> Iterator[Problem]:
    """Yield what is wrong with the comment, and each rule in it that there is not."""
    fault = suppression.directive.fault
    if fault is not None:
        yield Problem(
            suppression.span,
            f"the comment has no effect: {fault}",
            "write `tflint-sagemaker: ignore[RULE] -- reason`",
        )
    for word, meant in suppression.unknown.items():
        message = f"no rule is called `{shorten(word.text)}`"
        if meant is None:
            yield Problem(word.span, message, "use the code or the name of a rule")
            continue
        fix = Fix(f"write `{meant}`", (Edit(word.span, meant),), safe=False)
        yield Problem(word.span, message, f"did you mean `{meant}`?", fix=fix)
