"""botocore's sessions and clients, made on use and one at a time: sessions are for one thread."""

from __future__ import annotations

import json
import os
from dataclasses import field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.credentials import (
    MissingCredentialsError,
    UnusableCredentialsError,
    check_file,
    check_profile,
    explain_credentials_error,
)
from tflint_sagemaker.live.image_layers import DownloadSettings
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.live.identity import AwsOptions, Identity
    from tflint_sagemaker.live.role_chain import AssumedRole

CONNECT, READ, POOL = 5.0, 10.0, 8
# Three more times, later and later, and fewer of all questions while AWS says that there are many.
RETRIES = {"mode": "adaptive", "total_max_attempts": 4}
ANYWHERE = "us-east-1"
NOT_INSTALLED = "live checks need boto3: pip install 'tflint-sagemaker[live]'"


def is_available() -> bool:
    """Whether boto3 is installed; what is imported of it is its core."""
    from importlib.util import find_spec

    return find_spec("botocore") is not None


@dataclass(frozen=True, slots=True)
class _Assumed:
    """A provider of credentials, as botocore wants one, that has them already."""

    credentials: Any
    METHOD: str = "assume-role-of-configuration"
    CANONICAL_NAME: str = "AssumeRoleOfConfiguration"

    def load(self) -> Any:
        return self.credentials


@dataclass(slots=True)
class Sessions:
    """One session for an identity, one client for an identity, a region and a service."""

    options: AwsOptions
    _lock: Lock = field(default_factory=Lock)
    _sessions: dict[tuple[Identity, str | None], Any] = field(default_factory=dict)
    _regions: dict[Identity, str | None] = field(default_factory=dict)
    _clients: dict[tuple[Identity, str, str], Any] = field(default_factory=dict)

    def find_region(self, identity: Identity) -> str | None:
        """The region that goes with the credentials. Raises NoCredentialsHere, Unusable."""
        from botocore.exceptions import BotoCoreError

        try:
            with self._lock:
                self._get_base_session(identity)
                return self._regions[identity]
        except BotoCoreError as error:
            raise explain_credentials_error(error, identity) from None

    def get_download_settings(self, identity: Identity) -> DownloadSettings:
        """How to download what AWS gives an address for."""
        with self._lock:
            bundle = self._get_base_session(identity).get_config_variable("ca_bundle")
        timeout = min(READ, self.options.timeout)
        return DownloadSettings(timeout, bundle, plain=self.options.endpoint_url is not None)

    def get_client(self, identity: Identity, region: str | None, service: str) -> Any:
        """A client for several threads. Raises NoCredentialsHere, Unusable, BotoCoreError."""
        where = region or ANYWHERE
        with self._lock:
            key = (identity, where, service)
            if key not in self._clients:
                core = self._get_session(identity, where)
                self._clients[key] = self._make_client(core, identity, service, where)
            return self._clients[key]

    def _make_client(self, core: Any, identity: Identity, service: str, region: str) -> Any:
        """Not a client of boto3's, which adds methods to those of S3 a second time."""
        return core.create_client(
            service,
            region_name=region,
            endpoint_url=self.options.endpoint_url,
            config=self._make_config(identity),
        )

    def _make_config(self, identity: Identity) -> Any:
        """How to ask. What AWS's own variables and files say of retries counts more."""
        from botocore.config import Config

        attempts = self._get_base_session(identity).get_config_variable("max_attempts")
        retries = RETRIES if attempts is None else {**RETRIES, "total_max_attempts": attempts}
        options: dict[str, Any] = {}
        if self.options.endpoint_url is None:
            kinds = {
                "use_fips_endpoint": identity.fips,
                "use_dualstack_endpoint": identity.dualstack,
            }
            options = {name: True for name, wanted in kinds.items() if wanted}
        return Config(
            connect_timeout=min(CONNECT, self.options.timeout),
            read_timeout=min(READ, self.options.timeout),
            retries=dict(retries),
            max_pool_connections=POOL,
            user_agent_extra=self.options.agent,
            **options,
        )

    def _get_base_session(self, identity: Identity) -> Any:
        """The session without roles."""
        key = (identity, None)
        if key not in self._sessions:
            from botocore.configloader import load_config

            core = _make_session(identity)
            for file in (identity.config_file, identity.credentials_file):
                if file is not None and fs.is_file(file):
                    check_file(file, load_config(file))
            if not identity.metadata:
                core.get_component("credential_provider").remove("iam-role")
            found = core.get_config_variable("region")
            self._regions[identity] = found if isinstance(found, str) else None
            self._sessions[key] = core
        return self._sessions[key]

    def _get_session(self, identity: Identity, region: str) -> Any:
        key = (identity, region)
        if key not in self._sessions:
            core = self._get_base_session(identity)
            where = identity.sts_region or region
            if self._regions[identity] is None:  # of a profile that assumes a role
                core.set_config_variable("region", where)
            if identity.web is None:
                _check_credentials(core, identity)
            else:
                core = self._assume_with_token(core, identity, where)
            for role in identity.roles:
                core = self._assume_role(core, role, identity, where)
            self._sessions[key] = core
        return self._sessions[key]

    def _assume_role(self, core: Any, role: AssumedRole, identity: Identity, region: str) -> Any:
        """A session as the role, with credentials that are fetched, and renewed, on use."""
        from botocore.credentials import AssumeRoleCredentialFetcher

        fetcher = AssumeRoleCredentialFetcher(
            self._make_client_factory(core, identity, region),
            core.get_credentials(),
            role.arn,
            json.loads(role.how),
        )
        return _wrap_fetcher(fetcher, identity)

    def _assume_with_token(self, core: Any, identity: Identity, region: str) -> Any:
        """A session as a role that is assumed with the token in a file."""
        from botocore.credentials import AssumeRoleWithWebIdentityCredentialFetcher

        assert identity.web is not None
        role, file = identity.web
        fetcher = AssumeRoleWithWebIdentityCredentialFetcher(
            self._make_client_factory(core, identity, region),
            partial(_read_token, file),
            role.arn,
            json.loads(role.how),
        )
        return _wrap_fetcher(fetcher, identity)

    def _make_client_factory(self, core: Any, identity: Identity, region: str) -> Any:
        """What makes clients of STS, for botocore's own fetchers."""

        def create(service: str, config: Any = None, **keys: Any) -> Any:
            known = self._make_config(identity)
            return core.create_client(
                service,
                region_name=region,
                endpoint_url=self.options.endpoint_url,
                config=known if config is None else known.merge(config),
                **keys,
            )

        return create


