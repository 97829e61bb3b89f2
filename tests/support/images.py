"""Configurations with images, and what ECR answers about them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from support.fake_aws import saying
from support.live import ACCOUNT, IMAGE, model

if TYPE_CHECKING:
    from support.fake_aws import FakeAws

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


def hold(
    aws: FakeAws, platform: str = "linux/amd64", size: int = 1000, labels: tuple[str, ...] = ()
) -> None:
    """Have ECR hold one image, of that platform, with those labels, and layers of that size."""
    system, _, architecture = platform.partition("/")
    text = json.dumps(
        {
            "os": system,
            "architecture": architecture,
            "config": {"Labels": dict.fromkeys(labels, "true") or None, "Env": ["TOKEN=s3cr3t"]},
            "history": [{"created_by": "ENV TOKEN=s3cr3t"}],
        }
    ).encode()
    digest = f"sha256:{hashlib.sha256(text).hexdigest()}"
    manifest = {"config": {"digest": digest}, "layers": [{"size": size}, {"size": 24}]}
    aws.on("ecr:BatchGetImage", saying(pulled(f"{DOCKER}.v2+json", manifest)))
    aws.files["/layer"] = text
    aws.on("ecr:GetDownloadUrlForLayer", layer_at(f"{aws.url}/layer", digest))


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


def many_models(image: str = IMAGE) -> str:
    return model(f'image = "{image}"\n mode = "MultiModel"\n model_data_url = "s3://b/models/"')


def pipeline(*images: str) -> str:
    containers = "".join(f'  container {{\n    image = "{image}"\n  }}\n' for image in images)
    return model().partition("  primary_container")[0] + containers + "}\n"
