"""Which files are whole replays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rlcoach.watch.completeness import MAX_FILE_BYTES, FileIncomplete, read_whole, signature_of
from rlcoach.watch.queue import Signature
from tests.watch.games import game, save


def read(path: Path) -> bytes:
    return read_whole(path, signature_of(path.stat()))


def test_a_whole_game(tmp_path: Path) -> None:
    assert read(save(tmp_path, 1)) == game(1)


@pytest.mark.parametrize("kept", [0, 4, 20, 60, 200, len(game(1)) - 1])
def test_a_part_of_a_game(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(game(1)[:kept])
    with pytest.raises(FileIncomplete):
        read(path)


@pytest.mark.parametrize("written", [0, 100, len(game(1)) - 300])
def test_a_file_of_full_length_that_is_still_filled(tmp_path: Path, written: int) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(game(1)[:written].ljust(len(game(1)), b"\0"))
    with pytest.raises(FileIncomplete):
        read(path)


def test_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(b"RIFF" * 100)
    with pytest.raises(FileIncomplete, match="not a replay"):
        read(path)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    path.touch()
    os.truncate(path, MAX_FILE_BYTES + 1)
    with pytest.raises(FileIncomplete, match="larger than 10 MB"):
        read(path)


def test_a_file_that_changed_since_it_was_listed(tmp_path: Path) -> None:
    path = save(tmp_path, 1)
    listed = signature_of(path.stat())
    os.utime(path, ns=(0, listed.mtime_ns + 1))
    with pytest.raises(FileIncomplete, match="being written"):
        read_whole(path, listed)
    with pytest.raises(FileIncomplete, match="being written"):
        read_whole(path, Signature(listed.size_bytes - 1, listed.mtime_ns + 1))


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FileIncomplete, match="cannot be read"):
        read_whole(tmp_path / "none.replay", Signature(1, 1))
