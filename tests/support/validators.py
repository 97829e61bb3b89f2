"""Configurations that the provider refuses, made from the list of its checks in docs/coverage.toml.

Each check names an argument or a block and what it refuses there. That is put into a small
configuration by every way that a value can take, alone or beside something unknown.

    python tests/validators.py

writes the plain ones to fixtures/truth/validators, for `record_truth.py` to ask Terraform about.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKS: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "docs" / "coverage.toml").read_text(encoding="utf-8")
)["provider"]

ROLE = '"arn:aws:iam::123456789012:role/fraud"'
FUNCTION = '"arn:aws:lambda:us-east-1:123456789012:function:f"'
# What each block is made of if nothing is wrong with it: texts are expressions, lists blocks.
BLOCKS: dict[str, dict[str, Any]] = {
    "container": {"image": '"123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1"'},
    "image_config": {"repository_access_mode": '"Platform"'},
    "repository_auth_config": {"repository_credentials_provider_arn": FUNCTION},
    "model_data_source": {"s3_data_source": []},
    "s3_data_source": {
        "s3_uri": '"s3://fraud-models/v1/"',
        "s3_data_type": '"S3Prefix"',
        "compression_type": '"None"',
    },
    "model_access_config": {"accept_eula": "true"},
    "multi_model_config": {"model_cache_setting": '"Enabled"'},
    "inference_execution_config": {"mode": '"Serial"'},
    "vpc_config": {
        "subnets": '["subnet-0123456789abcdef0"]',
        "security_group_ids": '["sg-0123456789abcdef0"]',
    },
}
BLOCKS["primary_container"] = BLOCKS["container"]
UNKNOWN = 'resource "terraform_data" "u" {}\n'
UNKNOWN_ID = "terraform_data.u.id"
NOWHERE = "-"
RANDOM = "C.model_data_source[].s3_data_source[]."
DYNAMIC = ("dynamic", "iterator")
WAYS = (
    *("literal", "default", "tfvars", "local", "module", "for_each", "member", "output"),
    *("index", "choice", "loop", "attempt", *DYNAMIC),
)
# An empty text or list as the default of a variable waits for a value, and for a text that stands
# for null nothing is written at all.
EMPTY = {'""', "[]"}


@dataclass(frozen=True, slots=True)
class Body:
    """A block: its arguments, its nested blocks, and what a dynamic block makes it for."""

    arguments: dict[str, str] = field(default_factory=dict)
    blocks: list[tuple[str, Body]] = field(default_factory=list)
    dynamic: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A configuration, and where in `main.tf` (or the module's) an error is owed."""

    name: str
    rules: tuple[str, ...]
    files: dict[str, str]
    file: str
    line: int


def filled(kind: str) -> Body:
    """A block of that type as it should be."""
    body = Body()
    for name, value in BLOCKS.get(kind, {}).items():
        if isinstance(value, str):
            body.arguments[name] = value
        else:
            body.blocks.append((name, filled(name)))
    return body


def descend(top: Body, path: list[str]) -> Body:
    """The body that a path of block types leads to, made on the way."""
    for kind in path:
        there = [nested for name, nested in top.blocks if name == kind]
        if not there:
            there = [filled(kind)]
            top.blocks.append((kind, there[0]))
        top = there[0]
    return top


def lines(body: Body, depth: int, key: str = "") -> Iterator[tuple[str, str]]:
    """The lines of a body, each with its path."""
    pad = "  " * depth
    for name, value in body.arguments.items():
        yield f"{pad}{name} = {value}\n", f"{key}{name}"
    for number, (name, nested) in enumerate(body.blocks):
        here = f"{key}{name}#{number}"
        if nested.dynamic:
            yield f'{pad}dynamic "{name}" {{\n{pad}  for_each = {nested.dynamic}\n', NOWHERE
            yield f"{pad}  iterator = block\n", NOWHERE
            yield f"{pad}  content {{\n", here
            yield from lines(nested, depth + 2, f"{here}.")
            yield f"{pad}  }}\n{pad}}}\n", NOWHERE
        else:
            yield f"{pad}{name} {{\n", here
            yield from lines(nested, depth + 1, f"{here}.")
            yield f"{pad}}}\n", NOWHERE


