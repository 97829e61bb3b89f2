"""What an account may have of SageMaker, as Service Quotas tells it.

https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html
https://docs.aws.amazon.com/general/latest/gr/sagemaker.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from tflint_sagemaker.live.aws import Aws


def get_quota(aws: Aws, name: str) -> float:
    """What holds for the account in the region. Raises Undecided if AWS does not tell.

    The names are those in refusals such as CreateEndpoint's. All quotas are asked for at once: what
    one is called by in Service Quotas is nowhere documented.
    """
    answer = aws.request("service-quotas", "ListServiceQuotas", {"ServiceCode": "sagemaker"})
    for told in (answer or {}).get("Quotas", ()):
        if told.get("QuotaName") == name and "Value" in told:
            return float(told["Value"])
    raise Undecided(Unknown(f"Service Quotas does not tell of `{name}`"))
