"""A subnet or security group is not the ID of one.

An ID has at most 32 letters, digits and hyphens, and starts with `subnet-` or `sg-`; a name, an ARN
or the other kind of ID is refused. The provider does not look at them, so `terraform plan` is clean
even if the two lists have changed places.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

import re
from collections.abc import Iterator

from tflint_sagemaker.api import Argument, Problem, Rule, Severity, VpcConfig, each, hcl

# Shapes SubnetId and SecurityGroupId of the service model.
ID = re.compile(r"[-0-9a-zA-Z]+", re.ASCII)
MOST = 32

OTHER_KIND = {
    "subnets": ("sg-", "a security group"),
    "security_group_ids": ("subnet-", "a subnet"),
}


def check(config: VpcConfig) -> Iterator[Problem]:
    """Yield each list with an element that is no ID, or one of the other kind."""
    yield from each(OTHER_KIND, lambda name: _ids(config, name))


def _ids(config: VpcConfig, name: str) -> Iterator[Problem]:
    given = config.argument(name)
    if given:
        yield from each(given.elements(), lambda element: _id(given, element))


def _id(given: Argument, element: Argument) -> Iterator[Problem]:
    prefix, kind = OTHER_KIND[given.name]
    hint = None
    if element.starts_with(prefix):
        shown = f"{prefix}…" if element.raw.is_unknown else element.shown
        message = f"`{given.name}` has `{shown}`, which is {kind}"
        hint = "have `subnets` and `security_group_ids` changed places?"
    elif element.is_null:
        message = f"`{given.name}` has a null in it"
    elif element.value == "":
        message = f"`{given.name}` has an empty string in it"
    elif not ID.fullmatch(element.value):
        message = f"`{given.name}` has `{element.shown}`, which is not an ID"
    elif len(element.value) > MOST:
        message = f"`{given.name}` has `{element.shown}`, which has more than {MOST} characters"
    else:
        return
    span, related = given.point(element.span, "the element")
    yield Problem(span, message, hint, related)


RULE = Rule(
    code="SM603",
    name="invalid-vpc-id",
    severity=Severity.ERROR,
    doc=__doc__,
    on=VpcConfig,
    check=check,
    bad=(
        hcl("""
        resource "aws_sagemaker_model" "m" {
          execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

          primary_container {
            image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
          }

          vpc_config {
            subnets            = ["sg-0a1b2c3d4e5f67890"] # SM603
            security_group_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"] # SM603
          }
        }
        """),
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }

              vpc_config {
                subnets            = ["fraud_private_a"] # SM603
                security_group_ids = ["sg-0a1b2c3d4e5f67890"]
              }
            }
        """),
    ),
    good=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }

              vpc_config {
                subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
                security_group_ids = ["sg-0a1b2c3d4e5f67890"]
              }
            }
        """),
    ),
)
