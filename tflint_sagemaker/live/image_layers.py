"""Downloads the configuration of an image, and reads of it what is of concern.

It is a small layer like any other: ECR gives an address for it, which is good for some minutes and
as good as a credential. What a container has in its environment is not read.
https://github.com/opencontainers/image-spec/blob/main/config.md
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.errors import RequestFailure
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

# Configurations have some kilobytes.
MOST = 1024 * 1024
# Labels may hold anything; these are SageMaker's.
LABELS = "com.amazonaws.sagemaker."
OK = 200


@dataclass(frozen=True, slots=True)
class DownloadSettings:
    """How to download: seconds to wait, whose certificates to trust, whether to do without TLS.

    Test endpoints have none. Without a `bundle` the certificates are those of botocore.
    """

    timeout: float
    bundle: str | None = None
    plain: bool = False


def fetch_content(
    answer: Mapping[str, Any], name: str, way: DownloadSettings
) -> dict[str, Any] | RequestFailure:
    """The answer with what lies at its address as `content`, in place of the address.

    `name` is the action that was asked. Raises BotoCoreError.
    """
    url = answer.get("downloadUrl", "")
    if not url.startswith(("https://", "http://") if way.plain else "https://"):
        return RequestFailure(f"{name} has answered with no address to download from")
    text = _download(url, way)
    if text is None:
        return RequestFailure(f"the layer of {name} could not be downloaded")
    kind, _, digest = answer.get("layerDigest", "").partition(":")
    if kind == "sha256" and hashlib.sha256(text).hexdigest() != digest:
        return RequestFailure(f"the layer of {name} is not what its digest says")
    content = _read(text)
    if content is None:
        return RequestFailure(f"the layer of {name} is no configuration of an image")
    return {"layerDigest": answer.get("layerDigest", ""), "content": content}


def _download(url: str, way: DownloadSettings) -> bytes | None:
    """What lies there, None if it is not there or too large. Redirects are not followed."""
    from botocore.awsrequest import AWSRequest
    from botocore.httpsession import URLLib3Session
    from botocore.utils import get_environ_proxies
    from urllib3.exceptions import HTTPError

    request = AWSRequest("GET", url, stream_output=True).prepare()
    proxies = get_environ_proxies(url)
    session = URLLib3Session(way.bundle or True, proxies=proxies, timeout=way.timeout)
    try:
        response = session.send(request)
        text: bytes = response.raw.read(MOST + 1)
    except HTTPError:  # in the midst of it, where botocore has no name for it
        return None
    finally:
        session.close()
    return text if response.status_code == OK and len(text) <= MOST else None


def _read(text: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    content = {key: str(found[key]) for key in ("architecture", "os") if found.get(key)}
    inner = found.get("config")
    labels = inner.get("Labels") if isinstance(inner, dict) else None
    known = labels if isinstance(labels, dict) else {}
    kept = {name: str(value) for name, value in known.items() if name.startswith(LABELS)}
    return {**content, "labels": kept}
