"""Fixtures of the tests that send requests to the stand-in for AWS."""

from support.live import _server, aws, check, clients, machine, push, told

__all__ = ["_server", "aws", "check", "clients", "machine", "push", "told"]
