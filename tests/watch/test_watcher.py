"""What becomes of each game, with a real server and a real state file."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from rlcoach.watch.completeness import signature_of
from rlcoach.watch.errors import StateInUse, StateUnusable, TokenRefused
from rlcoach.watch.pace import Pace
from rlcoach.watch.queue import Counts, Queue
from rlcoach.watch.run import WatchJob, utc_now, watch
from rlcoach.watch.state_file import only_watcher, open_state
from rlcoach.watch.status import Status, read_status
from rlcoach.watch.token import Token
from tests.watch.games import TOKEN, game, save, sha256
from tests.watch.upload_server import MALFORMED_MARK, POISON_MARK, REJECTED_MARK, UploadServer
from tests.watch.watcher_process import FAST, make_job, start_watcher


class Diary:
    """Keeps what was said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, _: Queue, __: Pace) -> Diary:
        return self

    def say(self, text: str) -> None:
        self.lines.append(text)

    def show(self) -> None:
        """Counts are read from the state file."""


@pytest.fixture
def job(demos: Path, server: UploadServer, state: Path) -> WatchJob:
    return make_job(demos, server.url, state, once=True)


@pytest.fixture
def diary() -> Diary:
    return Diary()


def counts_in(state: Path) -> Counts:
    return read_status(state).counts


