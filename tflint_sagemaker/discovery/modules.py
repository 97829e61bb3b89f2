"""Paths to the modules that are worth a look: those with SageMaker in them, or under them."""

from __future__ import annotations

import contextlib
import os
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.discovery import gitignore
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tflint_sagemaker.hcl.text import InputError


CONFIGURATION = (".tf", ".tofu", ".tf.json", ".tofu.json")
VALUES = (".tfvars", ".tfvars.json")

# A module can only matter if one of its files, or of those it calls, holds these bytes.
_NEEDLE = b"aws_sagemaker_"
# Such a call holds `".`; "source" is in every resource.
_LOCAL_SOURCE = lazy_regex(rb'\bsource"?\s*[=:]\s*"(\.\.?(?:[/\\][^"\r\n\0]*)?)"')
# Where `terraform init` has put the modules that are not local, and says so.
_MANIFEST = Path(".terraform", "modules", "modules.json")
_INSTALLED = lazy_regex(rb'"Dir"\s*:\s*"([^"\0]+)"')


@dataclass(frozen=True, slots=True)
class Target:
    """A module to lint. `report` names the files that are asked for; None means all."""

    directory: Path
    report: frozenset[Path] | None


@dataclass(frozen=True, slots=True)
class Discovery:
    """What lies under the paths: modules to lint, in order, and the number of files seen."""

    targets: tuple[Target, ...]
    files: int
    errors: tuple[InputError, ...] = ()


class DiscoveryError(Exception):
    """There is nothing that could be linted: the message says why."""


@dataclass(slots=True)
class _Module:
    """A directory with configuration, and which of its files were asked for by name."""

    directory: Path
    files: tuple[str, ...]
    asked: set[Path] = field(default_factory=set)
    whole: bool = False
    # Whether `terraform init` may have been run there.
    initialized: bool = True


@dataclass(frozen=True, slots=True)
class _Contents:
    """What the bytes of a directory's configuration say."""

    matters: bool
    calls: tuple[str, ...]


def discover(paths: Sequence[Path], overlay: Mapping[Path, str] | None = None) -> Discovery:
    """Find the modules under the paths: directories with all below, files with their module.

    `overlay` is text that takes the place of what files hold, or of files that are not there yet,
    by their paths without links.
    """
    unsaved = {fs.real(path): text for path, text in (overlay or {}).items()}
    modules: dict[str, _Module] = {}
    errors: list[InputError] = []
    values = False
    for path in map(_shown, paths):
        if fs.is_dir(path):
            for real, module in _walk(path, errors):
                modules.setdefault(real, module).whole = True
        elif fs.real(path) in unsaved and is_configuration(path.name):
            names = {path.name, *_configuration(path.parent)}
            _note(modules, path.parent, tuple(sorted(names))).asked.add(path)
        elif not fs.exists(path):
            raise DiscoveryError(f"no such file or directory: {path}")
        elif not fs.is_file(path):
            raise DiscoveryError(f"not a file: {path}")
        elif path.name.endswith(CONFIGURATION):
            _note(modules, path.parent, _configuration(path.parent)).asked.add(path)
        elif path.name.endswith(VALUES):
            values = True
            if files := _configuration(path.parent):
                _note(modules, path.parent, files).whole = True
        else:
            raise DiscoveryError(f"not a Terraform file: {path}")
    if not modules and not values and not errors:
        under = ", ".join(map(str, paths))
        raise DiscoveryError(f"no Terraform files found under {under}")
    return Discovery(
        targets=tuple(
            sorted(_worth_it(modules, unsaved), key=lambda target: target.directory.as_posix())
        ),
        files=sum(len(module.files) for module in modules.values()),
        errors=tuple(errors),
    )


def is_configuration(name: str) -> bool:
    """Whether Terraform reads a file of that name; it passes over what editors leave behind."""
    left_behind = name.startswith(".") or (name.startswith("#") and name.endswith("#"))
    return name.endswith(CONFIGURATION) and not left_behind


def shown(path: Path) -> str:
    """The path as people see it: from the working directory, with forward slashes."""
    return os.path.relpath(path).replace(os.sep, "/")


