"""Makes all of a user's play anew after a change that touches every match: in a job, not at once.

Another time zone, pause or account may move and label thousands of matches. Who makes such a change
marks the user in the same transaction, and pages say so until a job has caught up. The mark says
what is to be done: a job that got lost, or whose worker was killed, is sent again for it, and one
that comes twice finds nothing to do.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.jobs import JobSender, enqueue
from rlcoach.core.logging import get_logger
from rlcoach.db.locks import try_lock_name
from rlcoach.db.models import PlayerClaim, User
from rlcoach.db.unit_of_work import Sessions, unit_of_work
from rlcoach.services.matching.forgetting import forget_players
from rlcoach.services.matching.ownership import label_players
from rlcoach.services.play_sessions.jobs import REBUILD_PLAY
from rlcoach.services.play_sessions.service import estimate_starts, lock_play, rebuild_play

log = get_logger(__name__)

PATIENCE = timedelta(seconds=15)
"""How long a job may take to come where nothing waits in its queue."""
LONG_PATIENCE = timedelta(minutes=30)
"""The same in any queue."""
_PER_RUN = 100


async def mark_outdated(db: AsyncSession, user_id: UUID, *, now: datetime) -> None:
    """Says that all of a user's play has to be made anew, and has it done.

    However many changes come, one job waits for a user: the one there is sees them all.
    """
    user = select(User.play_outdated_at).where(User.id == user_id)
    is_marked = await db.scalar(user.with_for_update(key_share=True)) is not None
    await db.execute(
        update(User)
        .where(User.id == user_id)
        .values(play_outdated_at=now)
        .execution_options(synchronize_session="fetch")
    )
    if not is_marked:
        enqueue(db, REBUILD_PLAY, {"user_id": str(user_id)})


async def is_outdated(db: AsyncSession, user_id: UUID) -> bool:
    """Whether sessions, days and who the user is may be those of before his latest change."""
    return await _outdated_at(db, user_id) is not None


async def rebuild_outdated(user_id: UUID, *, sessions: Sessions, sender: JobSender) -> bool:
    """Makes all of a user's play anew if it is outdated; False where there is nothing to do.

    A change that comes meanwhile leaves him marked, and is done next.

    Must not be called within a transaction: each step has its own. A row that is changed twice in
    one has its references checked, which waits for its match, while who holds that match may wait
    for the play.
    """
    async with sessions() as db:
        outdated_at = await _outdated_at(db, user_id)
    if outdated_at is None:
        return False
    steps = (_label, estimate_starts, rebuild_play)
    for step in steps:
        async with unit_of_work(sessions, sender) as db:
            if not await try_lock_name(db, f"rebuilding the play of {user_id}"):
                return False  # Another job is at it.
            if await _outdated_at(db, user_id) is None:
                return False  # Another job was, or he is gone.
            await step(db, user_id)
            if step is steps[-1]:
                await _clear(db, user_id, outdated_at)
    log.info("play_rebuilt", user_id=str(user_id))
    return True


async def _label(db: AsyncSession, user_id: UUID) -> None:
    await lock_play(db, user_id)
    removed = (
        await db.scalars(
            select(PlayerClaim.id).where(
                PlayerClaim.user_id == user_id, PlayerClaim.removed_at.is_not(None)
            )
        )
    ).all()
    await label_players(db, user_id)
    gone = await db.scalars(
        delete(PlayerClaim)
        .where(PlayerClaim.id.in_(removed), PlayerClaim.removed_at.is_not(None))
        .returning(PlayerClaim.player_id)
    )
    await forget_players(db, gone.all())


async def _clear(db: AsyncSession, user_id: UUID, outdated_at: datetime) -> None:
    is_done = await db.scalar(
        update(User)
        .where(User.id == user_id, User.play_outdated_at == outdated_at)
        .values(play_outdated_at=None)
        .returning(User.id)
        .execution_options(synchronize_session=False)
    )
    if is_done is None:
        enqueue(db, REBUILD_PLAY, {"user_id": str(user_id)})


async def enqueue_outdated_play(
    db: AsyncSession, *, now: datetime, waiting_jobs: int | None
) -> int:
    """Sends the jobs of marked users again whose own were lost; returns how many.

    `waiting_jobs` is how many are in the queue; None where that is not known, as then they could
    not be sent either.
    """
    if waiting_jobs is None:
        return 0
    patience = PATIENCE if waiting_jobs == 0 else LONG_PATIENCE
    users = (
        await db.scalars(
            select(User.id)
            .where(User.play_outdated_at < now - patience)
            .order_by(User.play_outdated_at)
            .limit(_PER_RUN)
        )
    ).all()
    for user_id in users:
        enqueue(db, REBUILD_PLAY, {"user_id": str(user_id)})
    return len(users)


async def _outdated_at(db: AsyncSession, user_id: UUID) -> datetime | None:
    moment: datetime | None = await db.scalar(
        select(User.play_outdated_at).where(User.id == user_id)
    )
    return moment
