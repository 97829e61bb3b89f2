"""What is in an image, asked of an AWS on this machine: platforms, labels, size, and how."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from fake_aws import broken, refusing, saying

from .conftest import ACCOUNT, IMAGE, model

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fake_aws import FakeAws

    Told = Callable[..., list[str]]
    Push = Callable[..., None]

DOCKER = "application/vnd.docker.distribution.manifest"
OF_SEVERAL = "application/vnd.docker.distribution.manifest.list.v2+json"
OTHER = IMAGE.replace(ACCOUNT, "222222222222")
DEEP_LEARNING = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.2.0-cpu"
MANY_MODELS = "com.amazonaws.sagemaker.capabilities.multi-models"
ANY_PORT = "com.amazonaws.sagemaker.capabilities.accept-bind-to-port"


def variant(more: str, name: str = "all") -> str:
    """An endpoint configuration that serves the model."""
    return f"""
resource "aws_sagemaker_endpoint_configuration" "{name}" {{
  production_variants {{
    model_name = aws_sagemaker_model.m.name
    {more}
  }}
}}
"""


def on(kind: str) -> str:
    return variant(f"instance_type = {kind}\n    initial_instance_count = 1")


SERVERLESS = variant(
    "serverless_config {\n      max_concurrency = 1\n      memory_size_in_mb = 1024\n    }"
)


@pytest.fixture
def holds(aws: FakeAws) -> Callable[..., None]:
    """Have ECR hold one image, of that platform, with those labels, and layers of that size."""

    def holds(platform: str = "linux/amd64", size: int = 1000, **labels: str) -> None:
        system, _, architecture = platform.partition("/")
        text = json.dumps(
            {
                "os": system,
                "architecture": architecture,
                "config": {"Labels": labels or None, "Env": ["TOKEN=s3cr3t"]},
                "history": [{"created_by": "ENV TOKEN=s3cr3t"}],
            }
        ).encode()
        digest = f"sha256:{hashlib.sha256(text).hexdigest()}"
        manifest = {"config": {"digest": digest}, "layers": [{"size": size}, {"size": 24}]}
        aws.on("ecr:BatchGetImage", saying(pulled(f"{DOCKER}.v2+json", manifest)))
        aws.files["/layer"] = text
        aws.on("ecr:GetDownloadUrlForLayer", layer_at(f"{aws.url}/layer", digest))

    return holds


def pulled(media_type: str, manifest: dict[str, Any]) -> dict[str, Any]:
    image = {"imageManifestMediaType": media_type, "imageManifest": json.dumps(manifest)}
    return {"images": [image], "failures": []}


def layer_at(url: str, digest: str) -> Any:
    return saying({"downloadUrl": url, "layerDigest": digest})


def several(*platforms: str) -> dict[str, Any]:
    """What ECR answers about an image that is several, beside what attests how it was built."""
    entries = [
        {
            "digest": f"sha256:{name}",
            "platform": dict(zip(("os", "architecture"), name, strict=True)),
        }
        for name in ((*platform.split("/"),) for platform in (*platforms, "unknown/unknown"))
    ]
    return pulled(OF_SEVERAL, {"manifests": entries})


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
    told: Told, holds: Callable[..., None]
) -> None:
    holds("linux/amd64")
    assert told("SM335", model(), on('"ml.m5.xlarge"')) == []
    found = told("SM335", model(), on('"ml.c7g.xlarge"'))
    assert ["`linux/amd64`, and `ml.c7g.xlarge` runs `linux/arm64`" in f for f in found] == [True]
    holds("linux/arm64")
    assert told("SM335", model(), on('"ml.c7g.xlarge"')) == []
    found = told("SM335", model(), on('"ml.m5.xlarge"'))
    assert ["`linux/arm64`, and `ml.m5.xlarge` runs `linux/amd64`" in f for f in found] == [True]


def test_an_image_that_nothing_runs(told: Told, holds: Callable[..., None]) -> None:
    holds("windows/amd64")
    assert ["`windows/amd64`, which no instances" in line for line in told("SM335", model())] == [
        True
    ]


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ((), "what instances run it is not known"),
        ((SERVERLESS,), "what instances run it is not known"),
        ((on("var.kind"), 'variable "kind" {\n}\n'), "var.kind has no default"),
    ],
    ids=["nobody-serves", "serverless", "unknown-instances"],
)
def test_what_runs_an_unusual_image_is_not_known(
    told: Told, holds: Callable[..., None], texts: tuple[str, ...], reason: str
) -> None:
    holds("linux/arm64")
    found = told("SM335", model(), *texts)
    assert [line.startswith("undecided") and reason in line for line in found] == [True], found
    holds("linux/amd64")
    assert not any(line.startswith("warning") for line in told("SM335", model(), *texts))


def test_an_image_for_several_platforms_tells_them_in_its_manifest(
    told: Told, aws: FakeAws
) -> None:
    aws.on("ecr:BatchGetImage", saying(several("linux/amd64", "linux/arm64")))
    assert told("SM335", model(), on('"ml.m5.xlarge"')) == []
    assert told("SM335", model(), on('"ml.c7g.xlarge"')) == []
    aws.on("ecr:BatchGetImage", saying(several("linux/arm64", "linux/s390x")))
    found = told("SM335", model(), on('"ml.m5.xlarge"'))
    assert ["`linux/arm64`, `linux/s390x`, and `ml.m5.xlarge`" in line for line in found] == [True]
    assert aws.asked("ecr:GetDownloadUrlForLayer") == []


# The labels


def many_models(image: str = IMAGE) -> str:
    return model(f'image = "{image}"\n mode = "MultiModel"\n model_data_url = "s3://b/models/"')


def pipeline(*images: str) -> str:
    containers = "".join(f'  container {{\n    image = "{image}"\n  }}\n' for image in images)
    return model().partition("  primary_container")[0] + containers + "}\n"


def test_many_models_want_a_label(told: Told, holds: Callable[..., None], aws: FakeAws) -> None:
    holds()
    assert told("SM336", model()) == []
    assert aws.asked("ecr") == [], "nothing is asked that is not wanted"
    assert [MANY_MODELS in line for line in told("SM336", many_models())] == [True]
    assert [MANY_MODELS in line for line in told("SM336", many_models(DEEP_LEARNING))] == [True]
    holds(**{MANY_MODELS: "true"})
    assert told("SM336", many_models()) == []


def test_each_of_several_containers_wants_a_label(told: Told, holds: Callable[..., None]) -> None:
    holds(**{MANY_MODELS: "true"})
    assert told("SM336", pipeline(IMAGE)) == []
    assert [ANY_PORT in line for line in told("SM336", pipeline(IMAGE, OTHER))] == [True, True]
    holds(**{ANY_PORT: "true"})
    assert told("SM336", pipeline(IMAGE, OTHER)) == []


def test_images_of_own_algorithms_are_not_judged(told: Told, aws: FakeAws) -> None:
    builtin = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    assert told("SM336", many_models(builtin)) == []
    assert aws.asked("ecr") == []


# The size


def test_a_serverless_endpoint_takes_so_much(
    told: Told, holds: Callable[..., None], aws: FakeAws, push: Push
) -> None:
    push("fraud:1.4.2")
    size = {"imageSizeInBytes": 11 * 1024**3, "imageManifestMediaType": f"{DOCKER}.v2+json"}
    aws.on("ecr:DescribeImages", saying({"imageDetails": [size]}))
    assert told("SM337", model()) == []
    assert told("SM337", model(), on('"ml.m5.xlarge"')) == []
    assert ["has 11.0 GB" in line for line in told("SM337", model(), SERVERLESS)] == [True]
    holds(size=12 * 1024**3)
    of_another_account = model(f'image = "{OTHER}"')
    assert ["has 12.0 GB" in line for line in told("SM337", of_another_account, SERVERLESS)] == [
        True
    ]
    aws.on("ecr:DescribeImages", refusing("AccessDeniedException"))
    assert ["has 12.0 GB" in line for line in told("SM337", model(), SERVERLESS)] == [True]
    holds(size=9 * 1024**3)
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


# What is not known is no finding

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
        (lambda aws: aws.on("ecr:BatchGetImage", broken), "could not be reached"),
    ],
    ids=["layer-denied", "manifest-denied", "another", "too-large", "gone", "broken"],
)
def test_a_configuration_that_cannot_be_read(
    told: Told,
    holds: Callable[..., None],
    aws: FakeAws,
    code: str,
    change: Callable[[FakeAws], None],
    reason: str,
) -> None:
    holds("linux/arm64")
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
def test_an_address_that_leads_nowhere(
    told: Told, holds: Callable[..., None], aws: FakeAws, url: str, reason: str
) -> None:
    holds("linux/arm64")
    aws.on("ecr:GetDownloadUrlForLayer", layer_at(url, "sha256:0"))
    found = told("SM336", many_models())
    assert [line.startswith("undecided") and reason in line for line in found] == [True], found


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
    told: Told, holds: Callable[..., None], aws: FakeAws, check: Callable[..., Any], machine: Path
) -> None:
    holds("linux/arm64")
    told("SM335", many_models(), on('"ml.m5.xlarge"'))
    aws.downloads.clear()
    for _ in range(2):
        _, out, err = check("--select", "SM335,SM336")
        assert "SM335" in out
        assert "SM336" in out
        assert "s3cr3t" not in out + err
    # What is wrong is not said on the word of an earlier run.
    assert aws.downloads == ["/layer", "/layer"]
    kept = [path.read_text() for path in (machine / "cache/tflint-sagemaker/live").iterdir()]
    assert any("arm64" in text for text in kept)
    assert not any("s3cr3t" in text or "/layer" in text for text in kept)
