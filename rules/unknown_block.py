"""The resource does not have this block.

Terraform rejects the configuration before it plans. Usual causes are a spelling mistake, an
argument without its equals sign, or `timeouts`, which this resource does not support.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Block, BlockView, Example, Fix, Problem, Severity, rule
from tflint_sagemaker.api.fixes import as_argument, renamed
from tflint_sagemaker.api.text import find_similar

# Blocks of Terraform's own that every resource or data source may have, and never by `dynamic`.
META = {
    "resource": frozenset({"connection", "lifecycle", "provisioner"}),
    "data": frozenset({"lifecycle"}),
}

# Names that people bring from the API and from other resources.
CONFUSED = {
    "containers": "container",
    "inference_config": "inference_execution_config",
    "model_config": "multi_model_config",
    "network_config": "vpc_config",
    "s3_model_data_source": "s3_data_source",
    "vpc": "vpc_config",
}

BAD = Example(
    "`environment` is not a block of `primary_container`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment { # SM106
          LOG_LEVEL = "info"
        }
      }

      timeouts { # SM106
        create = "5m"
      }
    }
    """,
)

GOOD = Example(
    "A `dynamic` block creates blocks that the resource has.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      dynamic "container" {
        for_each = ["prep:1.0.1", "fraud:1.4.2"]

        content {
          image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/${container.value}"
        }
      }

      lifecycle {
        ignore_changes = [tags]
      }
    }
    """,
)


@rule("SM106", Severity.ERROR, on=BlockView, structural=True)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the type of each nested block that the block does not have."""
    meta = META[block.evaluated.type] if block.outermost else frozenset()
    for nested in block.evaluated.syntax.body.blocks:
        name, at = nested.type, nested.type_span
        dynamic = name == "dynamic" and nested.labels
        if dynamic:
            name, at = nested.labels[0].text, nested.labels[0].span
        if name not in block.schema.blocks and (dynamic or name not in meta):
            message = f"`{name}` is not a block of `{block.type}`"
            meant = _meant(block, name)
            fix = None if dynamic else _fix(block, nested, meant)
            yield Problem(at, message, _hint(block, name, meant), fix=fix)


def _fix(block: BlockView, nested: Block, meant: str | None) -> Fix | None:
    name, body = nested.type, block.evaluated.syntax.body
    if sum(other.type == name for other in body.blocks) > 1:
        return None
    shape = block.schema.attributes.get(name)
    if shape is not None:
        return as_argument(nested) if str(shape.type).startswith("map") else None
    known = block.schema.blocks.get(meant or "")
    if meant is None or known is None:
        return None
    there = [other for other in body.blocks if meant in (other.type, *_texts(other))]
    full = known.most is not None and len(there) >= known.most
    return None if full else renamed(nested.type_span, name, meant)


def _texts(block: Block) -> tuple[str, ...]:
    return tuple(label.text for label in block.labels)


def _meant(block: BlockView, name: str) -> str | None:
    meant = CONFUSED.get(name)
    if meant in block.schema.blocks:
        return meant
    return find_similar(name, [*block.schema.blocks, *block.schema.attributes])


def _hint(block: BlockView, name: str, meant: str | None) -> str | None:
    if block.outermost and name in META[block.evaluated.type]:
        return "write it without `dynamic`"
    if name in block.schema.attributes:
        return f"write it as an argument, with an equals sign: `{name} = …`"
    if name == "timeouts":
        return "remove it: this resource has no `timeouts`"
    return f"did you mean `{meant}`?" if meant else None
