"""Makes fixtures/truth/seed_mutations.json: the seed example with one token changed.

    python tests/mutate_seed.py

Each token and each line is deleted and doubled, each name misspelt in three ways, each sign
replaced by those that people confuse with it, and each value replaced by those of the table below.
What is already recorded of a mutation is kept; `record_truth.py` records the rest with Terraform.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import record_truth
from support import truth

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = re.compile(r'"[^"\n]*"|[A-Za-z_][\w-]*|[^\s\w]')
CONFUSED = {
    "=": ["==", ":", "=>", "-"],
    "{": ["(", "[", "{{", "{}"],
    "}": [")", "]", "}}", "};", "},"],
    "[": ["(", "{", "[["],
    "]": [")", "}", "]]", "],"],
    ".": ["..", ",", "-", "/", ". ", "["],
}
SIGNS = {
    "{": " brace ",
    "}": " end-brace ",
    "(": " paren ",
    ")": " end-paren ",
    "[": " bracket ",
    "]": " end-bracket ",
    "=": " equals ",
    ",": " comma ",
    ";": " semicolon ",
    "/": " slash ",
}
VALUES = {
    '"my-model"': [
        *(
            '""',
            '"my_model"',
            '"-my-model"',
            '"my-model-"',
            '"my model"',
            '"my.model"',
            '"my/model"',
        ),
        *(
            '"MY-MODEL"',
            '"m"',
            '"1-model"',
            '"modèle"',
            f'"{"m" * 63}"',
            f'"{"m" * 64}"',
            "5",
            "true",
        ),
        *(
            "null",
            '["my-model"]',
            "{}",
            "my-model",
            "my_model",
            "'my-model'",
            "“my-model”",
            '"my-model',
        ),
        *('"${my-model}"', '"${terraform.workspace}"', '"my-model" "b"', "var.name", "local.name"),
        *("path.module", "each.key", "count.index", "self.arn", 'lower("MY-MODEL")', 'lwer("M")'),
        *('join("_", ["my", "model"])', 'format("%s-%s", "my")', "(", '"my-model",', '"my-model";'),
        *('"$${my}"', '"%{if true}a"', r'"\d"', '"my-model" # the name', '"my-model" // the name'),
    ],
    "aws_iam_role.example.arn": [
        *("null", '""', '"aws_iam_role.example.arn"', '"${aws_iam_role.example.arn}"', "5", "[]"),
        *("aws_iam_role.example", "aws_iam_role.example.id", "aws_iam_role.example.name"),
        *("aws_iam_role.example.role_arn", "aws_iam_role.example[0].arn", "aws_iam_role.arn"),
        *(
            'aws_iam_role.example["a"].arn',
            "[aws_iam_role.example.arn]",
            "aws_iam_role.example.arn[0]",
        ),
        *("data.aws_iam_role.example.arn", "data.aws_iam_policy_document.assume_role.arn"),
        *("resource.aws_iam_role.example.arn", "aws_iam_role.example.unique_id", "var.role_arn"),
        *("aws_iam_role.example.inline_policy", "aws_iam_role.example.tags", "module.role.arn"),
        *(
            '"arn:aws:iam::111122223333:role/inference"',
            '"arn:aws:iam::111122223333:user/inference"',
        ),
        *('"inference"', '"arn:aws:iam::1111222233:role/inference"', "local.role_arn", "arn"),
        *(
            '"arn:aws:s3:::inference-role"',
            '"arn:aws:iam::111122223333:instance-profile/inference"',
        ),
        *('try(aws_iam_role.example.arn, "")', "aws_sagemaker_model.example.arn", "aws-iam-role"),
    ],
    "data.aws_sagemaker_prebuilt_ecr_image.test.registry_path": [
        *("null", '""', '" "', "5", "[]", "aws_sagemaker_prebuilt_ecr_image.test.registry_path"),
        *('"data.aws_sagemaker_prebuilt_ecr_image.test.registry_path"', "{}", "false"),
        *('"${data.aws_sagemaker_prebuilt_ecr_image.test.registry_path}"', "var.image"),
        *('"174872318107.dkr.ecr.us-west-2.amazonaws.com/kmeans:1"', "local.image"),
        *('"174872318107.dkr.ecr.us-west-2.amazonaws.com/kmeans:1 "', "aws_ecr_repository.a.arn"),
        *("data.aws_sagemaker_prebuilt_ecr_image.test", "data.sagemaker_prebuilt_ecr_image.test"),
        *(
            "data.aws_sagemaker_prebuilt_ecr_image.test.image_uri",
            "data.aws_ecr_image.test.image_uri",
        ),
        *("data.aws_sagemaker_prebuilt_ecr_image.example.registry_path",),
        *("data.aws_sagemaker_prebuilt_ecr_image.test[0].registry_path",),
        *("data.aws_sagemaker_prebuilt_ecr_image.test.repository_name",),
    ],
    "data.aws_iam_policy_document.assume_role.json": [
        *("null", '""', '"{}"', '"json"', "data.aws_iam_policy_document.assume_role", "{}"),
        *(
            "aws_iam_policy_document.assume_role.json",
            "data.aws_iam_policy_document.assume_role.rendered",
        ),
        *("data.aws_iam_policy.assume_role.json", 'jsonencode("sts:AssumeRole")', "var.trust"),
        *("data.aws_iam_policy_document.assume_role[0].json", 'file("trust.json")'),
    ],
    '["sts:AssumeRole"]': [
        *('"sts:AssumeRole"', "null", "[]", "{}", '["sts:AssumeRole",]', '["sts:AssumeRole" "b"]'),
        *('["sts:AssumeRole", "sts:TagSession"]', '["sts:assumerole"]', '["AssumeRole"]', "[5]"),
        *(
            '["iam:PassRole"]',
            '["*"]',
            '[["sts:AssumeRole"]]',
            '["sts:AssumeRole"',
            "sts:AssumeRole",
        ),
    ],
    '"Service"': ['"AWS"', '"service"', '"Services"', '"*"', '""', "null", "[]", "Service", "5"],
    '["sagemaker.amazonaws.com"]': [
        *('"sagemaker.amazonaws.com"', "[]", "null", "[sagemaker.amazonaws.com]", "{}", "[null]"),
        *('["ec2.amazonaws.com"]', '["sagemaker.aws.com"]', '["sagemaker"]', '["*"]'),
        *(
            '["lambda.amazonaws.com"]',
            '["ecs-tasks.amazonaws.com"]',
            '["sagemaker.amazonaws.com.cn"]',
        ),
        *('["sagemaker.amazonaws.com", "ec2.amazonaws.com"]', '["sagemaker.amazonaws.com", ]'),
        *('["sagemaker.amazon.com"]', '["SageMaker.amazonaws.com"]', '["sagemaker.amazonaws.con"]'),
    ],
    '"kmeans"': [
        *(
            '"KMeans"',
            '"kmean"',
            '"k-means"',
            '""',
            "null",
            "5",
            "kmeans",
            '["kmeans"]',
            '"kmeans:1"',
        ),
        *(
            '"xgboost"',
            '"sagemaker-xgboost"',
            '"linear-learner"',
            '"sagemaker-scikit-learn"',
            '"ntm"',
        ),
        *('"scikit-learn"', '"pytorch"', '"pytorch-inference"', '"huggingface"', "var.algorithm"),
        *('"huggingface-pytorch-inference"', '"blazing-text"', '"blazingtext"', "local.algorithm"),
    ],
}


def misspelt(name: str) -> list[str]:
    """Three ways to misspell a name."""
    middle = len(name) // 2
    swapped = name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]
    return [w for w in (name[:-1], name + name[-1], swapped, name.upper()) if w and w != name]


def mutations(text: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every mutation: what it is, and its edits."""
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        bare = line.strip()
        if not bare:
            continue
        yield f"line deleted: {bare}", [edit(number, 1, line, "")]
        yield f"line doubled: {bare}", [edit(number, 1, "", line)]
        for found in TOKEN.finditer(line):
            yield from token_mutations(number, found.start() + 1, found[0])
        for value, others in VALUES.items():
            at = line.find(f"= {value}\n")
            for other in others if at >= 0 else []:
                yield f"{value} -> {other}", [edit(number, at + 3, value, other)]
    yield from block_mutations(text)


