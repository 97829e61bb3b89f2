"""botocore's sessions and clients, made on use and one at a time: sessions are for one thread."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.layers import Way
from tflint_sagemaker.records import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.live.identity import AssumedRole, Identity, Told

CONNECT, READ, ATTEMPTS, POOL = 5.0, 10.0, 3, 8
ANYWHERE = "us-east-1"


def available() -> bool:
    """Whether boto3 is installed; what is imported of it is its core."""
    from importlib.util import find_spec

    return find_spec("botocore") is not None


class NoCredentialsHere(Exception):  # noqa: N818
    """Nothing on this machine says who asks. The text says what was looked for."""


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

    told: Told
    _lock: Lock = field(default_factory=Lock)
    _sessions: dict[tuple[Identity, str | None], Any] = field(default_factory=dict)
    _clients: dict[tuple[Identity, str, str], Any] = field(default_factory=dict)

    def region(self, identity: Identity) -> str | None:
        """The region that goes with the credentials."""
        from botocore.exceptions import BotoCoreError

        try:
            with self._lock:
                found = self._base(identity).get_config_variable("region")
        except BotoCoreError as error:
            raise NoCredentialsHere(f"{error} ({identity.shown})") from None
        return found if isinstance(found, str) else None

    def way(self, identity: Identity) -> Way:
        """How to download what AWS gives an address for."""
        with self._lock:
            bundle = self._base(identity).get_config_variable("ca_bundle")
        timeout = min(READ, self.told.timeout)
        return Way(timeout, bundle, plain=self.told.endpoint_url is not None)

    def client(self, identity: Identity, region: str | None, service: str) -> Any:
        """A client, which several threads may use. Raises NoCredentialsHere, BotoCoreError."""
        where = region or ANYWHERE
        with self._lock:
            key = (identity, where, service)
            if key not in self._clients:
                # Not a session of boto3's, which adds methods to the clients of S3 a second time.
                self._clients[key] = self._session(identity, where).create_client(
                    service,
                    region_name=where,
                    endpoint_url=self.told.endpoint_url,
                    config=self._config(),
                )
            return self._clients[key]

    def _config(self) -> Any:
        from botocore.config import Config

        return Config(
            connect_timeout=min(CONNECT, self.told.timeout),
            read_timeout=min(READ, self.told.timeout),
            retries={"mode": "adaptive", "max_attempts": ATTEMPTS},
            max_pool_connections=POOL,
            user_agent_extra=self.told.agent,
        )

    def _base(self, identity: Identity) -> Any:
        """The session without roles."""
        key = (identity, None)
        if key not in self._sessions:
            from botocore.session import Session

            core = Session()
            for name, value in (
                ("profile", identity.profile),
                ("config_file", identity.config_file),
                ("credentials_file", identity.credentials_file),
            ):
                if value is not None:
                    core.set_config_variable(name, value)
            self._sessions[key] = core
        return self._sessions[key]

    def _session(self, identity: Identity, region: str) -> Any:
        key = (identity, region)
        if key not in self._sessions:
            core = self._base(identity)
            _check_credentials(core, identity)
            for role in identity.roles:
                core = self._assumed(core, role, region)
            self._sessions[key] = core
        return self._sessions[key]

    def _assumed(self, core: Any, role: AssumedRole, region: str) -> Any:
        """A session as the role, with credentials that are fetched, and renewed, on use."""
        from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials
        from botocore.session import Session

        more = {"RoleSessionName": role.session_name}
        if role.external_id:
            more["ExternalId"] = role.external_id
        create = partial(
            core.create_client,
            region_name=region,
            endpoint_url=self.told.endpoint_url,
            config=self._config(),
        )
        fetcher = AssumeRoleCredentialFetcher(create, core.get_credentials(), role.arn, more)
        credentials = DeferredRefreshableCredentials(fetcher.fetch_credentials, "assume-role")
        session = Session()
        chain = session.get_component("credential_provider")
        chain.insert_before("env", _Assumed(credentials))
        return session


def _check_credentials(core: Any, identity: Identity) -> None:
    from botocore.exceptions import BotoCoreError

    try:
        if "mfa_serial" in core.get_scoped_config():
            raise NoCredentialsHere(f"{identity.shown} asks for a code of an MFA device")
        found = core.get_credentials()
    except BotoCoreError as error:
        raise NoCredentialsHere(f"{error} ({identity.shown})") from None
    if found is None:
        raise NoCredentialsHere(f"there are no credentials ({identity.shown})")
