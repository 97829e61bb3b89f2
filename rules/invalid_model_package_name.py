"""`model_package_name` is not the ARN of a model package.

The API also accepts the name of a package, but the provider requires an ARN. It accepts any ARN,
also that of a model package group. CreateModel rejects everything that is not a model package.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>.
"""

import re
from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, Unknown, rule
from tflint_sagemaker.api.models import find_sample
from tflint_sagemaker.api.text import compile_later

# Shape VersionedArnOrName of the service model, narrowed to the ARNs of model packages.
WHOLE = compile_later(
    r"arn:aws(-[a-z]+)*:sagemaker:[a-z0-9-]*:\d{12}:model-package/"
    r"[a-zA-Z0-9][a-zA-Z0-9-]{0,62}(?<!-)(/[0-9]{1,9})?",
    re.ASCII,
)
MOST = 176

BAD = Example(
    "`fraud/3` is not an ARN, which the provider requires.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name = "fraud/3" # SM210
      }
    }
    """,
)

GOOD = Example(
    "The model package is given by its ARN.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/3"
      }
    }
    """,
)


@rule("SM210", Severity.ERROR, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the package if it is not an ARN of one. An empty one is not sent at all."""
    given = container.model_package_name
    if given is None:
        return
    form = find_sample(given.raw.data) if isinstance(given.raw.data, Unknown) else None
    message = None
    if form is not None:
        if not WHOLE.fullmatch(form):
            message = f"`model_package_name` is not the ARN of a model package{_because(form)}"
    elif given.value == "":
        return
    elif not given.value.startswith("arn:"):
        message = f"`{given.shown}` is not an ARN, which the provider requires"
    elif not WHOLE.fullmatch(given.value):
        message = f"`{given.shown}` is not the ARN of a model package{_because(given.value)}"
    elif len(given.value) > MOST:
        message = f"`model_package_name` has {len(given.value)} characters, more than {MOST}"
    if message:
        hint = "use an ARN such as `arn:aws:sagemaker:REGION:ACCOUNT:model-package/NAME/VERSION`"
        yield Problem(given.span, message, hint, given.related)


def _because(arn: str) -> str:
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return f": it has {len(parts)} parts, not 6"
    if parts[2] != "sagemaker":
        return f": its service is `{parts[2]}`"
    kind = parts[5].split("/")[0]
    return "" if kind == "model-package" else f": it names a `{kind}`"
