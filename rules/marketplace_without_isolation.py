"""A model package of AWS Marketplace is used without network isolation.

AWS: network isolation is required to run models that use resources of AWS Marketplace. The account
in the ARN identifies a Marketplace package; Marketplace has one account in each region. The error
of the API is not documented, so this is a warning.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html>
and <https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/sagemaker/model_test.go>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Model, Problem, Severity, check_each, rule
from tflint_sagemaker.api.fixes import set_argument
from tflint_sagemaker.api.models import find_package_location

BAD = Example(
    "The model package is from AWS Marketplace, but the model is not isolated.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name = "arn:aws:sagemaker:us-east-1:865070037744:model-package/fraud-1" # SM608
      }
    }
    """,
)

GOOD = Example(
    "The model is isolated, as AWS Marketplace requires.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      enable_network_isolation = true

      primary_container {
        model_package_name = "arn:aws:sagemaker:us-east-1:865070037744:model-package/vendor-fraud-1"
      }
    }
    """,
)


@rule("SM608", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each package of Marketplace, if the model is not isolated."""
    given = model.argument("enable_network_isolation")
    if given is None and not model.lacks("enable_network_isolation"):
        return
    if not model.misspelt("enable_network_isolation"):
        yield from check_each(model.containers(), lambda container: _open(model, container))


def _open(model: Model, container: Container) -> Iterator[Problem]:
    package = container.model_package_name
    home = find_package_location(package) if package else None
    if package is None or home is None or not home.is_marketplace:
        return
    given = model.argument("enable_network_isolation")
    if given is None or given.value is False:
        yield Problem(
            package.span,
            "the model package is from AWS Marketplace, but the model is not isolated",
            hint="set `enable_network_isolation = true`",
            related=package.related,
            fix=set_argument(model, "enable_network_isolation", "true"),
        )
