"""After an upgrade: analyses every match again, the newest first.

Until a match's turn comes it keeps its former analysis with its version, so that nothing is missing
and nothing of different versions is added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.jobs import enqueue
from rlcoach.core.logging import get_logger
from rlcoach.core.metrics import OUTDATED_ANALYSES
from rlcoach.db.models import Replay, ReplayFile, StorageTier, UserReplay
from rlcoach.db.unit_of_work import unit_of_work
from rlcoach.engine.version import ANALYSIS_VERSION
from rlcoach.services.discarded_objects.service import discard_objects
from rlcoach.services.processing.analysing import StoredAnalysis, analyse
from rlcoach.services.processing.analysis_rows import replace_analysis
from rlcoach.services.processing.failures import MAX_LOST_CLAIMS, Failure
from rlcoach.services.processing.files import read_file
from rlcoach.services.processing.objects import keep_and_put
from rlcoach.services.processing.outages import through_outages
from rlcoach.services.processing.runtime import ProcessingRuntime
from rlcoach.services.processing.storing import refresh_all, write_analysis
from rlcoach.services.reanalysis.jobs import REANALYSE
from rlcoach.storage.errors import ObjectCorrupt, ObjectMissing

log = get_logger(__name__)

CLAIM = timedelta(minutes=15)
"""How long an enqueued match is left alone; its job waits behind all uploads."""
_IN_FLIGHT = 50


@dataclass(frozen=True)
class ReanalysisProgress:
    """How far a user's matches have come."""

    current: int
    """Of the newest version."""
    total: int
    given_up: int
    """Cannot be analysed any more; they keep what they have."""
    version: int
    """The newest."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to wait for."""
        return self.current + self.given_up >= self.total

    @property
    def sentence(self) -> str | None:
        """What a page says; None where there is nothing to say."""
        if self.is_done:
            return None
        return f"{self.current:,} of {self.total:,} games re-analysed"


async def progress_of(db: AsyncSession, user_id: UUID) -> ReanalysisProgress:
    """How far a user's matches have come after an upgrade."""
    is_given_up = and_(_is_outdated(), _attempts() >= MAX_LOST_CLAIMS)
    row = (
        await db.execute(
            select(
                func.count().filter(Replay.analysis_version >= ANALYSIS_VERSION),
                func.count(),
                func.count().filter(is_given_up),
            )
            .select_from(UserReplay)
            .join(Replay, UserReplay.replay_id == Replay.id)
            .where(UserReplay.user_id == user_id)
        )
    ).one()
    return ReanalysisProgress(*row, version=ANALYSIS_VERSION)


async def enqueue_outdated(
    db: AsyncSession, *, now: datetime, waiting_jobs: int | None = None
) -> int:
    """Enqueues the newest outdated matches, as many as keep the workers busy; returns how many.

    `waiting_jobs` of the queue, where it answers: uploads may have held them up for longer than
    a match is left alone, and they are not to become more and more. One that is there twice finds
    its match done.
    """
    OUTDATED_ANALYSES.set(
        await db.scalar(select(func.count()).select_from(Replay).where(_is_outdated())) or 0
    )
    is_claimed = and_(_is_outdated(), Replay.reanalysis_claimed_at >= now - CLAIM)
    claimed = await db.scalar(select(func.count()).select_from(Replay).where(is_claimed)) or 0
    in_flight = max(claimed, waiting_jobs or 0)
    if in_flight >= _IN_FLIGHT:
        return 0
    due = (
        select(Replay.id)
        .where(
            _is_outdated(),
            _attempts() < MAX_LOST_CLAIMS,
            or_(Replay.reanalysis_claimed_at.is_(None), Replay.reanalysis_claimed_at < now - CLAIM),
        )
        .order_by(Replay.started_at.desc(), Replay.id)
        .limit(_IN_FLIGHT - in_flight)
        .with_for_update(skip_locked=True)
    )
    ids = (await db.scalars(due)).all()
    if ids:
        await db.execute(
            update(Replay)
            .where(Replay.id.in_(ids))
            .values(reanalysis_claimed_at=now)
            .execution_options(synchronize_session=False)
        )
    for replay_id in ids:
        enqueue(db, REANALYSE, {"replay_id": str(replay_id)})
    return len(ids)


async def reanalyse(replay_id: UUID, *, runtime: ProcessingRuntime) -> bool:
    """Analyses a match again from the file its analysis came from; False where that is not to be.

    Must not be called within a transaction: it opens its own, short ones. A try counts once the
    file was to be had, or is known to be lost: storage that is away will come back.

    Raises:
        StorageUnavailable: the file cannot be read now.
    """
    async with runtime.sessions() as db:
        replay = await db.get(Replay, replay_id)
        file = None if replay is None else await db.get(ReplayFile, replay.analysed_file_id)
    if replay is None or replay.analysis_version >= ANALYSIS_VERSION:
        return False
    data = None
    reason = "no file"
    if file is not None:
        try:
            data = await read_file(file, runtime.stores)
        except (ObjectMissing, ObjectCorrupt) as error:
            reason = type(error).__name__
    await through_outages(partial(_count_attempt, replay_id, runtime))
    if file is None or data is None:
        log.error("reanalysis_failed", replay_id=str(replay_id), reason=reason)
        return False
    outcome = await analyse(runtime.sandbox, data)
    if isinstance(outcome, Failure):
        log.warning("reanalysis_failed", replay_id=str(replay_id), reason=outcome.code)
        return False
    stored = await keep_and_put(outcome, runtime)
    return await through_outages(partial(_store, replay_id, file.id, stored, runtime))


async def _count_attempt(replay_id: UUID, runtime: ProcessingRuntime) -> None:
    async with runtime.sessions() as db, db.begin():
        await db.execute(
            update(Replay)
            .where(Replay.id == replay_id)
            .values(
                reanalysis_attempts=_attempts() + 1,
                reanalysis_version=ANALYSIS_VERSION,
                reanalysis_claimed_at=runtime.clock(),
            )
            .execution_options(synchronize_session=False)
        )


async def _store(
    replay_id: UUID, file_id: UUID, stored: StoredAnalysis, runtime: ProcessingRuntime
) -> bool:
    now = runtime.clock()
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        replay = await db.get(Replay, replay_id, with_for_update={"key_share": True})
        is_wanted = (
            replay is not None
            and replay.analysis_version < ANALYSIS_VERSION
            # Else a more complete file has taken its place, with the newest version.
            and replay.analysed_file_id == file_id
        )
        if replay is None or not is_wanted:
            await discard_objects(db, stored.keys, tier=StorageTier.HOT, now=now)
            return False
        await replace_analysis(db, replay, stored, file_id=file_id, now=now)
        await refresh_all(db, await write_analysis(db, replay, stored))
    return True


def _is_outdated() -> ColumnElement[bool]:
    return Replay.analysis_version < ANALYSIS_VERSION


def _attempts() -> ColumnElement[int]:
    """Tries for the newest version."""
    is_newest = Replay.reanalysis_version == ANALYSIS_VERSION
    return case((is_newest, Replay.reanalysis_attempts), else_=0)
