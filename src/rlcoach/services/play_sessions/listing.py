"""A user's play sessions, to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.cursors import Cursor
from rlcoach.db.models import PlayerGameStats, PlaySession, Replay, UserReplay
from rlcoach.db.owned import OwnedRepository
from rlcoach.services.play_sessions.outdated import is_outdated


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
    analysis_versions: tuple[int, ...]
    """Of its matches, the oldest first: more than one while they are analysed again."""


@dataclass(frozen=True)
class PlaySessionPage:
    """Some sessions, newest first."""

    sessions: tuple[PlaySessionView, ...]
    next_cursor: str | None
    is_outdated: bool
    """Whether they do not follow the user's latest changes yet."""


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
                func.array_agg(Replay.analysis_version.distinct()),
            )
            .outerjoin(UserReplay, UserReplay.play_session_id == PlaySession.id)
            .outerjoin(Replay, Replay.id == UserReplay.replay_id)
            .outerjoin(PlayerGameStats, PlayerGameStats.id == UserReplay.player_game_id)
            .group_by(PlaySession.id)
            .order_by(PlaySession.started_at.desc(), PlaySession.id.desc())
            .limit(limit)
        )
        if after is not None:
            place = tuple_(PlaySession.started_at, PlaySession.id)
            query = query.where(place < (after.moment, after.id))
        return [
            PlaySessionView(
                row.id, row.started_at, row.ended_at, games, wins, losses, _known(versions)
            )
            for row, games, wins, losses, versions in await self.db.execute(query)
        ]


async def list_play_sessions(
    db: AsyncSession, user_id: UUID, *, after: Cursor | None, limit: int
) -> PlaySessionPage:
    """Some of the user's sessions, newest first."""
    found = await PlaySessionRepository(db, user_id).newest(after=after, limit=limit + 1)
    page = found[:limit]
    cursor = Cursor(page[-1].started_at, page[-1].id).encoded() if len(found) > limit else None
    return PlaySessionPage(tuple(page), cursor, await is_outdated(db, user_id))


def _known(versions: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(sorted(version for version in versions if version is not None))
