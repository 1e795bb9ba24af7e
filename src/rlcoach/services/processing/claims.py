"""Who works on an uploaded file: at most one at a time, and for as long as he says so.

A claim is taken by a conditional update, renewed while the work goes on, and looked at once more
in the transaction that stores the result. Who lost it to another finds another id there, and stops.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Update, case, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.logging import get_logger
from rlcoach.db.models import UploadedReplay, UploadStatus
from rlcoach.services.processing.failures import MAX_ATTEMPTS, Failure
from rlcoach.services.processing.runtime import ProcessingRuntime

log = get_logger(__name__)

RENEW_SECONDS = 4.0
STALE_AFTER = timedelta(seconds=16)
"""A claim that was not renewed for so long belongs to a worker that is gone."""
_RETRY_PAUSES = (timedelta(seconds=10), timedelta(seconds=60))
_OUTAGE_PAUSE = timedelta(seconds=15)


class ClaimLost(Exception):
    """Somebody else works on the file now, or it was deleted."""


@dataclass(frozen=True)
class Claim:
    """The right to process one uploaded file."""

    uploaded_replay_id: UUID
    upload_id: UUID
    claim_id: UUID
    user_id: UUID
    file_id: UUID | None
    attempts: int
    """This one included."""
    uploaded_at: datetime


async def take_claim(
    db: AsyncSession, uploaded_replay_id: UUID, *, runtime: ProcessingRuntime
) -> Claim | None:
    """Claims a file that waits; None where it does not, or not yet."""
    now = runtime.clock()
    claim_id = runtime.new_id()
    found = await db.execute(
        update(UploadedReplay)
        .where(
            UploadedReplay.id == uploaded_replay_id,
            UploadedReplay.status == UploadStatus.PENDING,
            or_(UploadedReplay.not_before.is_(None), UploadedReplay.not_before <= now),
        )
        .values(
            status=UploadStatus.PROCESSING,
            claim_id=claim_id,
            claimed_at=now,
            attempts=UploadedReplay.attempts + 1,
        )
        .returning(
            UploadedReplay.upload_id,
            UploadedReplay.user_id,
            UploadedReplay.file_id,
            UploadedReplay.attempts,
            UploadedReplay.uploaded_at,
        )
    )
    row = found.one_or_none()
    if row is None:
        return None
    return Claim(
        uploaded_replay_id=uploaded_replay_id,
        upload_id=row.upload_id,
        claim_id=claim_id,
        user_id=row.user_id,
        file_id=row.file_id,
        attempts=row.attempts,
        uploaded_at=row.uploaded_at,
    )


async def status_of(db: AsyncSession, uploaded_replay_id: UUID) -> UploadStatus | None:
    """How far an uploaded file has come; None for one that is not there."""
    return await db.scalar(
        select(UploadedReplay.status).where(UploadedReplay.id == uploaded_replay_id)
    )


@asynccontextmanager
async def kept_claim(claim: Claim, runtime: ProcessingRuntime) -> AsyncIterator[None]:
    """Renews a claim while the block runs."""
    renewal = asyncio.create_task(_renew(claim, runtime))
    try:
        yield
    finally:
        renewal.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await renewal


async def _renew(claim: Claim, runtime: ProcessingRuntime) -> None:
    while True:
        await asyncio.sleep(RENEW_SECONDS)
        try:
            async with runtime.sessions() as db, db.begin():
                await db.execute(_mine(claim).values(claimed_at=runtime.clock()))
        except (SQLAlchemyError, OSError) as error:
            log.warning("claim_not_renewed", reason=type(error).__name__)


async def hold_claim(db: AsyncSession, claim: Claim) -> None:
    """Makes sure that a claim still holds, and goes on to until the end of the transaction.

    Raises:
        ClaimLost: it does not.
    """
    held = await db.scalar(
        select(UploadedReplay.claim_id)
        .where(UploadedReplay.id == claim.uploaded_replay_id)
        .with_for_update()
    )
    if held != claim.claim_id:
        raise ClaimLost


async def complete(db: AsyncSession, claim: Claim, *, replay_id: UUID, now: datetime) -> None:
    """The file was analysed, and this is its match."""
    await db.execute(
        _mine(claim).values(
            status=UploadStatus.COMPLETED,
            replay_id=replay_id,
            claim_id=None,
            claimed_at=None,
            processed_at=now,
        )
    )


async def record_failure(
    db: AsyncSession, claim: Claim, failure: Failure, *, now: datetime
) -> UploadStatus:
    """One try has failed: the file waits for another, or that was its last.

    Raises:
        ClaimLost: it is somebody else's by now.
    """
    is_final = not failure.may_pass or claim.attempts >= MAX_ATTEMPTS
    if is_final:
        values: dict[str, object] = {
            "status": UploadStatus.FAILED,
            "error_code": failure.code,
            "error_sentence": failure.sentence,
            "processed_at": now,
        }
    else:
        pause = _RETRY_PAUSES[min(claim.attempts, len(_RETRY_PAUSES)) - 1]
        values = {
            "status": UploadStatus.PENDING,
            "not_before": now + pause,
            "job_sent_at": None,
        }
    changed = await db.execute(
        _mine(claim).values(claim_id=None, claimed_at=None, **values).returning(UploadedReplay.id)
    )
    if changed.one_or_none() is None:
        raise ClaimLost
    return UploadStatus.FAILED if is_final else UploadStatus.PENDING


async def give_back(db: AsyncSession, claim: Claim, *, not_before: datetime | None) -> None:
    """Nothing was wrong with the file: it waits again, and this try does not count."""
    await db.execute(
        _mine(claim).values(
            status=UploadStatus.PENDING,
            claim_id=None,
            claimed_at=None,
            job_sent_at=None,
            not_before=not_before,
            attempts=case((UploadedReplay.attempts > 0, UploadedReplay.attempts - 1), else_=0),
        )
    )


def after_outage(now: datetime) -> datetime:
    """When to try again what failed because something of ours was away."""
    return now + _OUTAGE_PAUSE


def _mine(claim: Claim) -> Update:
    return update(UploadedReplay).where(
        UploadedReplay.id == claim.uploaded_replay_id, UploadedReplay.claim_id == claim.claim_id
    )