def _make_session(identity: Identity) -> Any:
    """A session that reads the files, and the profile in them, that the identity names."""
    from botocore.session import Session

    core = Session()
    for name, value in (
        ("profile", identity.profile),
        ("config_file", identity.config_file),
        ("credentials_file", identity.credentials_file),
    ):
        if value is not None:
            core.set_config_variable(name, value)
    return core


def _wrap_fetcher(fetcher: Any, identity: Identity) -> Any:
    from botocore.credentials import DeferredRefreshableCredentials

    credentials = DeferredRefreshableCredentials(fetcher.fetch_credentials, "assume-role")
    session = _make_session(identity)
    session.get_component("credential_provider").providers.insert(0, _Assumed(credentials))
    return session


def _read_token(file: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except (OSError, ValueError):
        raise UnusableCredentialsError(f"the web identity token cannot be read: {file}") from None


def _check_credentials(core: Any, identity: Identity) -> None:
    from botocore.exceptions import BotoCoreError

    try:
        explicit = identity.profile is not None
        if explicit or not os.environ.get("AWS_ACCESS_KEY_ID"):
            check_profile(core.full_config["profiles"], core.profile or "default")
        found = core.get_credentials()
    except BotoCoreError as error:
        raise explain_credentials_error(error, identity) from None
    if found is None:
        raise MissingCredentialsError(f"no AWS credentials were found ({identity.shown})")
