"""The store: what is kept is found again as it was, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tflint_sagemaker.cache import directory
from tflint_sagemaker.cache import store as files
from tflint_sagemaker.cache.active import activate, compute_once
from tflint_sagemaker.cache.store import Store, hash_texts

KEY = bytes(range(32))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", KEY)


def again(store: Store) -> Store:
    """The store as another process finds it."""
    return Store(store.directory, store.key)


def kept(store: Store) -> Path:
    """The one file of a store in which something has been kept."""
    store.write_record("p", {"status": 0})
    return store.directory / "record-p"


@given(JSON)
def test_what_is_kept_is_found_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    store = Store(tmp_path_factory.mktemp("store"), KEY)
    store.write_record("p", value)
    store.add_entry("e", value)
    store.save()
    assert again(store).read_record("p") == value
    assert again(store).read_entry("e") == value


def test_what_was_never_kept_is_not_found(store: Store) -> None:
    assert store.read_record("p") is None
    assert store.read_entry("e") is None


def test_a_byte_that_is_changed_anywhere_is_noticed(store: Store) -> None:
    file = kept(store)
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert store.read_record("p") is None, at


def test_a_file_that_is_cut_short_is_noticed(store: Store) -> None:
    file = kept(store)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert store.read_record("p") is None, length


def test_cache_entries_of_other_users_are_ignored(store: Store) -> None:
    file = kept(Store(store.directory, b"\1" * 32))
    assert store.read_record("p") is None
    kept(store)
    file.rename(file.with_name("record-other"))
    assert store.read_record("other") is None, "what is true of one run is not true of another"


def test_a_damaged_store_heals(store: Store) -> None:
    kept(store).write_bytes(b"\0")
    store.write_record("p", 1)
    assert again(store).read_record("p") == 1


@pytest.mark.parametrize("inside", ["file", "directory", "link"])
def test_an_unusable_directory_is_no_store(tmp_path: Path, inside: str) -> None:
    place = tmp_path / "store"
    if inside == "file":
        place.write_text("mine", encoding="utf-8")
    elif inside == "directory":
        (place / "record-p").mkdir(parents=True)
        (place / "entries-e").mkdir()
    else:
        place.symlink_to(tmp_path / "nowhere")
    store = Store(place, KEY)
    store.write_record("p", 1)
    store.add_entry("e", 1)
    store.save()
    assert again(store).read_record("p") is None
    assert again(store).read_entry("e") is None
    if inside == "directory":
        assert sorted(file.name for file in place.iterdir()) == ["entries-e", "record-p"]


def test_what_is_put_in_its_place_is_not_written_through_a_link(store: Store) -> None:
    target = store.directory.parent / "target"
    target.write_text("mine", encoding="utf-8")
    store.directory.mkdir()
    (store.directory / "record-p").symlink_to(target)
    store.write_record("p", 1)
    assert store.read_record("p") == 1
    assert target.read_text(encoding="utf-8") == "mine"


def test_entries_that_another_process_has_written_stay(store: Store) -> None:
    other = again(store)
    store.add_entry("e1", 1)
    other.add_entry("e2", 2)
    store.save()
    other.save()
    assert [again(store).read_entry(name) for name in ("e1", "e2")] == [1, 2]


def test_the_oldest_entries_go_when_there_are_too_many(store: Store) -> None:
    big = "x" * 1000
    for number in range(files.MAX_SHARD // 500):
        store.add_entry(f"e{number}", big)
    store.save()
    assert (store.directory / "entries-e").stat().st_size <= files.MAX_SHARD + 100
    assert again(store).read_entry("e0") is None
    assert again(store).read_entry(f"e{files.MAX_SHARD // 500 - 1}") == big


def test_the_oldest_records_go_when_there_are_too_many(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_RECORDS", 20)
    for number in range(25):
        store.write_record(f"{number}", number)
        os.utime(store.directory / f"record-{number}", ns=(number, number))
    store.save()
    assert directory.measure(store.directory)[0] <= 20
    assert store.read_record("0") is None
    assert store.read_record("24") == 24


def test_many_processes_may_write_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tflint_sagemaker.cache.store import Store\n"
        "for turn in range(40):\n"
        f"    store = Store(Path({str(tmp_path)!r}), {KEY!r})\n"
        "    for name in ('p', 'q'):\n"
        "        found = store.read_record(name)\n"
        "        assert found is None or found == [name] * 5000, found\n"
        "        store.write_record(name, [name] * 5000)\n"
        "    assert store.read_entry('e') in (None, 'e' * 5000)\n"
        "    store.add_entry('e', 'e' * 5000)\n"
        "    store.add_entry('e' + sys.argv[1], turn)\n"
        "    store.save()\n"
    )
    crowd = [subprocess.Popen([sys.executable, "-c", code, str(n)]) for n in range(6)]
    assert [one.wait() for one in crowd] == [0] * 6
    store = Store(tmp_path, KEY)
    assert store.read_record("p") == ["p"] * 5000
    assert store.read_entry("e") == "e" * 5000
    assert not list(tmp_path.glob("new-*"))


def test_a_pure_function_is_evaluated_once(store: Store) -> None:
    asked: list[str] = []

    def compute() -> list[int]:
        asked.append("once")
        return [1]

    with activate(store):
        assert compute_once("kind", "1", "given", compute) == [1]
    with activate(again(store)):
        assert compute_once("kind", "1", "given", compute) == [1]
        assert asked == ["once"]
        compute_once("kind", "2", "given", compute)
        compute_once("kind", "1", "other", compute)
        compute_once("other", "1", "given", compute)
    assert compute_once("kind", "1", "given", compute) == [1]
    assert len(asked) == 5, "another version, another input, another kind, no store"


def test_names_cannot_run_into_each_other() -> None:
    assert hash_texts("a", "bc") != hash_texts("ab", "c") != hash_texts("abc")


HOME = {"XDG_CACHE_HOME": "/home/me/cache"}


@pytest.mark.parametrize(
    ("given", "environment", "expected"),
    [
        (None, HOME, "/home/me/cache/tflint-sagemaker"),
        (None, {"XDG_CACHE_HOME": "relative"}, str(Path.home() / ".cache/tflint-sagemaker")),
        (None, {**HOME, "TFLINT_SAGEMAKER_CACHE_DIR": "/c"}, "/c"),
        ("/d", {**HOME, "TFLINT_SAGEMAKER_CACHE_DIR": "/c"}, "/d"),
        (None, {**HOME, "TFLINT_SAGEMAKER_NO_CACHE": "1"}, None),
        (None, {**HOME, "TFLINT_SAGEMAKER_NO_CACHE": "false"}, "/home/me/cache/tflint-sagemaker"),
    ],
)
def test_where_the_cache_is(
    given: str | None, environment: dict[str, str], expected: str | None
) -> None:
    found = directory.find_directory(given, environment)
    assert found == (Path(expected) / directory.LAYOUT if expected else None)


def test_the_key_is_made_once_and_kept_apart(tmp_path: Path) -> None:
    told = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_STATE_HOME": str(tmp_path / "state")}
    one, other = directory.open_store(None, told), directory.open_store(None, told)
    assert one
    assert other
    assert one.key == other.key
    assert len(one.key) == 32
    file = tmp_path / "state" / "tflint-sagemaker" / "key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert not one.directory.is_relative_to(file.parent)


@pytest.mark.parametrize(("mode", "size"), [(0o666, 32), (0o620, 32), (0o600, 31), (0o600, 0)])
def test_a_key_that_others_may_have_written_is_none(tmp_path: Path, mode: int, size: int) -> None:
    file = tmp_path / "tflint-sagemaker" / "key"
    file.parent.mkdir()
    file.write_bytes(b"k" * size)
    file.chmod(mode)
    told = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_STATE_HOME": str(tmp_path)}
    assert directory.open_store(None, told) is None


def test_machines_with_the_same_key_trust_each_other(tmp_path: Path) -> None:
    def told(key: str) -> Store | None:
        return directory.open_store(str(tmp_path), {"TFLINT_SAGEMAKER_CACHE_KEY": key})

    one, other, stranger = told("a secret"), told("a secret"), told("guessed")
    assert one
    assert other
    assert stranger
    one.write_record("p", 1)
    assert other.read_record("p") == 1
    assert stranger.read_record("p") is None


def test_cleaning_keeps_foreign_files(store: Store) -> None:
    kept(store)
    mine = store.directory / "thesis.txt"
    mine.write_text("mine", encoding="utf-8")
    files, size = directory.clear(store.directory)
    assert (files, size > 0) == (1, True)
    assert list(store.directory.iterdir()) == [mine]
    assert directory.clear(store.directory) == (0, 0)
