"""The environment variables of a model exceed 32 KB.

The names and values of all containers of a model together may have 32 KB. The provider does not
check the total, so `terraform plan` reports no error and CreateModel rejects the model. Put large
configuration into the model data or a bucket.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-Environment>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Argument, Example, Model, Problem, Related, Severity, rule

MOST = 32 * 1024

BAD = Example(
    "The environment variables have 40310 bytes in total, more than 32768.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        environment = { for n in range(40) : "TABLE_${n}" => format("%01000d", n) } # SM707
      }
    }
    """,
)

GOOD = Example(
    "The variables are within the limit together.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        environment = { for n in range(30) : "TABLE_${n}" => format("%01000d", n) }
      }
    }
    """,
)


@rule("SM707", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the last environment if what is known of all of them is too large already."""
    given = [
        environment
        for container in model.containers()
        if (environment := container.argument("environment"))
    ]
    total = sum(_bytes(environment) for environment in given if not environment.raw.is_unknown)
    if total > MOST:
        *others, last = given
        related = tuple(Related("counted too", other.span) for other in others)
        message = f"the environment variables have {total} bytes in total, more than {MOST}"
        yield Problem(last.span, message, related=(*last.related, *related))
        return
    for environment in given:
        _ = environment.value


def _bytes(environment: Argument) -> int:
    """What the entries that are known take; a null is not sent."""
    total = 0
    for key, item in environment.items():
        if item.raw.is_null:
            continue
        total += len(key.encode())
        if not item.raw.is_unknown:
            total += len(str(item.value).encode())
    return total
