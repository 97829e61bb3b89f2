"""A `vpc_config` has an invalid number of subnets or security groups.

The API accepts 1 to 16 subnets and 1 to 5 security groups, and counts equal ones once. The provider
rejects too many at plan. It accepts an empty list, which CreateModel rejects. With both lists empty
the provider stops with a panic at apply (measured with hashicorp/aws 5.100.0).

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Argument, Example, Problem, Severity, VpcConfig, check_each, rule
from tflint_sagemaker.api.text import compile_later

MADE = compile_later(r"(?:^|(?<!data)\.)aws_(?:subnet|security_group)\.[\w-]+(?:\[[^\]]*\])?$")
MOST = {"subnets": 16, "security_group_ids": 5}

BAD = Example(
    "`security_group_ids` is empty.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
        security_group_ids = [] # SM602
      }
    }
    """,
)

GOOD = Example(
    "The block names at least one security group.",
    """
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
    """,
)


@rule("SM602", Severity.ERROR, on=VpcConfig)
def check(config: VpcConfig) -> Iterator[Problem]:
    """Yield each list that has too few or too many elements."""
    yield from check_each(MOST, lambda name: _size(config, name))


def _size(config: VpcConfig, name: str) -> Iterator[Problem]:
    given = config.argument(name)
    if given is None:
        return
    elements = list(given.elements())
    # What is unknown may turn out to be equal to what is known.
    known = {element.value for element in elements if not element.raw.is_unknown}
    made = {element.source for element in elements if _is_own(element)}
    what = "subnets" if name == "subnets" else "security groups"
    if not elements:
        hint = f"use 1 to {MOST[name]} {what}, or remove the `vpc_config` block"
        yield Problem(given.span, f"`{name}` is empty", hint, given.related)
    elif (size := max(len(known), len(made))) > MOST[name]:
        message = f"`{name}` has {size} elements, more than {MOST[name]}"
        yield Problem(given.span, message, f"use 1 to {MOST[name]} {what}", given.related)
    elif len(elements) > MOST[name]:
        _ = given.value


def _is_own(element: Argument) -> bool:
    """Whether it is the ID of something that is made here, which no other thing has."""
    source = element.source
    return source is not None and source.attribute == "id" and bool(MADE.search(source.address))
