"""What `--status` says."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rlcoach.watch.queue import Counts, GameAnswer, Queue, Signature
from rlcoach.watch.state_file import only_watcher, open_state
from rlcoach.watch.status import NamedFile, Status, counts_line, read_status, status_lines

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
SERVER = "https://example.org"
COUNTS = Counts(waiting=3, sent=41, duplicate=5, rejected=0, deleted=0, incomplete=0, old=0)
STATUS = Status(
    is_running=True,
    server=SERVER,
    folders=[],
    counts=COUNTS,
    rejected=[],
    incomplete=[],
    process="4711",
    started_at=NOON,
)


def shown(status: Status, now: datetime = NOON) -> str:
    return "\n".join(status_lines(status, now))


class TestReadStatus:
    def test_of_a_watcher_that_has_done_nothing(self, state: Path) -> None:
        open_state(state, SERVER).close()
        status = read_status(state)
        assert (status.server, status.is_running, status.is_failing) == (SERVER, False, False)
        assert status.counts == Counts(0, 0, 0, 0, 0, 0, 0)

    def test_of_one_that_runs(self, state: Path) -> None:
        with only_watcher(state):
            open_state(state, SERVER).close()
            assert read_status(state).is_running

    def test_names_what_was_not_sent(self, state: Path) -> None:
        with closing(open_state(state, SERVER)) as connection:
            queue = Queue(connection)
            for name in ("a", "b", "c"):
                queue.add(Path(name), Signature(1, 1), sha256=name, seen_at=NOON)
            queue.add_incomplete(Path("/d/x.replay"), Signature(1, 1), "It is cut off.")
            answers = [
                GameAnswer("a", "rejected", code="old", message="Too old."),
                GameAnswer("b", "rejected", code="empty"),
            ]
            queue.record(answers, answered_at=NOON)
            queue.record([GameAnswer("c", "sent")], answered_at=NOON + timedelta(seconds=1))
        status = read_status(state)
        found = {(file.name, file.reason) for file in status.rejected}
        assert found == {("a", "Too old."), ("b", "empty")}
        assert status.incomplete == [NamedFile("/d/x.replay", "It is cut off.")]
        assert (status.last_answer_name, status.last_answer_at) == (
            "c",
            NOON + timedelta(seconds=1),
        )


class TestIsWell:
    @pytest.mark.parametrize(
        ("error_at", "answer_at", "is_well"),
        [
            (None, None, True),
            (None, NOON, True),
            (NOON, None, False),
            (NOON, NOON - timedelta(seconds=1), False),
            (NOON, NOON + timedelta(seconds=1), True),
        ],
    )
    def test_while_nothing_failed_since_the_last_answer(
        self, error_at: datetime | None, answer_at: datetime | None, is_well: bool
    ) -> None:
        status = replace(STATUS, last_error="no", last_error_at=error_at, last_answer_at=answer_at)
        assert status.is_well is is_well

    def test_not_if_nothing_runs(self) -> None:
        assert not replace(STATUS, is_running=False).is_well


class TestStatusLines:
    def test_what_is_always_there(self) -> None:
        lines = shown(STATUS).splitlines()
        assert lines[0].endswith("process 4711")
        assert lines[1:3] == ["server      https://example.org", "waiting     3"]
        assert len(lines) == 6

    def test_no_watcher(self) -> None:
        assert "no watcher is running" in shown(replace(STATUS, is_running=False))

    def test_everything_else(self) -> None:
        counts = replace(COUNTS, rejected=12, incomplete=1, deleted=2, old=7)
        status = replace(
            STATUS,
            counts=counts,
            rejected=[NamedFile("a.replay", "Too old.")] * 10,
            incomplete=[NamedFile("x.replay", "It is cut off.")],
            last_answer_at=NOON,
            last_answer_name="b.replay",
            paused_until=NOON + timedelta(minutes=5),
            pause_reason="100 files an hour.",
            last_error="the server cannot be reached",
            last_error_at=NOON - timedelta(minutes=5),
        )
        text = shown(status)
        for part in (
            "b.replay)",
            "a.replay: Too old.",
            "… and 2 more",
            "x.replay: It is cut off.",
            "deleted     2",
            "left out    7",
            ": 100 files an hour.",
            "the server cannot be reached  (over since)",
        ):
            assert part in text

    def test_a_pause_says_how_long_all_of_it_will_take(self) -> None:
        by = NOON + timedelta(hours=8)
        until = NOON + timedelta(minutes=5)
        status = replace(STATUS, paused_until=until, pause_reason="So many.", all_sent_at=by)
        expected = f"waiting     3  (at this pace all are sent by {by.astimezone():%Y-%m-%d %H:%M})"
        assert expected in shown(status).splitlines()
        assert "pace" not in shown(replace(status, is_running=False))  # Nothing is sent then.

    def test_a_pause_that_is_over_is_not_shown(self) -> None:
        status = replace(
            STATUS, paused_until=NOON, pause_reason="100 files an hour.", all_sent_at=NOON
        )
        assert "paused" not in shown(status)
        assert "pace" not in shown(status)

    def test_folders_that_are_there_and_some_that_are_not(self, tmp_path: Path) -> None:
        text = shown(replace(STATUS, folders=[tmp_path, tmp_path / "none"]))
        assert f"folders     {tmp_path}\n" in text
        assert f"{tmp_path / 'none'} (not there now)" in text

    def test_the_many_places_the_game_may_use_are_counted(self, tmp_path: Path) -> None:
        absent = [tmp_path / f"{number}" for number in range(30)]
        text = shown(replace(STATUS, folders=[tmp_path, *absent]))
        assert "30 other places" in text
        assert str(absent[0]) not in text


def test_counts_line() -> None:
    assert counts_line(COUNTS) == "3 waiting · 41 sent · 5 already there · 0 rejected"
    assert counts_line(replace(COUNTS, incomplete=1)).endswith(" · 1 incomplete")
