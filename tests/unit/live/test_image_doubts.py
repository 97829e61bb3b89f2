"""What cannot be known of an image is no finding, and how its configuration is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.fake_aws import broken, refusing
from support.images import OTHER, SERVERLESS, hold, layer_at, many_models, on
from support.live import IMAGE, model

from tflint_sagemaker.live.errors import RequestFailure
from tflint_sagemaker.live.image_layers import DownloadSettings, fetch_content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.fake_aws import FakeAws

    Told = Callable[..., list[str]]

ASKING = {
    "SM331": (model(),),
    "SM332": (model(),),
    "SM333": (model(),),
    "SM335": (model(), on('"ml.m5.xlarge"')),
    "SM336": (many_models(),),
    "SM337": (model(), SERVERLESS),
}


@pytest.mark.parametrize("code", ASKING)
def test_a_registry_that_only_the_vpc_reaches_is_not_asked(
    told: Told, aws: FakeAws, code: str
) -> None:
    private = 'image_config {\n repository_access_mode = "Vpc"\n }'
    texts = [
        text.replace(f'image = "{IMAGE}"', f'image = "registry.example.com/fraud:1"\n {private}')
        for text in ASKING[code]
    ]
    found = told(code, *texts)
    assert ["only the VPC of the model reaches" in line for line in found] == [True], found
    assert [line.startswith("undecided") for line in found] == [True]
    assert aws.asked("ecr") == []


@pytest.mark.parametrize("code", ["SM335", "SM336"])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            lambda aws: aws.on("ecr:GetDownloadUrlForLayer", refusing("AccessDeniedException")),
            "allow ecr:GetDownloadUrlForLayer, see `live-policy`",
        ),
        (
            lambda aws: aws.on("ecr:BatchGetImage", refusing("AccessDeniedException")),
            "allow ecr:BatchGetImage, see `live-policy`",
        ),
        (lambda aws: aws.files.update({"/layer": b"{}"}), "is not what its digest says"),
        (lambda aws: aws.files.update({"/layer": b" " * 2**21}), "could not be downloaded"),
        (lambda aws: aws.files.clear(), "could not be downloaded"),
        (
            lambda aws: aws.files.update({"/layer": "/moved", "/moved": aws.files["/layer"]}),
            "could not be downloaded",
        ),
        (lambda aws: aws.on("ecr:BatchGetImage", broken), "could not be reached"),
    ],
    ids=["layer-denied", "manifest-denied", "another", "too-large", "gone", "moved", "broken"],
)
def test_a_configuration_that_cannot_be_read(
    told: Told,
    aws: FakeAws,
    code: str,
    change: Callable[[FakeAws], None],
    reason: str,
) -> None:
    hold(aws, "linux/arm64")
    change(aws)
    found = told(code, *ASKING[code])
    assert [line.startswith("undecided") and reason in line for line in found] == [True], found


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9/layer", "could not be reached for ecr:GetDownloadUrlForLayer"),
        ("file:///etc/passwd", "no address to download from"),
    ],
)
def test_an_address_that_leads_nowhere(told: Told, aws: FakeAws, url: str, reason: str) -> None:
    hold(aws, "linux/arm64")
    aws.on("ecr:GetDownloadUrlForLayer", layer_at(url, "sha256:0"))
    found = told("SM336", many_models())
    assert [line.startswith("undecided") and reason in line for line in found] == [True], found


def test_without_a_test_endpoint_nothing_is_downloaded_without_tls() -> None:
    answer = {"downloadUrl": "http://layers.example.com/l", "layerDigest": "sha256:0"}
    told = fetch_content(answer, "ecr:GetDownloadUrlForLayer", DownloadSettings(1.0))
    assert isinstance(told, RequestFailure)
    assert "no address to download from" in told.reason


def test_another_account_that_does_not_tell_of_an_image(told: Told, aws: FakeAws) -> None:
    aws.on("ecr:BatchGetImage", refusing("RepositoryNotFoundException"))
    for code, texts in {
        "SM336": (many_models(OTHER),),
        "SM332": (model(f'image = "{OTHER}"'),),
    }.items():
        found = told(code, *texts)
        assert ["222222222222 does not tell" in line for line in found] == [True], found


# How it is asked


def test_a_layer_is_downloaded_once_and_kept_without_secrets(
    told: Told, aws: FakeAws, check: Callable[..., Any], machine: Path
) -> None:
    hold(aws, "linux/arm64")
    told("SM335", many_models(), on('"ml.m5.xlarge"'))
    aws.downloads.clear()
    for _ in range(2):
        _, out, err = check("--select", "SM335,SM336")
        assert "SM335" in out
        assert "SM336" in out
        assert "s3cr3t" not in out + err
    # What is wrong is not said on the word of an earlier run.
    assert aws.downloads == ["/layer", "/layer"]
    files = (machine / "cache/tflint-sagemaker").rglob("*")
    kept = [path.read_bytes().decode("latin-1") for path in files if path.is_file()]
    assert any("arm64" in text for text in kept)
    assert not any("s3cr3t" in text or "/layer" in text for text in kept)
