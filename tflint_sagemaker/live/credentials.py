"""What AWS's own configuration files say of credentials: what is not used, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tflint_sagemaker.live.identity import Identity

SIGN_IN = frozenset(
    {
        "NoAuthTokenError",
        "PendingAuthorizationExpiredError",
        "SSOError",
        "SSOTokenLoadError",
        "TokenRetrievalError",
        "UnauthorizedSSOTokenError",
    }
)
LOGIN = frozenset({"LoginError", "LoginRefreshRequired", "LoginTokenLoadError"})
# What the file of a stranger must not do: start programs, or send what is signed elsewhere.
IGNORED_SETTINGS = frozenset({"ca_bundle", "credential_process", "endpoint_url", "services"})


class MissingCredentialsError(Exception):
    """Nothing on this machine says who asks. The text says what was looked for."""


class UnusableCredentialsError(Exception):
    """There are credentials, and they cannot be used. The text says why, and what would help."""


def suggest_sign_in(kind: str, profile: str | None = None) -> str | None:
    """What there is to do about an error of botocore's of that name, None if nothing is known."""
    option = f" --profile {profile}" if profile else ""
    if kind in SIGN_IN:
        return f"the SSO session has expired, or there is none: run `aws sso login{option}`"
    if kind in LOGIN:
        return f"the session has expired, or there is none: run `aws login{option}`"
    if kind == "CredentialRetrievalError":
        return "what gives the credentials, a program or a service, has failed"
    if kind == "MetadataRetrievalError":
        return "the metadata service does not give credentials"
    return None


def explain_credentials_error(
    error: Exception, identity: Identity
) -> MissingCredentialsError | UnusableCredentialsError:
    """What is wrong with the credentials, without a word that a program may have printed."""
    kind = type(error).__name__
    if kind == "ProfileNotFound":
        named = identity.profile or "of AWS_PROFILE"
        return MissingCredentialsError(f"the AWS configuration has no profile `{named}`")
    return UnusableCredentialsError(
        suggest_sign_in(kind, identity.profile) or str(error).rstrip(".")
    )


def check_profile(profiles: Mapping[str, Any], name: str) -> None:
    """Raise Unusable if somebody would be asked for a code: nobody may be there."""
    seen: set[str] = set()
    while name not in seen and (told := profiles.get(name)):
        seen.add(name)
        if "role_arn" in told and "mfa_serial" in told:
            reason = f"profile {name} asks for a code of an MFA device"
            raise UnusableCredentialsError(
                f"{reason}: name the profile of a session that has begun already"
            )
        name = told.get("source_profile", name)


def check_file(file: str, sections: Mapping[str, Any]) -> None:
    """Raise Unusable if a file that the configuration names has what is not obeyed."""
    keys = (key for kind in sections.values() for key in _iterate_keys(kind))
    found = next((key for key in keys if key in IGNORED_SETTINGS), None)
    if found is not None:
        reason = f"`{found}` is not obeyed in {file}, which the configuration names"
        raise UnusableCredentialsError(f"{reason}: name a profile of your own with --profile")


def _iterate_keys(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for key, inner in told.items():
            yield key
            yield from _iterate_keys(inner)
