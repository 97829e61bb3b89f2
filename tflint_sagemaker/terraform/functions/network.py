"""IP network functions, computed on addresses as ints the way Go's net package and go-cidr do."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.functions.spec import (
    Function,
    Parameter,
    failing,
    number_parameter,
    whole,
)
from tflint_sagemaker.terraform.types import STRING, make_list_type
from tflint_sagemaker.terraform.value_marks import ExpressionError
from tflint_sagemaker.terraform.values import Unknown, Value, make_string
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.terraform.functions.spec import Table
    from tflint_sagemaker.terraform.types import Type

_MAX_UINT64 = (1 << 64) - 1
_MAPPED = 0xFFFF << 32


@dataclass(frozen=True, slots=True)
class _Network:
    """A prefix: the address with no bits behind its length, the length, and 32 or 128."""

    address: int
    length: int
    bits: int

    def masked(self, length: int) -> _Network:
        """The network of that length that the address lies in."""
        host = self.bits - length
        return _Network(self.address >> host << host, length, self.bits)

    @property
    def last(self) -> int:
        """The last address."""
        return self.address | ((1 << (self.bits - self.length)) - 1)

    def __str__(self) -> str:
        return f"{_written(self.address, self.bits)}/{self.length}"


def _written(address: int, bits: int) -> str:
    if bits == 32:
        return str(IPv4Address(address))
    return IPv6Address(address).compressed


class _Mapped(Exception):  # noqa: N818
    """An IPv4 address in the clothes of IPv6, with which Terraform does odd things."""


def _parsed(value: Value) -> _Network:
    """The network; leading zeros in octets are decimal, as Terraform keeps them."""
    text = str(value.data)
    base, slash, length = text.partition("/")
    bits = 128 if ":" in base else 32
    complaint = failing("prefix", f"invalid CIDR expression: invalid CIDR address: {text[:80]}")
    if not slash or not re.fullmatch(r"[0-9]{1,7}", length) or int(length) > bits:
        raise complaint
    try:
        address = int(IPv6Address(base)) if bits == 128 else _ipv4(base)
    except AddressValueError:
        raise complaint from None
    if "%" in base:
        raise complaint
    if bits == 128 and address >> 32 == _MAPPED >> 32:
        raise _Mapped
    return _Network(address, int(length), bits).masked(int(length))


def _guarded(compute: Callable[..., Value], result: Type) -> Callable[..., Value]:
    def guarded(*arguments: Value) -> Value:
        try:
            return compute(*arguments)
        except _Mapped:
            reason = "IPv4 addresses written as IPv6 are not evaluated here"
            return Value(result, Unknown(reason, not_null=True))

    return guarded


def _ipv4(text: str) -> int:
    parts = text.split(".")
    if len(parts) != 4 or not all(re.fullmatch(r"[0-9]{1,8}", part) for part in parts):
        raise AddressValueError(text)
    address = 0
    for part in parts:
        if int(part) > 255:
            raise AddressValueError(text)
        address = address << 8 | int(part)
    return address


def _inserted(network: _Network, number: int, length: int) -> int:
    """The address with a number put in front of the bits behind that length."""
    return abs(network.address | (number << (network.bits - length))) & ((1 << network.bits) - 1)


def _host(prefix: Value, hostnum: Value) -> Value:
    network, number = _parsed(prefix), whole(hostnum, "hostnum")
    limit = (1 << (network.bits - network.length)) - 1
    if (number if number >= 0 else -number - 1) > limit:
        raise ExpressionError(
            f"prefix of {network.length} does not accommodate a host numbered {number}"
        )
    if number < 0:
        number += limit + 1
    return make_string(_written(_inserted(network, number, network.bits), network.bits))


def _netmask(prefix: Value) -> Value:
    network = _parsed(prefix)
    if network.bits != 32:
        raise ExpressionError(f"IPv6 addresses cannot have a netmask: {prefix.data}")
    return make_string(str(IPv4Address((1 << 32) - (1 << (32 - network.length)))))


def _subnet(prefix: Value, newbits: Value, netnum: Value) -> Value:
    network = _parsed(prefix)
    more, number = whole(newbits, "newbits"), whole(netnum, "netnum")
    length = network.length + more
    if length > network.bits:
        raise ExpressionError(
            f"insufficient address space to extend prefix of {network.length} by {more}"
        )
    limit = (1 << more) - 1 if 0 <= more < 64 else _MAX_UINT64
    if length < 0:
        # What Terraform writes for such a network.
        return make_string("<nil>")
    if abs(number) & _MAX_UINT64 > limit:
        raise ExpressionError(
            f"prefix extension of {more} does not accommodate a subnet numbered {number}"
        )
    address = _inserted(network, number, length)
    return make_string(str(_Network(address, length, network.bits)))


def _subnets(prefix: Value, *newbits: Value) -> Value:
    network = _parsed(prefix)
    found: list[Value] = []
    current: _Network | None = None
    for each in newbits:
        length = network.length + _extension(each, network)
        if current is None:
            before = (network.address - 1) % (1 << network.bits)
            current = _Network(before, length, network.bits).masked(length)
        last = _Network(current.last, length, network.bits).masked(length).last
        following = _Network((last + 1) % (1 << network.bits), length, network.bits)
        after = following.masked(length)
        if following.address == 0 or not network.address <= after.address <= network.last:
            raise failing(
                "newbits",
                f"not enough remaining address space for a subnet with a prefix of {length} bits "
                f"after {current}",
            )
        current = after
        found.append(make_string(str(current)))
    return Value(make_list_type(STRING), tuple(found))


def _extension(value: Value, network: _Network) -> int:
    more = whole(value, "newbits")
    if more < 1:
        raise failing("newbits", "must extend prefix by at least one bit")
    if more > 32:
        raise failing("newbits", "may not extend prefix by more than 32 bits")
    if network.length + more > network.bits:
        protocol = "IPv4" if network.bits == 32 else "IPv6"
        raise failing(
            "newbits",
            f"would extend prefix to {network.length + more} bits, which is too long for an "
            f"{protocol} address",
        )
    return more


_PREFIX = Parameter("prefix", STRING)
FUNCTIONS: Table = {
    "cidrhost": Function(
        _guarded(_host, STRING), (_PREFIX, number_parameter("hostnum")), result=STRING
    ),
    "cidrnetmask": Function(_guarded(_netmask, STRING), (_PREFIX,), result=STRING),
    "cidrsubnet": Function(
        _guarded(_subnet, STRING),
        (_PREFIX, number_parameter("newbits"), number_parameter("netnum")),
        result=STRING,
    ),
    "cidrsubnets": Function(
        _guarded(_subnets, make_list_type(STRING)),
        (_PREFIX,),
        number_parameter("newbits"),
        make_list_type(STRING),
    ),
}
