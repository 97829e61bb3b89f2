"""Samples of attributes that are known only after apply, where all values are of one form.

An ARN starts with `arn:` and an account's number has twelve digits, whatever they will be. A
sample stands for all of them where only the form matters: that a URL starts with `s3://`, or that
an ARN is that of a role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import ResourceAttribute, Unknown
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.values import StringPart

ACCOUNT = "123456789012"
SAGEMAKER = f"arn:aws:sagemaker:us-east-1:{ACCOUNT}"
TYPE = compile_later(r"(?:^|\.)(aws_\w+)\.[\w-]+(?:\[[^\]]*\])?$")
# By type, and by attribute: what the providers' documentation says that it is.
SAMPLES = {
    "aws_caller_identity": {"account_id": ACCOUNT, "id": ACCOUNT},
    "aws_ecr_repository": {
        "arn": f"arn:aws:ecr:us-east-1:{ACCOUNT}:repository/sample",
        "registry_id": ACCOUNT,
    },
    "aws_iam_instance_profile": {"arn": f"arn:aws:iam::{ACCOUNT}:instance-profile/sample"},
    "aws_iam_policy": {"arn": f"arn:aws:iam::{ACCOUNT}:policy/sample"},
    "aws_iam_role": {"arn": f"arn:aws:iam::{ACCOUNT}:role/sample"},
    "aws_iam_user": {"arn": f"arn:aws:iam::{ACCOUNT}:user/sample"},
    "aws_lambda_function": {
        "arn": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:sample",
        "invoke_arn": f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{ACCOUNT}",
        "qualified_arn": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:sample:1",
    },
    "aws_partition": {"id": "aws", "partition": "aws"},
    "aws_region": {"id": "us-east-1", "name": "us-east-1", "region": "us-east-1"},
    "aws_s3_bucket": {
        "arn": "arn:aws:s3:::sample",
        "bucket": "sample-bucket",
        "bucket_domain_name": "sample.s3.amazonaws.com",
        "bucket_regional_domain_name": "sample.s3.us-east-1.amazonaws.com",
        "id": "sample-bucket",
    },
    "aws_s3_object": {"arn": "arn:aws:s3:::sample/sample"},
    "aws_sagemaker_endpoint": {"arn": f"{SAGEMAKER}:endpoint/sample"},
    "aws_sagemaker_model": {"arn": f"{SAGEMAKER}:model/sample"},
    "aws_sagemaker_model_package_group": {"arn": f"{SAGEMAKER}:model-package-group/sample"},
    "aws_sagemaker_prebuilt_ecr_image": {"registry_id": ACCOUNT},
}


def find_sample(unknown: Unknown) -> str | None:
    """A string of the form that the unknown one will have; None if some part may be anything."""
    parts = [_find_sample(part) for part in unknown.pieces]
    return None if None in parts else "".join(part or "" for part in parts)


def find_sample_start(unknown: Unknown) -> str:
    """What the string starts like, as far as the form of its parts is known."""
    start = ""
    for part in unknown.pieces:
        found = _find_sample(part)
        if found is None:
            break
        start += found
    return start


def find_first_part(unknown: Unknown) -> ResourceAttribute | None:
    """The attribute that the string starts with."""
    part = unknown.pieces[0]
    return part if isinstance(part, ResourceAttribute) else None


def _find_sample(part: StringPart) -> str | None:
    if not isinstance(part, ResourceAttribute):
        return part
    found = TYPE.search(part.address)
    return SAMPLES.get(found[1], {}).get(part.attribute) if found else None
