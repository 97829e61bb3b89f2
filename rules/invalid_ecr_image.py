"""The account, repository, tag or digest of an image is not valid in ECR.

An account number has twelve digits. A repository name has lower-case words joined by single dots,
hyphens, underscores or slashes. A tag has at most 128 letters, digits, dots, hyphens and
underscores. A digest is `sha256:` and 64 hexadecimal digits. The provider checks none of this, and
CreateModel fails.

See <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html>,
<https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html>
and <https://github.com/distribution/reference>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Container,
    Edit,
    Example,
    Fix,
    Problem,
    Severity,
    Undecided,
    Unknown,
    rule,
)
from tflint_sagemaker.api.images import (
    MARKS,
    ImageReference,
    list_aws_domains,
    locate_part,
    parse_image_reference,
)
from tflint_sagemaker.api.models import is_region
from tflint_sagemaker.api.text import compile_later, shorten

ACCOUNT = compile_later(r"\d{12}|.*[^\d-].*")
ZONE = compile_later(r"([a-z]{2}-(?:gov-)?[a-z]+-\d)[a-f]|[a-z]{2}[-_]?(?:gov[-_]?)?[a-z]+[-_]?\d")
WORD = r"[a-z0-9]+(?:[._-][a-z0-9]+)*"
REPOSITORY = compile_later(rf"(?:{WORD}/)*{WORD}")
TAG = compile_later(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
DIGEST = compile_later(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")
CHARACTERS = {
    "repository": compile_later(r"[a-z0-9._/-]*"),
    "tag": compile_later(r"[A-Za-z0-9._-]*"),
    "digest": compile_later(r"[A-Za-z0-9:+._=-]*"),
}
CURES = {
    "repository": "use lower-case letters, digits and single `.`, `-`, `_` or `/` between them",
    "tag": "use at most 128 letters, digits, `.`, `-` and `_`",
    "digest": "write `sha256:` and 64 digits of 0 to 9 and a to f",
}

BAD = Example(
    "The image has the repository `Fraud`, which is not valid in ECR.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/Fraud:1.4.2" # SM313
      }
    }
    """,
)

GOOD = Example(
    "Repository and tag have only characters that ECR allows.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/fraud_model.v2:1.4.2_cpu-RC.1"
      }
    }
    """,
)


@rule("SM313", Severity.ERROR, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield an image of ECR that cannot be one."""
    image = container.image
    if image is None:
        return
    if image.source is not None and image.source.attribute == "registry_path":
        return  # the data source is asked for a repository that there is not, and refuses it
    reference = parse_image_reference(image)
    if not reference.ecr or reference.domain not in {None, *list_aws_domains()}:
        return
    fault = _host_fault(reference) or _path_fault(image, reference)
    if fault:
        message, hint = fault
        yield Problem(image.span, message, hint, image.related, _without_brace(image, reference))


def _host_fault(reference: ImageReference) -> tuple[str, str | None] | None:
    account, region = reference.account, reference.region
    if account is not None and not ACCOUNT.fullmatch(account):
        digits = "must have exactly 12 digits"
        return f"the account of the image, `{shorten(account)}`, {digits}", None
    if region is not None and not is_region(region):
        slip = ZONE.fullmatch(region)
        if slip:
            hint = f"write `{slip[1]}`, the region of that zone" if slip[1] else None
            return f"the image is in `{region}`, which is not a region", hint
    return None


def _path_fault(image: Argument, reference: ImageReference) -> tuple[str, str] | None:
    texts = {
        "repository": (reference.repository_text, REPOSITORY),
        "tag": (reference.tag_text, TAG),
        "digest": (reference.digest_text, DIGEST),
    }
    for name, (text, pattern) in texts.items():
        if text is None:
            continue
        known = MARKS.sub("", text)
        if (pattern if known == text else CHARACTERS[name]).fullmatch(known):
            continue
        if text == "" and image.is_replaceable:
            raise Undecided(Unknown("the default of a variable is a placeholder", image.span))
        return _message(name, text), CURES[name]
    return None


def _message(name: str, text: str) -> str:
    shown = MARKS.sub("…", text)
    if not text:
        return f"the image has an empty {name}"
    return f"the image has the {name} `{shorten(shown)}`, which is not valid in ECR"


def _without_brace(image: Argument, reference: ImageReference) -> Fix | None:
    """The fix of a brace that is left over at the end."""
    last = reference.digest_text or reference.tag_text or reference.repository_text or ""
    at = locate_part(image, "}") if last.endswith("}") and last.count("}") == 1 else None
    return Fix("remove the brace", (Edit(at, ""),)) if at else None
