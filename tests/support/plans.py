"""Instances as resolved here against instances as Terraform plans them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.root_modules import load_root_modules
from tflint_sagemaker.sagemaker.plan_json import plan_models
from tflint_sagemaker.terraform.planned_instance import PlannedInstance

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Comparison", "PlannedInstance", "compare", "resolved"]

# What the shapes have from later providers than the recorded one, which has no such keys.
LATER = {"region", "additional_model_data_source"}


@dataclass(slots=True)
class Comparison:
    """How many places agree, and which do not.

    `gaps` are the paths that Terraform knows and we do not, `more_known` the other way round.
    """

    agreed: int = 0
    contradictions: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    more_known: dict[str, Any] = field(default_factory=dict)


def resolved(directory: Path, inputs: Mapping[str, Any]) -> dict[str, PlannedInstance]:
    """The instances of a configuration, secrets included, by address."""
    settings = Settings(
        environment=inputs.get("environment", {}),
        var_files=tuple(directory / name for name in inputs.get("var_files", ())),
        variables=dict(inputs.get("variables", ())),
        workspace=inputs.get("workspace", "default"),
    )
    roots, _ = load_root_modules([Target(directory, None)], settings)
    return {
        instance.address: instance for root in roots for instance in plan_models(root, secrets=True)
    }


def compare(ours: Mapping[str, PlannedInstance], plan: list[dict[str, Any]]) -> Comparison:
    """Every key of every instance."""
    found = Comparison()
    theirs = {instance["address"]: instance for instance in plan}
    for address in sorted({*ours, *theirs}):
        if address not in theirs:
            found.contradictions.append(f"{address} is not planned")
        elif address not in ours:
            found.contradictions.append(f"{address} is missing")
        else:
            mine, other = ours[address], theirs[address]
            _block(found, address, (mine.values, mine.unknown), (other["values"], other["unknown"]))
    return found


def _block(found: Comparison, path: str, ours: tuple[Any, Any], theirs: tuple[Any, Any]) -> None:
    for name in sorted({*ours[0], *ours[1], *theirs[0], *theirs[1]}):
        if name in LATER and name not in theirs[0] and name not in theirs[1]:
            continue
        _place(
            found,
            f"{path}.{name}",
            (ours[0].get(name), ours[1].get(name, False)),
            (theirs[0].get(name), theirs[1].get(name, False)),
        )


def _place(found: Comparison, path: str, ours: tuple[Any, Any], theirs: tuple[Any, Any]) -> None:
    (mine, mark), (other, other_mark) = ours, theirs
    if mark is True and other_mark is not True:
        found.gaps.append(path)
    elif other_mark is True and mark is not True:
        found.more_known[path] = mine
    elif mark is True:
        found.agreed += 1
    elif _blocks(mine) and _blocks(other) and len(mine) == len(other):
        for at, pair in enumerate(zip(mine, mark, other, other_mark, strict=True)):
            _block(found, f"{path}[{at}]", pair[:2], pair[2:])
    elif type(mine) is type(other) and mine == other and (mark or None) == (other_mark or None):
        found.agreed += 1
    else:
        found.contradictions.append(f"{path} is {mine!r} here, and {other!r} to Terraform")


def _blocks(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)
