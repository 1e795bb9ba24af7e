"""Analysing the first files of a batch before it is answered, for who waits to see something."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

from rlcoach.core.jobs import enqueue
from rlcoach.core.logging import get_logger
from rlcoach.db.unit_of_work import unit_of_work
from rlcoach.services.processing.jobs import PROCESS_UPLOAD
from rlcoach.services.uploads.limits import ANALYSED_AT_ONCE, AT_ONCE_SECONDS
from rlcoach.services.uploads.repository import UploadRepository
from rlcoach.services.uploads.service import UploadRuntime
from rlcoach.services.uploads.views import BatchAnswer, FileAnswer, Outcome

log = get_logger(__name__)

Process = Callable[[UUID], Awaitable[object]]
"""Analyses the file of a row, and stores what it finds."""


async def analyse_first(
    answer: BatchAnswer,
    user_id: UUID,
    *,
    process: Process,
    runtime: UploadRuntime,
    ceiling_seconds: float = AT_ONCE_SECONDS,
) -> BatchAnswer:
    """Analyses the first new files of a batch, and adds to its answer what has come of it.

    What takes longer than the ceiling, or fails in a way nobody expected, goes to the queue.
    """
    first = [
        each.uploaded_replay_id
        for each in answer.files
        if each.outcome is Outcome.ACCEPTED and each.uploaded_replay_id is not None
    ][:ANALYSED_AT_ONCE]
    if not first:
        return answer
    results = await asyncio.gather(
        *(_analyse(row_id, process, ceiling_seconds) for row_id in first)
    )
    left = [row_id for row_id, is_done in zip(first, results, strict=True) if not is_done]
    if left:
        await _queue(left, user_id, runtime)
    return await _with_results(answer, user_id, runtime, first)


async def _analyse(row_id: UUID, process: Process, ceiling_seconds: float) -> bool:
    """Whether the analysis came to an end of its own, good or bad."""
    try:
        async with asyncio.timeout(ceiling_seconds):
            await process(row_id)
    except TimeoutError:
        log.info("analysis_left_to_queue", uploaded_replay_id=str(row_id), why="ceiling")
        return False
    except Exception:  # the file is taken, whatever becomes of its analysis
        log.exception("analysis_left_to_queue", uploaded_replay_id=str(row_id), why="fault")
        return False
    return True


async def _queue(rows: list[UUID], user_id: UUID, runtime: UploadRuntime) -> None:
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        repository = UploadRepository(db, user_id)
        for row_id in rows:
            if await repository.return_to_queue(row_id, runtime.clock()):
                enqueue(db, PROCESS_UPLOAD, {"uploaded_replay_id": str(row_id)})


async def _with_results(
    answer: BatchAnswer, user_id: UUID, runtime: UploadRuntime, row_ids: list[UUID]
) -> BatchAnswer:
    async with runtime.sessions() as db:
        repository = UploadRepository(db, user_id)
        rows = {row_id: await repository.find(row_id) for row_id in row_ids}

    def with_result(each: FileAnswer) -> FileAnswer:
        row = rows.get(each.uploaded_replay_id) if each.uploaded_replay_id else None
        if row is None:
            return each
        return replace(
            each, replay_id=row.replay_id, code=row.error_code, sentence=row.error_sentence
        )

    return replace(answer, files=tuple(map(with_result, answer.files)))
