"""The subnets of a model are in one availability zone.

AWS: a VPC for hosting has at least two subnets in different availability zones, even for one
instance. With one zone, an endpoint cannot distribute its instances, and may fail: "Unable to
locate at least 2 availability zone(s) with the requested instance type … that overlap with
SageMaker subnets".

See <https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-best-practices.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Example,
    Model,
    Problem,
    Related,
    Severity,
    Undecided,
    Unknown,
    rule,
)

SUBNET = "subnet-"
LONGEST = 32

BAD = Example(
    "The model has one subnet.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d4e5f67890"] # SM609
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }
    """,
)

GOOD = Example(
    "The model has two subnets.",
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


@rule("SM609", Severity.NOTICE, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the list of subnets if it has one, or all of them are known to lie in one zone."""
    config = model.child("vpc_config")
    given = config.argument("subnets") if config else None
    if given is None:
        return
    subnets = list(given.elements())
    if not subnets or not all(_may_be_subnet(element) for element in subnets):
        return
    hint = "use two or more subnets in different availability zones"
    if len({element.source or number for number, element in enumerate(subnets)}) == 1:
        yield Problem(given.span, "the model has one subnet", hint, given.related)
        return
    zones = [_zone(model, element) for element in subnets]
    names = {zone.text for zone in zones}
    if len(names) == 1:
        message = f"all subnets of the model are in `{zones[0].shown}`"
        related = [Related("the zone of a subnet", zone.span) for zone in zones]
        yield Problem(given.span, message, hint, (*dict.fromkeys(related), *given.related))


def _may_be_subnet(element: Argument) -> bool:
    """Whether it is not plainly something else, of which another rule speaks."""
    if element.raw.is_unknown:
        source = element.source
        return element.prefix.startswith(SUBNET[: len(element.prefix)]) and (
            source is None or source.attribute == "id"
        )
    text = element.text or ""
    return text.startswith(SUBNET) and len(text) <= LONGEST


def _zone(model: Model, element: Argument) -> Argument:
    subnet = model.neighbour(element)
    zone = subnet.argument("availability_zone") if subnet else None
    if zone is None or zone.text is None:
        raise Undecided(Unknown("the availability zone of a subnet is not known", element.span))
    return zone
