"""Measure what a run costs, beside what others cost on the same inputs.

    python benches/run.py [--size small] [--times N] [--plugin-dir DIR] [--plots DIR]

Inputs are generated from a seed. `terraform validate` takes part where `terraform` and a mirror of
its providers (--plugin-dir or TF_PLUGIN_DIR) are available, `checkov` where it is installed, and
`tfparse` where it can be imported. With --plots, cost over size is drawn into that directory.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import inputs
from measure import Cost, run, side_by_side
from plot import plot

from tflint_sagemaker import Session
from tflint_sagemaker.cli import GARBAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OURS = (sys.executable, "-m", "tflint_sagemaker", "check")
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

    def ours(self, path: Path, *, warm: bool = False) -> Cost:
        """A run of ours; a warm one has the cache that an earlier one has left."""
        cache = self.root / "cache"
        if not warm:
            shutil.rmtree(cache, ignore_errors=True)
            cache.mkdir()  # a run depends on the contents of the working directory
        home = {"XDG_CACHE_HOME": str(cache), "PYTHONDONTWRITEBYTECODE": ""}
        return run((*OURS, path), environment=home, cwd=self.root)

    def edited(self, path: Path) -> Cost:
        """A run on a file that has been edited since the run that left the cache."""
        with (path / "main.tf").open("a", encoding="utf-8") as file:
            file.write("# another line\n")
        return self.ours(path, warm=True)

    def start(self) -> Iterator[Row]:
        """One module with one model, as a hook meets it."""
        module = inputs.module(self.root / "one", 1)
        runs: dict[str, Callable[[], Cost]] = {
            "first run": partial(self.ours, module),
            "edited": partial(self.edited, module),
            "repeated": partial(self.ours, module, warm=True),
            CLICK: partial(run, (sys.executable, "-c", CLICK)),
        }
        runs |= {name: peer for name, peer in self.peers(module) if name == VALIDATE}
        costs = side_by_side(runs, self.times)
        goals = {("repeated", CLICK): 2, ("repeated", VALIDATE): 1 / 25}
        goals |= {("first run", VALIDATE): 1 / 6, ("edited", VALIDATE): 1 / 6}
        for name in ("repeated", "edited", "first run"):
            for other in (one for one in (CLICK, VALIDATE) if one in costs):
                what = f"one module with one model, {name} : {other}, CPU"
                yield _ratio(what, costs[name].cpu, costs[other].cpu, goals.get((name, other)))
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
            "warm": partial(self.ours, tree, warm=True),
            "grep": partial(run, ("grep", "-rl", "aws_sagemaker_model", tree)),
        }
        costs = side_by_side(runs, self.times)
        grep = costs["grep"].wall
        what = f"{size.files:,} files, {size.modules} modules with models"
        yield _ratio(f"{what}, cold : grep, on the clock", costs["cold"].wall, grep, 25)
        yield _ratio(f"{what}, warm : grep, on the clock", costs["warm"].wall, grep, 8)

    def one_module(self) -> Iterator[Row]:
        """Many models in one module, beside those who read the same module."""
        module = inputs.module(self.root / "module", self.size.models)
        runs: dict[str, Callable[[], Cost]] = {
            "ours": partial(self.ours, module),
            "repeated": partial(self.ours, module, warm=True),
        }
        runs |= dict(self.peers(module))
        costs = side_by_side(runs, self.times)
        ours, repeated = costs.pop("ours"), costs.pop("repeated")
        what = f"{self.size.models:,} models in one module"
        for name, cost in costs.items():
            goal = 0.5 if name == VALIDATE else None
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
        """What an editor does: lint again after each edit, in one process. CPU, as elsewhere.

        The collector of garbage rests as it does on the command line, see docs/python-api.md.
        """
        gc.set_threshold(GARBAGE)
        count = max(self.size.lines // 22, 1)
        directory = inputs.module(self.root / "edited", count)
        path = directory / "main.tf"
        text = path.read_text(encoding="utf-8")
        session = Session([directory])
        session.lint()
        times = []
        for edited in inputs.edits(text, self.size.edits):
            started = time.process_time()
            session.lint({path: edited})
            times.append((time.process_time() - started) * 1000)
        lines = text.count("\n")
        high = sorted(times)[int(len(times) * 0.95)]
        what = f"an edit in a file of {lines:,} lines, {count} models"
        yield Row(f"{what}, median", f"{statistics.median(times):.0f} ms", "at most 20 ms")
        yield Row(f"{what}, p95", f"{high:.0f} ms", "at most 50 ms")


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
    parser.add_argument("--plots", type=Path, help="where to draw cost over size")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="benches-") as root:
        bench = Bench(Path(root).resolve(), SIZES[options.size], options.times, options.plugin_dir)
        rows = [
            *bench.start(),
            *bench.repository(),
            *bench.one_module(),
            *bench.growth(options.plots),
            *bench.reading(),
            *bench.edits(),
        ]
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
