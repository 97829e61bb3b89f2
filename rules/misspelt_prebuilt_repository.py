"""An AWS registry does not have the repository of the image.

The images of Scikit-learn, XGBoost and the built-in algorithms are in other accounts than the deep
learning containers, and `sklearn-inference` does not exist. With a guessed path, CreateModel does
not find the image. AWS adds repositories, so the rule reports only known wrong names, spelling
mistakes in a known name, and names that are known to be in another account.

See <https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html>
and <https://github.com/aws/deep-learning-containers/blob/master/available_images.md>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Argument, Container, Edit, Example, Fix, Problem, Severity, rule
from tflint_sagemaker.api.images import (
    ImageReference,
    find_aws_repository,
    locate_part,
    parse_image_reference,
    read_aws_repositories,
)
from tflint_sagemaker.api.text import has_one_typo

BAD = Example(
    "The registry `763104351884` of AWS has no repository `sklearn-inference`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/sklearn-inference:0.23-1-cpu-py3" # SM328
      }
    }
    """,
)

GOOD = Example(
    "The repository exists in this registry of AWS.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
      }
    }
    """,
)


@rule("SM328", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield an image of AWS in whose registry there is no such repository."""
    image = container.image
    if image is None:
        return
    reference = parse_image_reference(image)
    name = find_aws_repository(image, reference) if reference.account else None
    meant = _meant(name, reference.account or "") if name else None
    if name is None or meant is None:
        return
    right = read_aws_repositories().accounts[meant].get(reference.region or "")
    place = f" of `{right}`" if right else ""
    yield Problem(
        image.span,
        f"the registry `{reference.account}` of AWS has no repository `{name}`",
        hint=f"use `{meant}`{place}",
        related=image.related,
        fix=_fix(image, reference, meant, right),
    )


def _meant(name: str, account: str) -> str | None:
    """The repository that was meant, None if the one that is asked for may be there."""
    known = read_aws_repositories()
    if name in known.misnomers:
        return known.misnomers[name]
    if name in known.accounts:
        strange = account in known.deep_learning and name in known.not_deep_learning
        return name if strange and account not in known.accounts[name].values() else None
    return next((other for other in known.accounts if has_one_typo(name, other)), None)


def _fix(image: Argument, reference: ImageReference, meant: str, right: str | None) -> Fix | None:
    """The name, and the account that has it, where both are written here."""
    account = locate_part(image, f"{reference.account}.")
    name = locate_part(image, f"/{reference.repository}")
    if right is None or account is None or name is None:
        return None
    edits = (Edit(account, f"{right}."), Edit(name, f"/{meant}"))
    return Fix(f"write `{meant}`, of `{right}`", edits, safe=False)
