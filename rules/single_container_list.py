"""A model has exactly one `container` block.

`container` blocks form a list: a pipeline, or containers that are called by name. AWS accepts a
list of one, but `primary_container` is the usual form. Renaming the block replaces the model at the
next apply.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipelines.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    BlockView,
    Edit,
    Example,
    Fix,
    Model,
    Problem,
    Severity,
    Span,
    Undecided,
    rule,
)

BAD = Example(
    "The only container is in a list of containers.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container { # SM227
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The only container is the primary container.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM227", Severity.NOTICE, group="style", on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield a `container` that has no other beside it."""
    containers = model.children("container")
    if len(containers) != 1 or model.children("primary_container"):
        return
    for kind in ("container", "primary_container"):
        if reason := model.may_gain(kind):
            raise Undecided(reason)
    only = containers[0]
    if only.evaluated.dynamic is None:
        message = "the only container is in a list of containers"
        yield Problem(only.span, message, "make it the `primary_container`", fix=_renamed(only))


def _renamed(block: BlockView) -> Fix | None:
    at = block.span
    if not at.text.startswith("container"):
        return None
    word = Span(at.source, at.start, at.start + len("container"))
    edit = Edit(word, "primary_container")
    return Fix("make it the `primary_container`", (edit,), safe=False)