def text(head: str, top: Body, wanted: str) -> tuple[str, int]:
    """The text of a resource, and the line of what is at the path."""
    written, found = f"{head} {{\n", 1
    for line, key in lines(top, 1):
        if key == wanted:
            found = written.count("\n") + 1
        written += line
    return f"{written}}}\n", found


def plain() -> Iterator[tuple[dict[str, Any], Refused]]:
    """Every value that a check refuses, written in its place and in a primary container."""
    for check in CHECKS:
        for number in range(len(values(check))):
            yield check, refusal(check, number)


def refused(check: dict[str, Any]) -> Iterator[Refused]:
    """A check by every way that suits it, with and without something unknown beside it."""
    for number, bad in enumerate(values(check)):
        for way in ways(check, bad) if number == 0 else ("literal",):
            yield refusal(check, number, way=way)
            yield refusal(check, number, way=way, unknown=True)
        if check["at"].startswith("C."):
            yield refusal(check, number, kind="container", unknown=True)


def values(check: dict[str, Any]) -> list[str]:
    """What the check refuses."""
    return [check["bad"]] if isinstance(check["bad"], str) else check["bad"]


def ways(check: dict[str, Any], bad: str) -> tuple[str, ...]:
    """The ways that suit what is refused."""
    if "." not in check["at"].removeprefix("data."):
        return tuple(way for way in ways(check | {"at": "C."}, bad) if way not in DYNAMIC)
    if bad in ("twice", "missing"):
        return ("literal",)
    if bad in EMPTY:
        return tuple(way for way in WAYS if way not in ("default", "member"))
    return WAYS


def refusal(
    check: dict[str, Any],
    number: int,
    *,
    kind: str = "primary_container",
    way: str = "literal",
    unknown: bool = False,
) -> Refused:
    """The configuration for one of the values of a check."""
    data = check["at"].startswith("data.")
    path = check["at"].removeprefix("data.").replace("[]", "").split(".")
    path = [kind if part == "C" else part for part in path]
    bad = values(check)[number]
    top = Body() if data else Body({"execution_role_arn": ROLE})
    if data:
        top.arguments["repository_name"] = '"kmeans"'
    if kind != "container" and not data:
        top.blocks.append(("primary_container", filled("primary_container")))
    if kind == "container":
        top.blocks.append(("container", filled("container")))
    body = descend(top, path[:-1])
    wanted = placed(top, body, path, bad, way)
    if unknown:
        unknown_beside(top, path, data=data)
    extra = outside(way, bad)
    if way == "for_each":
        top = Body({"for_each": f"{{ a = {bad} }}", **top.arguments}, top.blocks)
    head = 'data "aws_sagemaker_prebuilt_ecr_image"' if data else 'resource "aws_sagemaker_model"'
    written, line = text(f'{head} "m"', top, wanted)
    file = "inner/main.tf" if way == "module" else "main.tf"
    files = {file: written + (UNKNOWN if unknown else "")}
    for name, more in extra.items():
        files[name] = files.get(name, "") + more
    name = "_".join((check["id"], str(number), kind, way, *(["beside"] if unknown else [])))
    return Refused(name, tuple(check["rules"]), files, file, line)


def placed(top: Body, body: Body, path: list[str], bad: str, way: str) -> str:
    """Put what is refused into its body; the answer is the path of the line that is to blame."""
    name = path[-1]
    if bad == "twice":
        there = sum(kind == name for kind, _ in body.blocks)
        body.blocks.extend([(name, filled(name))] * (2 - there))
        last = max(n for n, (kind, _) in enumerate(body.blocks) if kind == name)
        if name == "colour":
            del body.blocks[-1]
            last -= 1
        return key_of(top, path[:-1]) + f"{name}#{last}"
    if bad == "missing":
        body.arguments.pop(name, None)
        body.blocks[:] = [(kind, nested) for kind, nested in body.blocks if kind != name]
        return key_of(top, path[:-1]).rstrip(".")
    body.arguments[name] = expression(way, bad)
    if way in DYNAMIC:
        over = f"[{bad}]" if way == "iterator" else '["x"]'
        holder = descend(top, path[:-2])
        holder.blocks[:] = [
            (
                kind,
                Body(nested.arguments, nested.blocks, over) if nested is body else nested,
            )
            for kind, nested in holder.blocks
        ]
    return key_of(top, path[:-1]) + name


