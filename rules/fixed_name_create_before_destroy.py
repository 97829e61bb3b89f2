"""A model with a fixed name uses `create_before_destroy`.

Only the tags of a model can be changed in place, so nearly every change replaces it. With
`create_before_destroy` Terraform creates the new model while the old one still has the name, and
CreateModel fails with "Cannot create already existing model". The first apply works; the first
change does not.

Terraform also sets `create_before_destroy` for everything that a resource depends on. So the
setting of an endpoint configuration applies to the models that it refers to.

See <https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy>
and <https://github.com/hashicorp/terraform-provider-aws/issues/40080>.
"""

import re
from collections.abc import Iterator

from tflint_sagemaker.api import (
    BlockView,
    Edit,
    Example,
    Fix,
    Model,
    Problem,
    Related,
    Severity,
    Span,
    Variant,
    rule,
)
from tflint_sagemaker.api.models import find_fixed_name, is_created_first

BAD = Example(
    "`aws_sagemaker_model.m` is replaced before it is destroyed, under the same name.",
    """
    resource "aws_sagemaker_model" "m" {
      name               = "fraud" # SM804
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      lifecycle {
        create_before_destroy = true
      }
    }
    """,
)

GOOD = Example(
    "The name changes with what causes a replacement.",
    """
    locals {
      image   = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      release = "4"
    }

    resource "aws_sagemaker_model" "by_checksum" {
      name               = "fraud-${substr(sha1(local.image), 0, 8)}"
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = local.image
      }

      lifecycle {
        create_before_destroy = true
      }
    }

    resource "aws_sagemaker_model" "by_version" {
      name               = "fraud-v${local.release}"
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = local.image
        model_data_url = "s3://fraud-models/${local.release}/model.tar.gz"
      }

      lifecycle {
        create_before_destroy = true
      }
    }
    """,
)


@rule("SM804", Severity.WARNING, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the name of a model that cannot be there twice."""
    if isinstance(block, Model) and is_created_first(block):
        name = find_fixed_name(block)
        if name is not None:
            yield Problem(
                name.span,
                f"`{block.address}` is replaced before it is destroyed, under the same name",
                hint="omit the name, and Terraform generates a new one each time",
                related=name.related,
                fix=_without(name.span),
            )
    elif isinstance(block, Variant) and block.configuration is not None:
        model, given = block.referred, block.model_name
        if model is None or given is None or not model.exists or is_created_first(model):
            return
        name = find_fixed_name(model)
        if name is not None and is_created_first(block.configuration):
            yield Problem(
                given.span,
                f"`create_before_destroy` here creates a second `{model.address}` of that name",
                hint="omit the name of the model, and Terraform generates a new one each time",
                related=(Related("the name of the model", name.span), *name.related),
            )


def _without(value: Span) -> Fix | None:
    """The line of the name taken out, if nothing else stands on it."""
    text = value.source.text
    start = text.rfind("\n", 0, value.start) + 1
    end = text.find("\n", value.end) + 1
    if end == 0 or not re.fullmatch(r"[ \t]*name[ \t]*=[ \t]*", text[start : value.start]):
        return None
    if text[value.end : end].strip():
        return None
    edit = Edit(Span(value.source, start, end), "")
    return Fix("leave the name out", (edit,), safe=False)
