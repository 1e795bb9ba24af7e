"""Keeps a user's play sessions and days right when his matches change.

Whoever adds, moves, removes or relabels a match calls `refresh_play` for where it was and is, in
the same transaction; `rebuild_play` is for a change of the user's gap or time zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.db.locks import lock_name
from rlcoach.db.models import DailyStats, PlaySession, Replay, ReplayFile, User, UserReplay
from rlcoach.services.daily_stats.service import day_of, recompute_days
from rlcoach.services.matching.start import SavedTimes, start_of, zone_of
from rlcoach.services.play_sessions.grouping import Group, PlayedMatch, grouped, kept_ids


@dataclass(frozen=True)
class Span:
    """When a match was played."""

    started_at: datetime
    duration_seconds: float | None

    @property
    def ended_at(self) -> datetime:
        """Its end; its start where the length is not known."""
        return self.started_at + timedelta(seconds=self.duration_seconds or 0.0)


async def lock_play(db: AsyncSession, user_id: UUID) -> None:
    """Waits until nobody else changes a user's matches. Several users are locked by id."""
    await lock_name(db, f"play of {user_id}")


async def refresh_play(db: AsyncSession, user_id: UUID, spans: Sequence[Span]) -> None:
    """Makes the sessions and days anew that some matches are in, or were in until now."""
    await lock_play(db, user_id)
    user = await db.get_one(User, user_id)
    zone = zone_of(user.time_zone)
    gap = timedelta(minutes=user.play_session_gap_minutes)
    for span in spans:
        await _regroup_around(db, user, span, gap)
    # A match is in the day it began in, whatever time it ended.
    await recompute_days(db, user_id, {day_of(span.started_at, zone) for span in spans}, zone=zone)


async def rebuild_play(db: AsyncSession, user_id: UUID) -> None:
    """Makes all of a user's sessions and days anew, and estimated starts in his time zone."""
    await lock_play(db, user_id)
    user = await db.get_one(User, user_id)
    zone = zone_of(user.time_zone)
    await _estimate_starts(db, user)
    matches = await _matches(db, UserReplay.user_id == user_id)
    await _regroup(db, user, matches, timedelta(minutes=user.play_session_gap_minutes))
    await db.execute(delete(DailyStats).where(DailyStats.user_id == user_id))
    days = {day_of(match.started_at, zone) for match in matches}
    await recompute_days(db, user_id, days, zone=zone)


async def _regroup_around(db: AsyncSession, user: User, span: Span, gap: timedelta) -> None:
    """All that could be joined or parted lies in sessions within a gap of the span."""
    first, last = span.started_at - gap, span.ended_at + gap
    near = (
        await db.scalars(
            select(PlaySession.id).where(
                PlaySession.user_id == user.id,
                PlaySession.started_at <= last,
                PlaySession.ended_at >= first,
            )
        )
    ).all()
    is_new = and_(
        UserReplay.play_session_id.is_(None),
        UserReplay.started_at >= span.started_at,
        UserReplay.started_at <= span.ended_at,
    )
    matches = await _matches(
        db, UserReplay.user_id == user.id, or_(UserReplay.play_session_id.in_(near), is_new)
    )
    await _regroup(db, user, matches, gap, replaced=near)


async def _regroup(
    db: AsyncSession,
    user: User,
    matches: Sequence[PlayedMatch],
    gap: timedelta,
    replaced: Sequence[UUID] | None = None,
) -> None:
    """Stores the groups; of the sessions they replace (None: of all) the empty ones go."""
    groups = grouped(matches, gap=gap)
    kept: list[UUID] = []
    for group, old_id in zip(groups, kept_ids(groups), strict=True):
        session_id = old_id or new_id()
        kept.append(session_id)
        await _store_group(db, user, group, session_id)
    gone = [PlaySession.user_id == user.id, PlaySession.id.not_in(kept)]
    if replaced is not None:
        gone.append(PlaySession.id.in_(replaced))
    await db.execute(delete(PlaySession).where(*gone))


async def _store_group(db: AsyncSession, user: User, group: Group, session_id: UUID) -> None:
    values = {
        "started_at": group.started_at,
        "ended_at": group.ended_at,
        "gap_minutes": user.play_session_gap_minutes,
    }
    await db.execute(
        insert(PlaySession)
        .values(id=session_id, user_id=user.id, **values)
        .on_conflict_do_update(index_elements=["id"], set_=values)
    )
    moved = [one.user_replay_id for one in group.matches if one.play_session_id != session_id]
    if moved:
        await db.execute(
            update(UserReplay)
            .where(UserReplay.id.in_(moved))
            .values(play_session_id=session_id)
            .execution_options(synchronize_session=False)
        )


async def _matches(db: AsyncSession, *where: ColumnElement[bool]) -> list[PlayedMatch]:
    rows = await db.execute(
        select(
            UserReplay.id,
            UserReplay.started_at,
            UserReplay.play_session_id,
            func.coalesce(Replay.duration_seconds, 0.0),
        )
        .join_from(UserReplay, Replay, UserReplay.replay_id == Replay.id)
        .where(*where)
    )
    return [
        PlayedMatch(row_id, started_at, Span(started_at, seconds).ended_at, session_id)
        for row_id, started_at, session_id, seconds in rows
    ]


async def _estimate_starts(db: AsyncSession, user: User) -> None:
    """Estimated starts of his own files, again: the zone he gave may be another than before."""
    rows = await db.execute(
        select(UserReplay, ReplayFile, Replay.duration_seconds)
        .join(ReplayFile, UserReplay.file_id == ReplayFile.id)
        .join(Replay, UserReplay.replay_id == Replay.id)
        .where(UserReplay.user_id == user.id, UserReplay.is_start_estimated)
    )
    zone = zone_of(user.time_zone)
    for owned, file, duration_seconds in rows:
        times = SavedTimes(file.match_start_epoch, file.saved_at_local, duration_seconds)
        if file.saved_at_local is not None:
            owned.started_at = start_of(times, zone=zone, uploaded_at=owned.created_at).at
    await db.flush()
