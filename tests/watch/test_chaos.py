"""The story of a watcher that is killed again and again while its server comes and goes."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, pairwise
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from rlcoach.watch.status import read_status
from tests.watch.games import game, sha256
from tests.watch.upload_server import Mood, Reception, UploadServer, running
from tests.watch.watcher_process import start_watcher

MOODS: tuple[Mood, ...] = (
    *("well",) * 4,
    "slow",
    "busy 429",
    "busy 503",
    "broken 500",
    "broken 502",
    "cut before",
    "cut after",
)


class Player:
    """Saves games in all the ways files come into being."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder = folder
        self._chance = chance
        self._saved: list[Path] = []
        self.shas: set[str] = set()

    def save(self, number: int) -> None:
        """Saves one game; sometimes copies or renames another."""
        content = game(number, size_bytes=self._chance.randint(500, 30_000))
        path = self._folder / f"{number:04}.replay"
        ways: list[Callable[[Path, bytes], None]] = [
            self._at_once,
            self._in_pieces,
            self._under_another_name,
            self._as_long_as_it_will_be,
        ]
        self._chance.choice(ways)(path, content)
        self._saved.append(path)
        self.shas.add(sha256(content))
        if self._chance.random() < 0.2:
            self._copy(number)
        if self._chance.random() < 0.2:
            self._rename(number)

    @staticmethod
    def _at_once(path: Path, content: bytes) -> None:
        path.write_bytes(content)

    def _in_pieces(self, path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            for start in range(0, len(content), len(content) // 3):
                file.write(content[start : start + len(content) // 3])
                file.flush()
                self._pause()

    def _under_another_name(self, path: Path, content: bytes) -> None:
        partial = path.with_suffix(".part")
        self._in_pieces(partial, content)
        partial.rename(path)

    def _as_long_as_it_will_be(self, path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            file.truncate(len(content))
            file.flush()
            self._pause()
            file.write(content)

    def _pause(self) -> None:
        """Sometimes for longer than a watcher waits for a file to settle."""
        time.sleep(self._chance.choice((0.01, 0.02, 0.05, 0.5)))

    def _copy(self, number: int) -> None:
        source = self._chance.choice(self._saved)
        (self._folder / f"copy {number:04}.replay").write_bytes(source.read_bytes())

    def _rename(self, number: int) -> None:
        index = self._chance.randrange(len(self._saved))
        self._saved[index] = self._saved[index].rename(self._folder / f"renamed {number:04}.replay")


@dataclass(frozen=True)
class Span:
    """From when to when something went on, as `time.monotonic` has it."""

    began: float
    ended: float

    def overlaps(self, other: Span) -> bool:
        return self.began <= other.ended and other.began <= self.ended


class TimedServer(UploadServer):
    """Knows of each request when its answer was sent, or cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.spans: dict[str, list[Span]] = {}
        """By token: a watcher has one request at a time."""

    def span_of(self, reception: Reception) -> Span:
        """The request in which a game was received."""
        return next(
            span
            for span in self.spans[reception.token]
            if span.began <= reception.began <= span.ended
        )

    def _app(self) -> FastAPI:
        app = super()._app()
        app.add_middleware(_Timing, spans=self.spans)
        return app


class _Timing:
    def __init__(self, app: ASGIApp, spans: dict[str, list[Span]]) -> None:
        self._app = app
        self._spans = spans

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        token = dict(scope["headers"])[b"authorization"].decode().removeprefix("Bearer ")
        try:
            await self._app(scope, receive, send)
        finally:
            self._spans.setdefault(token, []).append(Span(began, time.monotonic()))


class Weather(threading.Thread):
    """Changes how the server behaves, and takes it offline, until it is told to clear up."""

    def __init__(self, server: UploadServer, chance: random.Random) -> None:
        super().__init__(daemon=True)  # A story that fails must not keep pytest from ending.
        self.outages: list[Span] = []
        """Their beginnings, in which connections break."""
        self._server = server
        self._chance = chance
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(self._chance.uniform(0.1, 0.6)):
            self._server.mood = self._chance.choice(MOODS)
            if self._chance.random() < 0.15:
                began = time.monotonic()
                self._server.stop()
                self.outages.append(Span(began, time.monotonic()))
                self._is_over.wait(self._chance.uniform(0.2, 0.8))
                self._server.start()

    def clear_up(self) -> None:
        self._is_over.set()
        self.join()
        self._server.mood = "well"


def kill_watchers(
    playing: threading.Thread, start: Callable[[], ForkServerProcess], chance: random.Random
) -> tuple[int, int]:
    """Starts watchers, now and then two at once, and kills each, until all games are saved.

    Gives how many it killed, and how often there were two.
    """
    kills = doubles = 0
    while playing.is_alive():
        watchers = [start()]
        if chance.random() < 0.2:
            watchers.append(start())
            doubles += 1
        time.sleep(chance.uniform(0, 2))
        for watcher in watchers:
            watcher.kill()
            watcher.join()
            kills += 1
    return kills, doubles


def sent_again(server: TimedServer, outages: list[Span]) -> tuple[list[Reception], list[Reception]]:
    """Receptions of games that had been received before: those that had to be, and others.

    A game has to be sent again when its answer was cut off, be it by an outage before it was sent
    to the end, or when it was in the very last request of a watcher, which was killed before it
    could write the answer down.
    """
    last_requests: dict[str, int] = {}
    by_game: dict[str, list[Reception]] = {}
    for reception in sorted(server.receptions, key=lambda each: each.request):
        last_requests[reception.token] = reception.request
        by_game.setdefault(reception.sha256, []).append(reception)
    explained: list[Reception] = []
    unexplained: list[Reception] = []
    for earlier, later in chain.from_iterable(map(pairwise, by_game.values())):
        is_explained = (
            not earlier.is_answered
            or any(map(server.span_of(earlier).overlaps, outages))
            or earlier.request == last_requests[earlier.token]
        )
        (explained if is_explained else unexplained).append(later)
    return explained, unexplained


def tell_the_story(tmp_path: Path, *, games: int, seed: int, seconds_between: float) -> None:
    """Everything goes wrong at random; at the end every game is on the server exactly once."""
    print(f"seed {seed}")
    chance = random.Random(seed)
    folder, state = tmp_path / "Demos", tmp_path / "watch.sqlite3"
    folder.mkdir()
    player = Player(folder, random.Random(chance.random()))
    rhythm = random.Random(chance.random())

    def play() -> None:
        for number in range(games):
            player.save(number)
            time.sleep(rhythm.uniform(0, 2 * seconds_between))

    server = TimedServer()
    with running(server):
        weather = Weather(server, random.Random(chance.random()))
        playing = threading.Thread(target=play, daemon=True)
        weather.start()
        playing.start()
        kills, doubles = kill_watchers(
            playing, lambda: start_watcher(folder, server.url, state=state), chance
        )
        weather.clear_up()
        playing.join()
        last = start_watcher(folder, server.url, state=state, once=True)
        last.join()
        assert last.exitcode == 0

        lost = player.shas - server.stored.keys()
        partial = server.stored.keys() - player.shas
        again, needlessly = sent_again(server, weather.outages)
        counts = read_status(state).counts
        print(
            f"{games} games, {kills} kills, {doubles} double starts, {len(weather.outages)} "
            f"outages, {server.requests} requests: {len(lost)} lost, {len(partial)} stored in "
            f"part, {len(again)} sent again after a kill or a cut, {len(needlessly)} sent again "
            f"needlessly; the watcher counts {counts}"
        )
        assert (lost, partial, needlessly) == (set(), set(), [])
        assert counts.sent + counts.duplicate == games
        assert counts.waiting == counts.rejected == counts.deleted == 0


@pytest.mark.timeout(180)
def test_sixty_games(tmp_path: Path) -> None:
    tell_the_story(tmp_path, games=60, seed=20261127, seconds_between=0.05)


@pytest.mark.prove
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_hundred_games(tmp_path: Path, seed: int) -> None:
    tell_the_story(tmp_path, games=500, seed=seed, seconds_between=0.1)
