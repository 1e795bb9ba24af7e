"""Transactions, and the jobs that belong to them."""

from collections.abc import Sequence

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from rlcoach.core.jobs import Job, JobKind, JobsNotSent, KeptJobs, count_collected, enqueue
from rlcoach.db.models import User
from rlcoach.db.unit_of_work import Sessions, create_sessions, unit_of_work
from tests.builders.rows import make_user

PROCESS = JobKind("uploads.process", queue="replay_processing")


class Refused(Exception):
    """Ends a unit of work."""


class LookingSender:
    """A queue whose worker looks at once for the row of the job."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.users_seen: list[int] = []

    async def send(self, jobs: Sequence[Job]) -> None:
        """Looks."""
        for _ in jobs:
            self.users_seen.append(await users_in(self.sessions))


class BrokenQueue:
    """A queue that does not answer."""

    async def send(self, jobs: Sequence[Job]) -> None:
        """Fails."""
        raise JobsNotSent(f"{len(jobs)} jobs")


async def users_in(sessions: Sessions) -> int:
    """How many users others see."""
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(User))).one()


@pytest.fixture
def own_sessions(own_engine: AsyncEngine) -> Sessions:
    """Sessions on connections of their own."""
    return create_sessions(own_engine)


class TestUnitOfWork:
    async def test_jobs_are_sent_when_others_see_the_row(self, own_sessions: Sessions) -> None:
        sender = LookingSender(own_sessions)
        async with unit_of_work(own_sessions, sender) as db:
            await make_user(db)
            enqueue(db, PROCESS, {"id": "1"})
            assert await users_in(own_sessions) == 0
            assert sender.users_seen == []
        assert sender.users_seen == [1]

    async def test_an_exception_rolls_back_and_drops_the_jobs(self, own_sessions: Sessions) -> None:
        sender = KeptJobs()

        async def fail() -> None:
            async with unit_of_work(own_sessions, sender) as db:
                await make_user(db)
                enqueue(db, PROCESS, {"id": "1"})
                raise Refused

        with pytest.raises(Refused):
            await fail()
        assert sender.jobs == []
        assert await users_in(own_sessions) == 0

    async def test_a_queue_that_is_gone_keeps_the_commit(self, own_sessions: Sessions) -> None:
        async with unit_of_work(own_sessions, BrokenQueue()) as db:
            await make_user(db)
            enqueue(db, PROCESS, {"id": "1"})
        assert await users_in(own_sessions) == 1

    async def test_what_was_loaded_can_be_read_after_the_commit(
        self, own_sessions: Sessions
    ) -> None:
        async with unit_of_work(own_sessions, KeptJobs()) as db:
            user = await make_user(db, display_name="Ann")
        assert (user.display_name, user.time_zone) == ("Ann", "UTC")


class TestSavepoints:
    async def test_jobs_of_one_that_is_rolled_back_are_dropped(
        self, own_sessions: Sessions
    ) -> None:
        sender = KeptJobs()

        async def fail(db: AsyncSession) -> None:
            async with db.begin_nested():
                enqueue(db, PROCESS, {"id": "inside"})
                async with db.begin_nested():
                    enqueue(db, PROCESS, {"id": "further inside"})
                raise Refused

        async with unit_of_work(own_sessions, sender) as db:
            enqueue(db, PROCESS, {"id": "before"})
            with pytest.raises(Refused):
                await fail(db)
            enqueue(db, PROCESS, {"id": "after"})
        assert [job.payload["id"] for job in sender.jobs] == ["before", "after"]

    async def test_jobs_of_one_that_is_released_are_kept(self, own_sessions: Sessions) -> None:
        sender = KeptJobs()
        async with unit_of_work(own_sessions, sender) as db, db.begin_nested():
            enqueue(db, PROCESS, {"id": "inside"})
        assert len(sender.jobs) == 1


class TestFixtures:
    """What tests rely on; in whatever order they run."""

    @pytest.mark.parametrize("turn", [1, 2])
    async def test_a_commit_is_rolled_back_after_the_test(
        self, sessions: Sessions, turn: int
    ) -> None:
        async with unit_of_work(sessions, KeptJobs()) as db:
            await make_user(db, email=f"only-{turn}@example.org")
        async with sessions() as other:
            assert len((await other.scalars(select(User))).all()) == 1

    async def test_a_rollback_undoes_only_what_came_after_the_last_commit(
        self, db: AsyncSession
    ) -> None:
        await make_user(db)
        await db.commit()
        await make_user(db)
        enqueue(db, PROCESS, {"id": "1"})
        await db.rollback()
        assert len((await db.scalars(select(User))).all()) == 1
        assert count_collected(db) == 0
