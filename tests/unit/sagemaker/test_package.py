"""Where model packages are, as far as their ARNs are known."""

from __future__ import annotations

import pytest

from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.sagemaker.argument import Argument
from tflint_sagemaker.sagemaker.package import PackageHome, find_package_location
from tflint_sagemaker.terraform.types import STRING
from tflint_sagemaker.terraform.values import Unknown, Value, make_string

SPAN = Span(Source("main.tf", ""), 0, 0)


def argument(known: str) -> Argument:
    """A text; what stands for `…` in it is not known."""
    prefix, gap, suffix = known.partition("…")
    value = Value(STRING, Unknown("open", None, prefix, suffix)) if gap else make_string(known)
    return Argument("model_package_name", value, SPAN)


ARN = "arn:aws:sagemaker:us-east-1:"


@pytest.mark.parametrize(
    ("known", "home", "marketplace"),
    [
        (
            f"{ARN}865070037744:model-package/a",
            ("aws", "us-east-1", "865070037744"),
            "of Marketplace",
        ),
        (
            f"{ARN}865070037744:model-package/…",
            ("aws", "us-east-1", "865070037744"),
            "of Marketplace",
        ),
        (
            f"{ARN}057799348421:model-package/a",
            ("aws", "us-east-1", "057799348421"),
            "not known to be",
        ),
        (
            f"{ARN}123456789012:model-package/a/1",
            ("aws", "us-east-1", "123456789012"),
            "not known to be",
        ),
        (f"{ARN}…:model-package/a/1", ("aws", "us-east-1", None), "not known to be"),
        (f"{ARN}…", ("aws", "us-east-1", None), "not known to be"),
        (
            "arn:aws-us-gov:sagemaker:us-gov-west-1:123456789012:model-package/a",
            ("aws-us-gov", "us-gov-west-1", "123456789012"),
            "not known to be",
        ),
        ("arn:aws:sagemaker:us-east-…", None, "not known to be"),
        ("arn:aws:s3:us-east-1:123456789012:model-package/a", None, "not known to be"),
        ("fraud/3", None, "not known to be"),
        ("…", None, "not known to be"),
    ],
)
def test_the_region_of_a_package_is_in_its_arn(
    known: str, home: tuple[str, str, str | None] | None, marketplace: str
) -> None:
    found = find_package_location(argument(known))
    assert found == (PackageHome(*home) if home else None)
    certain = found is not None and found.is_marketplace
    assert certain == (marketplace == "of Marketplace")
