"""The store: what is kept is found again as it was, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tflint_sagemaker.cache import store as memo
from tflint_sagemaker.cache.store import Store

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
    store.keep_page("p", {"status": 0})
    return store.directory / "page-p"


@given(JSON)
def test_what_is_kept_is_found_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    store = Store(tmp_path_factory.mktemp("store"), KEY)
    store.keep_page("p", value)
    store.keep_entry("e", value)
    store.flush()
    assert again(store).page("p") == value
    assert again(store).entry("e") == value


def test_what_was_never_kept_is_not_found(store: Store) -> None:
    assert store.page("p") is None
    assert store.entry("e") is None


def test_a_byte_that_is_changed_anywhere_is_noticed(store: Store) -> None:
    file = kept(store)
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert store.page("p") is None, at


def test_a_file_that_is_cut_short_is_noticed(store: Store) -> None:
    file = kept(store)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert store.page("p") is None, length


def test_what_somebody_else_has_put_there_is_not_found(store: Store) -> None:
    file = kept(Store(store.directory, b"\1" * 32))
    assert store.page("p") is None
    kept(store)
    file.rename(file.with_name("page-other"))
    assert store.page("other") is None, "what is true of one run is not true of another"


def test_a_damaged_store_heals(store: Store) -> None:
    kept(store).write_bytes(b"\0")
    store.keep_page("p", 1)
    assert again(store).page("p") == 1


@pytest.mark.parametrize("inside", ["file", "directory", "link"])
def test_a_directory_that_cannot_hold_files_is_no_store(tmp_path: Path, inside: str) -> None:
    place = tmp_path / "store"
    if inside == "file":
        place.write_text("mine", encoding="utf-8")
    elif inside == "directory":
        (place / "page-p").mkdir(parents=True)
        (place / "entries-e").mkdir()
    else:
        place.symlink_to(tmp_path / "nowhere")
    store = Store(place, KEY)
    store.keep_page("p", 1)
    store.keep_entry("e", 1)
    store.flush()
    assert again(store).page("p") is None
    assert again(store).entry("e") is None
    if inside == "directory":
        assert sorted(file.name for file in place.iterdir()) == ["entries-e", "page-p"]


def test_what_is_put_in_its_place_is_not_written_through_a_link(store: Store) -> None:
    target = store.directory.parent / "target"
    target.write_text("mine", encoding="utf-8")
    store.directory.mkdir()
    (store.directory / "page-p").symlink_to(target)
    store.keep_page("p", 1)
    assert store.page("p") == 1
    assert target.read_text(encoding="utf-8") == "mine"


def test_entries_that_another_process_has_written_stay(store: Store) -> None:
    other = again(store)
    store.keep_entry("e1", 1)
    other.keep_entry("e2", 2)
    store.flush()
    other.flush()
    assert [again(store).entry(name) for name in ("e1", "e2")] == [1, 2]


def test_the_oldest_entries_go_when_there_are_too_many(store: Store) -> None:
    big = "x" * 1000
    for number in range(memo.MAX_SHARD // 500):
        store.keep_entry(f"e{number}", big)
    store.flush()
    assert (store.directory / "entries-e").stat().st_size <= memo.MAX_SHARD + 100
    assert again(store).entry("e0") is None
    assert again(store).entry(f"e{memo.MAX_SHARD // 500 - 1}") == big


def test_the_oldest_pages_go_when_there_are_too_many(store: Store) -> None:
    for number in range(memo.MAX_PAGES + 5):
        store.keep_page(f"{number}", number)
        os.utime(store.directory / f"page-{number}", ns=(number, number))
    assert memo.size(store.directory)[0] <= memo.MAX_PAGES
    assert store.page("0") is None
    assert store.page(f"{memo.MAX_PAGES + 4}") == memo.MAX_PAGES + 4


def test_many_processes_may_write_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tflint_sagemaker.cache.store import Store\n"
        "for turn in range(40):\n"
        f"    store = Store(Path({str(tmp_path)!r}), {KEY!r})\n"
        "    for name in ('p', 'q'):\n"
        "        found = store.page(name)\n"
        "        assert found is None or found == [name] * 5000, found\n"
        "        store.keep_page(name, [name] * 5000)\n"
        "    assert store.entry('e') in (None, 'e' * 5000)\n"
        "    store.keep_entry('e', 'e' * 5000)\n"
        "    store.keep_entry('e' + sys.argv[1], turn)\n"
        "    store.flush()\n"
    )
    crowd = [subprocess.Popen([sys.executable, "-c", code, str(n)]) for n in range(6)]
    assert [one.wait() for one in crowd] == [0] * 6
    store = Store(tmp_path, KEY)
    assert store.page("p") == ["p"] * 5000
    assert store.entry("e") == "e" * 5000
    assert not list(tmp_path.glob("new-*"))


def test_a_pure_function_is_asked_once(store: Store) -> None:
    asked: list[str] = []

    def compute() -> list[int]:
        asked.append("once")
        return [1]

    with memo.using(store):
        assert memo.remembered("kind", "1", "given", compute) == [1]
    with memo.using(again(store)):
        assert memo.remembered("kind", "1", "given", compute) == [1]
        assert asked == ["once"]
        memo.remembered("kind", "2", "given", compute)
        memo.remembered("kind", "1", "other", compute)
        memo.remembered("other", "1", "given", compute)
    assert memo.remembered("kind", "1", "given", compute) == [1]
    assert len(asked) == 5, "another version, another input, another kind, no store"


def test_names_cannot_run_into_each_other() -> None:
    assert memo.hashed("a", "bc") != memo.hashed("ab", "c") != memo.hashed("abc")


HOME = {"XDG_CACHE_HOME": "/home/me/cache"}


@pytest.mark.parametrize(
    ("arguments", "environment", "place"),
    [
        ([], HOME, "/home/me/cache/tflint-sagemaker"),
        ([], {"XDG_CACHE_HOME": "relative"}, str(Path.home() / ".cache/tflint-sagemaker")),
        ([], {**HOME, "TFLINT_SAGEMAKER_CACHE_DIR": "/c"}, "/c"),
        (["--cache-dir", "/d"], {**HOME, "TFLINT_SAGEMAKER_CACHE_DIR": "/c"}, "/d"),
        (["check", "--cache-dir=/d", "."], HOME, "/d"),
        (["--", "--cache-dir=/d"], HOME, "/home/me/cache/tflint-sagemaker"),
        (["--no-cache"], HOME, None),
        (["--", "--no-cache"], HOME, "/home/me/cache/tflint-sagemaker"),
        ([], {**HOME, "TFLINT_SAGEMAKER_NO_CACHE": "1"}, None),
        ([], {**HOME, "TFLINT_SAGEMAKER_NO_CACHE": "false"}, "/home/me/cache/tflint-sagemaker"),
    ],
)
def test_where_the_store_is(
    arguments: list[str], environment: dict[str, str], place: str | None
) -> None:
    found = memo.place(arguments, environment)
    assert found == (Path(place) / memo.LAYOUT if place else None)


def test_the_key_is_made_once_and_kept_apart(tmp_path: Path) -> None:
    told = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_STATE_HOME": str(tmp_path / "state")}
    one, other = memo.opened([], told), memo.opened([], told)
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
    assert memo.opened([], told) is None


def test_machines_that_are_told_one_key_trust_each_other(tmp_path: Path) -> None:
    def told(key: str) -> Store | None:
        return memo.opened([f"--cache-dir={tmp_path}"], {"TFLINT_SAGEMAKER_CACHE_KEY": key})

    one, other, stranger = told("a secret"), told("a secret"), told("guessed")
    assert one
    assert other
    assert stranger
    one.keep_page("p", 1)
    assert other.page("p") == 1
    assert stranger.page("p") is None


def test_cleaning_leaves_what_is_not_ours(store: Store) -> None:
    kept(store)
    mine = store.directory / "thesis.txt"
    mine.write_text("mine", encoding="utf-8")
    files, size = memo.clean(store.directory)
    assert (files, size > 0) == (1, True)
    assert list(store.directory.iterdir()) == [mine]
    assert memo.clean(store.directory) == (0, 0)
