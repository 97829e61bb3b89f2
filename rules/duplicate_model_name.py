"""Two models of one configuration have the same name.

A name is unique in an account and region. The plan reports no error, the first model is created,
and the second fails with "Cannot create already existing model" after two minutes of retries. The
most common case is a resource with several instances and one constant name.

The rule compares only models that use the same provider configuration, in one module or in several.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html#sagemaker-CreateModel-request-ModelName>
and <https://developer.hashicorp.com/terraform/language/meta-arguments/for_each>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Related, RootConfiguration, Severity, rule

# Stands in an address for instances of which it is not known how many there are.
ANY_NUMBER = "[*]"

BAD = Example(
    "`aws_sagemaker_model.blue` and `aws_sagemaker_model.green` are both called `fraud`.",
    """
    resource "aws_sagemaker_model" "blue" {
      name               = "fraud"
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_model" "green" {
      name               = "fraud" # SM108
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.5.0"
      }
    }
    """,
)

GOOD = Example(
    "Each instance gets a name that contains its key.",
    """
    resource "aws_sagemaker_model" "m" {
      for_each = toset(["1.4.2", "1.5.0"])

      name               = "fraud-${replace(each.key, ".", "-")}"
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:${each.key}"
      }
    }
    """,
)


@rule("SM108", Severity.ERROR, on=RootConfiguration)
def check(configuration: RootConfiguration) -> Iterator[Problem]:
    """Yield the name of each model that another one before it has too."""
    first: dict[tuple[str, ...], Model] = {}
    for model in configuration.models:
        name = model.name
        key = _where(model)
        if name is None or key is None or name.raw.is_unknown:
            continue
        if not model.exists or ANY_NUMBER in model.address:
            continue
        other = first.setdefault((*key, str(name.value)), model)
        if other is not model:
            yield _problem(model, other)


def _where(model: Model) -> tuple[str, ...] | None:
    """The provider configuration and the region; None if that is not known.

    Where it is not certain what the configuration is in the root module, the instance of the module
    and what it calls the configuration stand for it. One instance of a resource may have another
    configuration than the next (OpenTofu: `aws.by_region[each.key]`).
    """
    region = model.argument("region")
    if region and region.raw.is_unknown:
        return None
    named = str(region.value) if region else ""
    if model.provider is not None:
        return (model.provider, named)
    provider = model.evaluated.syntax.body.get_attribute("provider")
    called = provider.value.span.text if provider else ""
    return None if "[" in called else (model.module_path, called, named)


def _problem(model: Model, other: Model) -> Problem:
    assert model.name is not None
    assert other.name is not None
    message = f"`{other.address}` and `{model.address}` are both called `{model.name.shown}`"
    if model.name.span == other.name.span:
        hint = "include `count.index` or `each.key` in the name, or omit the name"
        if model.module != other.module:
            hint = "make the name a variable of the module, or omit it"
        return Problem(model.name.span, message, hint, model.name.related)
    related = (Related(f"name of `{other.address}`", other.name.span), *model.name.related)
    return Problem(model.name.span, message, "give each model a unique name", related)
