"""Measure what a run costs, beside what others cost on the same inputs.

    python benches/run.py [--size small] [--times N] [--plugin-dir DIR] [--plots DIR]
                          [--other PYTHON] [--modules DIR]

Inputs are generated from a seed. `terraform validate` takes part where `terraform` and a mirror of
its providers (--plugin-dir or TF_PLUGIN_DIR) are available, `checkov` where it is installed, and
`tfparse` where it can be imported. --other names the interpreter of an environment with another
build of this program, which is measured beside this one. --modules names a directory of real
modules, which are linted in one process. With --plots, cost over size is drawn into a directory.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import inputs
from measure import Cost, run, side_by_side
from plot import plot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHECK = ("-m", "tflint_sagemaker", "check")
WARM = Path(__file__).with_name("warm.py")
READ = "import pathlib, sys\nfor path in pathlib.Path(sys.argv[1]).rglob('*.tf'): path.read_bytes()"
TICK = 0.001  # less than this, in seconds, is noise
CLICK = "import click"
VALIDATE = "terraform validate"
TFPARSE = "import sys, tfparse; tfparse.load_from_path(sys.argv[1])"


@dataclass(frozen=True, slots=True)
class Size:
    """How large the inputs are."""

    files: int
    modules: int
    models: int
    growth: tuple[int, ...]
    lines: int
    edits: int


SIZES = {
    "small": Size(40, 4, 10, (10, 20), 100, 3),
    "full": Size(10_000, 100, 1_000, (100, 1_000, 10_000), 1_000, 40),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a figure, and how it compares to the most that it should be."""

    what: str
    figure: str
    goal: str


