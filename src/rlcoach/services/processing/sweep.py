"""Finds uploaded files that nobody will take up any more, and sends their jobs again.

A worker may be killed, the queue may lose its last second, a process may die between its commit and
sending the job. The row says what is to be done; a job that comes twice finds it done or taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.jobs import enqueue
from rlcoach.core.logging import get_logger
from rlcoach.db.models import UploadedReplay, UploadStatus
from rlcoach.services.processing.claims import STALE_AFTER
from rlcoach.services.processing.failures import LOST, MAX_LOST_CLAIMS
from rlcoach.services.processing.jobs import PROCESS_UPLOAD

log = get_logger(__name__)

PATIENCE = timedelta(seconds=15)
"""How long a job may take from being sent to being taken, in a queue where nothing waits. The API
analyses the first files of a batch itself, without a job, and for at most so long."""
_LATELY = timedelta(minutes=10)
_BATCH = 500


@dataclass(frozen=True)
class Swept:
    """What was found."""

    lost_claims: int
    given_up: int
    sent_again: int


async def sweep_uploads(db: AsyncSession, *, now: datetime, waiting_jobs: int | None) -> Swept:
    """Frees files whose worker is gone, and enqueues files whose job is.

    `waiting_jobs` is how many jobs are in the queue; None where that is not known, as then they
    could not be sent either.
    """
    given_up = await _give_up(db, now)
    freed = await _free(db, now)
    sent = 0 if waiting_jobs is None else await _send_again(db, now, waiting_jobs)
    swept = Swept(freed, given_up, sent)
    if freed or given_up or sent:
        log.warning("uploads_swept", freed=freed, given_up=given_up, sent_again=sent)
    return swept


def _is_stale(now: datetime) -> ColumnElement[bool]:
    return and_(
        UploadedReplay.status == UploadStatus.PROCESSING,
        UploadedReplay.claimed_at < now - STALE_AFTER,
    )


async def _give_up(db: AsyncSession, now: datetime) -> int:
    """Files whose workers are gone time after time."""
    ended = await db.scalars(
        update(UploadedReplay)
        .where(_is_stale(now), UploadedReplay.attempts >= MAX_LOST_CLAIMS)
        .values(
            status=UploadStatus.FAILED,
            claim_id=None,
            claimed_at=None,
            processed_at=now,
            error_code=LOST.code,
            error_sentence=LOST.sentence,
        )
        .returning(UploadedReplay.id)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())


async def _free(db: AsyncSession, now: datetime) -> int:
    freed = await db.scalars(
        update(UploadedReplay)
        .where(_is_stale(now))
        .values(
            status=UploadStatus.PENDING,
            claim_id=None,
            claimed_at=None,
            job_sent_at=None,
            not_before=None,
        )
        .returning(UploadedReplay.id)
        .execution_options(synchronize_session=False)
    )
    return len(freed.all())


async def _reached(db: AsyncSession, now: datetime) -> datetime:
    """How far the queue has come: when the latest of the jobs was sent that were taken of late.

    Jobs are taken in the order in which they are sent. One that was sent well before another that
    has been taken is not in the queue any more, however long that is.
    """
    was_taken_lately = or_(
        UploadedReplay.status == UploadStatus.PROCESSING,
        UploadedReplay.processed_at > now - _LATELY,
    )
    reached = await db.scalar(select(func.max(UploadedReplay.job_sent_at)).where(was_taken_lately))
    return reached or now - _LATELY


async def _send_again(db: AsyncSession, now: datetime, waiting_jobs: int) -> int:
    reached = now if waiting_jobs == 0 else await _reached(db, now)
    was_freed = and_(UploadedReplay.job_sent_at.is_(None), UploadedReplay.attempts > 0)
    due = (
        select(UploadedReplay.id)
        .where(
            UploadedReplay.status == UploadStatus.PENDING,
            or_(UploadedReplay.not_before.is_(None), UploadedReplay.not_before <= now),
            or_(
                was_freed,
                and_(
                    UploadedReplay.job_sent_at.is_(None),
                    UploadedReplay.uploaded_at < now - PATIENCE,
                ),
                UploadedReplay.job_sent_at < reached - PATIENCE,
            ),
        )
        .order_by(UploadedReplay.uploaded_at, UploadedReplay.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    ids = (await db.scalars(due)).all()
    if ids:
        await db.execute(
            update(UploadedReplay)
            .where(UploadedReplay.id.in_(ids))
            .values(job_sent_at=now)
            .execution_options(synchronize_session=False)
        )
    for uploaded_replay_id in ids:
        enqueue(db, PROCESS_UPLOAD, {"uploaded_replay_id": str(uploaded_replay_id)})
    return len(ids)