def token_mutations(
    line: int, column: int, token: str
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A token deleted, misspelt, or replaced by what it is confused with."""
    yield f"deleted: {token}", [edit(line, column, token, "")]
    if token.startswith('"'):
        end = column + len(token) - 1
        yield f"no opening quote: {token}", [edit(line, column, '"', "")]
        yield f"no closing quote: {token}", [edit(line, end, '"', "")]
        yield f"single quotes: {token}", [edit(line, column, token, f"'{token[1:-1]}'")]
        for word in misspelt(token[1:-1]):
            yield f'{token} -> "{word}"', [edit(line, column + 1, token[1:-1], word)]
    elif token[0].isalpha():
        for word in misspelt(token):
            yield f"{token} -> {word}", [edit(line, column, token, word)]
    for other in CONFUSED.get(token, []):
        yield f"{token} -> {other}", [edit(line, column, token, other)]


def block_mutations(text: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A whole block deleted, doubled, or written as an argument."""
    lines = text.splitlines(keepends=True)
    for first, line in enumerate(lines):
        if not line.endswith(" {\n"):
            continue
        indent = line[: len(line) - len(line.lstrip())]
        last = lines.index(f"{indent}}}\n", first)
        block = "".join(lines[first : last + 1])
        head = line.strip(" {\n")
        yield f"block deleted: {head}", [edit(first + 1, 1, block, "")]
        yield f"block doubled: {head}", [edit(first + 1, 1, "", block)]
        yield f"block emptied: {head}", [edit(first + 1, 1, block, f"{line[:-1]}\n{indent}}}\n")]
        yield f"block with a label too many: {head}", [edit(first + 1, len(line) - 1, "{", '"x" {')]
        yield f"block on one line: {head}", [edit(first + 1, 1, block, one_line(block, indent))]
        yield (
            f"brace on the next line: {head}",
            [edit(first + 1, len(line) - 2, " {", f"\n{indent}{{")],
        )
        if indent:
            yield f"written as an argument: {head}", [edit(first + 1, len(line) - 1, "{", "= {")]


def one_line(block: str, indent: str) -> str:
    """The block with its lines joined."""
    return indent + " ".join(block.split()) + "\n"


def slug(what: str) -> str:
    """A short name for a mutation."""
    shown = re.sub(
        "[^\\w\\s-]", lambda sign: SIGNS.get(sign[0], " "), what.rsplit(" -> ", maxsplit=1)[-1]
    )
    return re.sub(r"[^a-z0-9]+", "-", shown.lower()).strip("-")[:44].strip("-")


def unused(name: str, taken: dict[str, Any]) -> str:
    """The name, with a number when it is taken."""
    others = (f"{name}-{number}" for number in range(2, 99))
    return name if name not in taken else next(n for n in others if n not in taken)


def edit(line: int, column: int, remove: str, insert: str) -> dict[str, Any]:
    """An edit as the group's file contains it."""
    return {"line": line, "column": column, "remove": remove, "insert": insert}


def main() -> int:
    """Write the group, with what is already recorded of each mutation."""
    path = truth.ROOT / "seed_mutations.json"
    old = truth.load("seed_mutations")["cases"] if path.exists() else {}
    text = truth.SEED.read_text(encoding="utf-8")
    unchanged: dict[str, Any] = {"what": "the example itself", "edits": []}
    cases: dict[str, Any] = {"unchanged": unchanged | old.get("unchanged", {})}
    texts = {text}
    for what, edits in mutations(text):
        mutated = truth.edited(text, edits)
        if mutated in texts:
            continue
        texts.add(mutated)
        name = unused(f"{edits[0]['line']:02d}-{edits[0]['column']:02d}-{slug(what)}", cases)
        kept = old.get(name, {})
        cases[name] = {"what": what, "edits": edits} | (kept if kept.get("edits") == edits else {})
    head = {
        "recorded_with": "terraform 1.11.4, hashicorp/aws 5.100.0",
        "of": "seed/main.tf",
    }
    record_truth.write(path, head | {"cases": cases})
    record_truth.report(f"{len(cases)} mutations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
