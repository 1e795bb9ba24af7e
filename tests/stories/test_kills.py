"""Whatever is killed while files come in: each file that was answered is one stored report."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence, Set
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
from rlcoach.services.discarded_objects.service import GRACE, delete_discarded
from rlcoach.services.tokens.service import TokenWish, create_token
from rlcoach.storage.content import ContentStore, ObjectKind, key_of
from rlcoach.storage.local import LocalStore
from rlcoach.storage.stores import Stores
from tests.builders.match_files import match_file
from tests.builders.rows import make_user
from tests.stories.killing import TARGETS, Killer
from tests.stories.product import Product, running_product
from tests.stories.uploading import Uploader, settled

USERS = 4


@dataclass(frozen=True)
class Story:
    """How much happens."""

    matches: int
    kills: int
    """While files are sent, at least."""
    pause_seconds: float
    """Between kills, on average."""
    seed: int


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
            killer = Killer(product, story.pause_seconds, dice)
            uploads_ended = await _upload_and_kill(story, uploaders, killer)
            print(Counter(kill.target for kill in killer.kills))
            assert {kill.target for kill in killer.kills} == set(TARGETS)
            assert sum(kill.at < uploads_ended for kill in killer.kills) >= story.kills
            last_kill = killer.kills[-1].at
            assert last_kill > uploads_ended
            seconds = await settled(engine, last_kill)
            print(f"all done {seconds:.1f} s after the last kill")
            await _check(engine, product, uploaders, matches)
        except BaseException:
            print(product.log[-20_000:])
            raise
        finally:
            await engine.dispose()


async def _upload_and_kill(story: Story, uploaders: Sequence[Uploader], killer: Killer) -> float:
    """Uploads while parts are killed, neither faster than the other; says when uploads ended."""
    url = killer.product.environment["RLCOACH_API_URL"]
    are_uploaded = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(killer.kill_until(are_uploaded))
        uploads = [
            one.upload_all(
                url,
                go_on=lambda share: killer.wait_for(share * story.kills),
                pause_seconds=story.pause_seconds,
                dice=random.Random(story.seed + number),
            )
            for number, one in enumerate(uploaders)
        ]
        await asyncio.gather(*uploads)
        ended = time.monotonic()
        are_uploaded.set()
    return ended


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
    files = {sha256 for uploader in uploaders for sha256 in uploader.answered}
    await _check_objects(engine, product.folder / "objects", replays, files)


async def _check_files(db: AsyncSession, uploader: Uploader) -> None:
    """Every file that was answered is completed, once, and its match is the uploader's."""
    rows = (
        await db.execute(
            select(ReplayFile.sha256, UploadedReplay)
            .join(ReplayFile, UploadedReplay.file_id == ReplayFile.id)
            .where(UploadedReplay.user_id == uploader.user_id)
        )
    ).all()
    assert Counter((sha256, row.id) for sha256, row in rows) == Counter(uploader.answered.items())
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


async def _check_objects(
    engine: AsyncEngine, folder: Path, replays: Sequence[Replay], files: Set[str]
) -> None:
    """Stored is one report for each match, whole and of the file its match says, and no other.

    Reports of files that tell less of a match, and of work that was cut off, are on the list of
    what is deleted an hour later: that hour is over here.
    """
    stores = Stores(hot=ContentStore("hot", LocalStore(folder)), cold=None, hot_folder=folder)
    await delete_discarded(create_sessions(engine), stores, now=utc_now() + 2 * GRACE)
    assert _keys(folder, ObjectKind.REPORT) == sorted(replay.report_key for replay in replays)
    assert _keys(folder, ObjectKind.FRAMES) == sorted(str(each.frames_key) for each in replays)
    assert _keys(folder, ObjectKind.REPLAY) == sorted(
        key_of(ObjectKind.REPLAY, sha256) for sha256 in files
    )
    for replay in replays:
        report = load_report(await stores.hot.get(replay.report_key))
        assert report.match.match_guid == replay.match_guid


def _keys(folder: Path, kind: ObjectKind) -> list[str]:
    """Of all objects of a kind."""
    return sorted(
        path.relative_to(folder).as_posix() for path in (folder / kind.value).rglob("*.gz")
    )
