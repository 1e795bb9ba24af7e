"""What touches all of a user's matches is done by a job, and nothing that is marked stays so."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.core.jobs import KeptJobs
from rlcoach.db.models import PlayerClaim, PlaySession, Replay, User, UserReplay
from rlcoach.db.unit_of_work import Sessions, create_sessions, unit_of_work
from rlcoach.services.play_sessions import outdated
from rlcoach.services.play_sessions.jobs import REBUILD_PLAY
from rlcoach.services.play_sessions.outdated import (
    LONG_PATIENCE,
    PATIENCE,
    enqueue_outdated_play,
    is_outdated,
    mark_outdated,
    rebuild_outdated,
)
from rlcoach.services.play_sessions.service import lock_play, rebuild_play
from rlcoach.services.users.service import ProfileChange, change_profile
from tests.builders.rows import (
    NOW,
    make_file,
    make_player,
    make_player_game,
    make_replay,
    make_user,
    own,
)
from tests.fixtures.processing import rebuild_play_as_sent

MOMENT = timedelta(seconds=1)
LATER = NOW + MOMENT


async def marked_user(sessions: Sessions, jobs: KeptJobs) -> User:
    """A user with two matches far apart, whose play was not made yet."""
    async with unit_of_work(sessions, jobs) as db:
        user = await make_user(db)
        for days in (0, 1):
            await own(db, user, await make_replay(db, started_at=NOW + timedelta(days=days)))
        await mark_outdated(db, user.id, now=NOW)
    return user


async def is_marked(sessions: Sessions, user: User) -> bool:
    """Whether his play is still to be made anew."""
    async with sessions() as db:
        return await is_outdated(db, user.id)


async def number_of_play_sessions(sessions: Sessions, user: User) -> int:
    """How many he has."""
    async with sessions() as db:
        query = select(PlaySession.id).where(PlaySession.user_id == user.id)
        return len((await db.scalars(query)).all())


@pytest.fixture
def jobs() -> KeptJobs:
    """What was put into the queue."""
    return KeptJobs()


class TestRebuildOutdated:
    async def test_does_what_is_marked_and_a_second_time_nothing(
        self, sessions: Sessions, jobs: KeptJobs
    ) -> None:
        user = await marked_user(sessions, jobs)
        jobs.jobs *= 2
        assert await rebuild_play_as_sent(sessions, jobs) == [True, False]
        assert await number_of_play_sessions(sessions, user) == 2
        assert not await is_marked(sessions, user)

    async def test_a_change_that_comes_meanwhile_stays_marked(
        self, sessions: Sessions, jobs: KeptJobs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user = await marked_user(sessions, jobs)

        async def overtaken(db: AsyncSession, *_: object) -> None:
            await rebuild_play(db, user.id)
            await mark_outdated(db, user.id, now=LATER)

        monkeypatch.setattr(outdated, "rebuild_play", overtaken)
        assert await rebuild_play_as_sent(sessions, jobs) == [True]
        assert await is_marked(sessions, user)
        monkeypatch.undo()
        assert await rebuild_play_as_sent(sessions, jobs) == [True]
        assert not await is_marked(sessions, user)

    async def test_that_ends_halfway_is_done_again(
        self, sessions: Sessions, jobs: KeptJobs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user = await marked_user(sessions, jobs)

        async def killed(db: AsyncSession, *_: object) -> None:
            await rebuild_play(db, user.id)
            raise KeyboardInterrupt

        monkeypatch.setattr(outdated, "rebuild_play", killed)
        with pytest.raises(KeyboardInterrupt):
            await rebuild_play_as_sent(sessions, jobs)
        monkeypatch.undo()
        assert await number_of_play_sessions(sessions, user) == 0
        async with unit_of_work(sessions, jobs) as db:
            later = NOW + PATIENCE + timedelta(seconds=1)
            assert await enqueue_outdated_play(db, now=later, waiting_jobs=0) == 1
        assert await rebuild_play_as_sent(sessions, jobs) == [True]
        assert await number_of_play_sessions(sessions, user) == 2

    async def test_two_at_once_do_it_once(self, own_engine: AsyncEngine, jobs: KeptJobs) -> None:
        sessions = create_sessions(own_engine)
        user = await marked_user(sessions, jobs)
        both = (rebuild_outdated(user.id, sessions=sessions, sender=jobs) for _ in range(2))
        async with asyncio.timeout(10):
            assert True in await asyncio.gather(*both)
        assert await number_of_play_sessions(sessions, user) == 2
        assert not await is_marked(sessions, user)

    async def test_does_not_wait_for_who_holds_a_match_and_waits_for_the_play(
        self, own_engine: AsyncEngine, jobs: KeptJobs
    ) -> None:
        """As every upload does; waiting for each other would end one of them."""
        sessions = create_sessions(own_engine)
        user = await marked_user(sessions, jobs)
        async with unit_of_work(sessions, jobs) as db:
            owned = (await db.scalars(select(UserReplay).order_by(UserReplay.id))).first()
            assert owned is not None
            account = await make_player(db)
            player = await make_player_game(
                db, await db.get_one(Replay, owned.replay_id), player_id=account.id
            )
            saved = owned.started_at.replace(tzinfo=None)
            file = await make_file(db, replay_id=owned.replay_id, saved_at_local=saved)
            owned.file_id, owned.is_start_estimated = file.id, True
            db.add(PlayerClaim(user_id=user.id, player_id=account.id))
            (await db.get_one(User, user.id)).time_zone = "Asia/Tokyo"
        async with sessions() as other, other.begin():
            await other.get(Replay, owned.replay_id, with_for_update=True)
            async with asyncio.timeout(10):
                assert await rebuild_outdated(user.id, sessions=sessions, sender=jobs)
        async with sessions() as db:
            found = await db.get_one(UserReplay, owned.id)
        assert found.player_game_id == player.id
        assert found.started_at != owned.started_at
        assert found.play_session_id is not None

    async def test_a_user_who_is_gone_is_nothing_to_do(
        self, sessions: Sessions, jobs: KeptJobs
    ) -> None:
        assert not await rebuild_outdated(new_id(), sessions=sessions, sender=jobs)


class TestMarkOutdated:
    async def test_many_times_has_one_job(self, sessions: Sessions, jobs: KeptJobs) -> None:
        user = await marked_user(sessions, jobs)
        for seconds in range(5):
            async with unit_of_work(sessions, jobs) as db:
                await mark_outdated(db, user.id, now=NOW + timedelta(seconds=seconds))
        assert await rebuild_play_as_sent(sessions, jobs) == [True]
        assert not await is_marked(sessions, user)


class TestChangeOfProfile:
    async def test_does_not_wait_for_play_that_is_being_made(
        self, own_engine: AsyncEngine, jobs: KeptJobs
    ) -> None:
        """Else it would take as long as ten thousand matches."""
        sessions = create_sessions(own_engine)
        user = await marked_user(sessions, jobs)
        change = ProfileChange(time_zone="Europe/Berlin")
        async with sessions() as other, other.begin():
            await lock_play(other, user.id)
            async with asyncio.timeout(10), unit_of_work(sessions, jobs) as db:
                profile = await change_profile(db, user.id, change, now=LATER)
        assert profile.is_play_outdated


class TestEnqueueOutdatedPlay:
    @pytest.mark.parametrize(
        ("after", "waiting_jobs", "number"),
        [
            (PATIENCE, 0, 0),
            (PATIENCE + MOMENT, 0, 1),
            (PATIENCE + MOMENT, 7, 0),
            (LONG_PATIENCE + MOMENT, 7, 1),
            (LONG_PATIENCE + MOMENT, None, 0),
        ],
    )
    async def test_sends_jobs_that_were_lost_again(
        self,
        sessions: Sessions,
        jobs: KeptJobs,
        *,
        after: timedelta,
        waiting_jobs: int | None,
        number: int,
    ) -> None:
        user = await marked_user(sessions, jobs)
        jobs.take()
        async with unit_of_work(sessions, jobs) as db:
            await make_user(db)
            await enqueue_outdated_play(db, now=NOW + after, waiting_jobs=waiting_jobs)
        sent = [(job.kind, job.payload) for job in jobs.jobs]
        assert sent == [(REBUILD_PLAY, {"user_id": str(user.id)})] * number

    async def test_leaves_alone_whose_play_is_right(
        self, sessions: Sessions, jobs: KeptJobs
    ) -> None:
        async with unit_of_work(sessions, jobs) as db:
            await make_user(db)
            await db.execute(update(User).values(play_outdated_at=None))
            tomorrow = NOW + timedelta(days=1)
            assert await enqueue_outdated_play(db, now=tomorrow, waiting_jobs=0) == 0
