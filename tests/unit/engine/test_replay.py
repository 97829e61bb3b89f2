"""A run says what it would have said without a store, whatever has changed since the last one."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from tflint_sagemaker import cli
from tflint_sagemaker.cache import store as memo
from tflint_sagemaker.cli import replay
from tflint_sagemaker.util import fs

ROOT = Path(__file__).parents[1]
ROLE = "arn:aws:iam::123456789012:role/fraud"
IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud:1.4.2"


def model(name: str = '"fraud-"', image: str = f'"{IMAGE}"') -> str:
    return f"""
variable "name" {{
  default = "fraud_"
}}

resource "aws_sagemaker_model" "m" {{
  name               = {name}
  execution_role_arn = "{ROLE}"

  primary_container {{
    image = {image}
  }}
}}
"""


class World:
    """A directory that is linted, and a store for it alone."""

    def __init__(self, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = base / "project"
        self.store = base / "cache"
        self.root.mkdir()
        self.set = monkeypatch.setenv
        self.set("XDG_STATE_HOME", str(base / "state"))
        self.set("TFLINT_SAGEMAKER_CACHE_DIR", str(self.store))
        monkeypatch.chdir(self.root)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, bytes, bytes]:
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        with redirect_stdout(out), redirect_stderr(err):
            status = cli.run(list(arguments), os.environ)
            out.flush()
            err.flush()
        told = [stream.detach() for stream in (out, err)]
        return status, told[0].getvalue(), told[1].getvalue()

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "tflint_sagemaker", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def pages(self) -> set[str]:
        return {file.name for file in self.store.glob("1/page-run-*")}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path, monkeypatch)


FORMATS = "full concise json jsonl sarif junit gitlab github checkstyle rdjson azure html".split()


@pytest.mark.parametrize("form", FORMATS)
def test_cold_warm_and_without_a_store_are_the_same(world: World, form: str) -> None:
    world.write("main.tf", model())
    cold, warm = world.run("-f", form), world.run("-f", form)
    assert len(world.pages()) == 1, "the run was remembered"
    assert cold == warm == world.run("-f", form, "--no-cache")
    assert cold[0] == 1


CHANGES: dict[str, tuple[dict[str, str], tuple[str, ...], dict[str, str]]] = {
    "a file is edited": ({"main.tf": model()}, (), {"main.tf": model('"fraud"')}),
    "a file of the same size": ({"main.tf": model('"a-"')}, (), {"main.tf": model('"ab"')}),
    "a file is added": ({"main.tf": model()}, (), {"more.tf": model().replace('"m"', '"n"')}),
    "an override": (
        {"main.tf": model()},
        (),
        {"x_override.tf": 'resource "aws_sagemaker_model" "m" {\n  name = "good"\n}\n'},
    ),
    "values": ({"main.tf": model("var.name")}, (), {"terraform.tfvars": 'name = "good"\n'}),
    "values by themselves": (
        {"main.tf": model("var.name")},
        (),
        {"x.auto.tfvars": 'name = "good"\n'},
    ),
    "a configuration": (
        {"a/main.tf": model()},
        ("a",),
        {"tflint-sagemaker.toml": 'ignore = ["SM103"]\n'},
    ),
    "a nearer configuration": (
        {"a/main.tf": model(), "tflint-sagemaker.toml": 'ignore = ["SM103"]\n'},
        ("a",),
        {"a/tflint-sagemaker.toml": 'ignore = ["SM104"]\n'},
    ),
    "a project that configures": (
        {"main.tf": model(), "pyproject.toml": "[project]\n"},
        (),
        {"pyproject.toml": '[tool.tflint-sagemaker]\nignore = ["SM103"]\n'},
    ),
    "a configuration that is extended": (
        {
            "main.tf": model(),
            "base.toml": "",
            "tflint-sagemaker.toml": 'extends = "base.toml"\n',
        },
        (),
        {"base.toml": 'ignore = ["SM103"]\n'},
    ),
    "a repository below the configuration": (
        {"a/main.tf": model(), "tflint-sagemaker.toml": 'ignore = ["SM103"]\n'},
        ("a",),
        {"a/.git/HEAD": "ref: refs/heads/main\n"},
    ),
    "what git ignores": (
        {"a/main.tf": model(), "b/main.tf": model(), ".git/HEAD": "ref: refs/heads/main\n"},
        (),
        {".gitignore": "b/\n"},
    ),
    "a module that was not there": (
        {"main.tf": 'module "a" {\n  source = "../lib"\n}\n' + model()},
        (),
        {"../lib/main.tf": model().replace('"m"', '"n"')},
    ),
    "a module elsewhere": (
        {"main.tf": 'module "a" {\n  source = "../lib"\n}\n', "../lib/main.tf": model()},
        (),
        {"../lib/main.tf": model('"good"')},
    ),
    "a file that is read": (
        {"main.tf": model('file("name.txt")'), "name.txt": "fraud-"},
        (),
        {"name.txt": "good"},
    ),
    "a file that is read and was not there": (
        {"main.tf": model('file("name.txt")')},
        (),
        {"name.txt": "fraud-"},
    ),
    "a set of files": (
        {"main.tf": model('"m-${length(fileset("names", "*"))}-"'), "names/a": ""},
        (),
        {"names/b": ""},
    ),
    "a lock file": (
        {"main.tf": model().replace("  name  ", '  region             = "eu-central-1"\n  name  ')},
        (),
        {
            ".terraform.lock.hcl": 'provider "registry.terraform.io/hashicorp/aws" {\n'
            '  version = "3.20.0"\n}\n'
        },
    ),
    "a baseline": (
        {"main.tf": model()},
        (),
        {"tflint-sagemaker-baseline.json": '{"nonsense": true}'},
    ),
    "a directory below": ({"a/main.tf": model()}, (), {"b/main.tf": model()}),
    "a directory two below": (
        {"a/main.tf": model(), "b/c/notes.txt": ""},
        (),
        {"b/c/main.tf": model()},
    ),
    "a comment": (
        {"main.tf": model()},
        (),
        {"main.tf": model('"fraud-" # tflint-sagemaker: ignore[SM103] -- known')},
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen(world: World, name: str) -> None:
    before, arguments, change = CHANGES[name]
    for path, text in before.items():
        world.write(path, text)
    first = world.run(*arguments)
    assert world.pages(), "the first run was remembered"
    assert world.run(*arguments) == first
    for path, text in change.items():
        world.write(path, text)
    second = world.run(*arguments)
    assert second == world.run(*arguments, "--no-cache")
    assert second != first, "the change matters"


def test_a_file_that_goes_is_missed(world: World) -> None:
    world.write("main.tf", model())
    world.write("other.tf", model().replace('"m"', '"n"').replace('"name"', '"other"'))
    first = world.run()
    (world.root / "other.tf").unlink()
    assert world.run() == world.run("--no-cache") != first


def test_a_link_that_leads_elsewhere_is_noticed(world: World) -> None:
    world.write("one/main.tf", model())
    world.write("two/main.tf", model('"good"'))
    world.write("here/main.tf", 'module "a" {\n  source = "../lib"\n}\n')
    (world.root / "lib").symlink_to("one")
    first = world.run("here")
    (world.root / "lib").unlink()
    (world.root / "lib").symlink_to("two")
    assert world.run("here") == world.run("here", "--no-cache") != first


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TF_VAR_name", "good"),
        ("TFLINT_SAGEMAKER_FORMAT", "json"),
        ("TFLINT_SAGEMAKER_IGNORE", "SM103"),
        ("FORCE_COLOR", "1"),
        ("GITHUB_ACTIONS", "true"),
    ],
)
def test_the_environment_is_heeded(world: World, name: str, text: str) -> None:
    world.write("main.tf", model("var.name"))
    first = world.run()
    world.set(name, text)
    assert world.run() == world.run("--no-cache") != first


def test_a_run_that_writes_is_made_again(world: World) -> None:
    world.write("main.tf", model())
    for _ in range(2):
        assert world.run("-f", "json", "--output-file", "report.json")[0] == 1
        (world.root / "report.json").unlink()
    assert not world.pages()


def test_a_run_that_mends_is_made_again(world: World) -> None:
    wrong = model('"fraud"').replace("image =", 'mode  = "Multimodel"\n    image =')
    for _ in range(2):
        world.write("main.tf", wrong)
        world.run("--fix")
        assert (world.root / "main.tf").read_text(encoding="utf-8") != wrong
    assert not world.pages()


class Watched:
    """What is noted while something is done."""

    def __enter__(self) -> replay.Record:
        self.record = replay.Record("no store")
        sys.addaudithook(self.record.hear)
        return self.record

    def __exit__(self, *_: object) -> None:
        self.record.listening = False


def test_what_is_used_is_what_is_noted(tmp_path: Path) -> None:
    file = tmp_path / "main.tf"
    file.write_bytes(b"one")
    with Watched() as record:
        assert fs.contents(file) == fs.contents(str(file)) == b"one"
    file.write_bytes(b"two")
    assert record.looks == {("contents", str(file)): fs.known_by(b"one")}
    assert record.holds(), "the run has used one, and says what it says of one"


def test_a_file_that_changes_between_two_looks_makes_a_run_that_is_not_repeated(
    tmp_path: Path,
) -> None:
    file = tmp_path / "main.tf"
    file.write_bytes(b"one")
    with Watched() as record:
        fs.contents(file)
        file.write_bytes(b"two")
        fs.contents(file)
        file.write_bytes(b"one")
    assert not record.holds()


def test_a_file_that_is_opened_by_others_as_well_is_looked_at_again(tmp_path: Path) -> None:
    file = tmp_path / "main.tf"
    file.write_bytes(b"one")
    with Watched() as record:
        fs.contents(file)
        assert file.read_bytes() == b"one"
    assert record.holds()
    file.write_bytes(b"two")
    assert not record.holds()


@pytest.mark.parametrize("name", ["nothing-there", "a\0b", "."])
def test_what_cannot_be_read_is_noted_too(tmp_path: Path, name: str) -> None:
    with Watched() as record:
        with pytest.raises((OSError, ValueError)):
            fs.contents(tmp_path / name)
        (tmp_path / "other").write_bytes(b"")
    answers = {path: seen for (kind, path), seen in record.looks.items() if kind == "contents"}
    assert answers.get(str(tmp_path / name)) in (None, "")
    assert not record.repeatable, "what writes is not repeated"


def test_what_other_processes_have_seen_counts_as_seen(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    with Watched() as other:
        fs.contents(one)
        fs.contents(two)
        assert fs.is_file(one)
    with Watched() as record:
        fs.contents(one)
        record.learn(other.news())
    assert record.looks.keys() == other.looks.keys()
    assert record.holds()
    one.unlink()
    assert not record.holds(), "whether it is there is asked again"
    one.write_bytes(b"3")
    with Watched() as later:
        fs.contents(one)
        later.learn(([(("contents", str(one)), fs.known_by(b"1"), True)], [], True))
    assert not later.holds(), "two processes have seen two things"


def test_standard_input_is_read_each_time(world: World) -> None:
    for name, status in (("fraud-", 1), ("fraud", 0)):
        started = subprocess.run(
            [sys.executable, "-m", "tflint_sagemaker", "-", "--stdin-filename", "main.tf"],
            input=model(f'"{name}"').encode(),
            capture_output=True,
            check=False,
        )
        assert started.returncode == status, started
    assert not world.pages()


def test_what_git_says_is_asked_each_time(world: World) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], check=True, capture_output=True)

    git("init")
    world.write("main.tf", model())
    assert world.run("--staged")[0] == 0
    git("add", "main.tf")
    assert world.run("--staged")[0] == 1


@pytest.mark.parametrize("damage", [b"", b"\0" * 100, b"{}", b"[" * 100_000])
def test_a_damaged_store_costs_time_alone(world: World, damage: bytes) -> None:
    world.write("main.tf", model())
    first = world.run()
    for file in (world.store / "1").iterdir():
        file.write_bytes(damage)
    assert world.run() == first
    assert world.run() == first


def test_a_store_of_somebody_else_changes_nothing(world: World, tmp_path: Path) -> None:
    world.write("main.tf", model())
    first = world.run()
    forged = memo.Store(world.store / "1", b"x" * 32)
    for name in world.pages():
        forged.keep_page(name.removeprefix("page-"), {"looks": [], "said": [], "status": 0})
    assert world.run() == first
    (tmp_path / "state" / "tflint-sagemaker" / "key").unlink()
    assert world.run() == first


def test_no_home_at_all_is_no_error(world: World) -> None:
    world.write("main.tf", model())
    (world.root.parent / "state").write_text("a file", encoding="utf-8")
    assert world.run() == world.run("--no-cache")
    assert not world.store.exists()


def test_many_runs_at_once_say_the_same(world: World) -> None:
    world.write("main.tf", model())
    expected = world.run("--no-cache")
    crowd = [world.start() for _ in range(6)]
    told = [(*one.communicate(), one.returncode) for one in crowd]
    assert {(status, out, err) for out, err, status in told} == {expected}
    assert world.run() == expected


def imported(*arguments: str) -> set[str]:
    """The modules of a run that do not come with Python: ours, and the packages of others."""
    names = {name for name in all_imported(*arguments) if not name.startswith("_")}
    ours = {name for name in names if name.split(".")[0] == "tflint_sagemaker"}
    return ours | {name.split(".")[0] for name in names - ours} - STANDARD


def all_imported(*arguments: str) -> set[str]:
    """Every module of a run. What a tool has imported at the start of Python is not ours."""
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from tflint_sagemaker.cli import main\n"
        f"sys.argv[1:] = {list(arguments)!r}\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stdout.flush()\n"
        "print('\\n'.join(sys.modules.keys() - before), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


STANDARD = sys.stdlib_module_names
REPLAY = {
    "tflint_sagemaker",
    "tflint_sagemaker.cli",
    "tflint_sagemaker.cli.replay",
    "tflint_sagemaker.cli.streams",
    "tflint_sagemaker.util.digest",
    "tflint_sagemaker.cache.store",
    "tflint_sagemaker.util.fs",
}


def test_a_run_that_is_repeated_imports_next_to_nothing(world: World) -> None:
    world.write("main.tf", model())
    imported(".")
    assert imported(".") == REPLAY


@pytest.mark.usefixtures("world")
def test_help_imports_click_and_little_else() -> None:
    assert imported("--help") == REPLAY | {
        "click",
        "tflint_sagemaker.cli.program",
        "tflint_sagemaker.cli.terminal",
        "tflint_sagemaker.util.lazy_regex",
        "tflint_sagemaker.report",
        "tflint_sagemaker.report.text",
    }


def test_a_run_on_known_blocks_imports_no_parser(world: World) -> None:
    world.write("tflint-sagemaker.toml", 'ignore = ["SM104"]\n')
    world.write("main.tf", model('(1 + 2) * 3 == 9 ? upper(lower("fraud-")) : "b"'))
    assert {"lark", "jsonschema"} <= imported(".")
    world.write("other.tf", "# no block has changed\n")
    assert not {"hcl2", "lark", "jsonschema"} & imported(".")


def test_a_run_that_is_not_repeated_imports_what_is_listed(world: World) -> None:
    listed = set((ROOT / "tests/fixtures/imported.txt").read_text(encoding="utf-8").split())
    world.write("main.tf", model('"fraud"'))
    assert imported(".") == listed, "the first run of all"
    world.write("main.tf", model('"other"'))
    assert imported(".") == listed, "a run on an edited file"
    assert imported(".", "--no-cache") == listed - {"tflint_sagemaker.cli.replay"}


# What takes long to import and is seldom needed.
LONG = {
    *("asyncio", "difflib", "email", "hashlib", "html", "importlib.metadata", "logging"),
    *("importlib.resources", "multiprocessing", "shutil", "socket", "subprocess", "tempfile"),
}


def test_a_run_that_is_not_repeated_imports_nothing_long(world: World) -> None:
    world.write("main.tf", model('"fraud"'))
    assert not LONG & all_imported(".")


# Questions that no audit hook hears, and who may ask them: those who write files, those whose runs
# are never repeated (git, AWS), and what Python programs call.
QUIET = {"is_file", "is_dir", "exists", "isfile", "isdir", "lexists", "realpath", "stat", "islink"}
WRITERS = {
    "atomic.py",
    "memo.py",
    "sight.py",
    "embed.py",
    "git.py",
    "live/store.py",
    "cli/config.py",
    "cli/files.py",
    "cli/watching.py",
}
# Each of these asks what a listing has told, or what only runs that write files depend on.
HEARD_OTHERWISE = {
    ("discovery.py", "is_dir"),
    ("discovery.py", "is_file"),
    ("terraform/module.py", "is_dir"),
    ("terraform/file_access.py", "is_file"),
    ("cli/formats.py", "is_dir"),
    ("cli/job.py", "is_dir"),
}


def test_questions_about_files_are_asked_where_they_are_heard() -> None:
    package = ROOT / "tflint_sagemaker"
    quiet = set()
    for file in package.rglob("*.py"):
        name = file.relative_to(package).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in QUIET
                and not (isinstance(node.func.value, ast.Name) and node.func.value.id in HEARD)
                and name not in WRITERS
            ):
                quiet.add((name, node.func.attr))
    assert quiet == HEARD_OTHERWISE


HEARD = {"sight", "functions"}  # `functions.exists` asks for a function of Terraform


def test_the_parts_of_the_environment_that_are_read_are_known() -> None:
    read = {
        file.relative_to(ROOT).as_posix()
        for folder in ("tflint_sagemaker", "rules")
        for file in (ROOT / folder).rglob("*.py")
        if "environ" in file.read_text(encoding="utf-8").replace("environment", "")
    }
    assert read == {
        "tflint_sagemaker/cli/__init__.py",
        "tflint_sagemaker/cli/cache.py",
        "tflint_sagemaker/cli/check.py",
        "tflint_sagemaker/cli/formats.py",
        "tflint_sagemaker/cli/options.py",
        "tflint_sagemaker/cli/program.py",
        "tflint_sagemaker/cli/progress.py",
        "tflint_sagemaker/cli/replay.py",
        "tflint_sagemaker/cli/storing.py",
        "tflint_sagemaker/cli/terminal.py",
        "tflint_sagemaker/git.py",
        "tflint_sagemaker/live/identity.py",
        "tflint_sagemaker/live/sessions.py",
        "tflint_sagemaker/live/layers.py",  # the proxies, and no live run is repeated
    }


def test_cache_commands(world: World) -> None:
    world.write("main.tf", model())
    world.run()
    where = ("--cache-dir", str(world.store))
    assert world.run("cache", "stats", *where)[1].startswith(str(world.store).encode())
    assert world.run("cache", "clean", *where)[2].startswith(b"removed ")
    assert b" 0 files, 0 bytes" in world.run("cache", "stats")[1]
