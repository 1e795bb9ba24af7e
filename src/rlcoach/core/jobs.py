"""Work for later: collected while a transaction is open, sent once it is committed.

    >>> enqueue(db, PROCESS_REPLAY, {"uploaded_replay_id": str(row.id)})

A job that was sent before the commit could run before its row is there, and one of a transaction
that is rolled back must never run. What is left unsent, because the queue or this process was gone
at the wrong moment, is found by its row and sent again: the row says what is to be done, the job
only says when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rlcoach.core.logging import get_logger
from rlcoach.core.metrics import JOBS_SENT

log = get_logger(__name__)

Payload = Mapping[str, str | int | float | bool | None]
"""Ids and plain values, never objects. A new entry needs a default: older jobs may be in flight."""
_KEY = "rlcoach.jobs"


@dataclass(frozen=True)
class JobKind:
    """What is to be done, and in which queue it waits. `name` is that of the task."""

    name: str
    queue: str


@dataclass(frozen=True)
class Job:
    """One piece of work."""

    kind: JobKind
    payload: Payload
    delay_seconds: int = 0


class UnitOfWork(Protocol):
    """What jobs are collected on: a session of SQLAlchemy has this."""

    @property
    def info(self) -> dict[object, object]:
        """Anything that belongs to the session."""


class JobsNotSent(Exception):
    """The queue does not answer."""


class JobSender(Protocol):
    """The way into the queue."""

    async def send(self, jobs: Sequence[Job]) -> None:
        """Sends jobs, in this order.

        Raises:
            JobsNotSent: some or all of them were not taken.
        """


@dataclass
class KeptJobs:
    """A sender that keeps what it is given, for tests and for runs without a queue."""

    jobs: list[Job] = field(default_factory=list)

    async def send(self, jobs: Sequence[Job]) -> None:
        """Keeps jobs."""
        self.jobs.extend(jobs)

    def take(self) -> list[Job]:
        """What was kept since the last time, to be run."""
        taken, self.jobs = self.jobs, []
        return taken


def enqueue(db: UnitOfWork, kind: JobKind, payload: Payload, *, delay_seconds: int = 0) -> None:
    """Collects a job, to be sent when `db` is committed."""
    _collected(db).append(Job(kind, dict(payload), delay_seconds))


def count_collected(db: UnitOfWork) -> int:
    """How many jobs wait for the commit."""
    return len(_collected(db))


def drop_collected(db: UnitOfWork, keep_first: int = 0) -> None:
    """Forgets jobs, because what they belong to is rolled back; the first ones may be older."""
    del _collected(db)[keep_first:]


async def send_collected(db: UnitOfWork, sender: JobSender) -> None:
    """Sends what was collected. To be called after the commit, which a failure here cannot undo."""
    jobs = tuple(_collected(db))
    drop_collected(db)
    if not jobs:
        return
    try:
        await sender.send(jobs)
    except JobsNotSent as error:
        JOBS_SENT.labels(outcome="failed").inc(len(jobs))
        names = sorted({job.kind.name for job in jobs})
        log.warning("jobs_not_sent", jobs=names, number=len(jobs), reason=str(error))
    else:
        JOBS_SENT.labels(outcome="sent").inc(len(jobs))


def _collected(db: UnitOfWork) -> list[Job]:
    jobs = db.info.setdefault(_KEY, [])
    if not isinstance(jobs, list):
        raise TypeError(f"{_KEY} is taken by something else")
    return jobs
