"""An AWS image is in the account of another region.

AWS has an account for each region, or for several regions, and it differs between repositories. If
only the region in the path is changed, the registry does not have the image, and CreateModel fails.
The rule skips accounts that do not belong to AWS, regions whose account the provider does not know,
and repositories that it does not know.

See <https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/sagemaker_prebuilt_ecr_image>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Container,
    Edit,
    Example,
    Fix,
    Model,
    Problem,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.images import locate_part, parse_image_reference, read_aws_repositories

BAD = Example(
    (
        "`pytorch-inference` is not in the account `763104351884` in `eu-south-1`, but in "
        "`692866216735`."
    ),
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "763104351884.dkr.ecr.eu-south-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312" # SM315
      }
    }
    """,
)

GOOD = Example(
    "The account is the one that AWS uses in this region.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "692866216735.dkr.ecr.eu-south-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312"
      }
    }
    """,
)


@rule("SM315", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each image of AWS whose account is that of another region."""
    yield from check_each(model.containers(), lambda container: _wrong_account(model, container))


def _wrong_account(model: Model, container: Container) -> Iterator[Problem]:
    image = container.image
    if image is None:
        return
    reference = parse_image_reference(image)
    account, region, name = reference.account, reference.region, reference.repository
    if not reference.ecr or account is None or region is None or name is None:
        return
    right = read_aws_repositories().elsewhere(name, account, region)
    if right is None:
        return
    at = locate_part(image, f"{account}.")
    home = model.region
    sure = home is not None and home.raw.data == region
    message = f"`{name}` is not in the account `{account}` in `{region}`, but in `{right}`"
    fix = Fix(f"write `{right}`", (Edit(at, f"{right}."),), safe=sure) if at else None
    yield Problem(image.span, message, f"write `{right}`", image.related, fix)
