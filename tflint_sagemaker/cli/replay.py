"""A run that has been made before is not made again: what it said is said once more.

While `check` runs, an audit hook notes all that it looks at, and what came of it. The next time,
if the command is the same and each of those looks gives the same answer, the run could only say
the same. This comes before everything else, so that it imports neither click nor the linter.
"""

from __future__ import annotations

import io
import os
import sys
import time
from typing import TYPE_CHECKING, Any, TextIO

from tflint_sagemaker import __version__
from tflint_sagemaker.cache import store as memo
from tflint_sagemaker.cli import streams
from tflint_sagemaker.util import fs

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.cache.store import Store
    from tflint_sagemaker.util.fs import Answer

    Look = tuple[str, str]
    # Looks with their answers and whether they are exact, files of the program, and whether all of
    # it can be repeated.
    News = tuple[list[tuple[Look, Answer, bool]], list[str], bool]

MAX_LOOKS = 20_000
SPREAD = "tflint_sagemaker.engine.spread"
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC

# The part of the environment that anything here reads.
NAMES = {
    *("CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "HOME", "LANG", "LC_ALL"),
    *("LC_CTYPE", "NO_COLOR", "TERM", "USERPROFILE", "XDG_CONFIG_HOME"),
}
PREFIXES = ("TFLINT_SAGEMAKER_", "TF_", "PYTHON", "AWS_")

# A run that does such things depends on more than can be looked at, or does more than it says.
UNREPEATABLE = (
    *("subprocess.", "socket.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system"),
    *("os.remove", "os.rename", "os.truncate", streams.READ),
)


def name_of(arguments: list[str]) -> str:
    """What a run is called: the command and all around it that is not looked at."""
    environment = {
        key: text for key, text in os.environ.items() if key in NAMES or key.startswith(PREFIXES)
    }
    told = (
        [__version__, *(str(fs.look("stamp", module)) for module in (__file__, fs.__file__))],
        [sys.version, sys.executable, *sys.path],
        [os.getcwd(), str(int(time.time() // 86400)), *arguments],  # noqa: PTH109
        sorted(environment.items()),
        [_about(sys.stdout), _about(sys.stderr)],
    )
    return f"run-{memo.hashed(repr(told))}"


def _about(stream: TextIO) -> str:
    """What the text that is written to a stream may depend on."""
    size = ""
    if stream.isatty():
        try:
            size = str(os.get_terminal_size(stream.fileno()).columns)
        except (OSError, io.UnsupportedOperation):
            size = "?"
    return f"{stream.encoding} {size}"


def replayed(store: Store, name: str) -> int | None:
    """Say what the run of that name has said; its status. None if it has to be made."""
    page: Any = store.page(name)
    if page is None or any(fs.look(kind, path) != seen for kind, path, seen in page["looks"]):
        return None
    streams.prepare()
    for stream, text in page["said"]:
        streams.write(stream, text)
    status: int = page["status"]
    return status


def recorded(store: Store, name: str, run: Callable[[], int]) -> int:
    """Make a run, and keep what it looked at and what it said if it can be said again."""
    record = Record(str(store.directory))
    sys.addaudithook(record.hear)
    try:
        status = run()
    finally:
        record.listening = False
    if record.checked and status in (0, 1) and record.holds():
        looks = [(kind, path, seen) for (kind, path), seen in record.looks.items()]
        program = sorted(record.files | _files())
        stamps = [("stamp", file, fs.look("stamp", file)) for file in program]
        page = {"looks": [*looks, *stamps], "said": record.said, "status": status}
        store.keep_page(name, page)
    return status


def _files() -> set[str]:
    """The files of the program that is running, what came with Python aside."""
    library = os.path.dirname(os.__file__)  # noqa: PTH120
    files = {str(getattr(module, "__file__", None) or "") for module in sys.modules.values()}
    return {f for f in files if f and ("site-packages" in f or not f.startswith(library))}


class Record:
    """What a run looks at and what it says, as Python's audit hooks hear it."""

    def __init__(self, store: str) -> None:
        self.store = store
        self.looks: dict[Look, Answer] = {}
        # Those that are of the very bytes that were used, and so need not hold until the end.
        self.exact: set[Look] = set()
        self.opening = False
        self.said: list[tuple[str, str]] = []
        self.checked = False
        self.repeatable = True
        self.listening = True
        self.before = set(sys.modules)
        self.forks = 0
        self.untold: list[Look] = []
        self.modules = 0
        self.files: set[str] = set()

    def hear(self, event: str, told: tuple[Any, ...]) -> None:
        """Note an event."""
        if not self.listening:
            return
        if event == "open":
            if self.opening:
                self.opening = False  # it is told in a moment what was found there
            else:
                self._opened(*told)
        elif event == fs.OPENING:
            self.opening = True
        elif event == fs.HELD:
            self._held(*told)
        elif event in ("os.listdir", "os.scandir"):
            self._look("names", told[0])
        elif event == fs.ASKED:
            self._look(*told)
        elif event == streams.SAID:
            self.said.append(told)
        elif event == streams.CHECKED:
            self.checked = True
        elif event == SPREAD:
            told[0].append(self)
        elif event == "os.fork" and self.forks:
            self.forks -= 1
        elif event.startswith(UNREPEATABLE):
            self.repeatable = False

    def _opened(self, path: Any, _mode: str | None, flags: int) -> None:
        if isinstance(path, int):  # what it belongs to has been opened before
            return
        text = os.fsdecode(path)
        if text.startswith(self.store) or "__pycache__" in text:
            return
        if flags & WRITES:
            self.repeatable = False
        else:
            self._look("contents", path)

    def _held(self, path: Any, data: bytes | None) -> None:
        """Note what a file held; it is to be the same each time."""
        key = ("contents", os.fsdecode(path))
        answer = fs.known_by(data)
        if key not in self.looks:
            self.looks[key] = answer
            self.exact.add(key)
            self.untold.append(key)
        if answer == "" or self.looks[key] != answer or len(self.looks) > MAX_LOOKS:
            self.repeatable = False

    def _look(self, kind: str, path: Any) -> None:
        """Look before the run does: what changes between the two must not be taken for seen."""
        if path is None or isinstance(path, int):
            self.repeatable = self.repeatable and path is None and kind == "names"
            path = "."
        key = (kind, os.fsdecode(path))
        self.opening = False
        if key in self.exact:
            self.exact.remove(key)
            self.untold.append(key)
        if key in self.looks or not self.repeatable:
            return
        self.listening = False
        try:
            self.looks[key] = fs.look(*key)
            self.untold.append(key)
        finally:
            self.listening = True
        if self.looks[key] == "" or len(self.looks) > MAX_LOOKS:
            self.repeatable = False

    def parting(self) -> None:
        """The next fork is part of the run, see `spread`."""
        self.forks += 1

    def news(self) -> News:
        """What has been seen in this process since it was asked last, and the program's files."""
        seen = [(key, self.looks[key], key in self.exact) for key in self.untold]
        self.untold.clear()
        files: list[str] = []
        if len(sys.modules) != self.modules:
            self.modules = len(sys.modules)
            files = sorted(_files() - self.files)
            self.files.update(files)
        return seen, files, self.repeatable and not self._forks_otherwise()

    def learn(self, news: News) -> None:
        """Take what another process of the run has seen for seen here."""
        seen, files, repeatable = news
        self.files.update(files)
        for key, answer, exact in seen:
            if exact and key not in self.looks:
                self.exact.add(key)
            elif not exact:
                self.exact.discard(key)
            repeatable = repeatable and self.looks.setdefault(key, answer) == answer
        self.repeatable = self.repeatable and repeatable and len(self.looks) <= MAX_LOOKS

    def _forks_otherwise(self) -> bool:
        return "multiprocessing" in sys.modules.keys() - self.before

    def holds(self) -> bool:
        """Whether the run can be repeated, and nothing has changed while it was made."""
        if not self.repeatable or self._forks_otherwise():
            return False
        loose = ((key, seen) for key, seen in self.looks.items() if key not in self.exact)
        return all(fs.look(*key) == seen for key, seen in loose)
