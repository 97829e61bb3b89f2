"""The repositories that AWS keeps images for SageMaker in.

Sources: `data/prebuilt_images.json` and, for what the provider does not know or does not tell,
`data/image_repositories.json`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.image import TYPE as PREBUILT
from tflint_sagemaker.sagemaker.image import read_prebuilt_images
from tflint_sagemaker.sagemaker.image_registry import HOST
from tflint_sagemaker.sagemaker.provider import read_data_file
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.reference import ImageReference

PATH_END = compile_later(r"/([^/:@]+):[^/:@]*$")
NAME = compile_later(r"[^:@]+")
OWN_REPOSITORY = compile_later(r"(?<!data\.)\baws_ecr_repository\.")
DEEP_LEARNING = "pytorch-inference"


@dataclass(frozen=True, slots=True)
class AwsRepositories:
    """`accounts` has, for each repository name, the account of its registry in each region.

    `in_doubt` are names for which the sources disagree. Images of `algorithms` are of the built-in
    ones, those of `frameworks` have versions as tags. In the registries of the deep learning
    containers, whose accounts are `deep_learning`, none of `not_deep_learning` is. `misnomers` are
    names that there never were, with those that were meant.
    """

    accounts: Mapping[str, Mapping[str, str]]
    in_doubt: frozenset[str]
    algorithms: frozenset[str]
    frameworks: frozenset[str]
    deep_learning: frozenset[str]
    not_deep_learning: frozenset[str]
    misnomers: Mapping[str, str]
    owners: frozenset[str]

    def elsewhere(self, repository: str, account: str, region: str) -> str | None:
        """The right account, if that is the registry of the repository in other regions alone.

        None also if anything about it is not certain.
        """
        accounts = self.accounts.get(repository)
        if accounts is None or repository in self.in_doubt or region not in accounts:
            return None
        right = accounts[region]
        return right if right != account and account in accounts.values() else None


@cache
def read_aws_repositories() -> AwsRepositories:
    """The facts, read once."""
    more = read_data_file("image_repositories.json")
    known = read_prebuilt_images().accounts
    kept_with = {name: known[other] for name, other in more["kept_with"].items()}
    accounts = {**known, **kept_with}
    deep_learning = frozenset(accounts[DEEP_LEARNING].values())
    beside = {name for name, kept in accounts.items() if kept == accounts[DEEP_LEARNING]}
    return AwsRepositories(
        accounts,
        frozenset(more["in_doubt"]),
        frozenset(more["algorithms"]),
        frozenset(beside | set(more["versioned"])),
        deep_learning,
        frozenset(more["not_deep_learning"]),
        more["misnomers"],
        frozenset(account for kept in accounts.values() for account in kept.values()),
    )


def find_aws_repository(image: Argument, reference: ImageReference) -> str | None:
    """The repository of an image of a registry of AWS, None if it is none or not known."""
    source = image.source
    if source and (source.type, source.attribute) == (PREBUILT, "registry_path"):
        found = PATH_END.search(image.suffix)
        return found[1] if found else None
    owned = reference.ecr and reference.account in read_aws_repositories().owners
    return reference.repository if owned else None


def find_repository_arn(image: Argument) -> str | None:
    """The ARN of the repository in ECR that an image is pulled from with the role's permissions.

    `*` stands for what is not known, and every partition is called `aws`.
    None for what is not in ECR, or in one of the registries of SageMaker's own algorithms, of
    which it is not documented whose permissions count. Raises Undecided if that is not known.
    """
    found = HOST.match(image.start)
    name = NAME.match(image.start, found.end()) if found else None
    if found is None or name is None:
        if isinstance(image.raw.data, Unknown):
            if OWN_REPOSITORY.search(image.source.address if image.source else image.span.text):
                return "arn:aws:ecr:*:*:repository/*"
            raise Undecided(image.raw.data)
        return None
    account, known = found["account"], read_aws_repositories()
    if account in known.owners - known.deep_learning:
        return None
    rest = "" if isinstance(image.raw.data, str) or name.end() < len(image.start) else "*"
    return f"arn:aws:ecr:{found['region']}:{account}:repository/{name[0]}{rest}"
