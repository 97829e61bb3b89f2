"""A block stands where the resource has none of that type.

Terraform refuses the configuration before it plans anything. It is most often a slip in the name,
an argument written without its equals sign, or `timeouts`, which this resource does not have.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Problem, Rule, Severity, did_you_mean, hcl

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
            yield Problem(at, message, _hint(block, name))


def _hint(block: BlockView, name: str) -> str | None:
    if block.outermost and name in META[block.evaluated.type]:
        return "write it without `dynamic`"
    if name in block.schema.attributes:
        return f"write it as an argument, with an equals sign: `{name} = …`"
    if name == "timeouts":
        return "remove it: the waiting times of this resource are fixed"
    meant = CONFUSED.get(name)
    if meant not in block.schema.blocks:
        meant = did_you_mean(name, [*block.schema.blocks, *block.schema.attributes])
    return f"did you mean `{meant}`?" if meant else None


RULE = Rule(
    code="SM106",
    name="unknown-block",
    severity=Severity.ERROR,
    doc=__doc__,
    on=BlockView,
    check=check,
    structural=True,
    bad=(
        hcl("""
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
        """),
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              dynamic "containers" { # SM106
                for_each = ["prep:1.0.1", "fraud:1.4.2"]

                content {
                  image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/${containers.value}"
                }
              }
            }
        """),
    ),
    good=(
        hcl("""
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
        """),
    ),
)
