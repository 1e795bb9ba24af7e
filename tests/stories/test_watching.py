"""A watcher and the product it sends to, killed in turn: each game is stored, once."""

import asyncio
import contextlib
import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from hashlib import sha256
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.auth.api_tokens import Scope
from rlcoach.core.clock import utc_now
from rlcoach.db.engine import create_engine
from rlcoach.db.models import Actor, Replay, ReplayFile, UploadedReplay, UploadStatus
from rlcoach.db.pools import PoolSize
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.services.tokens.service import TokenWish, create_token
from rlcoach.watch.run import watch
from rlcoach.watch.status import read_status
from tests.builders.match_files import match_file
from tests.builders.rows import make_user
from tests.fixtures.processes import wait_until
from tests.stories.product import START_SECONDS, Product, running_product
from tests.stories.uploading import settled
from tests.watch.watcher_process import Silence, make_job

GAMES = 30
_SECONDS_BETWEEN_GAMES = 0.5


@pytest.mark.timeout(400)
async def test_each_game_is_stored_once(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    games = [_game(number) for number in range(GAMES)]
    folder, state = tmp_path / "Demos", tmp_path / "watch.sqlite3"
    folder.mkdir()
    with running_product() as product:
        engine = create_engine(product.environment["DATABASE_URL"], PoolSize(1, 2))
        try:
            watcher = WatcherStart(folder, product, state, await _token(engine))
            await asyncio.to_thread(_play_and_kill, games, watcher, random.Random(seed))
            await settled(engine, time.monotonic())
            await _check(engine, games)
        except BaseException:
            print(product.log[-20_000:])
            raise
        finally:
            await engine.dispose()
    counts = read_status(state).counts
    print(counts)
    assert counts.sent + counts.duplicate == GAMES
    assert counts.waiting == counts.rejected == counts.deleted == 0


class WatcherStart:
    """Starts watchers of one folder, forked from a process that has loaded everything."""

    def __init__(self, folder: Path, product: Product, state: Path, token: str) -> None:
        self.folder = folder
        self.product = product
        self._arguments = (folder, product.environment["RLCOACH_API_URL"], state, token)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__])

    def __call__(self, *, once: bool = False) -> ForkServerProcess:
        process = self._context.Process(target=_watch, args=(*self._arguments, once), daemon=True)
        process.start()
        return process


def _watch(folder: Path, server: str, state: Path, token: str, once: bool) -> None:
    job = make_job(folder, server, state, once=once, token=token)
    raise SystemExit(0 if watch(job, lambda *_: Silence()) else 1)


def _play_and_kill(games: list[bytes], start: WatcherStart, dice: random.Random) -> None:
    """Saves games while now the watcher is killed, now the API; then one watcher has its peace."""

    def play() -> None:
        for number, content in enumerate(games):
            (start.folder / f"{number}.replay").write_bytes(content)
            time.sleep(_SECONDS_BETWEEN_GAMES)

    playing = threading.Thread(target=play, daemon=True)
    playing.start()
    kills = Counter[str]()
    while playing.is_alive():
        watcher = start()
        for _ in range(dice.randint(0, 2)):
            time.sleep(dice.uniform(0, 2))
            kills["api"] += _kill_api(start.product)
        time.sleep(dice.uniform(0, 3))
        watcher.kill()
        watcher.join()
        kills["watcher"] += 1
    playing.join()
    print(kills)
    assert kills.keys() == {"api", "watcher"}
    wait_until(start.product.is_ready, START_SECONDS)
    last = start(once=True)
    last.join()
    assert last.exitcode == 0


def _kill_api(product: Product) -> bool:
    pid = product.services()["api"].pid
    if pid is None:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def _game(number: int) -> bytes:
    return match_file(guid=f"{number:032X}", title=f"match {number}")


async def _token(engine: AsyncEngine) -> str:
    async with create_sessions(engine)() as db, db.begin():
        user = await make_user(db)
        wish = TokenWish("watcher", [Scope.WRITE])
        return (await create_token(db, user.id, wish, actor=Actor.OPERATOR, now=utc_now())).text


async def _check(engine: AsyncEngine, games: list[bytes]) -> None:
    """Nobody else sends anything: all that is stored is the watcher's."""
    async with create_sessions(engine)() as db:
        sent = await db.execute(
            select(ReplayFile.sha256, UploadedReplay.status).join(
                ReplayFile, UploadedReplay.file_id == ReplayFile.id
            )
        )
        assert Counter((digest, status) for digest, status in sent) == Counter(
            (sha256(content).hexdigest(), UploadStatus.COMPLETED) for content in games
        )
        matches = await db.scalars(select(Replay.match_guid))
        assert Counter(matches) == Counter(f"{number:032X}" for number in range(len(games)))
