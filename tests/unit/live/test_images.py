"""What is in an image, asked of an AWS on this machine: platforms, labels, size."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.fake_aws import refusing, saying
from support.images import (
    ANY_PORT,
    DEEP_LEARNING,
    DOCKER,
    MANY_MODELS,
    OTHER,
    SERVERLESS,
    hold,
    many_models,
    on,
    pipeline,
    pulled,
    several,
)
from support.live import IMAGE, model

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.fake_aws import FakeAws

    Told = Callable[..., list[str]]
    Push = Callable[..., None]

# Whether it is there


@pytest.mark.parametrize("image", [IMAGE, OTHER, DEEP_LEARNING], ids=["own", "other", "of-aws"])
def test_who_may_only_pull_is_told_what_is_there(told: Told, aws: FakeAws, image: str) -> None:
    aws.on("ecr:DescribeImages", refusing("AccessDeniedException"))
    aws.on("ecr:BatchGetImage", saying(pulled(f"{DOCKER}.v2+json", {"layers": []})))
    assert told("SM331", model(f'image = "{image}"')) == []
    missing = {"images": [], "failures": [{"failureCode": "ImageNotFound"}]}
    aws.on("ecr:BatchGetImage", saying(missing))
    found = told("SM331", model(f'image = "{image}"'))
    assert [line.startswith("error") for line in found] == [True], found
    aws.on("ecr:BatchGetImage", refusing("AccessDeniedException"))
    found = told("SM331", model(f'image = "{image}"'))
    assert [line.startswith("undecided") and "AWS has denied" in line for line in found] == [True]


def test_an_image_that_cannot_be_had_for_another_reason_is_not_missing(
    told: Told, aws: FakeAws
) -> None:
    failures = [{"failureCode": "UpstreamTooManyRequests"}]
    aws.on("ecr:BatchGetImage", saying({"images": [], "failures": failures}))
    found = told("SM331", model(f'image = "{OTHER}"'))
    assert [line.startswith("undecided") and failures[0]["failureCode"] in line for line in found]


# The platform


def test_an_image_for_the_processors_of_its_instances(
    told: Told,
    aws: FakeAws,
) -> None:
    hold(aws, "linux/amd64")
    assert told("SM335", model(), on('"ml.m5.xlarge"')) == []
    found = told("SM335", model(), on('"ml.c7g.xlarge"'))
    assert ["`linux/amd64`, but `ml.c7g.xlarge` runs `linux/arm64`" in f for f in found] == [True]
    hold(aws, "linux/arm64")
    assert told("SM335", model(), on('"ml.c7g.xlarge"')) == []
    found = told("SM335", model(), on('"ml.m5.xlarge"'))
    assert ["`linux/arm64`, but `ml.m5.xlarge` runs `linux/amd64`" in f for f in found] == [True]


def test_an_image_that_nothing_runs(told: Told, aws: FakeAws) -> None:
    hold(aws, "windows/amd64")
    found = told("SM335", model(), on('"ml.m5.xlarge"'))
    assert ["`windows/amd64`, which no SageMaker instance" in line for line in found] == [True]


def test_instances_that_are_not_known_run_what_is_for_all(told: Told, aws: FakeAws) -> None:
    unknown = (on("var.kind"), 'variable "kind" {\n}\n')
    hold(aws, "linux/arm64")
    found = told("SM335", model(), *unknown)
    assert [line.startswith("undecided") and "var.kind" in line for line in found] == [True]
    aws.on("ecr:BatchGetImage", saying(several("linux/amd64", "linux/arm64")))
    assert told("SM335", model(), *unknown) == []


def test_without_instances_nothing_is_asked(told: Told, aws: FakeAws) -> None:
    hold(aws, "linux/arm64")
    assert told("SM335", model()) == []
    assert told("SM335", model(), SERVERLESS) == []
    assert aws.asked("ecr") == []


def test_an_image_for_several_platforms_tells_them_in_its_manifest(
    told: Told, aws: FakeAws
) -> None:
    aws.on("ecr:BatchGetImage", saying(several("linux/amd64", "linux/arm64")))
    assert told("SM335", model(), on('"ml.m5.xlarge"')) == []
    assert told("SM335", model(), on('"ml.c7g.xlarge"')) == []
    aws.on("ecr:BatchGetImage", saying(several("linux/arm64", "linux/s390x")))
    found = told("SM335", model(), on('"ml.m5.xlarge"'))
    assert ["`linux/arm64`, `linux/s390x`, but `ml.m5.xlarge`" in line for line in found] == [True]
    assert aws.asked("ecr:GetDownloadUrlForLayer") == []


# The labels


def test_many_models_want_a_label(told: Told, aws: FakeAws) -> None:
    hold(aws)
    assert told("SM336", model()) == []
    assert aws.asked("ecr") == [], "nothing is asked that is not wanted"
    assert [MANY_MODELS in line for line in told("SM336", many_models())] == [True]
    assert [MANY_MODELS in line for line in told("SM336", many_models(DEEP_LEARNING))] == [True]
    hold(aws, labels=(MANY_MODELS,))
    assert told("SM336", many_models()) == []


def test_each_of_several_containers_wants_a_label(
    told: Told,
    aws: FakeAws,
) -> None:
    hold(aws, labels=(MANY_MODELS,))
    assert told("SM336", pipeline(IMAGE)) == []
    assert [ANY_PORT in line for line in told("SM336", pipeline(IMAGE, OTHER))] == [True, True]
    hold(aws, labels=(ANY_PORT,))
    assert told("SM336", pipeline(IMAGE, OTHER)) == []


def test_images_of_own_algorithms_are_not_judged(told: Told, aws: FakeAws) -> None:
    builtin = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    assert told("SM336", many_models(builtin)) == []
    assert aws.asked("ecr") == []


# The size


def test_a_serverless_endpoint_takes_so_much(told: Told, aws: FakeAws, push: Push) -> None:
    push("fraud:1.4.2")
    size = {"imageSizeInBytes": 11 * 1024**3, "imageManifestMediaType": f"{DOCKER}.v2+json"}
    aws.on("ecr:DescribeImages", saying({"imageDetails": [size]}))
    assert told("SM337", model()) == []
    assert told("SM337", model(), on('"ml.m5.xlarge"')) == []
    assert ["has 11.0 GB" in line for line in told("SM337", model(), SERVERLESS)] == [True]
    hold(aws, size=12 * 1024**3)
    of_another_account = model(f'image = "{OTHER}"')
    assert ["has 12.0 GB" in line for line in told("SM337", of_another_account, SERVERLESS)] == [
        True
    ]
    aws.on("ecr:DescribeImages", refusing("AccessDeniedException"))
    assert ["has 12.0 GB" in line for line in told("SM337", model(), SERVERLESS)] == [True]
    hold(aws, size=9 * 1024**3)
    assert told("SM337", model(), SERVERLESS) == []


# The form


def test_the_form_is_read_from_the_manifest_where_ecr_tells_no_more(
    told: Told, aws: FakeAws
) -> None:
    index = "application/vnd.oci.image.index.v1+json"
    aws.on("ecr:BatchGetImage", saying(pulled(index, {"manifests": []})))
    aws.on("ecr:DescribeImages", refusing("AccessDeniedException"))
    for image in (IMAGE, OTHER):
        found = told("SM332", model(f'image = "{image}"'))
        assert [f"of the type `{index}`" in line for line in found] == [True]


def test_an_archived_image_is_told_of_where_that_is_asked_for(told: Told, aws: FakeAws) -> None:
    def archive(environ: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        asked = json.loads(environ["wsgi.input"].getvalue())
        if asked.get("filter") == {"imageStatus": "ARCHIVED"}:
            return 200, {"imageDetails": [{"imageStatus": "ARCHIVED"}]}
        return 400, {"__type": "ImageNotFoundException", "message": "no"}

    aws.on("ecr:DescribeImages", archive)
    assert ["is archived" in line for line in told("SM332", model())] == [True]
    assert told("SM331", model()) == []
