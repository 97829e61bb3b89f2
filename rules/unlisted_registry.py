"""An image comes from a registry that is not allowed.

The owner of the registry decides what runs on the endpoint. `registries` lists the allowed
registries, as hosts or as AWS account numbers. If it is empty, the rule reports nothing. It skips
registries that are known only after apply, such as a repository in the same configuration.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Parameter, Problem, Severity, rule
from tflint_sagemaker.api.images import ImageReference, find_foreign_registry, parse_image_reference
from tflint_sagemaker.api.text import shorten

DOCKER_HUB = "docker.io"

BAD = Example(
    "The image comes from `210987654321`, which is not an allowed registry.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "210987654321.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2" # SM326
      }
    }
    """,
)

GOOD = Example(
    "The image is in an allowed registry.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      }
    }
    """,
)


@rule(
    "SM326",
    Severity.WARNING,
    group="security",
    on=Container,
    parameters={
        "registries": Parameter(
            doc="Hosts of registries, or numbers of AWS accounts, that images may come from.",
            schema={"type": "array", "items": {"type": "string", "minLength": 1}},
            default=[],
            example=["123456789012", "763104351884", "registry.example.com"],
        )
    },
)
def check(container: Container, *, registries: list[str]) -> Iterator[Problem]:
    """Yield an image whose registry is known and not among those."""
    image = container.image
    if image is None or not registries:
        return
    reference = parse_image_reference(image)
    listed = {name.casefold().rstrip("/") for name in registries}
    names = _names(reference)
    if not names and not reference.ecr and find_foreign_registry(image) == "":
        names = (DOCKER_HUB,)
    if names and not listed & {name.casefold() for name in names}:
        message = f"the image comes from `{shorten(names[0])}`, which is not an allowed registry"
        yield Problem(image.span, message, "use an image from an allowed registry", image.related)


def _names(reference: ImageReference) -> tuple[str, ...]:
    """The names under which the registry may be listed."""
    if reference.host is not None:
        return (reference.host,)
    if reference.account is None:
        return ()
    if reference.region is None or reference.domain is None:
        return (reference.account,)
    service = "dkr-ecr" if reference.dual_stack else "dkr.ecr"
    host = f"{reference.account}.{service}.{reference.region}.{reference.domain}"
    return (reference.account, host)
