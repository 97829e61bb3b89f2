"""Roles that a provider configuration assumes, as STS is asked for them.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.sagemaker.view import BlockView

SESSION = "tflint-sagemaker"
# Arguments that STS knows under another name, and takes as they are.
TEXTS = {
    "session_name": "RoleSessionName",
    "external_id": "ExternalId",
    "policy": "Policy",
    "source_identity": "SourceIdentity",
}
# A duration as Go writes it: https://pkg.go.dev/time#ParseDuration
PARTS = {"h": 3600.0, "m": 60.0, "s": 1.0}
DURATION = compile_later(r"(?:\d+(?:\.\d+)?[hms])+")


@dataclass(frozen=True, slots=True)
class AssumedRole:
    """A role that is assumed; `how` is what STS is told besides its ARN, in JSON."""

    arn: str
    how: str

    @classmethod
    def create(cls, arn: str, how: Mapping[str, Any] | None = None) -> AssumedRole:
        """The role with what is told; a session has a name in any case."""
        return cls(arn, json.dumps({"RoleSessionName": SESSION, **(how or {})}, sort_keys=True))


def read_assumed_role(block: BlockView) -> AssumedRole | None:
    """The role of an `assume_role` block, None if it names none. Raises Undecided."""
    arn = _read_value(block, "role_arn")
    if not arn:
        return None
    how = {named: given for name, named in TEXTS.items() if (given := _read_value(block, name))}
    if duration := _read_value(block, "duration"):
        how["DurationSeconds"] = _parse_seconds(block, str(duration))
    elif older := _read_value(block, "duration_seconds"):
        how["DurationSeconds"] = int(older)
    if policies := _read_value(block, "policy_arns"):
        how["PolicyArns"] = [{"arn": one} for one in policies]
    if tags := _read_value(block, "tags"):
        how["Tags"] = [{"Key": key, "Value": text} for key, text in tags.items()]
    if keys := _read_value(block, "transitive_tag_keys"):
        how["TransitiveTagKeys"] = keys
    return AssumedRole.create(arn, how)


def _read_value(block: BlockView, name: str) -> Any:
    given = block.argument(name)
    return given.value if given else None


def _parse_seconds(block: BlockView, text: str) -> int:
    if DURATION.fullmatch(text) is None:
        raise Undecided(Unknown(f"`duration` of the role is not understood: {text}", block.span))
    parts = re.findall(r"([\d.]+)([hms])", text)
    return round(sum(float(number) * PARTS[unit] for number, unit in parts))
