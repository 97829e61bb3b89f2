"""A nested block has a label, but takes none.

Terraform rejects the configuration before it plans. Nested blocks of one type have no names; the
name of a container is its `container_hostname`.

See <https://developer.hashicorp.com/terraform/language/syntax/configuration#blocks>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Problem, Severity, rule
from tflint_sagemaker.api.fixes import removed

BAD = Example(
    "A `primary_container` block takes no label.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container "fraud" { # SM110
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The block has no label.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM110", Severity.ERROR, on=BlockView, structural=True)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the first label of each nested block that has any, and `labels` of dynamic blocks."""
    for nested in block.evaluated.syntax.body.blocks:
        made = nested.labels[0].text if nested.type == "dynamic" and nested.labels else None
        labels = nested.body.get_attribute("labels")
        if made in block.schema.blocks and labels is not None:
            fix = removed(labels.span, "remove `labels`")
            message = f"a `{made}` block takes no label"
            yield Problem(labels.name_span, message, "remove `labels`", fix=fix)
        if nested.labels and nested.type in block.schema.blocks:
            message = f"a `{nested.type}` block takes no label"
            every = nested.labels[0].span.join(nested.labels[-1].span)
            fix = removed(every, "remove the label")
            yield Problem(nested.labels[0].span, message, "remove it", fix=fix)
