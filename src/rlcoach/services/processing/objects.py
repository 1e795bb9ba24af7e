"""Stores what came of an analysis, in an order in which nothing of it can be deleted meanwhile."""

from __future__ import annotations

import hashlib

from rlcoach.db.models import StorageTier
from rlcoach.services.discarded_objects.service import keep_objects
from rlcoach.services.processing.analysing import Analysis, StoredAnalysis
from rlcoach.services.processing.outages import through_outages
from rlcoach.services.processing.runtime import ProcessingRuntime
from rlcoach.storage.content import ObjectKind, key_of


async def keep_and_put(analysis: Analysis, runtime: ProcessingRuntime) -> StoredAnalysis:
    """Says which objects are to be kept, then stores them.

    Raises:
        StorageUnavailable: the storage is away for longer than a moment.
    """
    contents = {ObjectKind.REPORT: analysis.report_json, ObjectKind.FRAMES: analysis.frames}
    keys = [
        key_of(kind, hashlib.sha256(content).hexdigest())
        for kind, content in contents.items()
        if content is not None
    ]

    async def keep() -> None:
        async with runtime.sessions() as db, db.begin():
            await keep_objects(db, keys, tier=StorageTier.HOT)

    async def put() -> StoredAnalysis:
        hot = runtime.stores.hot
        report = await hot.put(ObjectKind.REPORT, analysis.report_json)
        frames = None
        if analysis.frames is not None:
            frames = await hot.put(ObjectKind.FRAMES, analysis.frames)
        return StoredAnalysis(analysis, report.key, None if frames is None else frames.key)

    await through_outages(keep)
    return await through_outages(put)
