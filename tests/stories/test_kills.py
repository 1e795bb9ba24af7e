"""Whatever is killed while files come in: each file that was answered is one stored report."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from rlcoach.auth.api_tokens import Scope
from rlcoach.core.clock import utc_now
from rlcoach.db.engine import create_engine
from rlcoach.db.models import (
    Actor,
    PlayerGameStats,
    PlaySession,
    Replay,
    ReplayFile,
    UploadedReplay,
    UploadStatus,
    UserReplay,
)
from rlcoach.db.pools import PoolSize
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.engine.version import ANALYSIS_VERSION
from rlcoach.report.read import load_report
from rlcoach.services.tokens.service import TokenWish, create_token
from rlcoach.storage.content import ContentStore
from rlcoach.storage.local import LocalStore
from tests.builders.match_files import match_file
from tests.builders.rows import make_user
from tests.stories.killing import TARGETS, kill_at_random
from tests.stories.product import Product, running_product
from tests.stories.uploading import MEAN_BATCH, Uploader

USERS = 4
_SETTLE_SECONDS = 60.0
_OPEN = (UploadStatus.PENDING, UploadStatus.PROCESSING)


@dataclass(frozen=True)
class Story:
    """How much happens."""

    matches: int
    kills: int
    pause_seconds: float
    """Between kills, on average."""
    seed: int

    @property
    def upload_pause_seconds(self) -> float:
        """Between the batches of a user, so that uploads last as long as the killing."""
        batches = self.matches / USERS / MEAN_BATCH
        return self.kills * self.pause_seconds / batches


@pytest.mark.timeout(400)
async def test_eight_kills_lose_nothing() -> None:
    """The short form, run by every test run."""
    await tell(Story(matches=32, kills=8, pause_seconds=1.0, seed=random.randrange(2**32)))


@pytest.mark.prove
async def test_a_hundred_kills_lose_nothing() -> None:
    """300 files by 4 users."""
    await tell(Story(matches=250, kills=100, pause_seconds=1.5, seed=random.randrange(2**32)))


async def tell(story: Story) -> None:
    """Runs the product, uploads and kills at once, waits, and looks at what is there."""
    print(story)
    dice = random.Random(story.seed)
    matches = [_files_of_match(number) for number in range(story.matches)]
    with running_product() as product:
        engine = create_engine(product.environment["DATABASE_URL"], PoolSize(1, 4))
        try:
            uploaders = await _uploaders(engine, matches)
            url = product.environment["RLCOACH_API_URL"]
            killing = asyncio.create_task(
                kill_at_random(product, story.kills, pause_seconds=story.pause_seconds, dice=dice)
            )
            await asyncio.gather(
                *(
                    one.upload_all(
                        url,
                        pause_seconds=story.upload_pause_seconds,
                        dice=random.Random(story.seed + number),
                    )
                    for number, one in enumerate(uploaders)
                )
            )
            killed = Counter(await killing)
            print(killed)
            assert killed.total() == story.kills
            assert killed.keys() == set(TARGETS)
            seconds = await _settled(engine)
            print(f"all done {seconds:.1f} s after the last kill")
            await _check(engine, product, uploaders, matches)
        except BaseException:
            print(product.log[-20_000:])
            raise
        finally:
            await engine.dispose()


def _files_of_match(number: int) -> list[bytes]:
    """A match as one player has saved it; every fifth also as another who came late."""
    guid = f"{number:032X}"
    whole = match_file(guid=guid, title=f"match {number}")
    if number % 5:  # No divisor of the number of users: each gets some of them.
        return [whole]
    return [whole, match_file(guid=guid, title=f"match {number}", first=1, saver=2)]


async def _uploaders(engine: AsyncEngine, matches: Sequence[Sequence[bytes]]) -> list[Uploader]:
    files: list[list[bytes]] = [[] for _ in range(USERS)]
    for number, perspectives in enumerate(matches):
        for offset, data in enumerate(perspectives):
            files[(number + offset) % USERS].append(data)
    async with create_sessions(engine)() as db, db.begin():
        found = []
        for each in files:
            user = await make_user(db)
            token = await create_token(
                db,
                user.id,
                TokenWish("story", [Scope.WRITE]),
                actor=Actor.OPERATOR,
                now=utc_now(),
            )
            found.append(Uploader(user.id, token.text, each))
        return found


async def _settled(engine: AsyncEngine) -> float:
    """Waits until no file is open any more; returns how long that took."""
    started = time.monotonic()
    open_files = (
        select(func.count()).select_from(UploadedReplay).where(UploadedReplay.status.in_(_OPEN))
    )
    while True:
        left = None
        try:
            async with create_sessions(engine)() as db:
                left = await db.scalar(open_files)
        except Exception as error:  # noqa: BLE001 - the database may just be coming back
            print(f"asked in vain: {error!r}")
        if left == 0:
            return time.monotonic() - started
        if time.monotonic() - started > _SETTLE_SECONDS:
            raise TimeoutError(f"{left} files are still open")
        await asyncio.sleep(0.2)


async def _check(
    engine: AsyncEngine,
    product: Product,
    uploaders: Sequence[Uploader],
    matches: Sequence[Sequence[bytes]],
) -> None:
    async with create_sessions(engine)() as db:
        for uploader in uploaders:
            assert uploader.refused == []
            assert len(uploader.answered) == len(uploader.files)
            await _check_files(db, uploader)
        replays = (await db.scalars(select(Replay))).all()
        assert len(replays) == len(matches)
        assert {replay.match_guid for replay in replays} == {
            f"{number:032X}" for number in range(len(matches))
        }
        assert {replay.analysis_version for replay in replays} == {ANALYSIS_VERSION}
        await _check_players(db, [replay.id for replay in replays])
        await _check_play(db)
    await _check_objects(product.folder / "objects", replays)


async def _check_files(db: AsyncSession, uploader: Uploader) -> None:
    """Every file that was answered is completed, once, and its match is the uploader's."""
    rows = (
        await db.execute(
            select(ReplayFile.sha256, UploadedReplay)
            .join(ReplayFile, UploadedReplay.file_id == ReplayFile.id)
            .where(UploadedReplay.user_id == uploader.user_id)
        )
    ).all()
    assert {sha256: row.id for sha256, row in rows} == uploader.answered
    assert {row.status for _, row in rows} == {UploadStatus.COMPLETED}
    owned = await db.scalars(
        select(UserReplay.replay_id).where(UserReplay.user_id == uploader.user_id)
    )
    assert Counter(owned) == Counter({row.replay_id for _, row in rows})


async def _check_players(db: AsyncSession, replay_ids: Sequence[UUID]) -> None:
    numbers = await db.execute(
        select(PlayerGameStats.replay_id, func.count()).group_by(PlayerGameStats.replay_id)
    )
    assert dict(numbers.all()) == dict.fromkeys(replay_ids, 4)


async def _check_play(db: AsyncSession) -> None:
    """All matches are of one evening: one session for each user, with all of them."""
    sessions = await db.scalars(select(PlaySession.user_id))
    assert Counter(sessions) == Counter(set(await db.scalars(select(UserReplay.user_id))))
    alone = await db.scalars(select(UserReplay.id).where(UserReplay.play_session_id.is_(None)))
    assert alone.all() == []


async def _check_objects(folder: Path, replays: Sequence[Replay]) -> None:
    """Every report is there and whole, and is of the file its match says."""
    store = ContentStore("hot", LocalStore(folder))
    for replay in replays:
        report = load_report(await store.get(replay.report_key))
        assert report.match.match_guid == replay.match_guid
        assert replay.frames_key is not None
        assert await store.exists(replay.frames_key)
