"""Build the package as a release does, install it in a clean place, and use it there.

Source distribution, then a wheel from that, then a new environment away from the sources.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
EXPECTED = {"README.md", "LICENSE", "pyproject.toml", "rules/__init__.py", "rules/py.typed"}


def main() -> None:
    """Build, install, run; any step that fails ends it."""
    with TemporaryDirectory() as directory:
        work = Path(directory)
        run([sys.executable, "-m", "build", "--outdir", str(work / "dist"), str(ROOT)], work)
        (archive,) = (work / "dist").glob("*.tar.gz")
        (wheel,) = (work / "dist").glob("*.whl")
        with tarfile.open(archive) as sources:
            names = {name.partition("/")[2] for name in sources.getnames()}
        missing = EXPECTED - names
        if missing:
            sys.exit(f"the source distribution lacks {', '.join(sorted(missing))}")

        venv.create(work / "venv", with_pip=True)
        scripts = work / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
        run([str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel)], work)
        shutil.copytree(ROOT / "examples", work / "examples")
        program = str(scripts / "tflint-sagemaker")
        run([program, "--version"], work)
        run([program, "rules"], work, quiet=True)
        run([program, "check", "examples/good"], work)
        run([program, "check", "--format", "concise", "examples/bad"], work, status=1)


def run(command: list[str], cwd: Path, *, status: int = 0, quiet: bool = False) -> None:
    """Run a command and insist on its exit status."""
    print("+", *command, flush=True)
    stdout = subprocess.DEVNULL if quiet else None
    done = subprocess.run(command, cwd=cwd, check=False, stdout=stdout)
    if done.returncode != status:
        sys.exit(f"exit status {done.returncode}, not {status}")


if __name__ == "__main__":
    main()
