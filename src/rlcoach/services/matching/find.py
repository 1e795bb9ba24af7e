"""Finds the match a file is of among those that are known."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from rlcoach.db.locks import lock_name
from rlcoach.db.models import PlayerGameStats, Replay
from rlcoach.services.matching.facts import MatchFacts, facts_of_rows
from rlcoach.services.matching.same_match import is_same_match

MATCHES_AT_ONCE = 20
"""A match has one; whoever forges its GUID makes more, and all of them are looked at."""


async def find_same_match(db: AsyncSession, facts: MatchFacts) -> Replay | None:
    """The match that agrees with a file, locked; None for a new one.

    From here to the end of the transaction nobody else looks for, or stores, a match of the same
    GUID, and nobody deletes this one. It may become somebody's: who gives a user many matches holds
    the lock of what is given to him, for which we may wait.
    """
    if facts.guid is None or not facts.frames_count:
        return None
    await lock_name(db, f"match {facts.guid}")
    same_guid = and_(
        Replay.match_guid == facts.guid, Replay.map == facts.map, Replay.frames_count > 0
    )
    ids = (
        await db.scalars(select(Replay.id).where(same_guid).order_by(Replay.created_at, Replay.id))
    ).all()
    for first in range(0, len(ids), MATCHES_AT_ONCE):
        candidates = await db.scalars(
            select(Replay)
            .where(Replay.id.in_(ids[first : first + MATCHES_AT_ONCE]), same_guid)
            .order_by(Replay.created_at, Replay.id)
            .options(selectinload(Replay.players).defer(PlayerGameStats.stats))
            .with_for_update(key_share=True)
        )
        for candidate in candidates.all():
            if is_same_match(facts, facts_of_rows(candidate, candidate.players)):
                return candidate
    return None
