"""Keeps a user's play sessions and days right when his matches change.

Whoever adds, moves, removes or relabels a match calls `refresh_play` for where it was and is, in
the same transaction. `rebuild_play` is for a change of everything, by the job of `outdated.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Uuid,
    and_,
    any_,
    delete,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.db.bulk import update_column
from rlcoach.db.locks import lock_name
from rlcoach.db.models import DailyStats, PlaySession, Replay, ReplayFile, User, UserReplay
from rlcoach.services.daily_stats.service import day_of, recompute_days
from rlcoach.services.matching.start import SavedTimes, start_of, zone_of
from rlcoach.services.play_sessions.grouping import Group, PlayedMatch, grouped, kept_ids

_GROUPS_AT_ONCE = 1000


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
    # He may have changed his zone since this transaction began.
    user = await db.get_one(User, user_id, populate_existing=True)
    zone = zone_of(user.time_zone)
    gap = timedelta(minutes=user.play_session_gap_minutes)
    for span in spans:
        await _regroup_around(db, user, span, gap)
    # A match is in the day it began in, whatever time it ended.
    await recompute_days(db, user_id, {day_of(span.started_at, zone) for span in spans}, zone=zone)


async def rebuild_play(db: AsyncSession, user_id: UUID) -> None:
    """Makes all of a user's sessions and days anew."""
    await lock_play(db, user_id)
    user = await db.get_one(User, user_id, populate_existing=True)
    zone = zone_of(user.time_zone)
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
    kept = [old_id or new_id() for old_id in kept_ids(groups)]
    for first in range(0, len(groups), _GROUPS_AT_ONCE):
        some = slice(first, first + _GROUPS_AT_ONCE)
        await _store_groups(db, user, dict(zip(kept[some], groups[some], strict=True)))
    is_kept = PlaySession.id == any_(literal(kept, ARRAY(Uuid)))
    gone = [PlaySession.user_id == user.id, not_(is_kept)]
    if replaced is not None:
        gone.append(PlaySession.id.in_(replaced))
    await db.execute(delete(PlaySession).where(*gone))


async def _store_groups(db: AsyncSession, user: User, groups: Mapping[UUID, Group]) -> None:
    new = insert(PlaySession).values(
        [
            {
                "id": session_id,
                "user_id": user.id,
                "started_at": group.started_at,
                "ended_at": group.ended_at,
                "gap_minutes": user.play_session_gap_minutes,
            }
            for session_id, group in groups.items()
        ]
    )
    changed = ("started_at", "ended_at", "gap_minutes")
    await db.execute(
        new.on_conflict_do_update(
            index_elements=["id"], set_={name: new.excluded[name] for name in changed}
        )
    )
    moved = {
        match.user_replay_id: session_id
        for session_id, group in groups.items()
        for match in group.matches
        if match.play_session_id != session_id
    }
    await update_column(db, UserReplay.play_session_id, moved)


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


async def estimate_starts(db: AsyncSession, user_id: UUID) -> None:
    """Estimated starts of his own files, again: the zone he gave may be another than before."""
    await lock_play(db, user_id)
    user = await db.get_one(User, user_id, populate_existing=True)
    rows = await db.execute(
        select(UserReplay.id, UserReplay.started_at, UserReplay.created_at)
        .add_columns(ReplayFile.match_start_epoch, ReplayFile.saved_at_local)
        .add_columns(func.coalesce(ReplayFile.duration_seconds, Replay.duration_seconds))
        .join(ReplayFile, UserReplay.file_id == ReplayFile.id)
        .join(Replay, UserReplay.replay_id == Replay.id)
        .where(UserReplay.user_id == user.id, UserReplay.is_start_estimated)
        .where(ReplayFile.saved_at_local.is_not(None))
    )
    zone = zone_of(user.time_zone)
    moved = {}
    for row_id, started_at, uploaded_at, *saved in rows:
        start = start_of(SavedTimes(*saved), zone=zone, uploaded_at=uploaded_at)
        if start.at != started_at:
            moved[row_id] = start.at
    await update_column(db, UserReplay.started_at, moved)
