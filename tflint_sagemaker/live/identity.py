"""As whom AWS is asked: what a provider configuration says, and what the run says in its place.

Keys and tokens in a provider configuration are never read, and where it sends requests is never
obeyed: a linter reads what strangers have written, and what it signs goes to AWS.
https://registry.terraform.io/providers/hashicorp/aws/latest/docs#authentication-and-configuration
"""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from tflint_sagemaker.live.role_chain import SESSION, AssumedRole, read_assumed_role
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
class AwsOptions:
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


def resolve_identity(owner: HasProvider, options: AwsOptions) -> Identity:
    """As whom the provider asks. Raises Undecided if that is not known for certain."""
    forced = _get_forced_roles(options)
    name, block = owner.provider, owner.configured.block if owner.configured else None
    if options.profile is not None and (forced is not None or block is None):
        return Identity(options.profile, roles=forced or ())
    if block is None:
        if name != "aws":
            raise _make_undecided(
                "it is not certain which provider configuration is used", owner.span
            )
        return Identity(options.profile, roles=forced or ())
    if options.endpoint_url is None and _has_endpoints(block):
        raise _make_undecided("the provider sends requests elsewhere than to AWS", block.span)
    web = None if forced is not None or options.profile is not None else _read_web_identity(block)
    roles = _read_roles(block) if forced is None else forced
    if options.profile is None and web is None:
        _refuse_keys(block)
    profile = _read_text(block, "profile") if options.profile is None else None
    return Identity(
        options.profile or profile,
        _read_file_path(block, "shared_config_files") if options.profile is None else None,
        _read_file_path(block, "shared_credentials_files") if options.profile is None else None,
        web,
        roles,
        _read_text(block, "sts_region"),
        fips=_has_flag(block, "use_fips_endpoint"),
        dualstack=_has_flag(block, "use_dualstack_endpoint"),
        metadata=not _has_flag(block, "skip_metadata_api_check"),
    )


def resolve_region(owner: HasProvider, options: AwsOptions, default: str | None) -> str:
    """The region that it is made in; the default is that of the credentials."""
    stated = owner.region
    try:
        text = stated.text if stated else None
    except Undecided:
        if options.region is None:
            raise
        text = None
    found = text or options.region or default
    if not found:
        raise _make_undecided("no region is stated: give one with --region", owner.span)
    return found


def check_account(owner: HasProvider, account: str) -> None:
    """Raise Undecided if the provider is not for this account."""
    block = owner.configured.block if owner.configured else None
    if block is None:
        return
    allowed, forbidden = (
        _read_list(block, "allowed_account_ids"),
        _read_list(block, "forbidden_account_ids"),
    )
    if allowed and account not in allowed:
        named = " and ".join(allowed)
        reason = f"the credentials are of account {account}, and the provider allows only {named}"
        raise _make_undecided(reason, block.span)
    if account in forbidden:
        reason = f"the credentials are of account {account}, which the provider forbids"
        raise _make_undecided(reason, block.span)


def _get_forced_roles(options: AwsOptions) -> tuple[AssumedRole, ...] | None:
    if options.assume_role is None:
        return None
    return () if options.assume_role == NO_ROLE else (AssumedRole.create(options.assume_role),)


def _has_endpoints(block: BlockView) -> bool:
    """Whether endpoints are set, or may be."""
    body = block.evaluated.syntax.body
    named = {attribute.name for attribute in body.attributes}
    for nested in body.blocks:
        named.add(nested.labels[0].text if nested.type == "dynamic" else nested.type)
    return "endpoints" in named


def _refuse_keys(block: BlockView) -> None:
    for key in KEYS:
        given = block.argument(key)
        if given is not None and given.raw.data not in (None, ""):
            reason = f"`{key}` of the provider is not read: name a profile with --profile"
            raise _make_undecided(reason, given.span)


def _read_roles(block: BlockView) -> tuple[AssumedRole, ...]:
    found = (read_assumed_role(nested) for nested in block.children("assume_role"))
    return tuple(role for role in found if role is not None)


def _read_web_identity(block: BlockView) -> tuple[AssumedRole, str] | None:
    """The role that is assumed with a token, and the file of that."""
    for nested in block.children(WEB):
        role = read_assumed_role(nested)
        given = nested.argument("web_identity_token")
        if given is not None and given.raw.data not in (None, ""):
            reason = "`web_identity_token` of the provider is not read: give it as a file"
            raise _make_undecided(reason, nested.span)
        file = _read_text(nested, "web_identity_token_file")
        file = file or os.environ.get("AWS_WEB_IDENTITY_TOKEN_FILE")
        if role is None or not file:
            reason = "the provider assumes a role with a web identity that is not stated"
            raise _make_undecided(f"{reason}: name a profile with --profile", nested.span)
        return role, _resolve_path(nested, file)
    return None


def _read_text(block: BlockView, name: str) -> str | None:
    given = block.argument(name)
    return (given.text or None) if given else None


def _has_flag(block: BlockView, name: str) -> bool:
    given = block.argument(name)
    return given is not None and given.value in (True, "true", "1")


def _read_list(block: BlockView, name: str) -> list[str]:
    given = block.argument(name)
    return list(given.value or ()) if given else []


def _read_file_path(block: BlockView, name: str) -> str | None:
    files = _read_list(block, name)
    if len(files) > 1:
        raise _make_undecided(
            f"the provider has several `{name}`: name a profile with --profile", block.span
        )
    return _resolve_path(block, files[0]) if files else None


def _resolve_path(block: BlockView, name: str) -> str:
    """A file as Terraform finds it, which runs in the directory of the root module."""
    directory = posixpath.dirname(block.span.source.path)
    return os.path.join(directory, os.path.expanduser(os.path.expandvars(name)))  # noqa: PTH111, PTH118


def _make_undecided(reason: str, at: Span) -> Undecided:
    return Undecided(Unknown(reason, at))
