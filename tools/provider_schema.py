"""Write tflint_sagemaker/sagemaker/data/provider_schema.json from the AWS provider's own schema.

    terraform providers schema -json > schema.json
    python tools/provider_schema.py schema.json VERSION

Only the types that belong to a SageMaker model are kept, and of these the names, types
and counts. What newer providers added is written by hand in `ADDED`, each with its source.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "tflint_sagemaker/sagemaker/data/provider_schema.json"

RESOURCES = """
aws_sagemaker_model aws_sagemaker_endpoint aws_sagemaker_endpoint_configuration
aws_sagemaker_model_package_group aws_sagemaker_notebook_instance aws_sagemaker_domain
aws_iam_role aws_iam_role_policy aws_iam_policy aws_iam_role_policy_attachment
aws_iam_instance_profile aws_iam_user aws_s3_bucket aws_s3_object aws_s3_bucket_policy
aws_ecr_repository aws_security_group aws_subnet aws_vpc aws_kms_key aws_kms_alias
aws_lambda_function aws_vpc_endpoint aws_cloudwatch_log_group
""".split()

DATA = """
aws_sagemaker_prebuilt_ecr_image aws_iam_policy_document aws_iam_role aws_iam_policy
aws_caller_identity aws_region aws_partition aws_s3_bucket aws_s3_object aws_ecr_repository
aws_ecr_image aws_subnets aws_subnet aws_vpc aws_security_group aws_security_groups aws_kms_key
aws_availability_zones aws_lambda_function aws_ecr_authorization_token
""".split()

# Attributes that 5.100.0 lacks and 6.69.1 has, as named in the bindings of cdktn-provider-aws
# 25.8.1, which are generated from the schema of hashicorp/aws 6.69.1. Types are not stated there.
ADDED: dict[str, str] = {
    "resources.aws_sagemaker_endpoint_configuration": "execution_role_arn",
    "resources.aws_iam_policy": "delay_after_policy_creation_in_ms",
    "resources.aws_s3_bucket": "bucket_namespace bucket_region",
    "resources.aws_ecr_repository": "image_tag_mutability_exclusion_filter",
    "resources.aws_subnet": "ipv4_ipam_pool_id ipv4_netmask_length "
    "ipv6_ipam_pool_id ipv6_netmask_length",
    "resources.aws_lambda_function": "capacity_provider_config durable_config publish_to "
    "response_streaming_invoke_arn source_kms_key_arn tenancy_config "
    "use_resource_timeout_for_propagation",
    "resources.aws_cloudwatch_log_group": "deletion_protection_enabled",
    # The last four are of providers before 5.0 (upgrade guides of 4.0, 5.0 and 6.0).
    "providers.aws": "tag_policy_compliance user_agent "
    "s3_force_path_style shared_credentials_file skip_get_ec2_platforms skip_requesting_account_id",
    "data.aws_s3_bucket": "bucket_region",
    "data.aws_s3_object": "body_base64 download_body",
    "data.aws_ecr_repository": "image_tag_mutability_exclusion_filter",
    "data.aws_vpc": "ipv6_cidr_block_associations",
    "data.aws_lambda_function": "capacity_provider_config durable_config "
    "response_streaming_invoke_arn source_kms_key_arn tenancy_config",
}


def compact(block: dict[str, Any]) -> dict[str, Any]:
    """Names, types and counts of a block: attributes as [type, flags], blocks as objects."""
    attributes = {}
    for name, given in sorted(block.get("attributes", {}).items()):
        flags = "".join(flag[0] for flag in ("required", "optional", "computed") if given.get(flag))
        attributes[name] = [given.get("type", "dynamic"), flags]
    blocks = {}
    for name, given in sorted(block.get("block_types", {}).items()):
        nested = compact(given["block"])
        nested["kind"] = given["nesting_mode"]
        nested["least"] = given.get("min_items", 0)
        nested["most"] = given.get("max_items", 0) or None
        blocks[name] = nested
    return {"attributes": attributes, "blocks": blocks}


def add_newer(schema: dict[str, Any]) -> None:
    """Arguments of providers newer than the schema's (`ADDED`; changelog of hashicorp/aws)."""
    for place, names in ADDED.items():
        table, kind = place.split(".")
        for name in names.split():
            schema[table][kind]["attributes"].setdefault(name, ["dynamic", "oc"])
    regional = ("aws_iam_", "aws_caller_identity", "aws_partition", "aws_region")
    for table in ("resources", "data"):
        for kind, block in schema[table].items():
            if not kind.startswith(regional):  # 6.0.0: `region` on every regional type
                block["attributes"].setdefault("region", ["string", "oc"])
    model = schema["resources"]["aws_sagemaker_model"]["blocks"]
    for container in ("primary_container", "container"):  # 6.22.0, pull request 44407
        source = model[container]["blocks"]["model_data_source"]["blocks"]["s3_data_source"]
        model[container]["blocks"]["additional_model_data_source"] = {
            "attributes": {"channel_name": ["string", "r"]},
            "blocks": {"s3_data_source": source},
            "kind": "list",
            "least": 0,
            "most": None,
        }
    endpoint = schema["resources"]["aws_sagemaker_endpoint_configuration"]["blocks"]
    for kind in ("production_variants", "shadow_production_variants"):  # bindings, as ADDED
        variants = endpoint[kind]
        variants["attributes"]["model_name"][1] = "o"
        variants["blocks"]["capacity_reservation_config"] = {
            "attributes": {
                "capacity_reservation_preference": ["string", "o"],
                "ml_reservation_arn": ["string", "o"],
            },
            "blocks": {},
            "kind": "list",
            "least": 0,
            "most": 1,
        }
    schema["data"]["aws_region"]["attributes"]["region"] = ["string", "oc"]  # 6.0.0


def main() -> None:
    """Read the schema named on the command line and write the data file."""
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    (provider,) = given["provider_schemas"].values()
    schema: dict[str, Any] = {
        "$generated": f"by tools/provider_schema.py from hashicorp/aws {sys.argv[2]}; do not edit",
        "resources": {
            kind: compact(provider["resource_schemas"][kind]["block"]) for kind in RESOURCES
        },
        "data": {kind: compact(provider["data_source_schemas"][kind]["block"]) for kind in DATA},
        "providers": {"aws": compact(provider["provider"]["block"])},
    }
    add_newer(schema)
    TARGET.write_text(json.dumps(schema, separators=(",", ":")) + "\n", encoding="utf-8")


main()
