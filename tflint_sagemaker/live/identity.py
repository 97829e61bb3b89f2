"""As whom AWS is asked: what a provider configuration says, and what the run says in its place.

Keys and tokens in a provider configuration are never read, and where it sends requests is never
obeyed: a linter reads what strangers have written, and what it signs goes to AWS.
https://registry.terraform.io/providers/hashicorp/aws/latest/docs#authentication-and-configuration
"""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from tflint_sagemaker.live.role_chain import SESSION, AssumedRole, assumed
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.live.aws import HasProvider
    from tflint_sagemaker.sagemaker.view import BlockView

NO_ROLE = "none"
KEYS = ("access_key", "secret_key", "token")
WEB = "assume_role_with_web_identity"


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
class Identity:
    """Where credentials come from, and the roles that are assumed with them, one by the other.

    `web` is a role that is assumed with the token in a file, in place of any credentials. `fips`
    and `dualstack` are the kind of endpoints that are asked, and `sts_region` is where roles are
    assumed if not in the region of the question. Without `metadata` the instance is not asked for
    credentials.
    """

    profile: str | None = None
    config_file: str | None = None
    credentials_file: str | None = None
    web: tuple[AssumedRole, str] | None = None
    roles: tuple[AssumedRole, ...] = ()
    sts_region: str | None = None
    fips: bool = False
    dualstack: bool = False
    metadata: bool = True

    @property
    def shown(self) -> str:
        """For people."""
        source = f"profile {self.profile}" if self.profile else "default credentials"
        first = f"web identity as {self.web[0].arn}" if self.web else source
        return " assuming ".join([first, *(role.arn for role in self.roles)])


def identity_of(home: HasProvider, told: Told) -> Identity:
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
    web = None if forced is not None or told.profile is not None else _web(block)
    roles = _roles(block) if forced is None else forced
    if told.profile is None and web is None:
        _no_keys(block)
    profile = _text(block, "profile") if told.profile is None else None
    return Identity(
        told.profile or profile,
        _file(block, "shared_config_files") if told.profile is None else None,
        _file(block, "shared_credentials_files") if told.profile is None else None,
        web,
        roles,
        _text(block, "sts_region"),
        fips=_flag(block, "use_fips_endpoint"),
        dualstack=_flag(block, "use_dualstack_endpoint"),
        metadata=not _flag(block, "skip_metadata_api_check"),
    )


def region_of(home: HasProvider, told: Told, default: str | None) -> str:
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


def check_account(home: HasProvider, account: str) -> None:
    """Raise Undecided if the provider is not for this account."""
    block = home.configured.block if home.configured else None
    if block is None:
        return
    allowed, forbidden = _list(block, "allowed_account_ids"), _list(block, "forbidden_account_ids")
    if allowed and account not in allowed:
        named = " and ".join(allowed)
        reason = f"the credentials are of account {account}, and the provider allows only {named}"
        raise _doubt(reason, block.span)
    if account in forbidden:
        reason = f"the credentials are of account {account}, which the provider forbids"
        raise _doubt(reason, block.span)


def _forced_roles(told: Told) -> tuple[AssumedRole, ...] | None:
    if told.assume_role is None:
        return None
    return () if told.assume_role == NO_ROLE else (AssumedRole.of(told.assume_role),)


def _elsewhere(block: BlockView) -> bool:
    """Whether endpoints are set, or may be."""
    body = block.evaluated.syntax.body
    named = {attribute.name for attribute in body.attributes}
    for nested in body.blocks:
        named.add(nested.labels[0].text if nested.type == "dynamic" else nested.type)
    return "endpoints" in named


def _no_keys(block: BlockView) -> None:
    for key in KEYS:
        given = block.argument(key)
        if given is not None and given.raw.data not in (None, ""):
            reason = f"`{key}` of the provider is not read: name a profile with --profile"
            raise _doubt(reason, given.span)


def _roles(block: BlockView) -> tuple[AssumedRole, ...]:
    found = (assumed(nested) for nested in block.children("assume_role"))
    return tuple(role for role in found if role is not None)


def _web(block: BlockView) -> tuple[AssumedRole, str] | None:
    """The role that is assumed with a token, and the file of that."""
    for nested in block.children(WEB):
        role = assumed(nested)
        given = nested.argument("web_identity_token")
        if given is not None and given.raw.data not in (None, ""):
            reason = "`web_identity_token` of the provider is not read: give it as a file"
            raise _doubt(reason, nested.span)
        file = _text(nested, "web_identity_token_file")
        file = file or os.environ.get("AWS_WEB_IDENTITY_TOKEN_FILE")
        if role is None or not file:
            reason = "the provider assumes a role with a web identity that is not stated"
            raise _doubt(f"{reason}: name a profile with --profile", nested.span)
        return role, _path(nested, file)
    return None


def _text(block: BlockView, name: str) -> str | None:
    given = block.argument(name)
    return (given.text or None) if given else None


def _flag(block: BlockView, name: str) -> bool:
    given = block.argument(name)
    return given is not None and given.value in (True, "true", "1")


def _list(block: BlockView, name: str) -> list[str]:
    given = block.argument(name)
    return list(given.value or ()) if given else []


def _file(block: BlockView, name: str) -> str | None:
    files = _list(block, name)
    if len(files) > 1:
        raise _doubt(
            f"the provider has several `{name}`: name a profile with --profile", block.span
        )
    return _path(block, files[0]) if files else None


def _path(block: BlockView, name: str) -> str:
    """A file as Terraform finds it, which runs in the directory of the root module."""
    directory = posixpath.dirname(block.span.source.path)
    return os.path.join(directory, os.path.expanduser(os.path.expandvars(name)))  # noqa: PTH111, PTH118


def _doubt(reason: str, at: Span) -> Undecided:
    return Undecided(Unknown(reason, at))
