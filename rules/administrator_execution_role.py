"""The execution role is allowed to do everything.

The container runs with the credentials of the execution role, unless the model is isolated from the
network. Code that gets into the container, through a pickled model or a package of the image, then
controls the account. The rule reports `AdministratorAccess`, `PowerUserAccess` and statements that
allow every action on every resource. A model needs to pull its image, read its data and write its
logs.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>
and <https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Problem, Role, Severity, rule

BAD = Example(
    "`AdministratorAccess` allows the execution role to do everything, or all but a few things.",
    """
    resource "aws_iam_role" "scoring" {
      name = "scoring"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "sagemaker.amazonaws.com" }
        }]
      })
    }

    resource "aws_iam_role_policy_attachment" "all" {
      role       = aws_iam_role.scoring.name
      policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" # SM512
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The role has only the permissions that it needs.",
    """
    resource "aws_iam_role" "scoring" {
      name = "scoring"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "sagemaker.amazonaws.com" }
          Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
        }]
      })
    }

    resource "aws_iam_role_policy" "some" {
      role = aws_iam_role.scoring.id
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = ["s3:*", "ecr:*", "ec2:*"], Resource = "*" }]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      enable_network_isolation = true

      vpc_config {
        subnets            = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
        security_group_ids = ["sg-0cccccccccccccccc"]
      }
    }
    """,
)


@rule("SM512", Severity.WARNING, group="security", on=Role)
def check(role: Role) -> Iterator[Problem]:
    """Yield each policy that allows everything."""
    for policy in role.permissions.administrators():
        words = f"`{policy.managed}` allows" if policy.managed else "the policy allows"
        yield Problem(
            policy.span,
            f"{words} the execution role to do everything, or all but a few things",
            hint="allow only what the model needs: its image, its data, its logs",
        )
