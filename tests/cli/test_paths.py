"""From what was typed to files."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlcoach.cli.errors import UsageError
from rlcoach.cli.paths import expand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.replay", "a.REPLAY", "deep/er/c.replay", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def test_a_folder_is_searched_in_depth(folder: Path) -> None:
    names = [path.name for path in expand([str(folder)])]
    assert names == ["a.REPLAY", "b.replay", "c.replay"]


def test_a_file_is_taken_whatever_its_name(folder: Path) -> None:
    assert expand([str(folder / "notes.txt")]) == [folder / "notes.txt"]


def test_patterns(folder: Path) -> None:
    assert expand([f"{folder}/*.replay"]) == [folder / "b.replay"]
    assert len(expand([f"{folder}/**/*.replay"])) == 2


def test_a_name_that_only_looks_like_a_pattern(folder: Path) -> None:
    odd = folder / "[final] a?.replay"
    odd.touch()
    assert expand([str(odd)]) == [odd]


def test_none_twice_and_in_the_order_given(folder: Path) -> None:
    typed = [str(folder / "b.replay"), str(folder), f"{folder}/./b.replay"]
    assert [path.name for path in expand(typed)] == ["b.replay", "a.REPLAY", "c.replay"]


@pytest.mark.parametrize("name", ["none.replay", "*.none", "empty"])
def test_what_names_nothing_is_a_usage_error(folder: Path, name: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(UsageError, match=r"none|empty"):
        expand([str(folder / name)])
