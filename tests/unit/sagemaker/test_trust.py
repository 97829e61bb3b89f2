"""Which trust policies let SageMaker assume a role, and of which that cannot be said."""

from __future__ import annotations

from typing import Any

import pytest

from tflint_sagemaker.sagemaker.trust import find_trusted_services, is_trusting_sagemaker
from tflint_sagemaker.terraform.values import Undecided, Unknown

LATER = Unknown("known after apply")
SAGEMAKER = "sagemaker.amazonaws.com"
LAMBDA = "lambda.amazonaws.com"
ROOT = "arn:aws:iam::123456789012:root"


def policy(**given: Any) -> dict[str, Any]:
    """A policy of one statement: that of the documentation, but for what is given."""
    return {"Version": "2012-10-17", "Statement": [statement(**given)]}


def statement(**given: Any) -> dict[str, Any]:
    usual = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": SAGEMAKER},
    }
    return {name: value for name, value in {**usual, **given}.items() if value != "absent"}


def service(*names: Any) -> dict[str, Any]:
    return policy(Principal={"Service": list(names)})


def aws(*names: Any) -> dict[str, Any]:
    return policy(Principal={"AWS": list(names)})


TRUSTED = {
    "as documented": policy(),
    "one statement, not in a list": {"Statement": statement()},
    "one of two services": service(LAMBDA, SAGEMAKER),
    "one of two types": policy(Principal={"AWS": ROOT, "Service": SAGEMAKER}),
    "one of two statements": {"Statement": [statement(Principal={"Service": LAMBDA}), statement()]},
    "beside an unknown service": service(LATER, SAGEMAKER),
    "beside an unknown statement": {"Statement": [LATER, statement()]},
    "beside an unknown type": policy(Principal={"AWS": LATER, "Service": SAGEMAKER}),
    "in China": service("sagemaker.amazonaws.com.cn"),
    "actions in a list": policy(Action=["sts:AssumeRole", "sts:TagSession"]),
    "action in other case": policy(Action="STS:assumerole"),
    "every action of sts": policy(Action="sts:*"),
    "every action": policy(Action="*"),
    "actions by a prefix": policy(Action="sts:Assume*"),
    "actions by a question mark": policy(Action="sts:AssumeRol?"),
    "every action but another": policy(Action="absent", NotAction="sts:TagSession"),
    "under a condition": policy(Condition={"StringEquals": {"aws:SourceAccount": LATER}}),
    "with an unknown Sid": policy(Sid=LATER),
    "denied elsewhere": {"Statement": [statement(), statement(Effect="Deny")]},
    "keys in lower case": {
        "statement": [{"effect": "Allow", "action": "*", "principal": {"service": SAGEMAKER}}]
    },
}

UNTRUSTED = {
    "another service": service(LAMBDA),
    "other services": service(LAMBDA, "ec2.amazonaws.com"),
    "no service": service(),
    "no statement": {"Statement": []},
    "the name alone": service("sagemaker"),
    "a slip": service("sagemaker.amazon.com"),
    "a blank too many": service("sagemaker.amazonaws.com "),
    "a service whose name is longer": service("notsagemaker.amazonaws.com"),
    "denied only": policy(Effect="Deny"),
    "another action": policy(Action="sts:TagSession"),
    "another variant of the action": policy(Action="sts:AssumeRoleWithWebIdentity"),
    "every action but this": policy(Action="absent", NotAction=["sts:assumerole"]),
    "no action of sts": policy(Action="absent", NotAction="sts:*"),
    "an account": aws(ROOT),
    "an account by its number": aws("123456789012"),
    "an account that is not known": aws(Unknown("later", prefix="arn:aws:iam::", suffix=":root")),
    "the service as an account": aws(SAGEMAKER),
    "a provider of identities": policy(Principal={"Federated": "accounts.google.com"}),
    "a canonical user": policy(Principal={"CanonicalUser": "79a59df9"}),
    "another service under an unknown condition": policy(
        Principal={"Service": LAMBDA}, Condition=LATER
    ),
    "another service for an unknown action": policy(Principal={"Service": LAMBDA}, Action=LATER),
    "an unknown service that is certainly another": service(
        Unknown("later", prefix="lambda.", suffix=".amazonaws.com")
    ),
    "an unknown service with another end": service(Unknown("later", suffix=".amazon.com")),
    "another action for an unknown principal": policy(Action="sts:TagSession", Principal=LATER),
}

OPEN = {
    "nothing is known": LATER,
    "the statements are unknown": {"Statement": LATER},
    "one statement is unknown": {"Statement": [LATER, statement(Effect="Deny")]},
    "the effect is unknown": policy(Effect=LATER),
    "the action is unknown": policy(Action=LATER),
    "one action is unknown": policy(Action=["sts:TagSession", LATER]),
    "the principal is unknown": policy(Principal=LATER),
    "the service is unknown": policy(Principal={"Service": LATER}),
    "one service is unknown": service(LAMBDA, LATER),
    "the service may turn out so": service(Unknown("later", suffix=".amazonaws.com")),
    "the region in the service is unknown": service(
        Unknown("later", prefix="sagemaker.", suffix=".amazonaws.com")
    ),
    "a service of one region": service("sagemaker.us-east-1.amazonaws.com"),
    "a wildcard in the service": service("*.amazonaws.com"),
    "everyone": policy(Principal="*"),
    "every account": aws("*"),
    "perhaps every account": aws(LATER),
    "everyone by an odd type": policy(Principal={"*": "*"}),
    "a type that does not exist": policy(Principal={"Services": SAGEMAKER}),
    "everyone but an account": policy(Principal="absent", NotPrincipal={"AWS": ROOT}),
    "no principal": policy(Principal="absent"),
    "no action": policy(Action="absent"),
    "no effect": policy(Effect="absent"),
    "a principal of numbers": policy(Principal={"Service": 5}),
    "a statement that is text": {"Statement": ["x"]},
    "a policy that is a list": [],
    "a policy without statements": {},
}


def cases(table: dict[str, Any]) -> list[Any]:
    return [pytest.param(case, id=name) for name, case in table.items()]


@pytest.mark.parametrize("given", cases(TRUSTED))
def test_trusted(given: Any) -> None:
    assert is_trusting_sagemaker(given) is True


@pytest.mark.parametrize("given", cases(UNTRUSTED))
def test_not_trusted(given: Any) -> None:
    assert is_trusting_sagemaker(given) is False


@pytest.mark.parametrize("given", cases(OPEN))
def test_undecided(given: Any) -> None:
    with pytest.raises(Undecided) as undecided:
        is_trusting_sagemaker(given)
    assert undecided.value.reason.reason


@pytest.mark.parametrize(
    ("given", "services"),
    [
        (policy(), [SAGEMAKER]),
        (service(LAMBDA, LATER, "ec2.amazonaws.com"), [LAMBDA, "ec2.amazonaws.com"]),
        (policy(Effect="Deny"), []),
        (aws(ROOT), []),
        ({"Statement": [LATER, statement()]}, [SAGEMAKER]),
    ],
)
def test_services_that_are_trusted(given: Any, services: list[str]) -> None:
    assert list(find_trusted_services(given)) == services
