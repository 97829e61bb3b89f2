"""The resource does not have this argument.

Terraform rejects the configuration before it plans. Usual causes are a spelling mistake, the name
that the API or another tool uses, or a block written with an equals sign.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Fix, Problem, Severity, rule
from tflint_sagemaker.api.fixes import as_block, renamed
from tflint_sagemaker.api.text import find_similar

# Names that people bring from the API, from other resources and from other tools.
CONFUSED = {
    "account_id": "registry_id",
    "artifact": "model_data_url",
    "compression": "compression_type",
    "data_type": "s3_data_type",
    "env": "environment",
    "environment_variables": "environment",
    "execution_role": "execution_role_arn",
    "host_name": "container_hostname",
    "hostname": "container_hostname",
    "iam_role_arn": "execution_role_arn",
    "image_uri": "image",
    "isolation": "enable_network_isolation",
    "model_data": "model_data_url",
    "model_name": "name",
    "model_package_arn": "model_package_name",
    "model_uri": "model_data_url",
    "model_url": "model_data_url",
    "network_isolation": "enable_network_isolation",
    "policy": "assume_role_policy",
    "role": "execution_role_arn",
    "role_arn": "execution_role_arn",
    "security_group": "security_group_ids",
    "security_groups": "security_group_ids",
    "subnet": "subnets",
    "subnet_id": "subnets",
    "subnet_ids": "subnets",
    "tag": "image_tag",
    "trust_policy": "assume_role_policy",
    "uri": "s3_uri",
    "vpc_security_group_ids": "security_group_ids",
}

BAD = Example(
    "`model_url` is not an argument of `primary_container`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image     = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_url = "s3://fraud-models/v1/model.tar.gz" # SM105
      }

      vpc_config = { # SM105
        security_group_ids = ["sg-0123456789abcdef0"]
        subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
      }
    }
    """,
)

GOOD = Example(
    "The argument has the name that the provider knows.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }
    }
    """,
)


@rule("SM105", Severity.ERROR, on=BlockView, structural=True)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the name of each argument that the block does not have."""
    for name, given in block.evaluated.arguments.items():
        if name not in block.schema.attributes:
            message = f"`{name}` is not an argument of `{block.type}`"
            hint, fix = _cure(block, name)
            yield Problem(given.name_span, message, hint, fix=fix)


def _cure(block: BlockView, name: str) -> tuple[str | None, Fix | None]:
    settable = [known for known, shape in block.schema.attributes.items() if shape.settable]
    body = block.evaluated.syntax.body
    attribute = body.get_attribute(name)
    if name in block.schema.blocks:
        alone = attribute and all(nested.type != name for nested in body.blocks)
        hint = f"write it as a block, without the equals sign: `{name} {{ … }}`"
        return hint, as_block(attribute) if attribute and alone else None
    if name == "name_prefix":
        return "omit `name`, and Terraform generates a unique one", None
    meant = CONFUSED.get(name)
    if meant not in settable:
        meant = find_similar(name, [*settable, *block.schema.blocks])
    if meant is None:
        return None, None
    free = attribute and meant in settable and not body.get_attribute(meant)
    fix = renamed(attribute.name_span, name, meant) if attribute and free else None
    return f"did you mean `{meant}`?", fix
