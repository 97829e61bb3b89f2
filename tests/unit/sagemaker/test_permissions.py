"""What a role is certain not to be allowed, however its policies are written and attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.root_modules import load_root_modules
from tflint_sagemaker.sagemaker.iam_patterns import has_common_text, is_covering
from tflint_sagemaker.sagemaker.permissions import NO_RESOURCE, Permissions
from tflint_sagemaker.sagemaker.related_resources import RelatedResources
from tflint_sagemaker.terraform.values import Undecided

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OBJECT = "arn:aws:s3:::fraud-models/v1/model.tar.gz"
MODEL = """
resource "aws_sagemaker_model" "m" {
  execution_role_arn = aws_iam_role.r.arn
}
"""


def role(more: str = "") -> str:
    return f'resource "aws_iam_role" "r" {{\n  name = "scoring"\n{more}\n}}\n{MODEL}'


def policy(statement: str) -> str:
    return f'jsonencode({{ Version = "2012-10-17", Statement = [{{ {statement} }}] }})'


def inline(statement: str, whom: str = "aws_iam_role.r.id") -> str:
    text = f"  role   = {whom}\n  policy = {policy(statement)}\n"
    return role() + f'resource "aws_iam_role_policy" "p" {{\n{text}}}\n'


def attached(arn: str, kind: str = "aws_iam_role_policy_attachment") -> str:
    whom = "roles = [aws_iam_role.r.name]" if kind.endswith("policy_attachment") else ""
    if kind == "aws_iam_role_policy_attachment":
        whom = "role = aws_iam_role.r.name"
    return role() + f'resource "{kind}" "a" {{\n  {whom}\n  policy_arn = {arn}\n}}\n'


READ = f'Effect = "Allow", Action = "s3:GetObject", Resource = "{OBJECT}"'
OTHER = 'Effect = "Allow", Action = "ecr:*", Resource = "*"'
HEREDOC = """resource "aws_s3_bucket" "b" {
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.name
  policy = <<-EOF
    {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "RESOURCE"}]}
  EOF
}
"""

# True: the object is certainly closed; False: it is certainly open; None: unknown.
CASES: dict[str, tuple[str, bool | None]] = {
    "no policies at all": (role(), None),
    "a policy for the object": (inline(READ), False),
    "a policy about something else": (inline(OTHER), True),
    "actions in another case": (inline(READ.replace("s3:GetObject", "S3:getobject")), False),
    "a pattern of actions": (inline(READ.replace("GetObject", "Get*")), False),
    "a bucket in place of its objects": (
        inline(READ.replace(OBJECT, "arn:aws:s3:::fraud-models")),
        True,
    ),
    "objects of a bucket": (inline(READ.replace(OBJECT, "arn:aws:s3:::fraud-models/*")), False),
    "another partition": (inline(READ.replace("arn:aws:", "arn:aws-cn:")), False),
    "a variable of IAM": (inline(READ.replace("v1", "$${aws:username}")), None),
    "a condition": (
        inline(f'{READ}, Condition = {{ Bool = {{ "aws:SecureTransport" = "true" }} }}'),
        None,
    ),
    "all but something else": (
        inline('Effect = "Allow", NotAction = "iam:*", Resource = "*"'),
        False,
    ),
    "all but this": (inline('Effect = "Allow", NotAction = "s3:*", Resource = "*"'), True),
    "all resources but this": (inline(READ.replace("Resource", "NotResource")), True),
    "a denial alone": (inline(READ.replace("Allow", "Deny")), True),
    "a policy by the role's name": (inline(OTHER, '"scoring"'), True),
    "a policy of another role": (inline(READ, '"training"'), None),
    "a policy of a role that is not known": (
        'variable "who" {\n}\n' + inline(OTHER, "var.who"),
        None,
    ),
    "a policy that is not known": (
        'variable "doc" {\n}\n' + inline(OTHER).replace(policy(OTHER), "var.doc"),
        None,
    ),
    "an effect that is not known": (
        'variable "effect" {\n}\n' + inline(READ.replace('"Allow"', "var.effect")),
        None,
    ),
    "a block of the role": (role(f"inline_policy {{\n  policy = {policy(OTHER)}\n}}"), True),
    "arguments of the role": (
        role('managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]'),
        False,
    ),
    "a policy of AWS": (
        attached('"arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"'),
        True,
    ),
    "a policy of AWS that is not known here": (
        attached('"arn:aws:iam::aws:policy/AmazonNewThingFullAccess"'),
        None,
    ),
    "a customer managed policy": (attached('"arn:aws:iam::123456789012:policy/read"'), None),
    "an attachment of several roles": (
        attached('"arn:aws:iam::aws:policy/AmazonS3FullAccess"', "aws_iam_policy_attachment"),
        False,
    ),
    "a heredoc with a bucket for a gap": (
        role() + HEREDOC.replace("RESOURCE", "${aws_s3_bucket.b.arn}"),
        True,
    ),
    "a heredoc with the objects of a bucket": (
        role() + HEREDOC.replace("RESOURCE", "${aws_s3_bucket.b.arn}/*"),
        None,
    ),
    "a bucket that has its own policy": (
        inline(OTHER) + 'resource "aws_s3_bucket_policy" "b" {\n}\n',
        None,
    ),
    "a module that is not on disk": (
        inline(OTHER)
        + 'module "more" {\n  source = "example/policy/aws"\n  role = aws_iam_role.r.name\n}\n',
        None,
    ),
    "policies whose number is not known": (
        'variable "all" {\n}\n'
        + inline(OTHER)
        + 'resource "aws_iam_role_policy_attachment" "a" {\n  for_each   = var.all\n'
        + "  role       = aws_iam_role.r.name\n  policy_arn = each.value\n}\n",
        None,
    ),
    "changes that are ignored": (
        role("lifecycle {\n  ignore_changes = [inline_policy]\n}") + inline(OTHER).split(MODEL)[1],
        None,
    ),
}


def permissions(tree: Callable[..., Path], text: str) -> Permissions:
    (root,), _ = load_root_modules([Target(tree({"main.tf": text}), None)], Settings())
    (model,) = RelatedResources(root).models.values()
    return model.permissions


@pytest.mark.parametrize("name", CASES)
def test_whether_an_object_is_closed(name: str, tree: Callable[..., Path]) -> None:
    text, wanted = CASES[name]
    given = permissions(tree, text)
    if wanted is None:
        with pytest.raises(Undecided):
            given.lacks("s3:GetObject", OBJECT)
    else:
        assert given.lacks("s3:GetObject", OBJECT) is wanted


@pytest.mark.parametrize(
    ("statement", "everything"),
    [
        ('Effect = "Allow", Action = "*", Resource = "*"', True),
        ('Effect = "Allow", Action = "*:*", Resource = ["*"]', True),
        ('Effect = "Allow", NotAction = "iam:*", Resource = "*"', True),
        ('Effect = "Allow", Action = ["s3:*", "ec2:*"], Resource = "*"', False),
        ('Effect = "Allow", Action = "*", Resource = "arn:aws:s3:::fraud-models"', False),
        ('Effect = "Deny", Action = "*", Resource = "*"', False),
    ],
)
def test_administrators(statement: str, everything: bool, tree: Callable[..., Path]) -> None:  # noqa: FBT001
    assert bool(list(permissions(tree, inline(statement)).administrators())) is everything


@pytest.mark.parametrize(
    ("one", "other", "met", "covered"),
    [
        ("*", NO_RESOURCE, True, True),
        ("arn:*", NO_RESOURCE, False, False),
        ("?", NO_RESOURCE, False, False),
        ("a*c", "abc", True, True),
        ("a*d", "abc", False, False),
        ("a?c", "abc", True, True),
        ("a*", "*b", True, False),
        ("a/*", "a/b*", True, True),
        ("a", "a*", True, False),
    ],
)
def test_patterns(one: str, other: str, met: bool, covered: bool) -> None:  # noqa: FBT001
    assert has_common_text(one, other) is met
    assert has_common_text(other, one) is met
    assert is_covering(one, other) is covered
