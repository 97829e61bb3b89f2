"""A model is imported by something other than its name.

The `id` of an `import` block is sent to AWS as the name of the model. For an ARN, or a text that
cannot be a model name, AWS finds nothing, and the plan fails when it reads the model. Provider 6
also accepts a region after an `@`.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model#import>.
"""

import re
from collections.abc import Iterator

from tflint_sagemaker.api import Edit, Example, Fix, Import, Problem, Severity, rule
from tflint_sagemaker.api.text import compile_later, shorten

NAME = compile_later(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:@[a-z0-9-]+)?", re.ASCII)
ARN = compile_later(r"arn:[a-z-]+:sagemaker:[a-z0-9-]+:\d{12}:model/([a-zA-Z0-9-]+)", re.ASCII)

BAD = Example(
    "The `id` is an ARN, not the name of a model.",
    """
    import {
      to = aws_sagemaker_model.fraud
      id = "arn:aws:sagemaker:us-east-1:123456789012:model/fraud" # SM801
    }

    resource "aws_sagemaker_model" "fraud" {
      name               = "fraud"
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The ID is the name of the model.",
    """
    import {
      to = aws_sagemaker_model.fraud
      id = "fraud"
    }

    resource "aws_sagemaker_model" "fraud" {
      name               = "fraud"
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM801", Severity.ERROR, on=Import)
def check(subject: Import) -> Iterator[Problem]:
    """Yield the id if it cannot be a model's name."""
    given = subject.identifier
    if given.starts_with("arn:"):
        message = "the `id` is an ARN, not the name of a model"
    else:
        name = given.text
        if not name or NAME.fullmatch(name):
            return
        message = f"`{shorten(name)}` is not a valid model name"
    arn = ARN.fullmatch(str(given.raw.data))
    yield Problem(
        given.span,
        message,
        hint=f"use the name, `{arn[1]}`" if arn else "give the model's name",
        related=given.related,
        fix=_fix(subject, arn[1]) if arn else None,
    )


def _fix(subject: Import, name: str) -> Fix | None:
    span = subject.identifier.span
    if span.text != f'"{subject.identifier.raw.data}"':
        return None
    return Fix("import by the name", (Edit(span, f'"{name}"'),))
