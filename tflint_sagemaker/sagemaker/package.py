"""Model packages, as far as their ARNs tell."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.provider import read_data_file
from tflint_sagemaker.sagemaker.region import REGION
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.sagemaker.argument import Argument

PACKAGE = compile_later(
    rf"arn:(?P<partition>aws[a-z-]*):sagemaker:(?P<region>{REGION}):"
    r"(?:(?P<account>\d{12}):model-package/)?"
)


@dataclass(frozen=True, slots=True)
class PackageHome:
    """Where a model package is; `account` is None if only what stands before it is known."""

    partition: str
    region: str
    account: str | None

    @property
    def is_marketplace(self) -> bool:
        """Whether it is of AWS Marketplace, which keeps its packages in accounts of its own."""
        return (
            _read_marketplace_accounts().get(self.region) == self.account
            and self.account is not None
        )


def find_package_location(package: Argument) -> PackageHome | None:
    """Where a model package is, None if that is not known."""
    found = PACKAGE.match(package.start)
    return PackageHome(found["partition"], found["region"], found["account"]) if found else None


@cache
def _read_marketplace_accounts() -> dict[str, str]:
    """The accounts that hold the packages of AWS Marketplace, by region."""
    accounts: dict[str, str] = read_data_file("marketplace_accounts.json")["accounts"]
    return accounts
