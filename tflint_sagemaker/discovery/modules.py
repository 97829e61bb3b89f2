"""Finds the modules to lint: those that use SageMaker, or call a module that does."""

from __future__ import annotations

import contextlib
import os
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.discovery import gitignore
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tflint_sagemaker.hcl.text import InputError


CONFIGURATION = (".tf", ".tofu", ".tf.json", ".tofu.json")
VALUES = (".tfvars", ".tfvars.json")

# A module is relevant only if one of its files, or of a module it calls, contains these bytes.
_MARKER = b"aws_sagemaker_"
# A local call contains `".`; "source" is in every resource.
_LOCAL_SOURCE = compile_later(rb'\bsource"?\s*[=:]\s*"(\.\.?(?:[/\\][^"\r\n\0]*)?)"')
# The manifest in which `terraform init` lists the modules it installed.
_MANIFEST = Path(".terraform", "modules", "modules.json")
_INSTALLED = compile_later(rb'"Dir"\s*:\s*"([^"\0]+)"')


@dataclass(frozen=True, slots=True)
class Target:
    """A module to lint. `report` has the files whose findings are reported; None means all."""

    directory: Path
    report: frozenset[Path] | None


@dataclass(frozen=True, slots=True)
class Discovery:
    """The modules to lint under some paths, in order, and the number of files seen."""

    targets: tuple[Target, ...]
    files: int
    errors: tuple[InputError, ...] = ()


class DiscoveryError(Exception):
    """There is nothing to lint; the message says why."""


@dataclass(slots=True)
class _Module:
    """A directory with configuration files, and those of them that the user named."""

    directory: Path
    files: tuple[str, ...]
    named_files: set[Path] = field(default_factory=set)
    whole: bool = False
    # Whether `terraform init` may have been run in the directory.
    initialized: bool = True


@dataclass(frozen=True, slots=True)
class _Scan:
    """The result of a search through the bytes of a directory's configuration."""

    is_relevant: bool
    calls: tuple[str, ...]


def discover(paths: Sequence[Path], overlay: Mapping[Path, str] | None = None) -> Discovery:
    """Find the modules under the paths: directories with all below, files with their module.

    `overlay` maps paths to text that replaces the content of files, or of files that do not exist
    yet. Raises DiscoveryError.
    """
    unsaved = {os.path.realpath(path): text for path, text in (overlay or {}).items()}
    modules: dict[str, _Module] = {}
    errors: list[InputError] = []
    values = False
    for path in map(_make_relative, paths):
        if fs.is_dir(path):
            for real, module in _walk(path, errors):
                modules.setdefault(real, module).whole = True
        elif os.path.realpath(path) in unsaved and is_configuration(path.name):
            names = {path.name, *_list_configuration(path.parent)}
            _add_module(modules, path.parent, tuple(sorted(names))).named_files.add(path)
        elif not fs.has_entry(path):
            raise DiscoveryError(f"no such file or directory: {path}")
        elif not fs.is_file(path):
            raise DiscoveryError(f"not a file: {path}")
        elif path.name.endswith(CONFIGURATION):
            _add_module(modules, path.parent, _list_configuration(path.parent)).named_files.add(
                path
            )
        elif path.name.endswith(VALUES):
            values = True
            if files := _list_configuration(path.parent):
                _add_module(modules, path.parent, files).whole = True
        else:
            raise DiscoveryError(f"not a Terraform file: {path}")
    if not modules and not values and not errors:
        under = ", ".join(map(str, paths))
        raise DiscoveryError(f"no Terraform files found under {under}")
    return Discovery(
        targets=tuple(
            sorted(_find_relevant(modules, unsaved), key=lambda target: target.directory.as_posix())
        ),
        files=sum(len(module.files) for module in modules.values()),
        errors=tuple(errors),
    )


def is_configuration(name: str) -> bool:
    """Return whether Terraform reads a file of that name. It skips temporary files of editors."""
    is_temporary = name.startswith(".") or (name.startswith("#") and name.endswith("#"))
    return name.endswith(CONFIGURATION) and not is_temporary


def _make_relative(path: Path) -> Path:
    """Return the path for reports: relative if it is under the working directory."""
    if not path.is_absolute():
        return path
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def _add_module(modules: dict[str, _Module], directory: Path, files: tuple[str, ...]) -> _Module:
    """Return the module of a directory; add it if it is new."""
    return modules.setdefault(os.path.realpath(directory), _Module(directory, files))


