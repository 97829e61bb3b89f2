"""Write tflint_sagemaker/sagemaker/data/managed_policies.json: what AWS-managed policies allow.

    python tools/managed_policies.py POLICIES.json SOURCE

POLICIES.json maps names of policies to what `iam get-policy` and `iam get-policy-version` answer of
their default versions, as in the data of the package moto (`moto/iam/aws_managed_policies.py`).
Only policies that execution roles are given are kept, and of these only the statements about what a
model needs of its role.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "tflint_sagemaker/sagemaker/data/managed_policies.json"

NEEDED = """
ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer
ecr:BatchGetImage s3:GetObject s3:ListBucket lambda:InvokeFunction kms:Decrypt
ec2:CreateNetworkInterface ec2:CreateNetworkInterfacePermission ec2:DeleteNetworkInterface
ec2:DeleteNetworkInterfacePermission ec2:DescribeNetworkInterfaces ec2:DescribeVpcs
ec2:DescribeDhcpOptions ec2:DescribeSubnets ec2:DescribeSecurityGroups
""".split()

KEPT = re.compile(
    r"AdministratorAccess|PowerUserAccess|ReadOnlyAccess|IAM\w+Access|SecretsManagerReadWrite"
    r"|AmazonSageMaker(FullAccess|ReadOnly|Canvas\w+|FeatureStoreAccess|ModelRegistryFullAccess"
    r"|PipelinesIntegrations|MechanicalTurkAccess|GroundTruthExecution)"
    r"|AmazonS3(FullAccess|ReadOnlyAccess)|AmazonEC2ContainerRegistry\w+"
    r"|AmazonElasticContainerRegistryPublic\w+|AmazonEC2(FullAccess|ReadOnlyAccess)"
    r"|AmazonVPC(FullAccess|ReadOnlyAccess)|AWSLambda_\w+Access|AWSLambda\w*Execut\w+"
    r"|AWSLambdaRole|CloudWatch(Logs)?(FullAccess|ReadOnlyAccess)(V2)?|CloudWatchAgent\w+Policy"
    r"|AWSX[Rr]ay\w+|AmazonDynamoDB\w+Access|AmazonSSM(FullAccess|ReadOnlyAccess|ManagedInstanceCore)"
    r"|Amazon(SNS|SQS|Kinesis|KinesisFirehose|Athena|Bedrock|Rekognition|Textract)(FullAccess|ReadOnly\w*)"
    r"|AmazonECSTaskExecutionRolePolicy|AWSGlueServiceRole|AWSKeyManagementServicePowerUser"
    r"|AWSStepFunctionsFullAccess|AmazonEC2RoleforSSM"
)


def about(statement: dict[str, Any]) -> dict[str, Any] | None:
    """The statement with those of its actions that are needed; None if there is none."""
    kept = {key: value for key, value in statement.items() if key != "Sid"}
    if "Action" not in statement:
        return kept
    given = statement["Action"]
    actions = [
        action
        for action in (given if isinstance(given, list) else [given])
        if any(re.fullmatch(glob(action), needed.casefold()) for needed in NEEDED)
    ]
    return kept | {"Action": actions} if actions else None


def glob(pattern: str) -> str:
    """The regular expression for a pattern of actions."""
    parts = (re.escape(part).replace(r"\?", ".") for part in pattern.casefold().split("*"))
    return ".*".join(parts)


def main() -> None:
    """Write the file."""
    path, source = sys.argv[1:]
    policies = {}
    for name, policy in sorted(json.loads(Path(path).read_text(encoding="utf-8")).items()):
        if KEPT.fullmatch(name):
            statements = [kept for one in policy["Document"]["Statement"] if (kept := about(one))]
            policies[policy["Path"].removeprefix("/") + name] = {
                "version": policy["DefaultVersionId"],
                "of": policy["UpdateDate"][:10],
                "statements": statements,
            }
    head = {"$generated": f"tools/managed_policies.py from {source}", "needed": NEEDED}
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(of)}" for name, of in policies.items())
    text = json.dumps(head, indent=1)[:-2] + ',\n "policies": {\n' + rows + "\n }\n}\n"
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
