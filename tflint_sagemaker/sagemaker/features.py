"""Features of a model that some kinds of endpoints cannot serve: a clause and a place for each.

Every function raises Undecided if it is not known whether the model has the feature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.sagemaker.model import Model


def find_vpc(model: Model) -> Iterator[tuple[str, Span]]:
    """A `vpc_config`."""
    for config in model.children("vpc_config"):
        yield "is in a VPC", config.span


def find_isolation(model: Model) -> Iterator[tuple[str, Span]]:
    """Network isolation."""
    given = model.argument("enable_network_isolation")
    if given and given.value is True:
        yield "has network isolation", given.span


def find_several_containers(model: Model) -> Iterator[tuple[str, Span]]:
    """More than one container, called in a row or one by one."""
    for container in model.containers()[1:2]:
        yield "has several containers", container.span


def find_multi_model(model: Model) -> Iterator[tuple[str, Span]]:
    """A container that loads models on demand."""
    for container in model.containers():
        mode = container.argument("mode")
        if mode and mode.value == "MultiModel":
            yield "has a multi-model container", mode.span


def find_data_source(model: Model) -> Iterator[tuple[str, Span]]:
    """A container with `model_data_source`."""
    for container in model.containers():
        for source in container.children("model_data_source"):
            yield "has a `model_data_source`", source.span


def find_private_registry(model: Model) -> Iterator[tuple[str, Span]]:
    """A container whose image lies in a registry that only the VPC reaches."""
    for container in model.containers():
        for config in container.children("image_config"):
            mode = config.argument("repository_access_mode")
            if mode and mode.value == "Vpc":
                yield "has an image in a private registry", mode.span
