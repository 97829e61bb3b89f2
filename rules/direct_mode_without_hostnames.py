"""A model in `Direct` mode has a container that cannot be called by its hostname.

In `Direct` mode a request names the container by its hostname. So the model needs two or more
`container` blocks, each with a `container_hostname`. A `primary_container` is not enough.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-create.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    BlockView,
    Example,
    Model,
    Problem,
    Related,
    Severity,
    Undecided,
    check_each,
    rule,
)

BAD = Example(
    "The mode is `Direct`, but the container has no `container_hostname`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      inference_execution_config {
        mode = "Direct"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/cards:1.4.2"
        container_hostname = "cards"
      }

      container { # SM214
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/loans:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "Each container has a hostname.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      inference_execution_config {
        mode = "Direct"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/cards:1.4.2"
        container_hostname = "cards"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/loans:1.4.2"
        container_hostname = "loans"
      }
    }
    """,
)


@rule("SM214", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the mode if there are too few containers, else each that has no hostname."""
    config = model.child("inference_execution_config")
    mode = config.argument("mode") if config else None
    if mode is None or mode.value != "Direct":
        return
    containers = model.children("container")
    primary = model.children("primary_container")
    if len(containers) >= 2:
        yield from check_each(containers, lambda container: _nameless(container, mode))
    elif containers or primary:
        if reason := model.may_gain("container"):
            raise Undecided(reason)
        there = "only one `container`" if containers else "a `primary_container`"
        message = f"the mode is `Direct`, but the model has {there}"
        yield Problem(mode.span, message, "give the model two or more `container` blocks")


def _nameless(container: BlockView, mode: Argument) -> Iterator[Problem]:
    at = container.lacks("container_hostname")
    if at:
        message = "the mode is `Direct`, but the container has no `container_hostname`"
        related = (Related("the mode", mode.span),)
        yield Problem(at, message, "add a unique `container_hostname`", related)
