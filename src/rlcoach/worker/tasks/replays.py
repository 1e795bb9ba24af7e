"""Jobs about replays: analyse one, analyse one again."""

from __future__ import annotations

from uuid import UUID

from rlcoach.services.processing.service import process_upload
from rlcoach.services.reanalysis.service import reanalyse
from rlcoach.worker.process import JobContext, Payload


async def run_process_upload(context: JobContext, payload: Payload) -> None:
    """Analyses an uploaded file. One that is gone by now needs nothing more."""
    try:
        await process_upload(UUID(str(payload["uploaded_replay_id"])), runtime=context.runtime)
    except LookupError:
        return


async def run_reanalyse(context: JobContext, payload: Payload) -> None:
    """Analyses a match again."""
    await reanalyse(UUID(str(payload["replay_id"])), runtime=context.runtime)
