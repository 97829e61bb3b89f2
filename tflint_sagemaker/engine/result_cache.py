"""The result cache: the reports on components whose files have not changed.

A record is found by the program, the settings and the directory of a target. It lists everything
that the evaluation read or probed with a hash of each, and it is used only if all of these are
unchanged. docs/decisions/0007-store.md gives the reasons.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.cache.active import get_store
from tflint_sagemaker.cache.keys import describe_environment, identify_package
from tflint_sagemaker.cache.store import hash_texts
from tflint_sagemaker.hcl.text import Source, read_source
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.results import Report
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tflint_sagemaker.cache.store import Store
    from tflint_sagemaker.discovery.modules import Target
    from tflint_sagemaker.engine.components import Component
    from tflint_sagemaker.engine.root_modules import FindSettings

KIND = "result"
# What a module directory has besides configuration, values and the lock file.
MANIFEST = ".terraform/modules/modules.json"
MODULE_FILES = (".tf", ".tf.json", ".tfvars", ".tfvars.json", ".terraform.lock.hcl")
MAX_TREE_FILES = 10_000


@dataclass(slots=True)
class _Found:
    """A valid record: its targets, the directories of its modules, and its report."""

    targets: list[Target]
    directories: frozenset[str]
    report: Report


class ResultCache:
    """The records of the targets of one run. It is used in this order: find, drop, store."""

    def __init__(self, store: Store, names: dict[str, Target]) -> None:
        self._store = store
        self._names = names
        self._found: list[_Found] = []
        self._hashes: dict[tuple[str, str], str] = {}
        self._texts: dict[str, bytes] = {}

    @classmethod
    def open(cls, targets: Sequence[Target], find_settings: FindSettings) -> ResultCache | None:
        """Return the cache for these targets, None if there is no store.

        Settings that differ from file to file are functions, which have no hash: without a cache.
        """
        store = get_store()
        if store is None:
            return None
        settings = [find_settings(target.directory.resolve()) for target in targets]
        if any(one.for_file is not None for one in settings):
            return None
        shared = [KIND, _describe_program(), os.getcwd(), repr(_list_reports(targets))]  # noqa: PTH109
        names = {
            hash_texts(*shared, _describe(one), str(target.directory.resolve())): target
            for target, one in zip(targets, settings, strict=True)
        }
        return cls(store, names)

    def find(self, targets: Sequence[Target]) -> tuple[list[Report], list[Target]]:
        """Return the cached reports, and the targets that have none."""
        seen: set[str] = set()
        for name in self._names:
            if name in seen:
                continue
            record = self._read_record(name)
            if record is None or not self._is_valid(record):
                continue
            seen.update(record["targets"])
            members = [self._names[one] for one in record["targets"]]
            report = self._decode_report(record["report"])
            self._found.append(_Found(members, frozenset(record["directories"]), report))
        # Records of different times may overlap, for example if a call was removed and is back.
        counts = Counter(directory for found in self._found for directory in found.directories)
        self._found = [one for one in self._found if all(counts[d] == 1 for d in one.directories)]
        known = {id(target) for found in self._found for target in found.targets}
        return self.list_reports(), [one for one in targets if id(one) not in known]

    def list_reports(self) -> list[Report]:
        """Return the cached reports that are still used."""
        return [found.report for found in self._found]

    def drop_reached(self, components: Iterable[Component]) -> list[Target]:
        """Drop the records whose modules a linted component reaches; return their targets."""
        reached = {str(directory) for one in components for directory in one.directories}
        dropped = [one for one in self._found if not reached.isdisjoint(one.directories)]
        self._found = [one for one in self._found if reached.isdisjoint(one.directories)]
        return [target for one in dropped for target in one.targets]

    def store(self, components: Iterable[Component]) -> None:
        """Store the report on each component, unless something failed."""
        names = {id(target): name for name, target in self._names.items()}
        for component in components:
            members = sorted(names[id(target)] for target in component.targets)
            if not component.complete or not members:
                continue
            paths = sorted(component.paths)
            record = {
                "targets": members,
                "directories": sorted(map(str, component.directories)),
                "paths": [[kind, path, self._hash(kind, path)] for kind, path in paths],
                "report": self._encode_report(component.report),
            }
            self._store.write_record(members[0], record)
            for other in members[1:]:
                self._store.write_record(other, members[0])

    def _read_record(self, name: str) -> Any:
        """Return the record of a target. It may be the name of the one that has the component."""
        record = self._store.read_record(name)
        if isinstance(record, str):
            record = self._store.read_record(record)
        return record if isinstance(record, dict) and name in record["targets"] else None

    def _is_valid(self, record: Any) -> bool:
        return all(one in self._names for one in record["targets"]) and all(
            self._hash(kind, path) == known for kind, path, known in record["paths"]
        )

    def _hash(self, kind: str, path: str) -> str:
        key = (kind, path)
        if key not in self._hashes:
            digest = blake2b(digest_size=20)
            for name, data in _read(kind, path):
                digest.update(f"{name}\n{len(data)}\n".encode(errors="surrogateescape") + data)
            self._hashes[key] = digest.hexdigest()
        return self._hashes[key]

    def _encode_report(self, report: Report) -> Any:
        from tflint_sagemaker.engine.serialization import Encoder

        encoder = Encoder()
        data = [
            [encoder.encode_finding(one) for one in report.findings],
            [encoder.encode_undecided(one) for one in report.undecided],
            [encoder.encode_error(one) for one in report.errors],
            [encoder.encode_suppressed(one) for one in report.suppressed],
            report.modules,
            report.models,
        ]
        readable = {one.path for one in encoder.sources if _can_read_again(one)}
        return [encoder.encode_sources(readable), *data]

    def _decode_report(self, data: Any) -> Report:
        from tflint_sagemaker.engine.serialization import Decoder

        sources, findings, undecided, errors, suppressed, modules, models = data
        decoder = Decoder(sources, lambda path: read_source(Path(path), path))
        return Report(
            findings=tuple(map(decoder.decode_finding, findings)),
            undecided=tuple(map(decoder.decode_undecided, undecided)),
            errors=tuple(map(decoder.decode_error, errors)),
            suppressed=tuple(map(decoder.decode_suppressed, suppressed)),
            modules=modules,
            models=models,
        )


def _can_read_again(source: Source) -> bool:
    """Return whether the text of a source is that of the file of its path."""
    from tflint_sagemaker.hcl.text import InputError

    try:
        return read_source(Path(source.path), source.path).text == source.text
    except InputError:
        return False


def _read(kind: str, path: str) -> Iterable[tuple[str, bytes]]:
    """Yield name and content of what a record depends on; nothing if it does not exist."""
    if kind == "module":
        try:
            names = sorted(name for name in os.listdir(path) if name.endswith(MODULE_FILES))  # noqa: PTH208
        except OSError:
            return
        for name in (*names, MANIFEST):
            yield from _read_file(name, os.path.join(path, name))  # noqa: PTH118
    elif os.path.isdir(path):  # noqa: PTH112
        yield "a directory", b""
        if kind == "tree":
            yield "files", "\n".join(_list_files(path)).encode(errors="surrogateescape")
    else:
        yield from _read_file("a file", path)


def _read_file(name: str, path: str) -> Iterable[tuple[str, bytes]]:
    try:
        yield name, Path(path).read_bytes()
    except (OSError, ValueError):
        return


def _list_files(top: str) -> list[str]:
    """Return the files below a directory; of too many the evaluator lists none."""
    found: list[str] = []
    for folder, _, files in os.walk(top):
        found += [os.path.join(folder, name) for name in files]  # noqa: PTH118
        if len(found) > MAX_TREE_FILES:
            return ["too many"]
    return sorted(found)


def _list_reports(targets: Sequence[Target]) -> list[tuple[str, list[str]]]:
    """Return the targets of which the user named single files."""
    return [
        (str(target.directory.resolve()), sorted(str(path) for path in target.report))
        for target in targets
        if target.report is not None
    ]


def _describe_program() -> str:
    """Return a text that identifies this program, its rules and the interpreter."""
    directories = {str(Path(__file__).parents[1]), *registry.list_directories()}
    return repr((describe_environment(), [identify_package(one) for one in sorted(directories)]))


def _describe(value: Any) -> str:
    """Return a text that is equal for equal settings."""
    match value:
        case Source():
            return repr((value.path, value.text))
        case Enum() | Path():
            return repr(str(value))
        case dict():
            return repr(sorted((key, _describe(one)) for key, one in value.items()))
        case frozenset():
            return repr(sorted(value))
        case list() | tuple():
            return repr([_describe(one) for one in value])
        case _ if is_dataclass(value):
            return repr([(one.name, _describe(getattr(value, one.name))) for one in fields(value)])
        case _ if hasattr(value, "pattern"):
            return repr((value.pattern, int(value.flags)))
        case _:
            return repr(value)