def _shown(path: Path) -> Path:
    """The path as it will stand in reports: relative where it lies under the working directory."""
    if not path.is_absolute():
        return path
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def _note(modules: dict[str, _Module], directory: Path, files: tuple[str, ...]) -> _Module:
    """The module of a directory, noted once however it is reached."""
    return modules.setdefault(fs.real(directory), _Module(directory, files))


def _walk(root: Path, errors: list[InputError]) -> Iterator[tuple[str, _Module]]:
    """Directories with configuration under a root, by their paths without links.

    Hidden directories, `.terraform` among them, and what git ignores are left out. Links to
    directories are not followed: what they lead to is found where it is, and loops cannot be.
    """
    absolute = Path(fs.real(root))
    pending = [(root, str(absolute), gitignore.above(absolute))]
    while pending:
        directory, real, ignore = pending.pop()
        try:
            with os.scandir(directory) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            errors.append(_unreadable(directory, error))
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
            if ignore is not None and ignore.covers(path, directory=below):
                continue
            if below:
                pending.append((directory / entry.name, path, ignore))
            else:
                files.append(entry.name)
        if files:
            initialized = any(entry.name == _MANIFEST.parts[0] for entry in listed)
            yield real, _Module(directory, tuple(files), initialized=initialized)


def _unreadable(path: Path, error: OSError) -> InputError:
    from tflint_sagemaker.hcl.text import InputError, Source, Span

    place = Span(Source(path.as_posix(), ""), 0, 0)
    return InputError(f"cannot read this directory: {error.strerror or error}", place)


def configuration(directory: Path) -> tuple[Path, ...]:
    """The configuration files in a directory, in order."""
    return tuple(directory / name for name in _configuration(directory))


def _configuration(directory: Path) -> tuple[str, ...]:
    """Names of the configuration files in a directory, in order; none if it cannot be read."""
    try:
        names = sorted(entry.name for entry in directory.iterdir() if entry.is_file())
    except OSError:
        return ()
    return tuple(filter(is_configuration, names))


def _worth_it(modules: dict[str, _Module], unsaved: Mapping[str, str]) -> Iterator[Target]:
    """Targets for the modules from which SageMaker can be reached through local calls."""
    known: dict[str, _Contents] = {}
    for real, module in modules.items():
        if real not in known:
            known[real] = _contents(
                module.directory, module.files, unsaved, initialized=module.initialized
            )
        if _reaches(real, known, unsaved):
            report = None if module.whole else frozenset(module.asked)
            yield Target(module.directory, report)


def _reaches(start: str, known: dict[str, _Contents], unsaved: Mapping[str, str]) -> bool:
    """Whether a module, or one that it calls at any depth, matters. Fills `known` as it goes."""
    seen = {start}
    pending = [start]
    while pending:
        here = pending.pop()
        if here not in known:
            known[here] = _contents(Path(here), _configuration(Path(here)), unsaved)
        if known[here].matters:
            return True
        for call in known[here].calls:
            there = fs.real(Path(here) / call)
            if there not in seen:
                seen.add(there)
                pending.append(there)
    return False


def _contents(
    directory: Path,
    files: Iterable[str],
    unsaved: Mapping[str, str],
    *,
    initialized: bool = True,
) -> _Contents:
    """Search a directory's files, each read once. One that cannot be read is for the linter."""
    calls: list[bytes] = []
    for name in files:
        path = f"{directory}{os.sep}{name}"
        text = unsaved.get(fs.real(path)) if unsaved else None
        try:
            data = fs.contents(path) if text is None else text.encode()
        except OSError:
            return _Contents(matters=True, calls=())
        if _NEEDLE in data:
            return _Contents(matters=True, calls=())
        if b'".' in data:
            calls += _LOCAL_SOURCE.findall(data)
    manifest = directory / _MANIFEST
    if initialized and fs.is_file(manifest):
        with contextlib.suppress(OSError):
            calls += _INSTALLED.findall(manifest.read_bytes())
    paths = (call.decode("utf-8", "surrogateescape").replace("\\", "/") for call in calls)
    return _Contents(matters=False, calls=tuple(paths))