@dataclass(frozen=True, slots=True)
class Bench:
    """Where inputs are written, how large, how often to run, and where providers are."""

    root: Path
    size: Size
    times: int
    plugins: str | None
    other: str | None = None

    def ours(self, path: Path, *, warm: bool = False, python: str = sys.executable) -> Cost:
        """Run this program; a warm run has the cache that an earlier one has left."""
        cache = self.root / f"cache-{'this' if python == sys.executable else 'other'}"
        if not warm:
            shutil.rmtree(cache, ignore_errors=True)
            cache.mkdir()  # a run depends on the contents of the working directory
        home = {"XDG_CACHE_HOME": str(cache), "PYTHONDONTWRITEBYTECODE": ""}
        return run((python, *CHECK, path), environment=home, cwd=self.root)

    def edited(self, path: Path, file: Path, *, python: str = sys.executable) -> Cost:
        """Run on files of which one has been edited since the run that left the cache."""
        with file.open("a", encoding="utf-8") as stream:
            stream.write("# another line\n")
        return self.ours(path, warm=True, python=python)

    def start(self) -> Iterator[Row]:
        """One module with one model, as a hook meets it."""
        module = inputs.module(self.root / "one", 1)
        runs: dict[str, Callable[[], Cost]] = {
            "first run": partial(self.ours, module),
            "edited": partial(self.edited, module, module / "main.tf"),
            "repeated": partial(self.ours, module, warm=True),
            CLICK: partial(run, (sys.executable, "-c", CLICK)),
        }
        if self.other:
            runs["other"] = partial(self.edited, module, module / "main.tf", python=self.other)
        runs |= {name: peer for name, peer in self.peers(module) if name == VALIDATE}
        costs = side_by_side(runs, self.times)
        goals = {("repeated", CLICK): 1.5, ("edited", CLICK): 3, ("repeated", VALIDATE): 1 / 25}
        goals |= {("first run", VALIDATE): 1 / 6, ("edited", VALIDATE): 1 / 6}
        for name in ("repeated", "edited", "first run"):
            for other in (one for one in (CLICK, VALIDATE) if one in costs):
                what = f"one module with one model, {name} : {other}, CPU"
                yield _ratio(what, costs[name].cpu, costs[other].cpu, goals.get((name, other)))
        memory = costs["edited"].memory
        yield Row(
            "one module with one model, edited, memory", f"{memory:.0f} MiB", "at most 26 MiB"
        )
        if "other" in costs:
            what = "one module with one model, edited : the other build, CPU"
            yield _ratio(what, costs["edited"].cpu, costs["other"].cpu, None)
        if VALIDATE in costs:
            ours, theirs = costs["first run"].memory, costs[VALIDATE].memory
            figure = f"{ours / theirs:.2f} x ({ours:.0f} MiB : {theirs:.0f} MiB)"
            yield Row(f"the same, first run : {VALIDATE}, memory", figure, "at most 0.1 x")

    def repository(self) -> Iterator[Row]:
        """A repository in which few modules have models."""
        size = self.size
        tree = inputs.repository(self.root / "repository", size.files, size.modules)
        runs: dict[str, Callable[[], Cost]] = {
            "cold": partial(self.ours, tree),
            "one edited": partial(self.edited, tree, inputs.linted_file(tree)),
            "warm": partial(self.ours, tree, warm=True),
            "grep": partial(run, ("grep", "-rl", "aws_sagemaker_model", tree)),
        }
        costs = side_by_side(runs, self.times)
        grep = costs["grep"].wall
        what = f"{size.files:,} files, {size.modules} modules with models"
        yield _ratio(f"{what}, cold : grep, on the clock", costs["cold"].wall, grep, 25)
        yield _ratio(f"{what}, warm : grep, on the clock", costs["warm"].wall, grep, 8)
        edited, cold = costs["one edited"].wall, costs["cold"].wall
        yield _ratio(f"{what}, one edited : cold, on the clock", edited, cold, 1 / 3)

    def one_module(self) -> Iterator[Row]:
        """Many models in one module, beside those who read the same module."""
        module = inputs.module(self.root / "module", self.size.models)
        runs: dict[str, Callable[[], Cost]] = {
            "ours": partial(self.ours, module),
            "repeated": partial(self.ours, module, warm=True),
        }
        if self.other:
            runs["the other build"] = partial(self.ours, module, python=self.other)
        runs |= dict(self.peers(module))
        costs = side_by_side(runs, self.times)
        ours, repeated = costs.pop("ours"), costs.pop("repeated")
        what = f"{self.size.models:,} models in one module"
        for name, cost in costs.items():
            goal = {VALIDATE: 0.5, "the other build": 1.0}.get(name)
            yield _ratio(f"{what} : {name}, CPU", ours.cpu, cost.cpu, goal)
            if name == VALIDATE:
                yield _ratio(f"{what}, repeated : {name}, CPU", repeated.cpu, cost.cpu, 1 / 8)
        yield Row(f"{what}, memory", f"{ours.memory:.0f} MiB", "at most 200 MiB")

    def peers(self, module: Path) -> Iterator[tuple[str, Callable[[], Cost]]]:
        """Those that are installed."""
        if shutil.which("terraform") and self.plugins:
            init = ("terraform", "init", "-backend=false", f"-plugin-dir={self.plugins}")
            run(init, cwd=module, statuses=(0,))
            yield VALIDATE, partial(run, ("terraform", "validate"), cwd=module)
        if shutil.which("checkov"):
            command = ("checkov", "--directory", module, "--framework", "terraform", "--quiet")
            yield "checkov", partial(run, command)
        tfparse = (sys.executable, "-c", TFPARSE, module)
        try:
            run(tfparse, statuses=(0,))
        except RuntimeError:
            return
        yield "tfparse", partial(run, tfparse)

    def growth(self, plots: Path | None) -> Iterator[Row]:
        """The cost of a model, the more of them there are."""
        modules = {n: inputs.module(self.root / f"m{n}", n) for n in (1, *self.size.growth)}
        runs = {str(n): partial(self.ours, path) for n, path in modules.items()}
        costs = side_by_side(runs, self.times)
        start = costs["1"].cpu
        # Of few models noise can leave less than nothing.
        more = {n: max(costs[str(n)].cpu - start, TICK) for n in self.size.growth}
        each = {n: cpu / (n - 1) for n, cpu in more.items()}
        spread = max(each.values()) / min(each.values())
        shown = ", ".join(f"{n:,}: {cost * 1000:.2f} ms" for n, cost in each.items())
        yield Row("CPU of a module of one model", f"{start:.2f} s", "")
        yield Row(f"CPU of one more model, of {shown}", f"{spread:.2f} x", "at most 1.2 x")
        if plots is not None:
            cpu = [(n, costs[str(n)].cpu) for n in self.size.growth]
            memory = [(n, costs[str(n)].memory) for n in self.size.growth]
            lines = {"CPU": cpu, "CPU but for the start": [(n, each[n] * n) for n in each]}
            _write(plots / "time.svg", "Time over models", "seconds", lines)
            _write(plots / "memory.svg", "Memory over models", "MiB", {"at the most": memory})

    def reading(self) -> Iterator[Row]:
        """Files in which there is nothing to do, beside reading them and no more."""
        tree = inputs.repository(self.root / "others", self.size.files, 0)
        few = inputs.repository(self.root / "few", 1, 0)
        reading = (sys.executable, "-c", READ)
        costs = side_by_side(
            {
                "ours": partial(self.ours, tree),
                "start": partial(self.ours, few),
                "read": partial(run, (*reading, tree)),
                "python": partial(run, (*reading, few)),
            },
            self.times,
        )
        ours = costs["ours"].cpu - costs["start"].cpu
        read = costs["read"].cpu - costs["python"].cpu
        yield _ratio("files without models : reading them, CPU but for the start", ours, read, 2)

    def edits(self) -> Iterator[Row]:
        """What an editor does: lint again after each edit, in one process. CPU, as elsewhere."""
        count = max(self.size.lines // 22, 1)
        directory = inputs.module(self.root / "edited", count)
        text = (directory / "main.tf").read_text(encoding="utf-8")
        what = f"an edit in a file of {text.count(chr(10)):,} lines, {count} models"
        for name, python in self.builds():
            median, high = warm(python, "edits", directory, str(self.size.edits))
            yield Row(f"{what}{name}, median, p90", f"{median:.0f} ms, {high:.0f} ms", "")

    def real(self, modules: Path) -> Iterator[Row]:
        """Real modules, each linted whole again and again in one process."""
        for name, python in self.builds():
            median, high = warm(python, "modules", modules, str(self.times))
            yield Row(f"a real module{name}, median, p90", f"{median:.1f} ms, {high:.1f} ms", "")

    def builds(self) -> Iterator[tuple[str, str]]:
        """This build, and the other one if there is one."""
        yield "", sys.executable
        if self.other:
            yield " (the other build)", self.other


def warm(python: str, *arguments: str | Path) -> tuple[float, float]:
    """Milliseconds of a lint in a process that has linted before: median and p90."""
    done = subprocess.run(
        [python, WARM, *arguments], check=True, capture_output=True, text=True, cwd=WARM.parent
    )
    median, high = done.stdout.split()
    return float(median), float(high)


def _ratio(what: str, cost: float, other: float, goal: float | None) -> Row:
    figure = f"{cost / max(other, TICK):.2f} x ({cost:.2f} s : {other:.2f} s)"
    return Row(what, figure, "" if goal is None else f"at most {goal:.2g} x")


def _write(path: Path, title: str, up: str, lines: dict[str, list[tuple[float, float]]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(plot(title, "models in one module", up, lines), encoding="utf-8")


def table(rows: list[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| what | measured | goal |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {row.what} | {row.figure} | {row.goal} |" for row in rows)])


def main(arguments: list[str]) -> int:
    """Measure, print the table, draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--times", type=int, default=5, help="runs of which the median counts")
    parser.add_argument("--plugin-dir", default=os.environ.get("TF_PLUGIN_DIR"))
    parser.add_argument("--other", help="the Python of an environment with another build")
    parser.add_argument("--modules", type=Path, help="a directory of real modules")
    parser.add_argument("--plots", type=Path, help="where to draw cost over size")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="benches-") as root:
        size = SIZES[options.size]
        bench = Bench(Path(root).resolve(), size, options.times, options.plugin_dir, options.other)
        rows = [
            *bench.start(),
            *bench.repository(),
            *bench.one_module(),
            *bench.growth(options.plots),
            *bench.reading(),
            *bench.edits(),
            *(bench.real(options.modules) if options.modules else ()),
        ]
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
