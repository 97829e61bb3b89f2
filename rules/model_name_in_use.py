"""Another model already has the name.

CreateModel fails: "Cannot create already existing model". Usually the existing model belongs to the
configuration, from an earlier apply. The rule reports only a model that has both another execution
role and images of other repositories. Without the state this is no proof: if the model belongs to
this configuration, Terraform replaces it. The rule skips names that Terraform generates and models
of `import` blocks. It calls `sagemaker:DescribeModel` in the region of the model.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html>
and <https://github.com/astronomer/astronomer-providers/issues/1055>.
"""

from collections.abc import Iterator
from typing import Any

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, rule
from tflint_sagemaker.api.aws import MODEL_NAME, Aws, describe_model, require_model_account
from tflint_sagemaker.api.text import compile_later

TAG = compile_later(r"(?:@.*|:[^/]*)$")

BAD = Example(
    "A model `fraud` already exists, with another role and other images.",
    """
    resource "aws_sagemaker_model" "m" {
      name               = "fraud" # SM121
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "No model in the account has this name.",
    """
    resource "aws_sagemaker_model" "m" {
      name               = "scoring"
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

ANSWERS = (
    CannedResponse(
        "sagemaker:DescribeModel",
        {"ModelName": "fraud"},
        {
            "ModelName": "fraud",
            "ExecutionRoleArn": "arn:aws:iam::123456789012:role/risk",
            "PrimaryContainer": {"Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/risk:7"},
        },
    ),
    CannedResponse(
        "sagemaker:DescribeModel",
        {"ModelName": "churn"},
        {
            "ModelName": "churn",
            "ExecutionRoleArn": "arn:aws:iam::123456789012:role/former",
            "Containers": [{"Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/churn:1.0.0"}],
        },
    ),
    CannedResponse("sagemaker:DescribeModel", error="ValidationException"),
)


@rule("SM121", Severity.NOTICE, on=Model, live=("sagemaker:DescribeModel",), answers=ANSWERS)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the name if SageMaker has a model of it with another role and other images."""
    given, role = model.name, model.execution_role_arn
    if given is None or role is None or not MODEL_NAME.fullmatch(given.text or ""):
        return
    arn = role.text
    images = {_repository(c.image.text or "") for c in model.containers() if c.image}
    if not images:
        return
    require_model_account(model, aws)
    told = describe_model(aws, given.text or "")
    if told is None or told.get("ExecutionRoleArn") in (None, arn):
        return
    if not images.isdisjoint(map(_repository, _images(told))):
        return
    if not model.made.imported("aws_sagemaker_model", given.text or ""):
        yield Problem(
            given.span,
            f"a model `{given.text}` already exists, with another role and other images",
            hint="choose another name, or let Terraform generate one",
            related=given.related,
        )


def _images(told: dict[str, Any]) -> Iterator[str]:
    for container in (told.get("PrimaryContainer"), *told.get("Containers", ())):
        if container and "Image" in container:
            yield container["Image"]


def _repository(image: str) -> str:
    return TAG.sub("", image)
