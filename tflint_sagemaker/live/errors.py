"""What went wrong with a question, in words that say what would help."""

from __future__ import annotations

from typing import Any

from tflint_sagemaker.util.lazy_dataclass import dataclass

DENIED = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AuthorizationError",
        "Forbidden",
        "NotAuthorized",
        "UnauthorizedOperation",
    }
)
THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
INVALID = frozenset(
    {
        "AuthFailure",
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "RequestExpired",
        "SignatureDoesNotMatch",
    }
)
NOT_IN_REGION = frozenset({"OptInRequired", "UnrecognizedClientException"})


@dataclass(frozen=True, slots=True)
class RequestFailure:
    """Why there is no answer; `code` is that of AWS, None if AWS has not answered."""

    reason: str
    code: str | None = None


def explain_foreign_response(name: str, region: str) -> str:
    """The reason that an answer has not the form of one: a proxy's page, say."""
    return f"what came back for {name} in region {region} was not from AWS"


def explain_denial(name: str) -> str:
    """The reason that an action of the linter's own is not allowed."""
    return f"AWS has denied {name}: allow {name}, see `live-policy`"


def explain_client_error(error: Any, name: str, region: str) -> RequestFailure:
    """What a ClientError of botocore's says; `name` is the action that was to be done.

    The text of AWS's message is left out: it may hold whatever was sent.
    """
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if error.operation_name.startswith("AssumeRole"):
        needed = f"sts:{error.operation_name} is needed, and the trust of the role"
        return RequestFailure(f"the role could not be assumed ({code}): {needed}", code)
    if code in INVALID:
        return RequestFailure(f"the credentials are not valid ({code}): sign in again", code)
    if code in NOT_IN_REGION:
        return RequestFailure(f"region {region} does not know these credentials ({code})", code)
    if code in THROTTLED:
        return RequestFailure(f"AWS has throttled {name} ({code}) each time: try again later", code)
    if code in DENIED or status in (401, 403):
        return RequestFailure(explain_denial(name), code)
    return RequestFailure(f"AWS has answered {code or status} to {name}", code)


def explain_unreachable(error: Exception, name: str, region: str) -> RequestFailure:
    """What a BotoCoreError says: no answer has come, or nothing could be sent.

    A KeyError is what botocore raises for XML of another kind than it expects.
    """
    from tflint_sagemaker.live.credentials import suggest_sign_in

    kind = type(error).__name__
    if cure := suggest_sign_in(kind):
        return RequestFailure(cure)
    if "Timeout" in kind:
        return RequestFailure(f"{name} has timed out in region {region}")
    if kind in ("KeyError", "ResponseParserError"):
        return RequestFailure(explain_foreign_response(name, region))
    if kind in ("ParamValidationError", "UnknownServiceError"):
        return RequestFailure(f"{name} cannot be asked this ({kind})")
    return RequestFailure(f"AWS could not be reached for {name} in region {region} ({kind})")
