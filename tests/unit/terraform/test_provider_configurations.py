"""Which provider configuration a resource uses, and the region that it sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.sagemaker.provider import load_schemas
from tflint_sagemaker.sagemaker.provider_settings import find_region
from tflint_sagemaker.terraform.configuration import Configuration
from tflint_sagemaker.terraform.module import Inputs, read_module
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TYPE = "aws_sagemaker_model"
PLAIN = f'resource "{TYPE}" "m" {{\n}}\n'
WEST = f'resource "{TYPE}" "m" {{\n  provider = aws.west\n}}\n'
PROVIDERS = """
provider "aws" {
  region = "eu-central-1"
}
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
"""


def call(more: str = "", source: str = "./child") -> str:
    return f'module "child" {{\n  source = "{source}"\n  {more}\n}}\n'


CASES: dict[str, tuple[dict[str, str], str | None, str | None]] = {
    "the default one": ({"main.tf": PLAIN + PROVIDERS}, "aws", "eu-central-1"),
    "one by its alias": ({"main.tf": WEST + PROVIDERS}, "aws.west", "us-west-2"),
    "one whose name is in quotes": (
        {"main.tf": WEST.replace("aws.west", '"aws.west"') + PROVIDERS},
        "aws.west",
        "us-west-2",
    ),
    "none that is configured": ({"main.tf": PLAIN}, "aws", None),
    "one with no region": ({"main.tf": PLAIN + 'provider "aws" {\n}\n'}, "aws", None),
    "one whose requests go elsewhere": (
        {
            "main.tf": PLAIN
            + 'provider "aws" {\n  region = "eu-central-1"\n  endpoints {\n'
            + '    sagemaker = "http://localhost:4566"\n  }\n}\n'
        },
        "aws",
        None,
    ),
    "one that an override file changes": (
        {
            "main.tf": PLAIN + PROVIDERS,
            "override.tf": 'provider "aws" {\n  region = "eu-west-1"\n}\n',
        },
        "aws",
        None,
    ),
    "the caller's default one": (
        {"main.tf": call() + PROVIDERS, "child/main.tf": PLAIN},
        "aws",
        "eu-central-1",
    ),
    "the default one of the caller's caller": (
        {
            "main.tf": call() + PROVIDERS,
            "child/main.tf": call(source="./grandchild"),
            "child/grandchild/main.tf": PLAIN,
        },
        "aws",
        "eu-central-1",
    ),
    "one that the caller passes as the default": (
        {
            "main.tf": call("providers = { aws = aws.west }") + PROVIDERS,
            "child/main.tf": PLAIN,
        },
        "aws.west",
        "us-west-2",
    ),
    "one that the caller passes under another alias": (
        {
            "main.tf": call("providers = { aws.caller = aws.west }") + PROVIDERS,
            "child/main.tf": WEST.replace("west", "caller"),
        },
        "aws.west",
        "us-west-2",
    ),
    "one that the caller does not pass": (
        {
            "main.tf": call("providers = { aws.caller = aws.west }") + PROVIDERS,
            "child/main.tf": PLAIN,
        },
        None,
        None,
    ),
    "one of the module itself": (
        {"main.tf": call() + PROVIDERS, "child/main.tf": PLAIN + PROVIDERS},
        None,
        None,
    ),
    "one in a module that cannot be read as a whole": (
        {"main.tf": PLAIN + PROVIDERS, "torn.tf": 'provider "aws" {\n'},
        None,
        None,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_configuration_and_its_region(
    name: str, tree: Callable[[dict[str, str]], Path]
) -> None:
    files, provider, region = CASES[name]
    target = Target(tree(files), None)
    configuration = Configuration(
        read_module(target.directory, display_path),
        Inputs(environment={}, var_files=(), variables=(), workspace=None),
        load_schemas(),
        lambda directory: read_module(directory, display_path),
    )
    (instance,) = configuration.list_instances(TYPE)
    assert instance.provider == provider
    found_provider = configuration.find_provider(instance.provider) if instance.provider else None
    found = None if found_provider is None else find_region(found_provider)
    assert (found.data if found else None) == region
