"""The structure of the code: size of modules and functions, names, imports without cycles."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = ROOT / "tflint_sagemaker"
MODULES = sorted(PACKAGE.rglob("*.py"))
RULES = sorted((ROOT / "rules").glob("*.py"))
PACKAGES = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 50
MAX_RULE_LINES = 150
MAX_LOOSE_MODULES = 4

VERBS = frozenset((ROOT / "tests" / "support" / "verbs.txt").read_text("utf-8").split())
# Functions that still have other names. The numbers may only become smaller.
REMAINING = {"rules": 146, "rule": 14, "sagemaker": 101, "live": 2, "terraform": 4}
# Names that another program calls: click, lark, json, pickle, logging, the language itself.
CALLED_BY_LIBRARIES = frozenset(
    {
        "command",
        "convert",
        "dataclass",
        "main",
        "persistent_id",
        "persistent_load",
        "shell_complete",
    }
)
PREDICATE = re.compile(r"_*(is|has|can)_")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def package_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else "."


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            yield node


def is_property(function: ast.FunctionDef) -> bool:
    return any("property" in ast.unparse(one) for one in function.decorator_list)


def module_name(path: Path) -> str:
    dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return dotted.removesuffix(".__init__")


def imports(path: Path, known: dict[str, Path]) -> set[str]:
    """The modules of the package that a module imports, those for type checkers included."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                nested = f"{node.module}.{one.name}"
                found.add(nested if nested in known else node.module)
        elif isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
    return {name for name in found if name in known} - {module_name(path)}


def strongly_connected(graph: dict[str, set[str]]) -> list[set[str]]:
    """The sets of modules that import each other, by Tarjan's algorithm."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph[node]:
            if other not in index:
                visit(other)
            if other in stack:
                low[node] = min(low[node], low[other])
        if low[node] == index[node]:
            component = set()
            while True:
                component.add(stack.pop())
                if node in component:
                    break
            found.append(component)

    for node in graph:
        if node not in index:
            visit(node)
    return [component for component in found if len(component) > 1]


def test_the_package_has_few_loose_modules() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= MAX_LOOSE_MODULES


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = {module_name(path): path for path in MODULES}
    graph = {name: imports(path, known) for name, path in known.items()}
    # The package gives its public names on first use.
    graph["tflint_sagemaker"] = set()
    assert not [sorted(component) for component in strongly_connected(graph)]


@pytest.mark.parametrize("package", [".", *PACKAGES])
def test_modules_and_functions_are_short(package: str) -> None:
    paths = [path for path in MODULES if package_of(path) == package]
    long = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in paths}
    long.pop("tflint_sagemaker/live/run.py", None)  # 312 lines
    assert not {name: lines for name, lines in long.items() if lines > MAX_MODULE_LINES}
    assert not [
        f"{name_of(path)}: {one.name}"
        for path in paths
        for one in functions(path)
        if (one.end_lineno or 0) - one.lineno + 1 > MAX_FUNCTION_LINES
    ]


# Rules that are longer: their examples need roles, or responses of AWS.
LONG_RULES = 8


def test_rule_files_are_short() -> None:
    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in RULES}
    long = {name: count for name, count in lines.items() if count > MAX_RULE_LINES}
    assert len(long) <= LONG_RULES, long
    assert sum(count <= 90 for count in lines.values()) > len(lines) / 2


@pytest.mark.parametrize("package", PACKAGES)
def test_package_docstrings_state_contents_and_importers(package: str) -> None:
    doc = ast.get_docstring(tree_of(PACKAGE / package / "__init__.py"))
    assert doc, package
    assert len(doc.splitlines()) >= 3, doc
    assert "import" in doc, doc


@pytest.mark.parametrize("package", [".", "rules", *PACKAGES])
def test_functions_are_named_by_verbs(package: str) -> None:
    paths = RULES if package == "rules" else [p for p in MODULES if package_of(p) == package]
    wrong = []
    for path in paths:
        # The functions of Terraform's language keep the names that Terraform gives them.
        terraform = "terraform/functions/" in name_of(path)
        for one in functions(path):
            name = one.name.strip("_")
            if one.name.startswith("__") or is_property(one) or name in CALLED_BY_LIBRARIES:
                continue
            predicate = one.returns is not None and ast.unparse(one.returns) == "bool"
            if predicate and not PREDICATE.match(one.name):
                wrong.append(f"{name_of(path)}:{one.lineno} {one.name} -> bool")
            elif not predicate and not terraform and name.split("_")[0] not in VERBS:
                wrong.append(f"{name_of(path)}:{one.lineno} {one.name}")
    assert len(wrong) <= REMAINING.get(package, 0), f"{len(wrong)} names:\n" + "\n".join(wrong)


def test_a_class_name_means_one_thing() -> None:
    homes = defaultdict(list)
    for path in MODULES:
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(name_of(path))
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
                homes[ast.unparse(node.target)].append(name_of(path))
    shared = {"Document", "Json", "Number", "Parameter", "Place"}
    assert {name for name, paths in homes.items() if len(paths) > 1} <= shared, homes


def test_module_names_are_repeated_only_where_a_format_or_a_service_has_that_name() -> None:
    # A format, a service of AWS, or what each of several packages has for itself.
    allowed = """__init__ aws baseline errors files fixes formats iam json network resources
    s3 schema serialization store summary text types""".split()
    names = Counter(path.stem for path in MODULES)
    assert not {name for name, count in names.items() if count > 1} - set(allowed)


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if package_of(path) == "terraform"],
    ids=lambda path: path.stem,
)
def test_the_evaluator_of_terraform_knows_no_provider(path: Path) -> None:
    text = path.read_text("utf-8").replace("tflint_sagemaker", "").replace("tflint-sagemaker", "")
    assert not re.findall(r"(?i)\b\w*(?:aws|sagemaker)\w*", text)
