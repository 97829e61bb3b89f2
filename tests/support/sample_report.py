"""The one input of all golden reports: what is odd in places and texts, and what is hostile."""

from __future__ import annotations

from tflint_sagemaker.hcl.text import InputError, Source, Span
from tflint_sagemaker.rule.definition import Rule, Severity
from tflint_sagemaker.rule.examples import Example
from tflint_sagemaker.rule.problem import Edit, Fix, Problem
from tflint_sagemaker.rule.results import (
    CheckFailure,
    Finding,
    Report,
    SuppressedFinding,
    UndecidedCheck,
)
from tflint_sagemaker.terraform.diagnostics import Related
from tflint_sagemaker.terraform.values import Unknown

MAIN = Source(
    "modules/model/main.tf",
    """\
variable "mode" {
  default = "Multi"
}

resource "aws_sagemaker_model" "m" {
  name               = "fraud_model"
  execution_role_arn = var.role
\tprimary_container { mode = var.mode }
  container {
    image = "1.dkr.ecr.us-east-1.amazonaws.com/模型:latest" # 🚀 moves
    environment = {
      A = 1
      B = 2
      C = 3
      D = 4
    }
  }
}
""",
)
NOTHING = Example("", "")
LONG = Source("long.tf", f'locals {{ a = "{"x" * 300}", b = "TARGET", c = "{"y" * 300}" }}')
HOSTILE = Source("e\x1b[31mvil\n.tf", 'name = "\x1b]0;owned\x07\u202egnp\x9b2J" # \u2028end\r\n')
EMPTY = Source("gone.tf", "")
MARKUP = Source(
    "::error file=a,b::%0A;]]><i a='\"'>&amp;##vso[x]\\.tf",
    'name = "]]>%0A::warning::##vso[task.setvariable variable=a]b##[error]<i>&lt;%3B%AZP25" \n',
)


def rule(code: str, name: str, severity: Severity) -> Rule:
    return Rule(
        code=code,
        name=name,
        severity=severity,
        doc="Doc.",
        bad=NOTHING,
        good=NOTHING,
    )


MODE = rule("SM104", "invalid-container-mode", Severity.ERROR)
LATEST = rule("SM310", "latest-image-tag", Severity.WARNING)
TAGS = rule("SM701", "missing-tags", Severity.NOTICE)
ROLE = rule("SM501", "invalid-role-arn", Severity.ERROR)
MODEL = "module.a.aws_sagemaker_model.m"


def span(source: Source, text: str, occurrence: int = 0) -> Span:
    start = -1
    for _ in range(occurrence + 1):
        start = source.text.index(text, start + 1)
    return Span(source, start, start + len(text))


FINDINGS = {
    "note": Finding(
        MODE,
        f'{MODEL}["x"]',
        Problem(
            span(MAIN, "var.mode"),
            "mode `Multi` is not a mode",
            hint="write `MultiModel`",
            related=(Related("default of var.mode", span(MAIN, '"Multi"')),),
            fix=Fix("write `MultiModel`", (Edit(span(MAIN, '"Multi"'), '"MultiModel"'),)),
        ),
    ),
    "wide": Finding(LATEST, MODEL, Problem(span(MAIN, ":latest"), "image tag `latest` moves")),
    "lines": Finding(
        TAGS, None, Problem(span(MAIN, MAIN.text[MAIN.text.index("environment") : -8]), "too many")
    ),
    "brace": Finding(TAGS, MODEL, Problem(span(MAIN, "container {\n    image"), "over two lines")),
    "cut": Finding(LATEST, None, Problem(span(LONG, '"TARGET"'), "in the middle of a long line")),
    "cut-long": Finding(LATEST, None, Problem(span(LONG, "y" * 300), "wider than the terminal")),
    "nothing": Finding(TAGS, None, Problem(Span(MAIN, 0, 0), "a place of no width")),
    "end": Finding(
        TAGS, None, Problem(Span(MAIN, len(MAIN.text), len(MAIN.text)), "behind the last line")
    ),
    "hostile": Finding(
        LATEST,
        'aws_sagemaker_model.m["\x1b[0m"]',
        Problem(
            span(HOSTILE, '"\x1b]0;owned\x07\u202egnp\x9b2J"'),
            "value `\x1b[2J` is not a name",
            hint="mend \x07 it",
            related=(Related("\x1b[31mred", span(HOSTILE, "name")),),
        ),
    ),
    "markup": Finding(
        LATEST,
        'aws_sagemaker_model.m["]]><b>%0A::x::"]',
        Problem(
            span(MARKUP, MARKUP.text[7:-2]),
            "`]]><b>` is %0A ::error:: ##vso[task.complete] '\"' [text](https://example.com)",
            hint="%3B;] & ##[group]<i>",
            related=(Related("<script>alert(1)</script>]]>", span(MARKUP, "name")),),
        ),
    ),
    "fixed": Finding(
        MODE,
        MODEL,
        Problem(
            span(MAIN, "latest"),
            "`latest` <moves>",
            fix=Fix("write `1.4`", (Edit(span(MAIN, "latest"), "1.4"),)),
        ),
    ),
}
SUPPRESSED = (
    SuppressedFinding(
        Finding(LATEST, MODEL, Problem(span(MAIN, "Multi"), "not so bad")),
        "comment",
        "the team ]]> knows",
    ),
    SuppressedFinding(Finding(LATEST, MODEL, Problem(span(MAIN, "A = 1"), "known")), "baseline"),
)
UNDECIDED = UndecidedCheck(
    ROLE,
    MODEL,
    Unknown("var.role has no default and no value was given", span(MAIN, "var.role")),
    span(MAIN, 'resource "aws_sagemaker_model" "m"'),
)
ERRORS = (
    InputError("a brace is not closed", span(MAIN, "{", 3), "close it"),
    InputError("cannot read this file: Permission denied", Span(EMPTY, 0, 0)),
)
FAILURE = CheckFailure(MODE, MODEL, "Traceback …\nZeroDivisionError", span(MAIN, "container"))

REPORTS = {
    "empty": Report.collect(files=14),
    "clean": Report.collect(files=1, modules=1, models=1),
    "everything": Report.collect(
        FINDINGS.values(),
        [UNDECIDED],
        ERRORS,
        [FAILURE],
        files=14,
        modules=2,
        models=3,
        suppressed=SUPPRESSED,
    ),
}
