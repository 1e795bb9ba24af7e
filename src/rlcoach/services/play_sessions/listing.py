"""A user's play sessions, to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.cursors import Cursor
from rlcoach.db.models import PlayerGameStats, PlaySession, UserReplay
from rlcoach.db.owned import OwnedRepository


@dataclass(frozen=True)
class PlaySessionView:
    """Matches with no long pause between them."""

    id: UUID
    started_at: datetime
    ended_at: datetime
    games: int
    wins: int
    losses: int
    """Fewer than the rest of the games where it is not known who the user was."""


@dataclass(frozen=True)
class PlaySessionPage:
    """Some sessions, newest first."""

    sessions: tuple[PlaySessionView, ...]
    next_cursor: str | None


class PlaySessionRepository(OwnedRepository):
    """Play sessions of a user."""

    async def newest(self, *, after: Cursor | None, limit: int) -> list[PlaySessionView]:
        """Sessions in order, newest first, from a cursor on."""
        is_winner = PlayerGameStats.is_winner
        query = (
            self.mine(
                PlaySession,
                func.count(UserReplay.id),
                func.count().filter(is_winner.is_(True)),
                func.count().filter(is_winner.is_(False)),
            )
            .outerjoin(UserReplay, UserReplay.play_session_id == PlaySession.id)
            .outerjoin(PlayerGameStats, PlayerGameStats.id == UserReplay.player_game_id)
            .group_by(PlaySession.id)
            .order_by(PlaySession.started_at.desc(), PlaySession.id.desc())
            .limit(limit)
        )
        if after is not None:
            place = tuple_(PlaySession.started_at, PlaySession.id)
            query = query.where(place < (after.moment, after.id))
        return [
            PlaySessionView(row.id, row.started_at, row.ended_at, games, wins, losses)
            for row, games, wins, losses in await self.db.execute(query)
        ]


async def list_play_sessions(
    db: AsyncSession, user_id: UUID, *, after: Cursor | None, limit: int
) -> PlaySessionPage:
    """Some of the user's sessions, newest first."""
    found = await PlaySessionRepository(db, user_id).newest(after=after, limit=limit + 1)
    page = found[:limit]
    cursor = Cursor(page[-1].started_at, page[-1].id).encoded() if len(found) > limit else None
    return PlaySessionPage(tuple(page), cursor)
