"""Processes one uploaded file: claim it, read it, analyse it, store what came of it.

Each step may be the last one: whoever finds the file later goes on from its row. What is stored is
named by its content or written by upsert, so that doing it twice is doing it once.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial
from time import monotonic
from uuid import UUID

from rlcoach.core.logging import get_logger, log_context
from rlcoach.core.metrics import (
    REPLAY_PROCESSING_SECONDS,
    REPLAY_WAITING_SECONDS,
    REPLAYS_PROCESSED,
)
from rlcoach.db.models import ReplayFile, StorageTier, UploadStatus
from rlcoach.db.unit_of_work import unit_of_work
from rlcoach.services.discarded_objects.service import discard_objects
from rlcoach.services.processing.analysing import StoredAnalysis, analyse
from rlcoach.services.processing.claims import (
    Claim,
    ClaimLost,
    after_outage,
    complete,
    give_back,
    hold_claim,
    kept_claim,
    record_failure,
    status_of,
    take_claim,
)
from rlcoach.services.processing.failures import CRASHED, FILE_GONE, Failure
from rlcoach.services.processing.files import read_file
from rlcoach.services.processing.objects import keep_and_put
from rlcoach.services.processing.outages import is_passing, through_outages
from rlcoach.services.processing.runtime import ProcessingRuntime
from rlcoach.services.processing.storing import FileGone, own_analysed, store_upload
from rlcoach.storage.errors import ObjectCorrupt, ObjectMissing

__all__ = ["process_upload"]

log = get_logger(__name__)


async def process_upload(uploaded_replay_id: UUID, *, runtime: ProcessingRuntime) -> UploadStatus:
    """Analyses an uploaded file that waits, and stores what comes of it.

    Does nothing where the file is done, or somebody else is at it. Must not be called within a
    transaction: it opens its own, short ones.

    Returns:
        How far the file has come: `pending` where it is to be tried again later.

    Raises:
        LookupError: there is no such upload (any more).
        Exception: the database is away for longer than a restart takes; the file is found again.
    """
    with log_context(job_id=str(uploaded_replay_id)):
        claim = await through_outages(partial(_claim, uploaded_replay_id, runtime))
        if isinstance(claim, UploadStatus):
            return claim
        started = monotonic()
        with log_context(user_id=str(claim.user_id)):
            async with kept_claim(claim, runtime):
                status = await _process_claimed(claim, runtime)
            _note(claim, status, seconds=monotonic() - started, now=runtime.clock())
        return status


async def _claim(uploaded_replay_id: UUID, runtime: ProcessingRuntime) -> Claim | UploadStatus:
    async with runtime.sessions() as db, db.begin():
        claim = await take_claim(db, uploaded_replay_id, runtime=runtime)
        status = await status_of(db, uploaded_replay_id)
    if status is None:
        raise LookupError(f"no uploaded replay {uploaded_replay_id}")
    return claim or status


async def _process_claimed(claim: Claim, runtime: ProcessingRuntime) -> UploadStatus:
    try:
        return await _to_the_end(claim, runtime)
    except ClaimLost:
        log.info("claim_lost")
    except asyncio.CancelledError:
        # Whoever waited has given up, as the API does with a slow one: the queue goes on.
        await asyncio.shield(_release(claim, runtime, not_before=None))
        raise
    except Exception as error:
        if not is_passing(error):
            await _fail(claim, CRASHED, runtime)
            raise
        log.warning("processing_put_off", reason=type(error).__name__)
        await _release(claim, runtime, not_before=after_outage(runtime.clock()))
    async with runtime.sessions() as db:
        return await status_of(db, claim.uploaded_replay_id) or UploadStatus.FAILED


async def _to_the_end(claim: Claim, runtime: ProcessingRuntime) -> UploadStatus:
    try:
        if await through_outages(partial(_own_analysed, claim, runtime)):
            return UploadStatus.COMPLETED
        data = await _read(claim, runtime)
        outcome = await analyse(runtime.sandbox, data)
        if isinstance(outcome, Failure):
            return await _fail(claim, outcome, runtime)
        stored = await keep_and_put(outcome, runtime)
        await through_outages(partial(_store, claim, stored, runtime))
    except (FileGone, ObjectMissing, ObjectCorrupt) as error:
        log.error("file_gone", reason=type(error).__name__)
        return await _fail(claim, FILE_GONE, runtime)
    return UploadStatus.COMPLETED


async def _own_analysed(claim: Claim, runtime: ProcessingRuntime) -> bool:
    """Whether the file had been analysed already, and now its match is this uploader's too."""
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        now = runtime.clock()
        await hold_claim(db, claim)
        replay_id = await own_analysed(db, claim, now=now)
        if replay_id is None:
            return False
        await complete(db, claim, replay_id=replay_id, now=now)
        return True


async def _read(claim: Claim, runtime: ProcessingRuntime) -> bytes:
    async with runtime.sessions() as db:
        file = await db.get(ReplayFile, claim.file_id)
    if file is None:
        raise FileGone
    return await read_file(file, runtime.stores)


async def _store(claim: Claim, stored: StoredAnalysis, runtime: ProcessingRuntime) -> None:
    now = runtime.clock()
    try:
        async with unit_of_work(runtime.sessions, runtime.sender) as db:
            await hold_claim(db, claim)
            replay_id = await store_upload(db, claim, stored, now=now)
            await complete(db, claim, replay_id=replay_id, now=now)
    except (ClaimLost, FileGone):
        # After a commit whose answer was lost, the claim is gone because the work is done.
        async with runtime.sessions() as db, db.begin():
            await discard_objects(db, stored.keys, tier=StorageTier.HOT, now=now)
        raise


async def _fail(claim: Claim, failure: Failure, runtime: ProcessingRuntime) -> UploadStatus:
    async def record() -> UploadStatus:
        async with runtime.sessions() as db, db.begin():
            return await record_failure(db, claim, failure, now=runtime.clock())

    return await through_outages(record)


async def _release(
    claim: Claim, runtime: ProcessingRuntime, *, not_before: datetime | None
) -> None:
    async with runtime.sessions() as db, db.begin():
        await give_back(db, claim, not_before=not_before)


def _note(claim: Claim, status: UploadStatus, *, seconds: float, now: datetime) -> None:
    outcome = "retried" if status is UploadStatus.PENDING else status.value
    REPLAYS_PROCESSED.labels(outcome=outcome).inc()
    if status is UploadStatus.COMPLETED:
        REPLAY_PROCESSING_SECONDS.observe(seconds)
        REPLAY_WAITING_SECONDS.observe(max(0.0, (now - claim.uploaded_at).total_seconds()))
    log.info(
        "upload_processed",
        upload_id=str(claim.upload_id),
        outcome=outcome,
        seconds=round(seconds, 3),
    )
