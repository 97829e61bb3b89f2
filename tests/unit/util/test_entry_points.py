"""Entry points are those that importlib.metadata finds."""

from __future__ import annotations

import sys
import zipfile
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.util import entry_points

if TYPE_CHECKING:
    from pathlib import Path

GROUP = "tflint_sagemaker.rules"


def theirs(group: str) -> list[str]:
    return [door.value for door in metadata.entry_points(group=group)]


@pytest.mark.parametrize("group", [GROUP, "console_scripts", "pytest11", "nobody.has.it"])
def test_of_what_is_installed_here(group: str) -> None:
    assert entry_points.values(group) == theirs(group)


def test_they_are_what_they_stand_for() -> None:
    assert entry_points.opened(GROUP) == [
        door.load() for door in metadata.entry_points(group=GROUP)
    ]


TEXTS = {
    "one": f"[{GROUP}]\na = aaa:ALL\n",
    "blanks": f"\n [{GROUP}] \n  a=aaa:ALL\n\n b  =  bbb : ALL  \n",
    "comments": f"# [x]\n[{GROUP}]\n# a = aaa:ALL\nb = bbb:ALL\n",
    "sections": f"[x]\na = aaa:ALL\n[{GROUP}]\nb = bbb:ALL\n[y]\nc = ccc:ALL\n",
    "extras": f"[{GROUP}]\na = aaa:ALL [more]\n",
    "none": "[console_scripts]\na = aaa:main\n",
    "empty": "",
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "metadata", ["new-1.0.dist-info", "new.egg-info", "New_x.y-2-py3.egg-info"]
)
def test_of_a_text(
    text: str, metadata: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / metadata).mkdir()
    (tmp_path / metadata / "entry_points.txt").write_text(TEXTS[text], encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert entry_points.values(GROUP) == theirs(GROUP)


def test_the_first_distribution_of_a_name_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, name in (("b", "some_rules-1"), ("a", "Some.Rules-2"), ("a", "other-1")):
        metadata = tmp_path / place / f"{name}.dist-info"
        metadata.mkdir(parents=True)
        text = f"[{GROUP}]\nx = {name.partition('-')[0].lower()}_{place}:ALL\n"
        (metadata / "entry_points.txt").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "b")
    monkeypatch.syspath_prepend(tmp_path / "a")
    assert entry_points.values(GROUP) == theirs(GROUP)
    assert {"some.rules_a:ALL", "other_a:ALL"} <= set(entry_points.values(GROUP))
    assert "some_rules_b:ALL" not in entry_points.values(GROUP)


def test_in_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "rules.zip", "w") as archive:
        archive.writestr("new-1.dist-info/METADATA", "Name: new\n")
        archive.writestr("new-1.dist-info/entry_points.txt", TEXTS["one"])
    monkeypatch.syspath_prepend(tmp_path / "rules.zip")
    assert "aaa:ALL" in entry_points.values(GROUP)


def test_in_an_egg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    metadata = tmp_path / "new-1.egg" / "EGG-INFO"
    metadata.mkdir(parents=True)
    (metadata / "PKG-INFO").write_text("Name: new\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(TEXTS["one"], encoding="utf-8")
    monkeypatch.syspath_prepend(metadata.parent)
    assert "aaa:ALL" in entry_points.values(GROUP)


def test_where_an_importer_keeps_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "new-1.dist-info").mkdir()
    (tmp_path / "new-1.dist-info" / "entry_points.txt").write_text(TEXTS["one"], encoding="utf-8")

    class Finder:
        @staticmethod
        def find_spec(*_: object) -> None:
            return None

        @staticmethod
        def find_distributions(context: object = None) -> object:
            from importlib.metadata import Distribution

            assert context is not None
            return [Distribution.at(tmp_path / "new-1.dist-info")]

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder])
    assert "aaa:ALL" in entry_points.values(GROUP)


def test_a_door_that_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    metadata = tmp_path / "new-1.dist-info"
    metadata.mkdir()
    (metadata / "entry_points.txt").write_text("[nowhere]\na = !\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ImportError, match="not an entry point: !"):
        entry_points.opened("nowhere")
