"""Buckets and objects of S3: whether they are there, and can be read as they are.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.live.aws import Aws

NO_BUCKET = ("404", "NoSuchBucket", "NotFound")
NO_OBJECT = ("NoSuchKey", *NO_BUCKET)
NO_POLICY = ("NoSuchBucketPolicy", *NO_BUCKET)
# Objects of these classes are read only after they have been restored:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html
ARCHIVED = ("GLACIER", "DEEP_ARCHIVE")
MOST = 1000


def get_bucket(aws: Aws, bucket: str) -> dict[str, Any] | None:
    """What S3 tells of a bucket, None if there is no bucket of that name anywhere."""
    answer: dict[str, Any] | None = aws.request(
        "s3", "HeadBucket", {"Bucket": bucket}, missing=NO_BUCKET
    )
    return answer


def find_bucket_region(aws: Aws, bucket: str) -> str | None:
    """The region of a bucket, None if there is none of that name."""
    answer = get_bucket(aws, bucket)
    if answer is None:
        return None
    region = answer.get("BucketRegion")
    if not isinstance(region, str):
        raise Undecided(Unknown(f"S3 does not tell the region of the bucket `{bucket}`"))
    return region


def get_object(aws: Aws, bucket: str, key: str) -> dict[str, Any] | None:
    """What S3 tells of an object, None if there is none."""
    answer: dict[str, Any] | None = aws.request(
        "s3", "HeadObject", {"Bucket": bucket, "Key": key}, missing=NO_OBJECT
    )
    return answer


def list_first_objects(aws: Aws, bucket: str, prefix: str) -> list[dict[str, Any]]:
    """The first objects whose keys start so, of which there are none if there is no bucket."""
    answer = aws.request(
        "s3",
        "ListObjectsV2",
        {
            "Bucket": bucket,
            "Prefix": prefix,
            "MaxKeys": MOST,
            "OptionalObjectAttributes": ["RestoreStatus"],
        },
        missing=NO_BUCKET,
    )
    if answer is None or answer["KeyCount"] == 0:
        return []
    found: list[dict[str, Any]] = answer["Contents"]
    return found


def is_archived(told: Mapping[str, Any]) -> bool:
    """Whether an object has to be restored before it can be read.

    HeadObject and ListObjectsV2 tell of a restored copy in different ways.
    """
    if told.get("StorageClass") not in ARCHIVED and "ArchiveStatus" not in told:
        return False
    restored = 'ongoing-request="false"' in told.get("Restore", "")
    return not restored and "RestoreExpiryDate" not in told.get("RestoreStatus", {})


def has_bucket_policy(aws: Aws, bucket: str) -> bool:
    """Whether a bucket has a policy of its own."""
    answer = aws.request("s3", "GetBucketPolicy", {"Bucket": bucket}, missing=NO_POLICY)
    return answer is not None
