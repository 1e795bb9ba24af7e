"""Which files have come to rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rlcoach.watch.completeness import signature_of
from rlcoach.watch.queue import Signature
from rlcoach.watch.scan import Look, Scanner, list_replays
from rlcoach.watch.timing import Timing
from tests.watch.games import save

TIMING = Timing(settle_seconds=1, give_up_seconds=60, recheck_seconds=60)


def make_scanner(*folders: Path) -> Scanner:
    return Scanner(folders, {}, TIMING)


def names(look: Look) -> list[str]:
    return [path.name for path, _ in look.ready]


def settle_all(scanner: Scanner, look: Look) -> None:
    for path, signature in look.ready:
        scanner.settle(path, signature)


@pytest.fixture
def away(tmp_path: Path) -> Path:
    """A folder about which the system says neither yes nor no, as of a drive that hung up."""
    return tmp_path / ("far away" * 100)


class TestLook:
    def test_a_new_file_is_ready_when_it_has_not_changed_for_a_second(self, demos: Path) -> None:
        scanner = make_scanner(demos)
        path = save(demos, 1)
        assert not scanner.look(0).ready
        assert not scanner.look(0.9).ready
        assert scanner.look(1).ready == [(path, signature_of(path.stat()))]

    def test_a_file_may_be_named_in_place_of_a_folder(self, demos: Path) -> None:
        path = save(demos, 1)
        save(demos, 2)
        renamed = path.rename(demos / "the good one")
        scanner = make_scanner(renamed)
        scanner.look(0)
        assert names(scanner.look(1)) == ["the good one"]
        renamed.unlink()  # As with a folder that is gone: a drive may be.
        assert scanner.look(2).vanished == []

    def test_a_file_that_grows_is_not(self, demos: Path) -> None:
        scanner = make_scanner(demos)
        path = save(demos, 1)
        for second in range(10):
            with path.open("ab") as file:
                file.write(b"more")
            assert not scanner.look(second).ready
        assert names(scanner.look(10)) == [path.name]

    def test_a_file_of_the_same_size_with_another_time_has_changed(self, demos: Path) -> None:
        scanner = make_scanner(demos)
        path = save(demos, 1)
        scanner.look(0)
        settle_all(scanner, scanner.look(1))
        os.utime(path, ns=(1, 1))
        assert not scanner.look(2).ready
        assert names(scanner.look(3)) == [path.name]

    def test_known_files_are_left_alone(self, demos: Path) -> None:
        path = save(demos, 1)
        scanner = Scanner([demos], {path: signature_of(path.stat())}, TIMING)
        assert not any(scanner.look(second).ready for second in range(5))
        assert not scanner.has_unsettled()

    def test_a_file_that_changes_back_is_known_again(self, demos: Path) -> None:
        path = save(demos, 1)
        before = path.stat()
        scanner = Scanner([demos], {path: signature_of(before)}, TIMING)
        os.utime(path, ns=(1, 1))
        scanner.look(0)
        assert scanner.has_unsettled()
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        scanner.look(1)
        assert not scanner.has_unsettled()

    def test_newest_first(self, demos: Path) -> None:
        for number, age in ((1, 30), (2, 10), (3, 20)):
            os.utime(save(demos, number), (0, 10_000 - age))
        scanner = make_scanner(demos)
        scanner.look(0)
        assert names(scanner.look(1)) == ["0002.replay", "0003.replay", "0001.replay"]

    def test_a_file_that_goes(self, demos: Path) -> None:
        known, new = save(demos, 1), save(demos, 2)
        scanner = Scanner([demos], {known: signature_of(known.stat())}, TIMING)
        scanner.look(0)
        known.unlink()
        new.unlink()
        assert set(scanner.look(1).vanished) == {known, new}
        assert not scanner.look(2).vanished
        assert not scanner.has_unsettled()

    def test_files_of_a_drive_that_is_away_are_not_gone(self, demos: Path) -> None:
        path = save(demos, 1)
        scanner = Scanner([demos], {path: signature_of(path.stat())}, TIMING)
        away = demos.rename(demos.with_name("away"))
        assert not scanner.look(0).vanished
        away.rename(demos)
        assert not scanner.look(1).ready
        assert not scanner.look(9).ready

    def test_files_of_a_folder_that_is_no_longer_watched_are_not_gone(self, tmp_path: Path) -> None:
        path = save(tmp_path, 1)
        other = tmp_path / "other"
        other.mkdir()
        scanner = Scanner([other], {path: signature_of(path.stat())}, TIMING)
        path.unlink()
        assert not scanner.look(0).vanished

    def test_a_folder_that_comes_later(self, tmp_path: Path) -> None:
        scanner = make_scanner(tmp_path / "later")
        assert not scanner.look(0).ready
        (tmp_path / "later").mkdir()
        path = save(tmp_path / "later", 1)
        scanner.look(1)
        assert names(scanner.look(2)) == [path.name]


class TestPostpone:
    def test_an_incomplete_file_is_read_at_each_look_for_a_minute(self, demos: Path) -> None:
        scanner = make_scanner(demos)
        path = save(demos, 1)
        scanner.look(0)
        for second in range(1, 60):
            assert names(scanner.look(second)) == [path.name]
            assert not scanner.postpone(path, second)

    def test_then_it_is_given_up_and_read_once_a_minute(self, demos: Path) -> None:
        scanner = make_scanner(demos)
        path = save(demos, 1)
        scanner.look(0)
        scanner.look(60)
        assert scanner.has_unsettled()
        assert scanner.postpone(path, 60)
        assert not scanner.has_unsettled()
        assert not scanner.look(119).ready
        assert names(scanner.look(120)) == [path.name]
        assert not scanner.postpone(path, 120)
        assert not scanner.look(179).ready
        assert names(scanner.look(180)) == [path.name]

    def test_a_change_is_looked_at_at_once(self, demos: Path) -> None:
        scanner = make_scanner(demos)
        path = save(demos, 1)
        scanner.look(0)
        scanner.look(60)
        scanner.postpone(path, 60)
        os.utime(path, ns=(1, 1))
        scanner.look(61)
        assert names(scanner.look(62)) == [path.name]


class TestListReplays:
    def test_what_counts(self, tmp_path: Path) -> None:
        (tmp_path / "sub").mkdir()
        (tmp_path / "folder.replay").mkdir()
        kept = [save(tmp_path, 1), save(tmp_path / "sub", 2), tmp_path / "LOUD.REPLAY"]
        kept[-1].touch()
        for name in ("a.txt", ".hidden.replay", "._0001.replay", "b.replay.part"):
            (tmp_path / name).touch()
        os.mkfifo(tmp_path / "pipe.replay")
        (tmp_path / "lost.replay").symlink_to(tmp_path / "nowhere")
        (tmp_path / "loop").symlink_to(tmp_path)
        found: dict[Path, Signature] = {}
        assert list_replays(tmp_path, found) == []
        assert found.keys() == set(kept)

    def test_a_folder_that_cannot_be_listed(self, tmp_path: Path) -> None:
        assert list_replays(tmp_path / "none", {}) == [tmp_path / "none"]

    def test_a_drive_that_answers_with_an_error(self, away: Path) -> None:
        assert list_replays(away, {}) == [away]

    def test_a_file_that_is_named_itself(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        found: dict[Path, Signature] = {}
        assert list_replays(tmp_path / "file", found) == []
        assert found.keys() == {tmp_path / "file"}
