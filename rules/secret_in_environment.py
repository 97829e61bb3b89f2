"""An environment variable of a container contains a secret.

AWS: "Don't include any sensitive data in your environment variables." Everyone who may call
DescribeModel can read them, and they are visible in the Terraform state. Pass the name of a Secrets
Manager secret instead, and let the container read it with its execution role.

The rule reports tokens of a well-known form, and values that are marked as `sensitive`. It never
shows the value.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-Environment>
and <https://developer.hashicorp.com/terraform/language/manage-sensitive-data>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Argument, Container, Example, Problem, Severity, rule
from tflint_sagemaker.api.models import CREDENTIALS, find_secret
from tflint_sagemaker.api.text import compile_later, shorten

# What is called so names a secret, and is none.
NAMES = compile_later(r"(?:ARN|SECRET_?(?:NAME|ID))$")
HINT = "pass the name of a Secrets Manager secret, and read it in the container"

BAD = Example(
    "`environment.HF_TOKEN` holds a Hugging Face token.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = {
          HF_TOKEN = "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" # SM708
        }
      }
    }
    """,
)

GOOD = Example(
    "The container gets the ARN of the secret and reads it at run time.",
    """
    variable "secret_arn" {
      sensitive = true
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = {
          SECRET_ARN = var.secret_arn
        }
      }
    }
    """,
)


@rule("SM708", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield each variable with a secret, or all of them where all are sensitive."""
    environment = container.argument("environment")
    if environment is None:
        return
    if environment.raw.sensitive:
        message = "`environment` is sensitive, and DescribeModel shows it"
        yield Problem(environment.span, message, HINT)
        return
    for key, value in environment.items():
        if key in CREDENTIALS or value.raw.data in (None, ""):
            continue
        kind = find_secret(_known(value))
        if kind is not None:
            message, related = f"holds {kind}", value.related
        elif value.raw.sensitive and not (NAMES.search(key) or _known(value).startswith("arn:")):
            message, related = "is sensitive, and DescribeModel shows it", ()
        else:
            continue
        at = container.key_span("environment", key) or value.span
        yield Problem(at, f"`environment.{shorten(key)}` {message}", HINT, related)


def _known(value: Argument) -> str:
    """What is known of a text, its start and its end kept apart."""
    data = value.raw.data
    return data if isinstance(data, str) else f"{value.prefix}\n{value.suffix}"
