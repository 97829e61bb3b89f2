"""As whom AWS is asked: what a provider configuration says, and what the run says in its place.

Keys in a provider configuration are never read.
https://registry.terraform.io/providers/hashicorp/aws/latest/docs#authentication-and-configuration
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.records import dataclass
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.live.aws import Homed
    from tflint_sagemaker.sagemaker.view import BlockView

NO_ROLE = "none"
SESSION = "tflint-sagemaker"
KEYS = ("access_key", "secret_key", "token")


@dataclass(frozen=True, slots=True)
class Told:
    """What the run says: it counts more than the configuration.

    `assume_role` is the ARN of a role, or `none` for none. `region` counts where the configuration
    does not tell. `timeout` is the number of seconds for all questions together. `agent` is what
    is said to AWS of who asks.
    """

    profile: str | None = None
    assume_role: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    timeout: float = 60.0
    agent: str = SESSION


@dataclass(frozen=True, slots=True)
class AssumedRole:
    """A role that is assumed, and how."""

    arn: str
    session_name: str = SESSION
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Where credentials come from, and the roles that are assumed with them, one by the other."""

    profile: str | None = None
    config_file: str | None = None
    credentials_file: str | None = None
    roles: tuple[AssumedRole, ...] = ()

    @property
    def shown(self) -> str:
        """For people."""
        source = f"profile {self.profile}" if self.profile else "default credentials"
        return " assuming ".join([source, *(role.arn for role in self.roles)])


def identity_of(home: Homed, told: Told) -> Identity:
    """As whom the provider asks. Raises Undecided if that is not known for certain."""
    forced = _forced_roles(told)
    name, block = home.provider, home.configured.block if home.configured else None
    if told.profile is not None and (forced is not None or block is None):
        return Identity(told.profile, roles=forced or ())
    if block is None:
        if name != "aws":
            raise _doubt("it is not certain which provider configuration is used", home.span)
        return Identity(told.profile, roles=forced or ())
    if told.endpoint_url is None and _elsewhere(block):
        raise _doubt("the provider sends requests elsewhere than to AWS", block.span)
    roles = _roles(block) if forced is None else forced
    if told.profile is not None:
        return Identity(told.profile, roles=roles)
    for key in KEYS:
        given = block.argument(key)
        if given is not None and given.raw.data not in (None, ""):
            reason = f"`{key}` of the provider is not read: name a profile with --profile"
            raise _doubt(reason, given.span)
    profile = block.argument("profile")
    return Identity(
        (profile.text or None) if profile else None,
        _file(block, "shared_config_files"),
        _file(block, "shared_credentials_files"),
        roles,
    )


def region_of(home: Homed, told: Told, default: str | None) -> str:
    """The region that it is made in; the default is that of the credentials."""
    stated = home.region
    try:
        text = stated.text if stated else None
    except Undecided:
        if told.region is None:
            raise
        text = None
    found = text or told.region or default
    if not found:
        raise _doubt("no region is stated: give one with --region", home.span)
    return found


def check_account(home: Homed, account: str) -> None:
    """Raise Undecided if the provider is not for this account."""
    block = home.configured.block if home.configured else None
    if block is None:
        return
    allowed, forbidden = _list(block, "allowed_account_ids"), _list(block, "forbidden_account_ids")
    if (allowed and account not in allowed) or account in forbidden:
        reason = f"the credentials are of account {account}, which the provider does not allow"
        raise _doubt(reason, block.span)


def _forced_roles(told: Told) -> tuple[AssumedRole, ...] | None:
    if told.assume_role is None:
        return None
    return () if told.assume_role == NO_ROLE else (AssumedRole(told.assume_role),)


def _elsewhere(block: BlockView) -> bool:
    body = block.evaluated.syntax.body
    named = {attribute.name for attribute in body.attributes}
    return bool({"endpoints", "dynamic"} & (named | {nested.type for nested in body.blocks}))


def _roles(block: BlockView) -> tuple[AssumedRole, ...]:
    if block.children("assume_role_with_web_identity"):
        reason = "the provider assumes a role with a web identity: name another with --assume-role"
        raise _doubt(reason, block.span)
    found = []
    for nested in block.children("assume_role"):
        arn = _text(nested, "role_arn")
        if arn:
            name, external = _text(nested, "session_name"), _text(nested, "external_id")
            found.append(AssumedRole(arn, name or SESSION, external))
    return tuple(found)


def _text(block: BlockView, name: str) -> str | None:
    given = block.argument(name)
    return given.text if given else None


def _list(block: BlockView, name: str) -> list[str]:
    given = block.argument(name)
    return list(given.value) if given else []


def _file(block: BlockView, name: str) -> str | None:
    files = _list(block, name)
    if len(files) > 1:
        raise _doubt(
            f"the provider has several `{name}`: name a profile with --profile", block.span
        )
    return files[0] if files else None


def _doubt(reason: str, at: Span) -> Undecided:
    return Undecided(Unknown(reason, at))
