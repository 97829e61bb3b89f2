"""What a configuration names that live checks ask about: the resources of a narrower policy."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from tflint_sagemaker.live.iam import ROLE_ARN
from tflint_sagemaker.live.lambda_ import list_credentials_functions, parse_function
from tflint_sagemaker.live.sagemaker import parse_model_package
from tflint_sagemaker.sagemaker.artifacts import BUCKET_NAME, find_artifacts
from tflint_sagemaker.sagemaker.reference import parse_image_reference
from tflint_sagemaker.sagemaker.s3 import parse_s3_location
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from tflint_sagemaker.sagemaker.model import Model


def list_referenced_arns(
    models: Iterable[Model], actions: Collection[str], partition: str
) -> tuple[dict[str, list[str]], list[str]]:
    """ARNs by the patterns of actions that `policy` knows; and what is not known of which model.

    Of what is not known nothing is asked.
    """
    finders = {
        find: patterns
        for find, patterns in FINDERS.items()
        if any(map(_make_matcher(patterns), actions))
    }
    arns: dict[str, set[str]] = {
        pattern: set() for patterns in finders.values() for pattern in patterns
    }
    notes: list[str] = []
    for model in models:
        for find, patterns in finders.items():
            try:
                for found in find(model):
                    for pattern, form in patterns.items():
                        arns[pattern].update(one.format(partition, *found) for one in form)
            except Undecided as unknown:
                notes.append(f"{model.address}: {unknown.reason.reason}")
    return {pattern: sorted(found) for pattern, found in arns.items()}, sorted(set(notes))


def _make_matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    return lambda action: any(fnmatchcase(action, pattern) for pattern in patterns)


def _list_images(model: Model) -> Iterator[tuple[str, ...]]:
    for container in model.containers():
        if container.image is None:
            continue
        found = parse_image_reference(container.image)
        if not found.ecr and found.host is not None:
            continue
        if not found.repository:
            raise Undecided(Unknown("the repository of an image is not known"))
        yield found.region or "*", found.account or "*", found.repository


def _list_buckets(model: Model) -> Iterator[tuple[str, ...]]:
    for artifact in find_artifacts(model):
        place = parse_s3_location(artifact.at)
        if place is None or not place.whole:
            raise Undecided(Unknown("the bucket of model data is not known"))
        if BUCKET_NAME.fullmatch(place.bucket):
            yield (place.bucket,)


def _list_roles(model: Model) -> Iterator[tuple[str, ...]]:
    given = model.execution_role_arn
    found = ROLE_ARN.fullmatch((given.text or "") if given else "")
    if found:
        yield found["account"], found["name"]


def _list_functions(model: Model) -> Iterator[tuple[str, ...]]:
    for wanted in map(parse_function, list_credentials_functions(model)):
        if wanted is not None:
            yield wanted.region, wanted.account, wanted.name


def _list_packages(model: Model) -> Iterator[tuple[str, ...]]:
    for container in model.containers():
        given = container.argument("model_package_name")
        package = parse_model_package(given) if given else None
        if package is not None:
            yield (package.arn,)


# A role may lie below another path than its ARN says, and a function be named by a qualifier.
FINDERS: dict[Callable[[Model], Iterator[tuple[str, ...]]], dict[str, tuple[str, ...]]] = {
    _list_images: {"ecr:*": ("arn:{}:ecr:{}:{}:repository/{}",)},
    _list_buckets: {
        "s3:GetObject*": ("arn:{}:s3:::{}/*",),
        "s3:GetBucket*": ("arn:{}:s3:::{}",),
        "s3:ListBucket": ("arn:{}:s3:::{}",),
    },
    _list_roles: {"iam:*Role*": ("arn:{}:iam::{}:role/{}", "arn:{}:iam::{}:role/*/{}")},
    _list_functions: {
        "lambda:*": (
            "arn:{}:lambda:{}:{}:function:{}",
            "arn:{}:lambda:{}:{}:function:{}:*",
        )
    },
    _list_packages: {"sagemaker:DescribeModelPackage": ("{1}",)},
}