def wait_until(is_so: Callable[[], bool], *, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_failing(state: Path) -> bool:
    """Whether a watcher that may be just starting cannot send."""
    with suppress(StateUnusable):
        return read_status(state).is_failing
    return False


def marked(folder: Path, number: int, mark: bytes) -> Path:
    """A game that the server treats in a special way; what follows a body is not looked at."""
    path = folder / f"{number:04}.replay"
    path.write_bytes(game(number) + mark)
    return path


class TestOnce:
    def test_sends_every_game_in_batches(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        games = [save(demos, number) for number in range(23)]
        assert watch(job, diary)
        assert server.stored == {sha256(path.read_bytes()): 1 for path in games}
        assert sorted(map(len, server.batches)) == [3, 10, 10]
        assert counts_in(job.state).sent == 23
        assert sorted(diary.lines) == [f"sent: {path.name}" for path in games]

    def test_a_second_start_sends_nothing(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        save(demos, 1)
        assert watch(job, diary)
        assert watch(job, diary)
        assert server.requests == 1

    def test_copies_and_renamed_games_are_not_sent_again(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        path = save(demos, 1)
        assert watch(job, diary)
        path.rename(demos / "renamed.replay")
        (demos / "copy.replay").write_bytes(game(1))
        assert watch(job, diary)
        assert server.requests == 1

    def test_a_game_the_server_has_counts_as_duplicate(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        path = save(demos, 1)
        server.stored[sha256(path.read_bytes())] = 1
        assert watch(job, diary)
        assert counts_in(job.state).duplicate == 1
        assert diary.lines == [f"already on the server: {path.name}"]

    def test_an_incomplete_file_is_named_and_sent_when_it_is_whole(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        path = demos / "a.replay"
        path.write_bytes(game(1)[:500])
        assert watch(job, diary)
        assert server.requests == 0
        assert counts_in(job.state).incomplete == 1
        assert diary.lines[0].startswith("not sent as it is: a.replay: The file ends before")
        path.write_bytes(game(1))
        assert watch(job, diary)
        assert list(server.stored) == [sha256(game(1))]
        assert counts_in(job.state).incomplete == 0

    def test_only_the_bytes_that_were_seen_are_sent_under_their_name(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        path = save(demos, 2)
        with closing(open_state(job.state, job.server)) as connection:
            known = signature_of(path.stat())
            Queue(connection).add(path, known, sha256=sha256(game(1)), seen_at=utc_now())
        assert watch(replace(job, sends_old=True), diary)
        assert watch(job, diary)
        assert list(server.stored) == [sha256(game(2))]
        assert counts_in(job.state).deleted == 1

    def test_a_time_in_a_far_century_stops_nothing(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        os.utime(save(demos, 1), (13_569_465_600, 13_569_465_600))  # 2400-01-01
        assert watch(job, diary)
        assert watch(job, diary)
        assert server.requests == 1

    def test_two_at_once(self, job: WatchJob, diary: Diary) -> None:
        with only_watcher(job.state), pytest.raises(StateInUse):
            watch(job, diary)


class TestRejected:
    def test_is_remembered_with_its_reason_and_not_sent_again(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        marked(demos, 1, REJECTED_MARK)
        assert watch(job, diary)
        assert watch(job, diary)
        assert server.requests == 1
        rejected = read_status(job.state).rejected
        assert [(file.name, file.reason) for file in rejected] == [
            ("0001.replay", "This is a replay of a game we do not know.")
        ]

    def test_is_sent_when_it_changes(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        path = marked(demos, 1, REJECTED_MARK)
        watch(job, diary)
        path.write_bytes(game(1))
        assert watch(job, diary)
        assert (counts_in(job.state).rejected, counts_in(job.state).sent) == (1, 1)
        assert list(server.stored) == [sha256(game(1))]

    def test_is_sent_when_the_player_wants_it(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        marked(demos, 1, REJECTED_MARK)
        watch(job, diary)
        watch(replace(job, retries_rejected=True), diary)
        assert server.requests == 2


class TestOldGames:
    def test_stay_where_they_are_if_so_decided(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        save(demos, 1)
        assert watch(replace(job, sends_old=False), diary)
        assert server.requests == 0
        new = save(demos, 2)
        assert watch(job, diary)
        assert watch(replace(job, sends_old=False), diary)
        assert list(server.stored) == [sha256(new.read_bytes())]
        assert counts_in(job.state).old == 1

    def test_are_sent_when_that_changes(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        save(demos, 1)
        watch(replace(job, sends_old=False), diary)
        assert watch(replace(job, sends_old=True), diary)
        assert list(server.stored) == [sha256(game(1))]

    def test_stay_there_when_their_drive_goes_and_comes_back(
        self, tmp_path: Path, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        """What an unmounted drive leaves behind is an empty folder."""
        path = save(demos, 1)
        assert watch(replace(job, sends_old=False), diary)
        path.rename(tmp_path / "away")
        assert watch(job, diary)
        (tmp_path / "away").rename(path)
        assert watch(job, diary)
        assert server.requests == 0
        path.write_bytes(game(2))
        assert watch(job, diary)
        assert list(server.stored) == [sha256(game(2))]

    def test_deciding_later_than_the_first_start_keeps_nothing_back(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        watch(job, diary)
        save(demos, 1)
        assert watch(replace(job, sends_old=False), diary)
        assert list(server.stored) == [sha256(game(1))]


class TestTrouble:
    def test_a_server_that_is_offline_loses_nothing(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        save(demos, 1)
        server.stop()
        assert not watch(job, diary)
        assert counts_in(job.state).waiting == 1
        assert len(diary.lines) == 1
        assert "cannot be reached" in diary.lines[0]
        server.start()
        assert watch(job, diary)
        assert list(server.stored) == [sha256(game(1))]

    def test_an_answer_that_got_lost_leads_to_a_duplicate(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        save(demos, 1)
        server.mood = "cut after"
        assert not watch(job, diary)
        server.mood = "well"
        assert watch(job, diary)
        assert server.stored == {sha256(game(1)): 1}
        assert counts_in(job.state).duplicate == 1

    def test_a_long_pause_is_kept_over_a_restart(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        save(demos, 1)
        server.mood, server.retry_after = "busy 429", "3600"
        assert not watch(job, diary)
        server.mood = "well"
        assert not watch(job, diary)
        assert server.requests == 1
        status = read_status(job.state)
        assert status.counts.waiting == 1
        assert status.pause_reason == "Too much at the moment."
        assert status.paused_until is not None
        assert 3500 < (status.paused_until - utc_now()).total_seconds() < 3700

    def test_a_pause_with_many_games_says_how_long_they_will_take(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        save(demos, 1)
        assert watch(job, diary)
        for number in range(2, 30):
            save(demos, number)
        server.mood, server.retry_after = "busy 429", "3600"
        assert not watch(job, diary)
        by = read_status(job.state).all_sent_at
        assert by is not None
        assert 25 <= (by - utc_now()).total_seconds() / 3600 <= 29  # One an hour.
        assert diary.lines[-1].endswith(
            f"Too much at the moment. At this pace all 28 are sent by "
            f"{by.astimezone():%Y-%m-%d %H:%M}"
        )

    def test_a_short_pause_is_waited_for(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        save(demos, 1)
        server.mood = "busy 503"
        impatient = replace(FAST, once_patience_seconds=0.5)
        assert not watch(replace(job, timing=impatient), diary)
        until = read_status(job.state).paused_until
        server.mood = "well"
        assert watch(job, diary)
        assert until is not None
        assert utc_now() >= until
        assert list(server.stored) == [sha256(game(1))]

    def test_what_is_too_large_together_is_sent_one_by_one(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        for number in range(5):
            save(demos, number)
        (demos / "large.replay").write_bytes(game(9, size_bytes=9_000))
        server.most_bytes_in_a_request = 5_000
        assert watch(job, diary)
        assert len(server.stored) == 5
        assert counts_in(job.state).rejected == 1
        assert read_status(job.state).rejected[0].name == "large.replay"

    def test_one_malformed_file_does_not_hold_up_the_others(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        marked(demos, 99, MALFORMED_MARK)
        for number in range(5):
            save(demos, number)
        assert watch(job, diary)
        assert len(server.stored) == 5
        assert counts_in(job.state).rejected == 1

    def test_one_file_the_server_falls_over_does_not_hold_up_the_others(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        poison = marked(demos, 99, POISON_MARK)
        os.utime(poison, (2_000_000_000, 2_000_000_000))
        for number in range(12):
            save(demos, number)
        assert not watch(job, diary)
        assert not watch(job, diary)
        assert len(server.stored) == 12
        assert counts_in(job.state).waiting == 1

    def test_a_refused_token_stops_and_a_new_one_goes_on(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        save(demos, 1)
        server.stop()
        assert not watch(job, diary)
        server.start()
        server.tokens = {"rlc_new"}
        with pytest.raises(TokenRefused, match="does not take the token"):
            watch(replace(job, once=False), diary)
        status = read_status(job.state)
        assert status.counts.waiting == 1
        assert "does not take the token" in str(status.last_error)
        assert watch(replace(job, token=Token("rlc_new")), diary)
        assert not read_status(job.state).is_failing

    def test_neither_token_nor_games_leave_traces_in_the_state(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        save(demos, 1)
        watch(job, diary)
        server.tokens.clear()
        save(demos, 2)
        with pytest.raises(TokenRefused):
            watch(job, diary)
        content = b"".join(path.read_bytes() for path in job.state.parent.iterdir())
        assert sha256(game(1)).encode() in content
        assert TOKEN.encode() not in content
        assert TOKEN not in "".join(diary.lines)


class TestGreeting:
    """Before there is a game to send, the server is asked whether it would take one."""

    def test_a_token_that_is_not_taken_stops_at_once(
        self, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        server.tokens.clear()
        with pytest.raises(TokenRefused, match="does not take the token"):
            watch(replace(job, once=False), diary)
        assert read_status(job.state).is_failing

    def test_is_said_once_and_ends_an_old_complaint(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        server.tokens, known = set(), server.tokens
        with pytest.raises(TokenRefused):
            watch(replace(job, once=False), diary)
        server.tokens = known
        watcher = start_watcher(demos, server.url, state=job.state)
        wait_until(lambda: read_status(job.state).is_well)
        assert read_status(job.state).last_error is None
        save(demos, 1)
        wait_until(lambda: counts_in(job.state).sent == 1)
        watcher.kill()
        watcher.join()
        assert server.greetings == 2

    def test_waits_for_a_server_that_is_offline(
        self, demos: Path, server: UploadServer, state: Path
    ) -> None:
        server.stop()
        watcher = start_watcher(demos, server.url, state=state)
        wait_until(lambda: is_failing(state))
        server.start()
        wait_until(lambda: not is_failing(state))
        watcher.kill()
        watcher.join()
        assert server.requests == 0

    def test_respects_a_pause(
        self, demos: Path, server: UploadServer, job: WatchJob, diary: Diary
    ) -> None:
        save(demos, 1)
        server.mood, server.retry_after = "busy 429", "3600"
        assert not watch(job, diary)
        watcher = start_watcher(demos, server.url, state=job.state)
        wait_until(lambda: read_status(job.state).is_running)
        time.sleep(0.5)
        watcher.kill()
        watcher.join()
        assert (server.requests, server.greetings) == (1, 0)


class TestRunning:
    def test_sends_what_is_saved_while_it_runs_and_stops_in_order(
        self, demos: Path, server: UploadServer, state: Path
    ) -> None:
        watcher = start_watcher(demos, server.url, state=state)
        for number in range(3):
            save(demos, number)
            wait_until(lambda expected=number + 1: len(server.stored) == expected)  # type: ignore[misc]
        assert read_status(state).is_well
        watcher.terminate()
        watcher.join(20)
        assert watcher.exitcode == 0
        status: Status = read_status(state)
        assert not status.is_running
        assert (status.counts.sent, status.counts.waiting) == (3, 0)

    def test_the_answer_to_what_is_being_sent_is_waited_for(
        self, demos: Path, server: UploadServer, state: Path
    ) -> None:
        save(demos, 1)
        server.mood = "slow"
        watcher = start_watcher(demos, server.url, state=state)
        wait_until(lambda: server.requests == 1)
        watcher.terminate()
        watcher.join(20)
        assert watcher.exitcode == 0
        assert counts_in(state).sent == 1

    def test_a_folder_that_comes_later_is_watched(
        self, tmp_path: Path, server: UploadServer, state: Path
    ) -> None:
        folder = tmp_path / "drive" / "Demos"
        watcher = start_watcher(folder, server.url, state=state)
        wait_until(state.exists)
        folder.mkdir(parents=True)
        save(folder, 1)
        wait_until(lambda: len(server.stored) == 1)
        watcher.kill()
        watcher.join()

    def test_goes_on_when_the_server_comes_back(
        self, demos: Path, server: UploadServer, state: Path
    ) -> None:
        server.stop()
        save(demos, 1)
        watcher = start_watcher(demos, server.url, state=state)
        wait_until(lambda: is_failing(state))
        server.start()
        wait_until(lambda: not is_failing(state))
        wait_until(lambda: list(server.stored) == [sha256(game(1))])
        watcher.kill()
        watcher.join()
