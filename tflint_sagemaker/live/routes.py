"""The ways from a subnet to a service of AWS: routes that lead out, and endpoints of the VPC.

https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.attached_policies import find_lacking_actions
from tflint_sagemaker.live.ec2 import describe_filtered
from tflint_sagemaker.live.vpc import describe_all_subnets
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.model import Model

# Networks in which services have no addresses.
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
# Endpoints in these states serve nobody, and will not.
DEAD = ("deleted", "deleting", "expired", "failed", "rejected")
# What makes routes and endpoints.
ROUTE_RESOURCES = (
    "aws_default_route_table",
    "aws_main_route_table_association",
    "aws_route",
    "aws_route_table",
    "aws_route_table_association",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_policy",
    "aws_vpc_endpoint_private_dns",
    "aws_vpc_endpoint_route_table_association",
    "awscc_ec2_route",
    "awscc_ec2_subnet_route_table_association",
    "awscc_ec2_vpc_endpoint",
)


@dataclass(frozen=True, slots=True)
class VpcRoutes:
    """The route tables of a VPC, and its endpoints that may serve."""

    tables: tuple[dict[str, Any], ...]
    endpoints: tuple[dict[str, Any], ...]

    def can_reach(self, service: str, subnet: str) -> bool:
        """Whether there is, or may be, a way from a subnet to a service, such as `s3`.

        Raises Undecided if it hangs on names that the VPC may resolve otherwise than by itself.
        """
        table = self._find_table(subnet)
        if table is None or self.find_endpoints(service, subnet):
            return True
        # A default route to the endpoint of a load balancer of gateways leads through it, and out.
        gateways = {one["VpcEndpointId"] for one in self.endpoints if _is_gateway(one)}
        if any(_is_public_route(route, gateways) for route in table.get("Routes", ())):
            return True
        for one in self.endpoints:
            if _is_of(one, service) and not _is_gateway(one):
                why = f"the private DNS of the endpoint `{one['VpcEndpointId']}` is off"
                raise Undecided(Unknown(f"{why}: other names may lead to it"))
        return False

    def find_endpoints(self, service: str, subnet: str) -> tuple[dict[str, Any], ...]:
        """The endpoints through which all requests of a subnet to a service go, if there are any.

        Of interfaces with private DNS it is not known which of several a request goes to.
        """
        table = self._find_table(subnet)
        if table is None:
            return ()
        mine = [one for one in self.endpoints if _is_of(one, service)]
        named = tuple(one for one in mine if not _is_gateway(one) and _has_names(one))
        routed = (one for one in mine if table["RouteTableId"] in one.get("RouteTableIds", ()))
        return named or tuple(routed)

    def _find_table(self, subnet: str) -> dict[str, Any] | None:
        """The route table of a subnet: its own, or else the main one of the VPC."""
        main = None
        for table in self.tables:
            for association in table.get("Associations", ()):
                if association.get("SubnetId") == subnet:
                    return table
                if association.get("Main"):
                    main = table
        return main


def describe_routes(aws: Aws, vpc: str) -> VpcRoutes:
    """The ways out of a VPC."""
    wanted = {"vpc-id": [vpc]}
    tables = describe_filtered(aws, "DescribeRouteTables", "RouteTables", wanted)
    endpoints = describe_filtered(aws, "DescribeVpcEndpoints", "VpcEndpoints", wanted)
    alive = (one for one in endpoints if one.get("State", "").casefold() not in DEAD)
    return VpcRoutes(tuple(tables), tuple(alive))


def can_read_bucket(endpoint: Mapping[str, Any], bucket: str) -> bool:
    """Whether the policy of an endpoint may let somebody read objects of a bucket."""
    try:
        document = json.loads(endpoint.get("PolicyDocument") or "")
    except ValueError:
        return True
    return not find_lacking_actions([document], ("s3:GetObject",), f"arn:aws:s3:::{bucket}/*")


def require_final_routes(model: Model, subnet: Mapping[str, Any], at: Span, aws: Aws) -> None:
    """Raises Undecided if the configuration may change the ways out of a subnet, or others may.

    Others may if they share their VPC with the account: their route tables are not shown.
    """
    if subnet.get("OwnerId") != aws.account:
        raise Undecided(Unknown("the VPC is shared by another account", at))
    name = subnet["SubnetId"]
    model.made.no_other(name, {})
    for kind in ROUTE_RESOURCES:
        for found in model.created(kind):
            why = f"`{found.address}` may change the ways out of `{name}`"
            raise Undecided(Unknown(why, found.span))


def find_isolated_subnet(model: Model, service: str, aws: Aws) -> tuple[Argument, str] | None:
    """The list of a model's subnets, and the first of them without a way to a service."""
    given, found = describe_all_subnets(model, aws)
    for subnet in found:
        if not describe_routes(aws, subnet["VpcId"]).can_reach(service, subnet["SubnetId"]):
            require_final_routes(model, subnet, given.span, aws)
            return given, subnet["SubnetId"]
    return None


def _is_of(endpoint: Mapping[str, Any], service: str) -> bool:
    return bool(endpoint["ServiceName"].endswith(f".{service}"))


def _is_gateway(endpoint: Mapping[str, Any]) -> bool:
    return bool(endpoint.get("VpcEndpointType", "Gateway") == "Gateway")


def _has_names(endpoint: Mapping[str, Any]) -> bool:
    """Whether the names of the service lead to an endpoint within the VPC."""
    outside = endpoint.get("DnsOptions", {}).get("PrivateDnsOnlyForInboundResolverEndpoint")
    return endpoint.get("PrivateDnsEnabled") is True and outside is not True


def _is_public_route(route: Mapping[str, Any], endpoints: set[str]) -> bool:
    """Whether a route may lead to a public address: not within the VPC or to private networks."""
    from ipaddress import IPv4Network

    if route.get("State") == "blackhole" or route.get("GatewayId") in {"local", *endpoints}:
        return False
    block = route.get("DestinationCidrBlock")
    if block is None:
        gateway = route.get("GatewayId") or ""
        return not gateway.startswith("vpce-")
    network = IPv4Network(block, strict=False)
    return not any(network.subnet_of(IPv4Network(private)) for private in PRIVATE)
