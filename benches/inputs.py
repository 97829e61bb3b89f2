"""Configurations to measure with: generated, the same for the same seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROVIDER = """\
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region = var.region
}

variable "region" {
  type    = string
  default = "us-west-2"
}

variable "environment" {
  type        = string
  description = "Where this runs"
  default     = "staging"
}

variable "subnet_ids" {
  type    = list(string)
  default = ["subnet-0a1b2c3d4e5f60718", "subnet-0f1e2d3c4b5a69788"]
}

locals {
  account = "123456789012"
  prefix  = "team-${var.environment}"
  tags = {
    team        = "ml"
    environment = var.environment
  }
}

resource "aws_security_group" "models" {
  name   = "${local.prefix}-models"
  vpc_id = "vpc-0a1b2c3d4e5f60718"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["sagemaker.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "models" {
  name               = "${local.prefix}-models"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

"""
FILLER = (
    'resource "aws_s3_bucket" "{name}" {{\n  bucket = "team-{number}-{number}"\n\n'
    '  tags = {{\n    owner = "team-{number}"\n  }}\n}}\n\n'
    'output "{name}_arn" {{\n  description = "Number {number}"\n'
    "  value       = aws_s3_bucket.{name}.arn\n}}\n\n",
    'resource "aws_security_group_rule" "{name}" {{\n  type              = "ingress"\n'
    "  from_port         = {number}\n  to_port           = {number}\n"
    '  protocol          = "tcp"\n  cidr_blocks       = ["10.{number}.0.0/16"]\n'
    '  security_group_id = "sg-0a1b2c3d4e5f60718"\n}}\n\n',
    'variable "{name}" {{\n  type        = string\n'
    '  description = "What to call number {number}"\n  default     = "{name}"\n}}\n\n',
    'resource "aws_cloudwatch_log_group" "{name}" {{\n'
    '  name              = "/aws/lambda/${{terraform.workspace}}-{name}"\n'
    "  retention_in_days = {number}\n}}\n\n",
)


def model(name: str, chance: random.Random) -> str:
    """A resource block as people write them, without faults: some 25 lines."""
    image = chance.choice(
        (
            "763104351884.dkr.ecr.us-west-2.amazonaws.com/pytorch-inference:2.1.0-cpu-py310",
            f"${{local.account}}.dkr.ecr.us-west-2.amazonaws.com/{name}:v{chance.randint(1, 9)}",
            f"123456789012.dkr.ecr.us-west-2.amazonaws.com/{name}:1.{chance.randint(0, 99)}",
        )
    )
    lines = [f'resource "aws_sagemaker_model" "{name}" {{']
    lines.append(f'  name               = "{name.replace("_", "-")}"')
    lines.append("  execution_role_arn = aws_iam_role.models.arn")
    if chance.random() < 0.3:
        lines.append("  enable_network_isolation = true")
    lines += ["", "  primary_container {", f'    image          = "{image}"']
    lines.append(f'    model_data_url = "s3://models-{chance.randint(1, 50)}/{name}/model.tar.gz"')
    lines += ["    environment = {", '      SAGEMAKER_PROGRAM = "inference.py"']
    for number in range(chance.randint(0, 4)):
        lines.append(f'      OPTION_{number} = "{chance.randint(0, 10**6)}"')
    lines += ["    }", "  }"]
    if chance.random() < 0.4:
        lines += ["", "  vpc_config {", "    subnets            = var.subnet_ids"]
        lines += ["    security_group_ids = [aws_security_group.models.id]", "  }"]
    if chance.random() < 0.7:
        lines += ["", f'  tags = merge(local.tags, {{ Name = "{name}" }})']
    return "\n".join([*lines, "}", "", ""])


def models(count: int, seed: int = 1) -> str:
    """A whole module of so many models, and what they hang together with."""
    chance = random.Random(seed)
    return PROVIDER + "".join(model(f"model_{number}", chance) for number in range(count))


def module(directory: Path, count: int, seed: int = 1) -> Path:
    """Write a module of so many models, ten to a file as people do, or in one file."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "main.tf").write_text(models(count, seed), encoding="utf-8")
    return directory


def edits(text: str, count: int) -> Iterator[str]:
    """Texts of a module, each with one edit: most in a model, one in ten where all models feel it.

    The others add a comment, a line above all, or a model.
    """
    for number in range(count):
        place = text.index("inference.py", len(text) * number // (count + 1))
        rest = text[place + len("inference.py") :]
        match number % 10:
            case 3:
                yield text.replace('"team-$', f'"crew{number}-$', 1)
            case 5:
                commented = rest.replace("\n", f" # {number}\n", 1)
                yield f"{text[:place]}inference.py{commented}"
            case 7:
                yield "\n" * number + text
            case 9:
                yield text + model(f"new_{number}", random.Random(number))
            case _:
                yield f"{text[:place]}entry_{number}.py{rest}"


def repository(root: Path, files: int, modules: int, seed: int = 1) -> Path:
    """Write a repository of so many files of 3 KB, of which some modules have two models each."""
    chance = random.Random(seed)
    directories = [root / path for path in _paths(max(files // 8, modules, 1))]
    having = set(chance.sample(range(len(directories)), modules))
    (root / ".git").mkdir(parents=True, exist_ok=True)
    (root / ".gitignore").write_text("*.log\nbuild/\n", encoding="utf-8")
    written = 0
    while written < files:
        number = written % len(directories)
        directory = directories[number]
        directory.mkdir(parents=True, exist_ok=True)
        turn = written // len(directories)
        if turn == 0 and number in having:
            text = models(2, seed + number)
        else:
            text = _filler(f"f{written}", chance)
        (directory / f"file_{turn}.tf").write_text(text, encoding="utf-8")
        written += 1
    return root


def linted_file(root: Path) -> Path:
    """Return a file of a repository's module that has models."""
    files = sorted(root.rglob("file_0.tf"))
    return next(file for file in files if "aws_sagemaker_model" in file.read_text("utf-8"))


def _paths(count: int) -> Iterator[str]:
    for number in range(count):
        yield f"teams/team_{number % 40}/stacks/stack_{number // 40}"


def _filler(name: str, chance: random.Random, size: int = 3000) -> str:
    text = ""
    while len(text) < size:
        entry = f"{name}_{len(text)}"
        text += chance.choice(FILLER).format(name=entry, number=chance.randint(1, 250))
    return text
