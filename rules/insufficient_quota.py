"""An endpoint configuration exceeds a quota of the account.

CreateEndpointConfig accepts it, but every endpoint with it is rejected: "The account-level service
limit 'ml.m4.xlarge for endpoint usage' is 0 Instances, with current utilization of 0 Instances and
a request delta of 1 Instances". Many instance types have a quota of 0 in new accounts. The rule
counts only this configuration, in one endpoint or in all endpoints that it creates, and not what
other endpoints use. It calls `servicequotas:ListServiceQuotas`.

See <https://docs.aws.amazon.com/general/latest/gr/sagemaker.html>,
<https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html> and
<https://github.com/aws/amazon-sagemaker-examples/issues/307>.
"""

from collections import Counter
from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    CannedResponse,
    EndpointConfiguration,
    Example,
    Problem,
    Related,
    Severity,
    Variant,
    check_each,
    rule,
)
from tflint_sagemaker.api.aws import Aws, get_quota
from tflint_sagemaker.api.endpoints import find_deployed

# The name of a quota, what to point at, and how much is asked for.
Demand = tuple[str, Argument, int]

# Quotas as Service Quotas names them; each type of instance has one of its own.
OF_INSTANCES = "{} for endpoint usage"
ALL_INSTANCES = "Number of instances across active endpoints"
ALL_CONCURRENCY = "Maximum total concurrency that can be allocated across all serverless endpoints"

HINT = "use less, or request an increase in Service Quotas"

BAD = Example(
    "1 in total, but the quota `ml.g5.xlarge for endpoint usage` is 0.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = aws_sagemaker_model.m.name
        initial_instance_count = 1
        instance_type          = "ml.g5.xlarge" # SM821
      }
    }
    """,
)

GOOD = Example(
    "The quota is large enough.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = aws_sagemaker_model.m.name
        initial_instance_count = 4
        instance_type          = "ml.m5.xlarge"
      }
    }
    """,
)

ANSWERS = (
    CannedResponse(
        "service-quotas:ListServiceQuotas",
        {"ServiceCode": "sagemaker"},
        {
            "Quotas": [
                {"QuotaName": "ml.m5.xlarge for endpoint usage", "Value": 4.0},
                {"QuotaName": "ml.g5.xlarge for endpoint usage", "Value": 0.0},
                {"QuotaName": ALL_INSTANCES, "Value": 20.0},
                {"QuotaName": ALL_CONCURRENCY, "Value": 10.0},
            ]
        },
    ),
)


@rule(
    "SM821",
    Severity.WARNING,
    on=EndpointConfiguration,
    live=("servicequotas:ListServiceQuotas",),
    answers=ANSWERS,
)
def check(configuration: EndpointConfiguration, *, aws: Aws) -> Iterator[Problem]:
    """Yield what asks for more than there is, and what does so with all other endpoints."""
    yield from check_each((_alone, _together), lambda look: look(configuration, aws))


def _alone(configuration: EndpointConfiguration, aws: Aws) -> Iterator[Problem]:
    asked: dict[str, int] = {}
    demands = check_each(configuration.variants(), _demands)
    yield from check_each(demands, lambda demand: _more(demand, asked, aws))


def _more(demand: Demand, asked: dict[str, int], aws: Aws) -> Iterator[Problem]:
    """What is too much together with what the variants before it ask for."""
    name, given, number = demand
    asked[name] = asked.get(name, 0) + number
    most = get_quota(aws, name)
    if asked[name] > most:
        message = f"{asked[name]} in total, but the quota `{name}` is {most:g}"
        yield Problem(given.span, message, HINT, given.related)


def _together(configuration: EndpointConfiguration, aws: Aws) -> Iterator[Problem]:
    """The last of all that have endpoints, if no one of them alone asks for too much."""
    group = find_deployed(configuration)
    if not group or group[-1][0] is not configuration:
        return
    total: Counter[str] = Counter()
    largest: dict[str, int] = {}
    for one, endpoints in group:
        asked: Counter[str] = Counter()
        for name, _, number in check_each(one.variants(), _demands):
            asked[name] += number
        for name, number in asked.items():
            total[name] += endpoints * number
            largest[name] = max(number, largest.get(name, 0))
    related = tuple(Related("so does this one", one.span) for one, _ in group[:-1])
    for name, number in sorted(total.items()):
        most = get_quota(aws, name)
        if largest[name] <= most < number:
            message = f"{number} for all endpoints, but the quota `{name}` is {most:g}"
            yield Problem(configuration.span, message, HINT, related)


def _demands(variant: Variant) -> Iterator[Demand]:
    """What counts against a quota."""
    if not variant.exists:
        return
    kind, count = variant.argument("instance_type"), variant.argument("initial_instance_count")
    if kind is not None and kind.text and count is not None:
        yield OF_INSTANCES.format(kind.text), kind, int(count.value)
        yield ALL_INSTANCES, count, int(count.value)
    for serverless in variant.children("serverless_config"):
        concurrency = serverless.argument("max_concurrency")
        if concurrency is not None:
            yield ALL_CONCURRENCY, concurrency, int(concurrency.value)