def _walk(root: Path, errors: list[InputError]) -> Iterator[tuple[str, _Module]]:
    """Yield directories with configuration under a root, with their resolved paths.

    Hidden directories (such as `.terraform`) and paths that git ignores are skipped. Links to
    directories are not followed, so there are no loops.
    """
    absolute = Path(os.path.realpath(root))
    pending = [(root, str(absolute), gitignore.read_above(absolute))]
    while pending:
        directory, real, ignore = pending.pop()
        try:
            with os.scandir(directory) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            errors.append(_make_read_error(directory, error))
            continue
        if any(entry.name == ".gitignore" for entry in listed):
            ignore = gitignore.enter(Path(real), ignore)
        files = []
        above = real.rstrip(os.sep)
        for entry in listed:
            below = entry.is_dir(follow_symlinks=False)
            if below and entry.name.startswith("."):
                continue
            if not below and not (is_configuration(entry.name) and entry.is_file()):
                continue
            path = f"{above}{os.sep}{entry.name}"
            if ignore is not None and ignore.is_ignored(path, directory=below):
                continue
            if below:
                pending.append((directory / entry.name, path, ignore))
            else:
                files.append(entry.name)
        if files:
            initialized = any(entry.name == _MANIFEST.parts[0] for entry in listed)
            yield real, _Module(directory, tuple(files), initialized=initialized)


def _make_read_error(path: Path, error: OSError) -> InputError:
    from tflint_sagemaker.hcl.text import InputError, Source, Span

    place = Span(Source(path.as_posix(), ""), 0, 0)
    return InputError(f"cannot read this directory: {error.strerror or error}", place)


def find_configuration(directory: Path) -> tuple[Path, ...]:
    """Return the configuration files in a directory, in order."""
    return tuple(directory / name for name in _list_configuration(directory))


def _list_configuration(directory: Path) -> tuple[str, ...]:
    """Return the names of the configuration files in a directory; none if it cannot be read."""
    try:
        names = sorted(entry.name for entry in directory.iterdir() if entry.is_file())
    except OSError:
        return ()
    return tuple(filter(is_configuration, names))


def _find_relevant(modules: dict[str, _Module], unsaved: Mapping[str, str]) -> Iterator[Target]:
    """Yield targets for the modules that use SageMaker, themselves or through local calls."""
    known: dict[str, _Scan] = {}
    for real, module in modules.items():
        if real not in known:
            known[real] = _scan(
                module.directory, module.files, unsaved, initialized=module.initialized
            )
        if _can_reach_sagemaker(real, known, unsaved):
            report = None if module.whole else frozenset(module.named_files)
            yield Target(module.directory, report)


def _can_reach_sagemaker(start: str, known: dict[str, _Scan], unsaved: Mapping[str, str]) -> bool:
    """Return whether a module, or one that it calls at any depth, is relevant.

    The result of each search is added to `known`.
    """
    seen = {start}
    pending = [start]
    while pending:
        here = pending.pop()
        if here not in known:
            known[here] = _scan(Path(here), _list_configuration(Path(here)), unsaved)
        if known[here].is_relevant:
            return True
        for call in known[here].calls:
            there = os.path.realpath(Path(here) / call)
            if there not in seen:
                seen.add(there)
                pending.append(there)
    return False


def _scan(
    directory: Path,
    files: Iterable[str],
    unsaved: Mapping[str, str],
    *,
    initialized: bool = True,
) -> _Scan:
    """Search a directory's files. One that cannot be read counts: the linter reports it."""
    calls: list[bytes] = []
    for name in files:
        path = f"{directory}{os.sep}{name}"
        text = unsaved.get(os.path.realpath(path)) if unsaved else None
        try:
            data = fs.read_bytes(path) if text is None else text.encode()
        except OSError:
            return _Scan(is_relevant=True, calls=())
        if _MARKER in data:
            return _Scan(is_relevant=True, calls=())
        if b'".' in data:
            calls += _LOCAL_SOURCE.findall(data)
    manifest = directory / _MANIFEST
    if initialized and fs.is_file(manifest):
        with contextlib.suppress(OSError):
            calls += _INSTALLED.findall(manifest.read_bytes())
    paths = (call.decode("utf-8", "surrogateescape").replace("\\", "/") for call in calls)
    return _Scan(is_relevant=False, calls=tuple(paths))