def key_of(top: Body, path: list[str]) -> str:
    """The key of a body, as `lines` writes it."""
    key = ""
    for kind in path:
        number = next(n for n, (name, _) in enumerate(top.blocks) if name == kind)
        key += f"{kind}#{number}."
        top = top.blocks[number][1]
    return key


def expression(way: str, bad: str) -> str:
    """What is at the argument."""
    return {
        "default": "var.v",
        "tfvars": "var.v",
        "module": "var.v",
        "local": "local.v",
        "for_each": "each.value",
        "member": "var.o.v",
        "output": "module.inner.v",
        "iterator": "block.value",
        "index": f"[{bad}][0]",
        "choice": f"true ? {bad} : null",
        "loop": f"[for v in [{bad}] : v][0]",
        "attempt": f"try(local.none.at.all, {bad})",
    }.get(way, bad)


def outside(way: str, bad: str) -> dict[str, str]:
    """What else the configuration consists of."""
    if way == "default":
        return {"main.tf": f'variable "v" {{\n  default = {bad}\n}}\n'}
    if way == "tfvars":
        return {"main.tf": 'variable "v" {}\n', "terraform.tfvars": f"v = {bad}\n"}
    if way == "local":
        return {"main.tf": f"locals {{\n  v = {bad}\n}}\n"}
    if way == "module":
        call = f'module "inner" {{\n  source = "./inner"\n  v = {bad}\n}}\n'
        return {"inner/main.tf": 'variable "v" {}\n', "main.tf": call}
    if way == "member":
        return {"main.tf": f'variable "o" {{\n  default = {{ v = {bad} }}\n}}\n'}
    if way == "output":
        call = 'module "inner" {\n  source = "./inner"\n}\n'
        return {"inner/main.tf": f'output "v" {{\n  value = {bad}\n}}\n', "main.tf": call}
    if way == "attempt":
        return {"main.tf": "locals {\n  none = {}\n}\n"}
    return {}


def unknown_beside(top: Body, path: list[str], *, data: bool) -> None:
    """Make all that is beside what is refused unknown, on every level of the way to it."""
    more = ("image_tag", "repository_name") if data else ("name", "execution_role_arn")
    top.arguments.update({name: "null" for name in more if name not in (*top.arguments, path[-1])})
    for kind in (*path[:-1], None):
        for name in top.arguments:
            if name != path[-1]:
                several = name in ("subnets", "security_group_ids")
                top.arguments[name] = f"[{UNKNOWN_ID}]" if several else UNKNOWN_ID
        top = next((nested for name, nested in top.blocks if name == kind), top)


def main() -> None:
    """Write the plain configurations, and a record for each that keeps what is known of it."""
    import record_truth

    directory = ROOT / "tests" / "fixtures" / "truth" / "validators"
    records = directory.with_suffix(".json")
    old = json.loads(records.read_text(encoding="utf-8"))["cases"] if records.exists() else {}
    directory.mkdir(exist_ok=True)
    for path in directory.iterdir():
        path.unlink()
    cases = {}
    for check, config in plain():
        name = truth_name(config)
        (directory / f"{name}.tf").write_text(config.files["main.tf"], encoding="utf-8")
        what = f"against a check of the provider: `{check['at']}` {check['check']}"
        fresh: dict[str, Any] = {"what": what, "terraform": [], "expect": []}
        if check["at"].startswith(RANDOM) and isinstance(check["bad"], list):
            fresh["expect"] = [{"file": "main.tf", "line": config.line, "by": "terraform"}]
            fresh["pinned"] = (
                "inside of s3_data_source the provider's ranges change from run to run"
            )
        cases[name] = {**fresh, **old.get(name, {}), "what": what}
    data = {"recorded_with": "terraform 1.11.4, hashicorp/aws 5.100.0", "cases": cases}
    record_truth.write(records, data)


def truth_name(config: Refused) -> str:
    """The name of a plain configuration among the recorded ones."""
    return config.name.removesuffix("_primary_container_literal")


if __name__ == "__main__":
    main()
