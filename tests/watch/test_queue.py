"""What is remembered, and in which order it is sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rlcoach.watch.queue import GameAnswer, Queue, Signature
from rlcoach.watch.state_file import open_state

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SERVER = "https://example.org"


@pytest.fixture
def queue(state: Path) -> Iterator[Queue]:
    with closing(open_state(state, SERVER)) as connection:
        yield Queue(connection)


def add(queue: Queue, name: str, *, sha: str | None = None, saved: int = 0, size: int = 10) -> bool:
    return queue.add(
        Path("/demos", name), Signature(size, saved), sha256=sha or f"sha of {name}", seen_at=NOW
    )


def batch(queue: Queue, *, most_games: int = 10, most_bytes: int = 1000) -> list[str]:
    found = queue.next_batch(most_games=most_games, most_bytes=most_bytes)
    return [game.path.name for game in found]


def answer(queue: Queue, name: str, status: str = "sent", at: datetime = NOW) -> None:
    assert status in {"sent", "duplicate", "rejected"}
    given = GameAnswer(f"sha of {name}", status)  # type: ignore[arg-type]
    queue.record([given], answered_at=at)


class TestAdd:
    def test_a_new_game_waits(self, queue: Queue) -> None:
        assert add(queue, "a")
        assert batch(queue) == ["a"]
        assert queue.known_files() == {Path("/demos/a"): Signature(10, 0)}

    def test_copies_and_renamed_files_are_one_game(self, queue: Queue) -> None:
        add(queue, "a", sha="1")
        assert not add(queue, "b", sha="1")
        queue.forget_files([Path("/demos/a")])
        assert batch(queue) == ["b"]
        assert queue.counts().waiting == 1

    @pytest.mark.parametrize("status", ["sent", "duplicate", "rejected"])
    def test_an_answered_game_never_waits_again(self, queue: Queue, status: str) -> None:
        add(queue, "a")
        answer(queue, "a", status)
        queue.forget_files([Path("/demos/a")])
        assert not add(queue, "a")
        assert not add(queue, "copy", sha="sha of a")
        assert batch(queue) == []

    def test_a_game_that_was_deleted_and_comes_back_waits_again(self, queue: Queue) -> None:
        add(queue, "a")
        queue.forget_files([Path("/demos/a")])
        assert (queue.counts().waiting, queue.counts().deleted) == (0, 1)
        assert batch(queue) == []
        add(queue, "a")
        assert (queue.counts().waiting, queue.counts().deleted) == (1, 0)
        assert batch(queue) == ["a"]

    def test_a_changed_file_is_another_game(self, queue: Queue) -> None:
        add(queue, "a", sha="1")
        queue.record([GameAnswer("1", "rejected")], answered_at=NOW)
        add(queue, "a", sha="2")
        assert [game.sha256 for game in queue.next_batch(most_games=9, most_bytes=99)] == ["2"]

    def test_a_name_that_is_no_text(self, queue: Queue) -> None:
        path = Path(os.fsdecode(b"/demos/\xff.replay"))
        queue.add(path, Signature(1, 1), sha256="1", seen_at=NOW)
        assert queue.known_files() == {path: Signature(1, 1)}
        assert queue.next_batch(most_games=1, most_bytes=1)[0].path == path


class TestIncompleteFiles:
    def test_are_no_games_and_not_known(self, queue: Queue) -> None:
        queue.add_incomplete(Path("/demos/a"), Signature(1, 1), "It is cut off.")
        assert queue.counts().incomplete == 1
        assert not queue.known_files()
        assert batch(queue) == []

    def test_become_games(self, queue: Queue) -> None:
        queue.add_incomplete(Path("/demos/a"), Signature(1, 1), "It is cut off.")
        add(queue, "a")
        assert queue.counts().incomplete == 0
        assert batch(queue) == ["a"]

    def test_can_be_forgotten(self, queue: Queue) -> None:
        queue.add_incomplete(Path("/demos/a"), Signature(1, 1), "It is cut off.")
        add(queue, "b")
        queue.forget_incomplete()
        assert queue.counts().incomplete == 0
        assert batch(queue) == ["b"]


class TestFirstLook:
    def test_old_files_stay_until_they_are_taken(self, queue: Queue) -> None:
        assert not queue.has_looked()
        queue.decide_first_look({Path("/demos/a"): Signature(1, 1)})
        assert queue.has_looked()
        assert queue.known_files() == {Path("/demos/a"): Signature(1, 1)}
        assert queue.counts().old == 1
        queue.take_old()
        assert not queue.known_files()
        assert queue.has_looked()


class TestNextBatch:
    def test_newest_first_and_not_too_many(self, queue: Queue) -> None:
        for number in range(15):
            add(queue, f"{number}", saved=number)
        assert batch(queue, most_games=3) == ["14", "13", "12"]

    def test_not_too_large_but_always_one(self, queue: Queue) -> None:
        for number in range(5):
            add(queue, f"{number}", saved=-number, size=40)
        assert batch(queue, most_bytes=100) == ["0", "1"]
        assert batch(queue, most_bytes=10) == ["0"]

    def test_leaves_out_what_cannot_be_read_but_not_its_copy(self, queue: Queue) -> None:
        add(queue, "a", sha="1")
        add(queue, "b", sha="1")
        add(queue, "c")
        found = queue.next_batch(most_games=9, most_bytes=99, without={Path("/demos/a")})
        assert {game.path.name for game in found} == {"b", "c"}

    def test_a_game_whose_requests_failed_twice_goes_alone_and_last(self, queue: Queue) -> None:
        for number in range(4):
            add(queue, f"{number}", saved=-number)
        queue.count_failure(["sha of 0", "sha of 1"])
        assert batch(queue) == ["0", "1", "2", "3"]
        queue.count_failure(["sha of 0", "sha of 1"])
        assert batch(queue) == ["2", "3"]
        answer(queue, "2")
        answer(queue, "3")
        assert batch(queue) == ["0"]
        queue.count_failure(["sha of 0"])
        assert batch(queue) == ["1"]

    def test_a_refused_batch_is_sent_one_by_one(self, queue: Queue) -> None:
        add(queue, "a", saved=2)
        add(queue, "b", saved=1)
        queue.count_failure(["sha of a", "sha of b"], send_alone=True)
        assert batch(queue) == ["a"]


class TestRecord:
    def test_counts(self, queue: Queue) -> None:
        for name in ("a", "b", "c", "d", "e", "f"):
            add(queue, name)
        for name, status in (("a", "sent"), ("b", "sent"), ("c", "duplicate"), ("d", "rejected")):
            answer(queue, name, status)
        counts = queue.counts()
        found = (counts.waiting, counts.sent, counts.duplicate, counts.rejected, counts.deleted)
        assert found == (2, 2, 1, 1, 0)

    def test_is_there_for_the_next_start(self, queue: Queue, state: Path) -> None:
        add(queue, "a")
        answer(queue, "a")
        with closing(open_state(state, SERVER)) as other:
            assert Queue(other).counts().sent == 1

    def test_rejected_games_can_be_sent_again(self, queue: Queue) -> None:
        for name in ("a", "b"):
            add(queue, name)
        answer(queue, "a", "rejected")
        answer(queue, "b")
        queue.retry_rejected()
        assert batch(queue) == ["a"]


class TestAllSentAt:
    """A server that takes four games an hour."""

    PAUSED_UNTIL = NOW + timedelta(hours=1)

    def send_four_of(self, queue: Queue, games: int) -> None:
        for number in range(games):
            add(queue, f"{number}")
        for number in range(4):
            answer(queue, f"{number}")

    def test_goes_by_what_was_sent_in_the_last_hour_and_its_pause(self, queue: Queue) -> None:
        self.send_four_of(queue, 20)
        answer(queue, "19", at=NOW - timedelta(hours=2))
        answer(queue, "18", "duplicate")
        # Four when the pause is over, and the other ten at a quarter of an hour each.
        expected = self.PAUSED_UNTIL + timedelta(hours=2.5)
        assert queue.all_sent_at(self.PAUSED_UNTIL) == expected

    def test_few_games_are_sent_when_the_pause_is_over(self, queue: Queue) -> None:
        self.send_four_of(queue, 6)
        assert queue.all_sent_at(self.PAUSED_UNTIL) == self.PAUSED_UNTIL

    def test_is_not_known_before_anything_was_sent(self, queue: Queue) -> None:
        add(queue, "a")
        assert queue.all_sent_at(self.PAUSED_UNTIL) is None
        answer(queue, "a", "duplicate")
        add(queue, "b")
        assert queue.all_sent_at(self.PAUSED_UNTIL) is None

    def test_nothing_is_said_where_nothing_waits(self, queue: Queue) -> None:
        self.send_four_of(queue, 4)
        assert queue.all_sent_at(self.PAUSED_UNTIL) is None


def test_facts(queue: Queue) -> None:
    assert queue.fact("a") is None
    queue.remember({"a": "1", "b": "2"})
    queue.remember({"a": "3", "b": None})
    assert (queue.fact("a"), queue.fact("b")) == ("3", None)
