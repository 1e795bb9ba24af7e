"""The state file: durable, one server's, one watcher's."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import threading
from pathlib import Path

import pytest

from rlcoach.watch.errors import StateInUse, StateUnusable
from rlcoach.watch.state_file import is_watched, only_watcher, open_state, reading, transaction

SERVER = "https://example.org"


class TestOpenState:
    def test_makes_a_private_folder_and_opens_again(self, state: Path) -> None:
        with open_state(state, SERVER) as connection, transaction(connection):
            connection.execute("INSERT INTO fact VALUES ('a', 'b')")
        connection.close()
        assert state.parent.stat().st_mode & 0o077 == 0
        again = open_state(state, SERVER)
        assert ("a", "b") in again.execute("SELECT * FROM fact").fetchall()
        again.close()

    def test_nobody_else_can_read_it_wherever_it_is(self, tmp_path: Path) -> None:
        state = tmp_path / "watch.sqlite3"
        tmp_path.chmod(0o755)
        open_state(state, SERVER).close()
        assert state.stat().st_mode & 0o077 == 0

    def test_every_commit_reaches_the_disk(self, state: Path) -> None:
        connection = open_state(state, SERVER)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        connection.close()

    def test_belongs_to_one_server(self, state: Path) -> None:
        open_state(state, SERVER).close()
        with pytest.raises(StateUnusable, match="what was sent to"):
            open_state(state, "https://other.example.org")

    def test_a_damaged_file_is_left_as_it_is(self, state: Path) -> None:
        state.parent.mkdir()
        state.write_bytes(b"no database at all " * 100)
        with pytest.raises(StateUnusable, match="Move it away"):
            open_state(state, SERVER)
        assert state.read_bytes().startswith(b"no database")

    def test_a_file_of_a_later_version(self, state: Path) -> None:
        connection = open_state(state, SERVER)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        with pytest.raises(StateUnusable, match="99"):
            open_state(state, SERVER)

    def test_a_folder_that_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(StateUnusable, match="cannot be made"):
            open_state(tmp_path / "file" / "watch.sqlite3", SERVER)


class TestTransaction:
    def test_all_or_nothing(self, state: Path) -> None:
        connection = open_state(state, SERVER)
        with pytest.raises(sqlite3.IntegrityError), transaction(connection):
            connection.executemany("INSERT INTO fact VALUES (?, 'b')", [("a",), ("a",)])
        assert connection.execute("SELECT * FROM fact WHERE name = 'a'").fetchall() == []
        connection.close()

    def test_a_full_disk_is_named_and_leaves_what_was_there(self, state: Path) -> None:
        connection = open_state(state, SERVER)
        connection.execute("PRAGMA max_page_count = 1")  # No more than there is: as a full disk.
        with (
            pytest.raises(StateUnusable, match=r"disk is full\. Make room"),
            only_watcher(state),
            transaction(connection),
        ):
            connection.execute("INSERT INTO fact VALUES ('a', zeroblob(1000000))")
        with transaction(connection):
            connection.execute("INSERT INTO fact VALUES ('b', 'c')")
        assert connection.execute("SELECT name FROM fact ORDER BY name").fetchall() == [
            ("b",),
            ("server",),
        ]
        connection.close()


class TestReading:
    def test_sees_one_moment_while_a_watcher_writes(self, state: Path) -> None:
        writer = open_state(state, SERVER)
        with transaction(writer):
            writer.execute("INSERT INTO fact VALUES ('a', 'before')")
        with reading(state) as reader:
            assert reader.execute("SELECT value FROM fact WHERE name = 'a'").fetchone()
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE fact SET value = 'after'")
        with reading(state) as reader:
            found = reader.execute("SELECT value FROM fact WHERE name = 'a'").fetchone()
        writer.execute("COMMIT")
        writer.close()
        assert found == ("before",)

    def test_a_file_without_anything_in_it(self, state: Path) -> None:
        state.parent.mkdir()
        state.touch()
        with pytest.raises(StateUnusable, match="just starting"), reading(state):
            pass

    def test_makes_no_file(self, state: Path) -> None:
        state.parent.mkdir()
        with pytest.raises(StateUnusable), reading(state):
            pass
        assert not state.exists()


def _hold(state: str, is_held: threading.Event, until: threading.Event) -> None:
    with only_watcher(Path(state)):
        is_held.set()
        until.wait(20)


class TestOnlyWatcher:
    def test_keeps_a_second_one_out_until_the_first_is_done(self, state: Path) -> None:
        assert not is_watched(state)
        with only_watcher(state):
            assert is_watched(state)
            with pytest.raises(StateInUse, match="another watcher"), only_watcher(state):
                pass
            assert is_watched(state)
        assert not is_watched(state)
        with only_watcher(state):
            pass

    def test_goes_with_a_process_that_is_killed(self, state: Path) -> None:
        context = multiprocessing.get_context("spawn")
        is_held, until = context.Event(), context.Event()
        process = context.Process(target=_hold, args=(str(state), is_held, until), daemon=True)
        process.start()
        assert is_held.wait(20)
        assert is_watched(state)
        process.kill()
        process.join()
        with only_watcher(state):
            pass

    def test_a_fault_of_the_state_within_it_becomes_a_sentence(self, state: Path) -> None:
        with pytest.raises(StateUnusable, match="disk is full"), only_watcher(state):
            raise sqlite3.OperationalError("database or disk is full")

    def test_another_fault_within_it_stays_what_it_is(self, state: Path) -> None:
        with pytest.raises(OSError, match="other"), only_watcher(state):
            raise OSError(os.EX_IOERR, "other")
