"""A block is repeated, but only one is allowed.

Terraform rejects the configuration before it plans. Use several `container` blocks for several
containers, never a second `primary_container`.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    BlockView,
    Edit,
    Example,
    Fix,
    Problem,
    Related,
    Severity,
    Span,
    rule,
)

BAD = Example(
    "There are 2 `primary_container` blocks, more than 1.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
      }

      primary_container { # SM203
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "Several containers are written as `container` blocks.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
      }

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM203", Severity.ERROR, on=BlockView, structural=True)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield each nested block beyond the most that its type allows."""
    for kind, shape in block.schema.blocks.items():
        if shape.most is None:
            continue
        found = [nested for nested in block.possible(kind) if nested.evaluated.exists]
        fix = _containers(found) if kind == "primary_container" else None
        for nested in found[shape.most :]:
            yield Problem(
                _place(nested),
                f"there are {len(found)} `{kind}` blocks, more than {shape.most}",
                hint=_hint(kind),
                related=(Related(f"the first `{kind}`", found[0].span),),
                fix=fix,
            )
        if len(found) <= shape.most:
            block.children(kind)


def _place(block: BlockView) -> Span:
    """The header, or, where that makes several blocks, the brace of the one that is too much."""
    brace = block.evaluated.syntax.brace
    return block.span if block.span.first.line == brace.first.line else brace


def _containers(found: list[BlockView]) -> Fix | None:
    """Every primary container as one of a pipeline; none if a dynamic block makes any."""
    places = [nested.evaluated.syntax.type_span for nested in found]
    if any(place.text != "primary_container" for place in places):
        return None
    edits = tuple(Edit(place, "container") for place in places)
    return Fix("make each of them a `container` block", edits, safe=False)


def _hint(kind: str) -> str:
    if kind == "primary_container":
        return "make each of them a `container` block"
    return f"keep one `{kind}`"
