"""What CreateEndpointConfig and the provider refuse in an endpoint configuration.

Sources: the service model of SageMaker in botocore 1.44.5; hashicorp/aws 5.100.0, which says the
same when all of the block is known and leaves it to the service where some of it is not. Where
lists of names grow from release to release, only a slip of the pen is told.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.instance_types import START, read_instance_types
from tflint_sagemaker.terraform.spelling import find_similar, is_same_word
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.view import BlockView

VARIANT = ("production_variants", "shadow_production_variants")
NAME = compile_later(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
S3 = compile_later(r"(https|s3)://([^/])/?(.*)")
HOLE = "${"
ARN = compile_later(r"arn:[^:]*:[^:]*:[^:]*:[^:]*:.+", re.DOTALL)

# Least and most, by the types of blocks and the argument.
RANGES: dict[tuple[str, str], tuple[int, int | None]] = {
    ("variant", "initial_instance_count"): (1, None),
    ("variant", "initial_variant_weight"): (0, None),
    ("variant", "volume_size_in_gb"): (1, 512),
    ("variant", "container_startup_health_check_timeout_in_seconds"): (60, 3600),
    ("variant", "model_data_download_timeout_in_seconds"): (60, 3600),
    ("serverless_config", "max_concurrency"): (1, 200),
    ("serverless_config", "provisioned_concurrency"): (1, 200),
    ("serverless_config", "memory_size_in_mb"): (1024, 6144),
    ("managed_instance_scaling", "min_instance_count"): (0, None),
    ("managed_instance_scaling", "max_instance_count"): (1, None),
    ("data_capture_config", "initial_sampling_percentage"): (0, 100),
    ("client_config", "max_concurrent_invocations_per_instance"): (1, 1000),
}
WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("capture_options", "capture_mode"): ("Input", "Output", "InputAndOutput"),
    ("managed_instance_scaling", "status"): ("ENABLED", "DISABLED"),
    ("variant", "accelerator_type"): tuple(
        f"ml.eia{number}.{size}" for number in (1, 2) for size in ("medium", "large", "xlarge")
    ),
}
GROWING: dict[tuple[str, str], tuple[str, ...]] = {
    ("routing_config", "routing_strategy"): (
        "LEAST_OUTSTANDING_REQUESTS",
        "RANDOM",
        "PREFIX_AWARE",
        "KV_AWARE",
    ),
}
PLACES = {
    ("data_capture_config", "destination_s3_uri"),
    ("core_dump_config", "destination_s3_uri"),
    ("output_config", "s3_output_path"),
    ("output_config", "s3_failure_path"),
}
NAMES = {("resource", "name"), ("variant", "variant_name"), ("variant", "model_name")}
ARNS = {
    ("resource", "kms_key_arn"),
    ("notification_config", "error_topic"),
    ("notification_config", "success_topic"),
}
# The provider counts the size of memory in steps.
STEP = 1024


@dataclass(frozen=True, slots=True)
class Misfit:
    """An argument that is refused: why, as a clause, the cure, and the word that was meant."""

    given: Argument
    message: str
    hint: str | None = None
    meant: str | None = None


def find_misfits(block: BlockView) -> Iterator[Misfit]:
    """Everything in one block that is certain to be refused, as far as it is known."""
    if block.outermost:
        yield from _check_exclusive(block, "name", "name_prefix")
    kind = "variant" if block.evaluated.type in VARIANT else block.evaluated.type
    for given in block.arguments():
        if given.misfit or given.raw.data is None:
            continue
        key = (kind, given.name)
        if key in RANGES:
            yield from _check_range(given, *RANGES[key])
        elif key in WORDS or key in GROWING:
            yield from _check_word(given, WORDS.get(key) or GROWING[key], growing=key in GROWING)
        elif key == ("variant", "instance_type"):
            yield from _check_instance_type(given)
        elif key in NAMES:
            yield from _check_name(given)
        elif key in PLACES:
            yield from _check_location(given)
        elif key in ARNS and _get_text(given) and not ARN.fullmatch(_get_text(given)):
            hint = "give the ARN of the key" if "kms" in given.name else "give the topic's ARN"
            yield Misfit(given, f"`{given.name}` is `{given.shown}`, which is not an ARN", hint)


def _check_exclusive(block: BlockView, *names: str) -> Iterator[Misfit]:
    given = [found for name in names if (found := block.argument(name)) and _get_text(found)]
    for one in given if len(given) == len(names) else ():
        other = next(name for name in names if name != one.name)
        yield Misfit(one, f"`{one.name}` cannot stand beside `{other}`", "leave one of them out")


def _get_text(given: Argument) -> str:
    return given.raw.data if isinstance(given.raw.data, str) else ""


def _check_range(given: Argument, least: int, most: int | None) -> Iterator[Misfit]:
    size = given.raw.data
    if not isinstance(size, int | Fraction) or isinstance(size, bool):
        return
    wanted = f"at least {least}" if most is None else f"{least} to {most}"
    if size < least or (most is not None and size > most):
        hint = f"give {wanted}"
        if given.name == "memory_size_in_mb" and STEP <= size * STEP <= 6 * STEP:
            hint = f"give it in MB, as in `{STEP}` for 1 GB"
        yield Misfit(given, f"`{given.name}` is {given.shown}, not {wanted}", hint)
    elif given.name == "memory_size_in_mb" and size % STEP:
        message = f"`{given.name}` is {given.shown}, which is not a multiple of {STEP}"
        yield Misfit(given, message, f"round it up to a multiple of {STEP}")


def _check_word(given: Argument, words: tuple[str, ...], *, growing: bool) -> Iterator[Misfit]:
    text = _get_text(given)
    if not text or text in words:
        return
    meant = next((word for word in words if is_same_word(text, word)), None)
    if growing and meant is None:
        return
    wanted = ", ".join(f"`{word}`" for word in words)
    message = f"`{given.name}` is `{given.shown}`, which is none of {wanted}"
    near = find_similar(text, words)
    yield Misfit(given, message, f"did you mean `{near}`?" if near else None, meant)


def _check_instance_type(given: Argument) -> Iterator[Misfit]:
    if given.raw.is_unknown:
        start = "" if given.raw.sensitive else given.prefix
        if start and not start.startswith(START) and not START.startswith(start):
            message = f"`{given.name}` starts with `{start}`, not with `{START}`"
            yield Misfit(given, message, f"put `{START}` before it")
        return
    text = _get_text(given)
    # The provider does not send an empty one.
    fault = read_instance_types().fault(text) if text else None
    if fault is None:
        return
    if given.raw.sensitive:
        yield Misfit(given, f"instance type `{given.shown}` is none that endpoints have")
        return
    names = read_instance_types().names()
    meant = next((name for name in names if name in (text.casefold(), START + text)), None)
    near = meant or find_similar(text, names)
    hint = f"did you mean `{near}`?" if near else None
    yield Misfit(given, f"instance type `{given.shown}` {fault}", hint, meant)


def _check_name(given: Argument) -> Iterator[Misfit]:
    text = _get_text(given)
    if not text or NAME.fullmatch(text) or text.startswith("arn:"):
        return
    if HOLE in given.span.text and NAME.fullmatch(text.strip("-")):
        return  # at that end a variable with an empty default waits for a value
    if len(text) > 63:
        yield Misfit(given, f"`{given.name}` has {len(text)} characters, more than 63")
        return
    message = f"`{given.name}` is `{given.shown}`; it may hold only letters, digits and hyphens"
    if re.fullmatch(r"[a-zA-Z0-9-]+", text):
        message = f"`{given.name}` is `{given.shown}`; a hyphen may not stand at either end"
    yield Misfit(given, message, "use letters, digits and single hyphens between them")


def _check_location(given: Argument) -> Iterator[Misfit]:
    text = _get_text(given)
    if HOLE in given.span.text and "://" in text:
        return  # the name of the bucket may wait for a value
    if text and not S3.fullmatch(text):
        message = f"`{given.name}` is `{given.shown}`, which is not a place in S3"
        yield Misfit(given, message, "write it as `s3://bucket/prefix`")
