"""Whose a match is, and which of its players he is.

Three ways lead to a match. Who uploads a file of it owns it. Who has proved, by signing in with
Steam or Epic, that an account is his, gets the matches others upload in which it played: see
`giving.py`. And what a user merely says to be his other account labels players in files he
uploaded, and opens nothing.
"""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.db.bulk import update_column
from rlcoach.db.models import (
    OAuthAccount,
    Ownership,
    PlayerClaim,
    PlayerGameStats,
    Replay,
    UserReplay,
)
from rlcoach.services.matching.giving import proved_players, take_back_contradicted
from rlcoach.services.matching.start import Start
from rlcoach.services.play_sessions.service import Span


async def own_uploaded(
    db: AsyncSession, *, user_id: UUID, replay: Replay, file_id: UUID, start: Start
) -> list[Span]:
    """Makes a match the uploader's; returns where in his play that changes something.

    His first file of a match stays his. One that others' uploads had brought him is told by his
    own file from now on, and those it rules out are taken back.
    """
    owned = await db.scalar(
        select(UserReplay)
        .where(UserReplay.user_id == user_id, UserReplay.replay_id == replay.id)
        .with_for_update()
    )
    if owned is not None and owned.file_id is not None:
        return []
    spans = [Span(start.at, replay.duration_seconds)]
    if owned is None:
        owned = UserReplay(
            id=new_id(), user_id=user_id, replay_id=replay.id, is_player_chosen=False
        )
        db.add(owned)
    else:
        spans.append(Span(owned.started_at, replay.duration_seconds))
    owned.file_id = file_id
    owned.ownership_type = Ownership.UPLOADED
    owned.given_by_user_id = None
    owned.started_at = start.at
    owned.is_start_estimated = start.is_estimated
    owned.play_session_id = None
    await db.flush()
    await label_players(db, user_id, replay_id=replay.id)
    return spans + await take_back_contradicted(db, owned, replay)


async def label_players(db: AsyncSession, user_id: UUID, *, replay_id: UUID | None = None) -> int:
    """Says which player a user is in his matches, or in one, where he has not said it himself.

    Only what is open, or comes from a claim, is looked at; so a claim that was taken back takes its
    labels with it, and nothing else does.

    Returns:
        In how many matches that changed something.
    """
    claims = select(PlayerClaim.player_id).where(PlayerClaim.user_id == user_id)
    query = (
        select(UserReplay.id, UserReplay.replay_id, UserReplay.player_game_id)
        .outerjoin(PlayerGameStats, PlayerGameStats.id == UserReplay.player_game_id)
        .where(
            UserReplay.user_id == user_id,
            UserReplay.is_player_chosen.is_(False),
            or_(UserReplay.player_game_id.is_(None), PlayerGameStats.player_id.in_(claims)),
        )
    )
    if replay_id is not None:
        query = query.where(UserReplay.replay_id == replay_id)
    rows = (await db.execute(query)).all()
    if not rows:
        return 0
    known = await _known_players(db, user_id, replay_id)
    changed = {row.id: known.get(row.replay_id) for row in rows}
    before = {row.id: row.player_game_id for row in rows}
    changed = {row_id: player for row_id, player in changed.items() if player != before[row_id]}
    await update_column(db, UserReplay.player_game_id, changed)
    return len(changed)


async def _known_players(
    db: AsyncSession, user_id: UUID, replay_id: UUID | None
) -> dict[UUID, UUID]:
    """By match, which player a user is as far as his accounts tell; a proved one goes first.

    Where he may be several of them he has to say it.
    """
    is_wanted = UserReplay.user_id == user_id
    if replay_id is not None:
        is_wanted = and_(is_wanted, UserReplay.replay_id == replay_id)
    proved = (
        proved_players(OAuthAccount.user_id == user_id, is_wanted)
        .with_only_columns(PlayerGameStats.replay_id, PlayerGameStats.id)
        .join(UserReplay, UserReplay.replay_id == PlayerGameStats.replay_id)
    )
    claimed = (
        select(PlayerGameStats.replay_id, PlayerGameStats.id)
        .join(PlayerClaim, PlayerClaim.player_id == PlayerGameStats.player_id)
        .join(UserReplay, UserReplay.replay_id == PlayerGameStats.replay_id)
        .where(
            PlayerClaim.user_id == user_id,
            PlayerClaim.removed_at.is_(None),
            UserReplay.file_id.is_not(None),
            is_wanted,
        )
    )
    players: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for match_id, player_game_id in await db.execute(claimed):
        players[match_id].add(player_game_id)
    by_proof: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for match_id, player_game_id in await db.execute(proved):
        by_proof[match_id].add(player_game_id)
    players.update(by_proof)
    return {match_id: found.pop() for match_id, found in players.items() if len(found) == 1}
