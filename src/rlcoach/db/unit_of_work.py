"""One request or one task is one transaction, and its jobs are sent once it is committed.

Only the edges (API, worker, command line) open a unit of work and commit it by leaving; services
take the session and at most flush.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session, SessionTransaction

from rlcoach.core.jobs import JobSender, count_collected, drop_collected, send_collected

Sessions = async_sessionmaker[AsyncSession]


class _SessionWithJobs(Session):
    """Forgets, when a transaction or a savepoint is rolled back, the jobs collected within it."""


@event.listens_for(_SessionWithJobs, "after_transaction_create")
def _remember_jobs_before(db: Session, transaction: SessionTransaction) -> None:
    _jobs_before(db)[transaction] = count_collected(db)


@event.listens_for(_SessionWithJobs, "after_soft_rollback")
def _drop_jobs_since(db: Session, transaction: SessionTransaction) -> None:
    drop_collected(db, keep_first=_jobs_before(db).get(transaction, 0))


def _jobs_before(db: Session) -> WeakKeyDictionary[SessionTransaction, int]:
    """How many jobs there were when each open transaction began; a closed one falls out."""
    counts: WeakKeyDictionary[SessionTransaction, int] = db.info.setdefault(
        "rlcoach.jobs_before", WeakKeyDictionary()
    )
    return counts


def create_sessions(bind: AsyncEngine | AsyncConnection) -> Sessions:
    """Makes sessions. What was loaded can still be read after the commit.

    Args:
        bind: an engine; or a connection with a transaction, within which each session is a
            savepoint, so that all of it can be rolled back in the end.
    """
    return async_sessionmaker(
        bind,
        sync_session_class=_SessionWithJobs,
        expire_on_commit=False,
        join_transaction_mode="create_savepoint",
    )


@asynccontextmanager
async def unit_of_work(sessions: Sessions, sender: JobSender) -> AsyncIterator[AsyncSession]:
    """A transaction: committed at the end, then its jobs are sent; rolled back by any exception."""
    async with sessions() as db:
        async with db.begin():
            yield db
        await send_collected(db, sender)
