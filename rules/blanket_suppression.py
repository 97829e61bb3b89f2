"""A comment suppresses findings without naming a rule.

It would hide every later mistake at that place, also those of rules that do not exist yet. So it
has no effect: name the rules.

The same in other linters: <https://docs.astral.sh/ruff/rules/blanket-noqa/>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Edit, Example, Fix, Problem, Severity, Span, Suppression, rule

BAD = Example(
    "The suppression names no rule.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
      name               = "fraud" # tflint-sagemaker: ignore # SM903

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The suppression names its rule.",
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


@rule("SM903", Severity.WARNING, on=Suppression)
def check(suppression: Suppression) -> Iterator[Problem]:
    """Yield the comment if it names no rule."""
    if not suppression.directive.blanket or suppression.directive.foreign:
        return
    fix = None
    span = suppression.span
    verb = "ignore-file" if suppression.directive.whole_file else "ignore"
    at = span.text.find(f": {verb}")
    if suppression.hideable and at >= 0 and "[" not in span.text:
        end = span.start + at + len(f": {verb}")
        named = f"[{', '.join(suppression.hideable)}]"
        edit = Edit(Span(span.source, end, end), named)
        fix = Fix(f"write `{verb}{named}`", (edit,), safe=False)
    yield Problem(span, "the suppression names no rule", "name the rules in brackets", fix=fix)
