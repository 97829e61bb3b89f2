"""Subnets, security groups, and the ways out of a VPC.

Lists are asked for by filters: an ID that is not there is absent from the answer, and no error.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.patterns import lazy_regex
from tflint_sagemaker.records import dataclass
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tflint_sagemaker.live.aws import Aws

SUBNET_ID = lazy_regex(r"subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})")
# Networks in which S3 has no addresses.
PRIVATE = tuple(
    map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"))
)
GROUP_ID = lazy_regex(r"sg-(?:[0-9a-f]{8}|[0-9a-f]{17})")


def subnets(aws: Aws, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What EC2 tells of the subnets that there are, by ID."""
    return _described(aws, "DescribeSubnets", "Subnets", "subnet-id", "SubnetId", ids)


def security_groups(aws: Aws, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What EC2 tells of the security groups that there are, by ID."""
    return _described(aws, "DescribeSecurityGroups", "SecurityGroups", "group-id", "GroupId", ids)


def _described(
    aws: Aws, operation: str, listed: str, name: str, key: str, ids: Sequence[str]
) -> dict[str, dict[str, Any]]:
    if not ids:
        return {}
    found = _filtered(aws, operation, listed, {name: sorted(set(ids))})
    return {one[key]: one for one in found}


def other_vpcs(aws: Aws, group: str) -> set[str]:
    """The further VPCs that a security group serves."""
    found = _filtered(
        aws,
        "DescribeSecurityGroupVpcAssociations",
        "SecurityGroupVpcAssociations",
        {"group-id": [group]},
    )
    return {one["VpcId"] for one in found}


@dataclass(frozen=True, slots=True)
class WaysOut:
    """The route tables and endpoints of a VPC."""

    tables: tuple[dict[str, Any], ...]
    endpoints: tuple[dict[str, Any], ...]

    def lead_to_s3(self, subnet: str) -> bool:
        """Whether there is, or may be, a way from a subnet to S3."""
        table = self._table(subnet)
        if table is None:
            return True
        mine = [one for one in self.endpoints if one["ServiceName"].endswith(".s3")]
        for endpoint in mine:
            gateway = endpoint.get("VpcEndpointType") == "Gateway"
            if not gateway or table["RouteTableId"] in endpoint.get("RouteTableIds", ()):
                return True
        others = {one["VpcEndpointId"] for one in self.endpoints if one not in mine}
        return any(_leads_out(route, others) for route in table.get("Routes", ()))

    def _table(self, subnet: str) -> dict[str, Any] | None:
        """The route table of a subnet: its own, or else the main one of the VPC."""
        main = None
        for table in self.tables:
            for association in table.get("Associations", ()):
                if association.get("SubnetId") == subnet:
                    return table
                if association.get("Main"):
                    main = table
        return main


def ways_out(aws: Aws, vpc: str) -> WaysOut:
    """The ways out of a VPC."""
    wanted = {"vpc-id": [vpc]}
    tables = _filtered(aws, "DescribeRouteTables", "RouteTables", wanted)
    endpoints = _filtered(aws, "DescribeVpcEndpoints", "VpcEndpoints", wanted)
    return WaysOut(tuple(tables), tuple(endpoints))


def _leads_out(route: Mapping[str, Any], endpoints: set[str]) -> bool:
    """Whether a route may lead to a public address: not within the VPC or to private networks."""
    if route.get("State") == "blackhole" or route.get("GatewayId") in {"local", *endpoints}:
        return False
    block = route.get("DestinationCidrBlock")
    if block is None:
        return True
    network = ipaddress.IPv4Network(block, strict=False)
    return not any(network.subnet_of(private) for private in PRIVATE)


def _filtered(
    aws: Aws, operation: str, listed: str, filters: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    wanted = [{"Name": name, "Values": list(values)} for name, values in filters.items()]
    answer = aws.ask("ec2", operation, {"Filters": wanted})
    if answer is None:
        raise Undecided(Unknown(f"EC2 does not answer {operation}"))
    found: list[dict[str, Any]] = answer[listed]
    return found
