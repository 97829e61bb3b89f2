"""An isolated container must download its model from the Hugging Face hub.

With `enable_network_isolation` a container cannot make outbound calls. If an AWS image gets the
name of a model in the hub and no model data, it downloads the model when it starts. In an isolated
container the download and the endpoint fail. SageMaker provides model data in `/opt/ml/model`.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html>
and <https://huggingface.co/docs/sagemaker/inference>.
"""

import re
from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Container,
    Example,
    Model,
    Problem,
    Related,
    Severity,
    Undecided,
    check_each,
    rule,
)
from tflint_sagemaker.api.images import find_aws_repository, parse_image_reference
from tflint_sagemaker.api.text import compile_later

# Images whose servers fetch the named model: their variables, most telling first.
LOADERS = {
    "huggingface-pytorch-inference": ("HF_MODEL_ID",),
    "huggingface-tensorflow-inference": ("HF_MODEL_ID",),
    "huggingface-pytorch-tgi-inference": ("HF_MODEL_ID",),
    "tei": ("HF_MODEL_ID",),
    "tei-cpu": ("HF_MODEL_ID",),
    "djl-inference": ("HF_MODEL_ID", "OPTION_MODEL_ID"),
}
IN_HUB = compile_later(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
DATA = (
    "model_data_url",
    "model_data_source",
    "additional_model_data_source",
    "model_package_name",
)

BAD = Example(
    "An isolated container cannot download `google/flan-t5-xl`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      enable_network_isolation = true

      primary_container {
        image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:0.29.0-lmi11.0.0-cu124"

        environment = { # SM606
          HF_MODEL_ID = "google/flan-t5-xl"
        }
      }
    }
    """,
)

GOOD = Example(
    "The container loads the model from its model data.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      enable_network_isolation = true

      primary_container {
        image          = "763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:0.29.0-lmi11.0.0"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"

        environment = {
          HF_MODEL_ID = "/opt/ml/model"
        }
      }
    }
    """,
)


@rule("SM606", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each name of a model in the hub that an isolated container is given."""
    isolation = model.argument("enable_network_isolation")
    if isolation is not None and isolation.raw.data is not False:
        yield from check_each(
            model.containers(), lambda container: _downloads(container, isolation)
        )


def _downloads(container: Container, isolation: Argument) -> Iterator[Problem]:
    image, environment = container.image, container.argument("environment")
    if image is None or environment is None:
        return
    repository = find_aws_repository(image, parse_image_reference(image)) or ""
    if repository not in LOADERS:
        return
    if not all(container.lacks(name) for name in DATA):
        return
    variables = dict(environment.items())
    for name in LOADERS[repository]:
        given = variables.get(name)
        if given is None or not IN_HUB.fullmatch(given.text or "") or isolation.value is not True:
            continue
        _for_certain(container, isolation, image, given)
        at, related = environment.point(given.span, "the name of the model")
        yield Problem(
            at,
            f"an isolated container cannot download `{given.shown}`",
            hint="provide the model data and use the path `/opt/ml/model`, or disable isolation",
            related=(Related("the isolation", isolation.span), *related),
        )
        return


def _for_certain(container: Container, *arguments: Argument) -> None:
    """Raises Undecided if other values may be meant, or blocks with data may come to be."""
    for name in ("model_data_source", "additional_model_data_source"):
        if reason := container.may_gain(name):
            raise Undecided(reason)
    for argument in arguments:
        argument.require_final()
    for argument in arguments:
        argument.require_not_default()
