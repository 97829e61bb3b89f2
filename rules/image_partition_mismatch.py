"""The domain of an image does not match the partition of its region.

ECR hosts end in `amazonaws.com`, in China in `amazonaws.com.cn`, and in the other partitions in
other domains. With the wrong domain the host does not exist, and CreateModel fails. If the image
does not name a region, the region of the model applies.

See <https://docs.aws.amazon.com/general/latest/gr/ecr.html>
and <https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Container,
    Edit,
    Example,
    Fix,
    Model,
    Problem,
    Related,
    Severity,
    Undecided,
    Unknown,
    check_each,
    rule,
)
from tflint_sagemaker.api.images import (
    find_domain,
    list_aws_domains,
    locate_part,
    parse_image_reference,
)

BAD = Example(
    (
        "The host of the image ends in `amazonaws.com`, but hosts in `cn-north-1` end in "
        "`amazonaws.com.cn`."
    ),
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.cn-north-1.amazonaws.com/fraud:1.4.2" # SM314
      }
    }
    """,
)

GOOD = Example(
    "The host has the domain of the AWS partition of the region.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM314", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each image whose host is not one of its region."""
    yield from check_each(model.containers(), lambda container: _other_partition(model, container))


def _other_partition(model: Model, container: Container) -> Iterator[Problem]:
    image = container.image
    if image is None:
        return
    reference = parse_image_reference(image)
    domain = reference.domain
    if not reference.ecr or reference.dual_stack or domain not in list_aws_domains():
        return
    if reference.region is not None:
        right, related = find_domain(reference.region), image.related
        region = reference.region
    else:
        home = _home(model, container)
        if home is None:
            return
        region = home.text or ""
        right = find_domain(region)
        related = (Related("the region of the model", home.span), *image.related)
    if right is None or right == domain:
        return
    at = locate_part(image, f".{domain}/")
    yield Problem(
        image.span,
        f"the host of the image ends in `{domain}`, but hosts in `{region}` end in `{right}`",
        hint=f"write `{right}`",
        related=related,
        fix=Fix(f"write `{right}`", (Edit(at, f".{right}/"),)) if at else None,
    )


def _home(model: Model, container: Container) -> Argument | None:
    """The region of the model, if it is certain and the image is pulled there."""
    config = container.child("image_config")
    mode = config.argument("repository_access_mode") if config else None
    if model.region is None or (mode and mode.value != "Platform"):
        return None
    if model.region.is_replaceable:
        raise Undecided(Unknown("a variable may be given another value", model.region.span))
    return model.region
