"""A model has no container.

A model runs a `primary_container`, or the `container` blocks of a pipeline. The provider requires
neither, so `terraform plan` reports no error and CreateModel rejects the model.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Severity, Undecided, rule

KINDS = ("primary_container", "container")

BAD = Example(
    "The model has no container.",
    """
    resource "aws_sagemaker_model" "m" { # SM201
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      enable_network_isolation = true
    }
    """,
)

GOOD = Example(
    "The model has a container.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM201", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the model if no container is in it, nor anything that was meant to be one."""
    if model.containers() or model.misspelt(*KINDS) or _too_high(model):
        return
    for kind in KINDS:
        reason = model.may_gain(kind)
        if reason:
            raise Undecided(reason)
    hint = "add a `primary_container` block"
    yield Problem(model.span, "the model has no container", hint)


def _too_high(model: Model) -> bool:
    """Whether what belongs in a container stands beside it, of which another rule speaks."""
    inside = model.schema.blocks["primary_container"].block
    body = model.evaluated.syntax.body
    written = [given.name for given in body.attributes] + [block.type for block in body.blocks]
    own = (*model.schema.attributes, *model.schema.blocks)
    return any(name not in own and name in (*inside.attributes, *inside.blocks) for name in written)
