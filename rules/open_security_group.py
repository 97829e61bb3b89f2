"""A security group of a model is open to the whole internet.

A VPC restricts what the containers of a model can reach. A group that allows all outbound traffic
to `0.0.0.0/0` or `::/0` removes the restriction, and no client on the internet needs inbound access
to the containers. The rule checks only rules inside the group itself.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html>
and <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    BlockView,
    Example,
    Model,
    Problem,
    Related,
    RelatedResource,
    Severity,
    check_each,
    rule,
)

ANYWHERE = {"cidr_blocks": "0.0.0.0/0", "ipv6_cidr_blocks": "::/0"}
ALL_PROTOCOLS = ("-1", "all")

BAD = Example(
    "The security group `aws_security_group.fraud` allows all outbound traffic to any address.",
    """
    resource "aws_vpc" "fraud" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_vpc" "shared" {
      cidr_block = "10.1.0.0/16"
    }

    resource "aws_subnet" "private" {
      count = 2

      vpc_id            = aws_vpc.fraud.id
      cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
      availability_zone = ["us-east-1a", "us-east-1b"][count.index]
    }

    resource "aws_security_group" "fraud" {
      vpc_id = aws_vpc.fraud.id

      egress {
        from_port   = 0
        to_port     = 0
        protocol    = "-1"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = aws_subnet.private[*].id
        security_group_ids = [aws_security_group.fraud.id] # SM612
      }
    }
    """,
)

GOOD = Example(
    "Outbound traffic is limited to one port and one network.",
    """
    resource "aws_vpc" "fraud" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_vpc" "shared" {
      cidr_block = "10.1.0.0/16"
    }

    resource "aws_subnet" "private" {
      count = 2

      vpc_id            = aws_vpc.fraud.id
      cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
      availability_zone = ["us-east-1a", "us-east-1b"][count.index]
    }

    resource "aws_security_group" "fraud" {
      vpc_id = aws_vpc.fraud.id

      egress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/16"]
      }
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      enable_network_isolation = true

      vpc_config {
        subnets            = aws_subnet.private[*].id
        security_group_ids = [aws_security_group.fraud.id]
      }
    }
    """,
)


@rule("SM612", Severity.NOTICE, group="security", on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each group of the model, if it is one of the configuration and wide open."""
    config = model.child("vpc_config")
    given = config.argument("security_group_ids") if config else None
    if given:
        yield from check_each(given.elements(), lambda element: _open(model, given, element))


def _open(model: Model, given: Argument, element: Argument) -> Iterator[Problem]:
    group = model.neighbour(element)
    for way in ("ingress", "egress") if group else ():
        assert group is not None
        rule = next((found for found in _rules(group, way) if _anywhere(found, way)), None)
        if rule:
            what = (
                "connections from anywhere"
                if way == "ingress"
                else "all outbound traffic to any address"
            )
            at, related = given.point(element.span, "the element")
            message = f"the security group `{group.address}` allows {what}"
            hint = "list only the required ranges or groups"
            yield Problem(at, message, hint, (Related("the rule", rule.span), *related))


def _rules(group: RelatedResource, way: str) -> Iterator[BlockView]:
    for block in group.evaluated.list_blocks(way):
        if block.exists:
            yield BlockView(block, group.address, group.schema)


def _anywhere(rule: BlockView, way: str) -> bool:
    if way == "egress":
        protocol = rule.argument("protocol")
        if protocol is None or str(protocol.raw.data) not in ALL_PROTOCOLS:
            return False
    for name, everyone in ANYWHERE.items():
        given = rule.argument(name)
        parts = given.raw.data if given else None
        if isinstance(parts, tuple) and any(part.data == everyone for part in parts):
            return True
    return False
