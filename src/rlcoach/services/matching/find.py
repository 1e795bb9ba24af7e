"""Finds the match a file is of among those that are known."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from rlcoach.db.locks import lock_name
from rlcoach.db.models import Replay
from rlcoach.services.matching.facts import MatchFacts, facts_of_rows
from rlcoach.services.matching.same_match import is_same_match

_MAX_CANDIDATES = 20
"""A GUID that more matches come with was forged: then every file is a match of its own."""


async def find_same_match(db: AsyncSession, facts: MatchFacts) -> Replay | None:
    """The match that agrees with a file, locked; None for a new one.

    From here to the end of the transaction nobody else looks for, or stores, a match of the same
    GUID.
    """
    if facts.guid is None or not facts.frames_count:
        return None
    await lock_name(db, f"match {facts.guid}")
    candidates = (
        await db.scalars(
            select(Replay)
            .where(Replay.match_guid == facts.guid, Replay.frames_count > 0)
            .order_by(Replay.created_at, Replay.id)
            .limit(_MAX_CANDIDATES + 1)
            .options(selectinload(Replay.players))
            .with_for_update()
        )
    ).all()
    if len(candidates) > _MAX_CANDIDATES:
        return None
    for candidate in candidates:
        if is_same_match(facts, facts_of_rows(candidate, candidate.players)):
            return candidate
    return None
