"""The story of a watcher that is killed again and again while its server comes and goes."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

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


@dataclass
class Trouble:
    """When something happened that may make a watcher send a game again."""

    kills: list[float] = field(default_factory=list)
    outages: list[float] = field(default_factory=list)

    def explains(self, earlier: Reception, later: Reception) -> bool:
        """Whether a game may be sent again, after it had been received before."""
        if not earlier.is_answered:
            return True
        moments = (*self.kills, *self.outages)
        return any(earlier.began <= moment <= later.began for moment in moments)


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
                time.sleep(self._chance.uniform(0, 0.1))

    def _under_another_name(self, path: Path, content: bytes) -> None:
        partial = path.with_suffix(".part")
        self._in_pieces(partial, content)
        partial.rename(path)

    def _as_long_as_it_will_be(self, path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            file.truncate(len(content))
            file.flush()
            time.sleep(self._chance.uniform(0, 0.1))
            file.write(content)

    def _copy(self, number: int) -> None:
        source = self._chance.choice(self._saved)
        (self._folder / f"copy {number:04}.replay").write_bytes(source.read_bytes())

    def _rename(self, number: int) -> None:
        index = self._chance.randrange(len(self._saved))
        self._saved[index] = self._saved[index].rename(self._folder / f"renamed {number:04}.replay")


class Weather(threading.Thread):
    """Changes how the server behaves, and takes it offline, until it is told to clear up."""

    def __init__(self, server: UploadServer, trouble: Trouble, chance: random.Random) -> None:
        super().__init__()
        self._server = server
        self._trouble = trouble
        self._chance = chance
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(self._chance.uniform(0.1, 0.6)):
            self._server.mood = self._chance.choice(MOODS)
            if self._chance.random() < 0.15:
                self._server.stop()
                self._trouble.outages.append(time.monotonic())
                self._is_over.wait(self._chance.uniform(0.2, 0.8))
                self._server.start()

    def clear_up(self) -> None:
        self._is_over.set()
        self.join()
        self._server.mood = "well"


def kill_watchers(
    playing: threading.Thread,
    start: Callable[[], ForkServerProcess],
    *,
    trouble: Trouble,
    chance: random.Random,
) -> int:
    """Starts watchers, now and then two at once, and kills each, until all games are saved."""
    doubles = 0
    while playing.is_alive():
        watchers = [start()]
        if chance.random() < 0.2:
            watchers.append(start())
            doubles += 1
        time.sleep(chance.uniform(0, 2))
        for watcher in watchers:
            watcher.kill()
            trouble.kills.append(time.monotonic())
            watcher.join()
    return doubles


def tell_the_story(tmp_path: Path, *, games: int, seed: int, seconds_between: float) -> None:
    """Everything goes wrong at random; at the end every game is on the server exactly once."""
    print(f"seed {seed}")
    chance = random.Random(seed)
    folder, state = tmp_path / "Demos", tmp_path / "watch.sqlite3"
    folder.mkdir()
    trouble = Trouble()
    player = Player(folder, random.Random(chance.random()))
    rhythm = random.Random(chance.random())

    def play() -> None:
        for number in range(games):
            player.save(number)
            time.sleep(rhythm.uniform(0, 2 * seconds_between))

    with running(UploadServer()) as server:
        weather = Weather(server, trouble, random.Random(chance.random()))
        playing = threading.Thread(target=play)
        weather.start()
        playing.start()
        doubles = kill_watchers(
            playing,
            lambda: start_watcher(folder, server.url, state=state),
            trouble=trouble,
            chance=chance,
        )
        weather.clear_up()
        playing.join()
        last = start_watcher(folder, server.url, state=state, once=True)
        last.join()
        assert last.exitcode == 0

        lost = player.shas - server.stored.keys()
        twice = [sha for sha, times in server.stored.items() if times > 1]
        partial = server.stored.keys() - player.shas
        again = [pair for each in by_game(server.receptions) for pair in pairwise(each)]
        unexplained = [pair for pair in again if not trouble.explains(*pair)]
        counts = read_status(state).counts
        print(
            f"{games} games, {len(trouble.kills)} kills, {doubles} double starts, "
            f"{len(trouble.outages)} outages, {server.requests} requests: {len(lost)} lost, "
            f"{len(twice)} stored twice, {len(partial)} stored in part, {len(again)} sent again "
            f"after a kill or a cut, {len(unexplained)} sent again without; watcher: {counts}"
        )
        assert (lost, twice, partial, unexplained) == (set(), [], set(), [])
        assert counts.sent + counts.duplicate == games
        assert counts.waiting == counts.rejected == counts.deleted == 0


def by_game(receptions: list[Reception]) -> list[list[Reception]]:
    """What was received of each game, in order."""
    games: dict[str, list[Reception]] = {}
    for reception in sorted(receptions, key=lambda each: each.began):
        games.setdefault(reception.sha256, []).append(reception)
    return list(games.values())


@pytest.mark.timeout(180)
def test_sixty_games(tmp_path: Path) -> None:
    tell_the_story(tmp_path, games=60, seed=20261127, seconds_between=0.15)


@pytest.mark.prove
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_hundred_games(tmp_path: Path, seed: int) -> None:
    tell_the_story(tmp_path, games=500, seed=seed, seconds_between=0.2)
