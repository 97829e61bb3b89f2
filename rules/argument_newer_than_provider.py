"""An argument is newer than every allowed version of the provider.

`required_providers` or `.terraform.lock.hcl` allow only versions that do not know the argument.
`terraform init` succeeds, and `terraform validate` then reports an unsupported argument.

See <https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md>
and <https://developer.hashicorp.com/terraform/language/providers/requirements>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Related, Severity, rule
from tflint_sagemaker.api.models import read_introduced_versions

BAD = Example(
    "`region` is new in hashicorp/aws 6.0.0; `~> 5.100` is older.",
    """
    terraform {
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = "~> 5.100"
        }
      }
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
      region             = "eu-central-1" # SM802

      primary_container {
        image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The constraint includes versions that have the argument.",
    """
    terraform {
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = ">= 5.100"
        }
      }
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
      region             = "eu-central-1"

      primary_container {
        image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM802", Severity.ERROR, on=Model, structural=True)
def check(model: Model) -> Iterator[Problem]:
    """Yield each argument and block that is newer than every provider allowed."""
    for block in model.parts():
        given = {name: found.name_span for name, found in block.evaluated.arguments.items()}
        given |= {nested.type: nested.header for nested in block.evaluated.blocks}
        for name, span in given.items():
            since = read_introduced_versions().get(name)
            # `inference_execution_config` has had a `mode` from the first.
            if since is None or (name == "mode" and block.evaluated.type not in CONTAINERS):
                continue
            demand = model.too_old(since)
            if demand:
                message = f"`{name}` is new in hashicorp/aws {since}; `{demand.text}` is older"
                related = (Related("the allowed versions", demand.span),)
                yield Problem(span, message, f"allow {since} or newer, or remove it", related)


CONTAINERS = ("primary_container", "container")
