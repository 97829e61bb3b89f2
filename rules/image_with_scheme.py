"""The path of an image starts with `https://` or another scheme.

The path begins with the registry. SageMaker expects `registry/repository:tag` or
`registry/repository@digest`, and would read `https:` as the name of a registry.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-Image>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Edit, Example, Fix, Problem, Severity, Span, rule
from tflint_sagemaker.api.text import compile_later

SCHEME = compile_later(r"[A-Za-z][A-Za-z0-9+.-]*://")

BAD = Example(
    "The image starts with `https://`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "https://123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2" # SM310
      }
    }
    """,
)

GOOD = Example(
    "The image starts with its registry.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM310", Severity.ERROR, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield an image that has a scheme."""
    image = container.image
    if image is None:
        return
    found = SCHEME.match(image.start)
    if found:
        start = image.span.start + 1
        edit = Edit(Span(image.span.source, start, start + len(found[0])), "")
        written_here = image.span.text.startswith(f'"{found[0]}')
        yield Problem(
            image.span,
            f"the image starts with `{found[0]}`",
            hint="begin with the registry",
            related=image.related,
            fix=Fix(f"remove `{found[0]}`", (edit,)) if written_here else None,
        )
