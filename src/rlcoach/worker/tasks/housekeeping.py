"""Jobs beside the replays; most are sent by the clock, and do a bounded piece of what is due."""

from __future__ import annotations

from uuid import UUID

from rlcoach.core.metrics import QUEUE_LENGTH
from rlcoach.db.unit_of_work import unit_of_work
from rlcoach.services.cold_storage.service import move_old_files
from rlcoach.services.discarded_objects.service import delete_discarded
from rlcoach.services.matching.linking import match_linked_accounts
from rlcoach.services.play_sessions.jobs import REBUILD_PLAY
from rlcoach.services.play_sessions.outdated import enqueue_outdated_play, rebuild_outdated
from rlcoach.services.processing.jobs import PROCESS_UPLOAD
from rlcoach.services.processing.sweep import sweep_uploads
from rlcoach.services.reanalysis.jobs import REANALYSE
from rlcoach.services.reanalysis.service import enqueue_outdated
from rlcoach.worker.process import JobContext, Payload


async def run_sweep_uploads(context: JobContext, _: Payload) -> None:
    """Sends again what was lost on the way."""
    runtime = context.runtime
    waiting = await context.queue.waiting(PROCESS_UPLOAD.queue)
    if waiting is not None:
        QUEUE_LENGTH.labels(queue=PROCESS_UPLOAD.queue).set(waiting)
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        await sweep_uploads(db, now=runtime.clock(), waiting_jobs=waiting)


async def run_match_accounts(context: JobContext, _: Payload) -> None:
    """Gives out the matches of newly linked accounts."""
    runtime = context.runtime
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        await match_linked_accounts(db, now=runtime.clock())


async def run_rebuild_play(context: JobContext, payload: Payload) -> None:
    """Makes all of a user's sessions and days anew."""
    runtime = context.runtime
    user_id = UUID(str(payload["user_id"]))
    await rebuild_outdated(user_id, sessions=runtime.sessions, sender=runtime.sender)


async def run_find_outdated_play(context: JobContext, _: Payload) -> None:
    """Has play made anew whose job was lost."""
    runtime = context.runtime
    waiting = await context.queue.waiting(REBUILD_PLAY.queue)
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        await enqueue_outdated_play(db, now=runtime.clock(), waiting_jobs=waiting)


async def run_find_outdated(context: JobContext, _: Payload) -> None:
    """Has matches of an older version analysed again."""
    runtime = context.runtime
    waiting = await context.queue.waiting(REANALYSE.queue)
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        await enqueue_outdated(db, now=runtime.clock(), waiting_jobs=waiting)


async def run_delete_discarded(context: JobContext, _: Payload) -> None:
    """Deletes objects nothing points to."""
    runtime = context.runtime
    await delete_discarded(runtime.sessions, runtime.stores, now=runtime.clock())


async def run_move_to_cold(context: JobContext, _: Payload) -> None:
    """Moves old replay files to cold storage."""
    runtime = context.runtime
    await move_old_files(runtime.sessions, runtime.stores, now=runtime.clock())
