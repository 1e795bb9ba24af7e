"""Whose a match is, and which of its players he is.

Three ways lead to a match. Who uploads a file of it owns it. Who has proved, by signing in with
Steam or Epic, that an account is his, gets the matches others upload in which it played. And what a
user merely says to be his other account labels players in files he uploaded, and opens nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, and_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.db.models import (
    OAuthAccount,
    Ownership,
    Player,
    PlayerClaim,
    PlayerGameStats,
    Replay,
    User,
    UserReplay,
)
from rlcoach.services.matching.start import Start
from rlcoach.services.play_sessions.service import Span

PROVING_PROVIDERS = ("steam", "epic")
"""Their account ids are those that replays hold."""


async def own_uploaded(
    db: AsyncSession, *, user_id: UUID, replay: Replay, file_id: UUID, start: Start
) -> list[Span]:
    """Makes a match the uploader's; returns where in his play that changes something.

    His first file of a match stays his. One that others' uploads had brought him is told by his
    own file from now on.
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
    owned.started_at = start.at
    owned.is_start_estimated = start.is_estimated
    owned.play_session_id = None
    await db.flush()
    await label_player(db, user_id=user_id, replay_id=replay.id)
    return spans


async def auto_match(
    db: AsyncSession, *, replay: Replay, player_games: Collection[UUID]
) -> dict[UUID, list[Span]]:
    """Gives a match to those who proved to be one of some of its players.

    To be called for players that are new in the match only: who has given it away does not get it
    back with every new analysis.

    Returns:
        By user, where in his play that changes something.
    """
    proved = await db.execute(
        _proved(PlayerGameStats.id.in_(player_games)).order_by(OAuthAccount.user_id)
    )
    found: dict[UUID, list[Span]] = {}
    for user_id, player_game_id in proved:
        added = await db.scalar(
            insert(UserReplay)
            .values(
                id=new_id(),
                user_id=user_id,
                replay_id=replay.id,
                ownership_type=Ownership.AUTO_MATCHED,
                player_game_id=player_game_id,
                started_at=replay.started_at,
                is_start_estimated=replay.is_start_estimated,
            )
            .on_conflict_do_nothing(index_elements=["user_id", "replay_id"])
            .returning(UserReplay.id)
        )
        if added is not None:
            found[user_id] = [Span(replay.started_at, replay.duration_seconds)]
    return found


async def auto_match_account(db: AsyncSession, account: OAuthAccount) -> bool:
    """Gives a user the matches of an account he has just proved to be his, and labels those he has.

    Returns:
        Whether that changed anything.
    """
    rows = await db.execute(
        _proved(OAuthAccount.id == account.id)
        .add_columns(Replay)
        .join(Replay, PlayerGameStats.replay_id == Replay.id)
        .order_by(Replay.id)
    )
    is_changed = False
    for _, player_game_id, replay in rows.all():
        found = await auto_match(db, replay=replay, player_games=[player_game_id])
        is_labelled = await label_player(db, user_id=account.user_id, replay_id=replay.id)
        is_changed = is_changed or bool(found) or is_labelled
    return is_changed


async def label_player(db: AsyncSession, *, user_id: UUID, replay_id: UUID) -> bool:
    """Says which player of a match a user is, where that is known and he has not said it himself.

    Returns:
        Whether somebody was labelled.
    """
    owned = await db.scalar(
        select(UserReplay).where(UserReplay.user_id == user_id, UserReplay.replay_id == replay_id)
    )
    if owned is None or owned.is_player_chosen or owned.player_game_id is not None:
        return False
    proved = _proved(OAuthAccount.user_id == user_id, PlayerGameStats.replay_id == replay_id)
    players = {player_game_id for _, player_game_id in await db.execute(proved)}
    if not players and owned.file_id is not None:
        claimed = select(PlayerGameStats.id).join(
            PlayerClaim, PlayerClaim.player_id == PlayerGameStats.player_id
        )
        players = set(
            await db.scalars(
                claimed.where(
                    PlayerClaim.user_id == user_id, PlayerGameStats.replay_id == replay_id
                )
            )
        )
    if len(players) != 1:
        return False  # He may be either of them: he has to say it.
    await db.execute(
        update(UserReplay)
        .where(UserReplay.id == owned.id)
        .values(player_game_id=players.pop())
        .execution_options(synchronize_session="fetch")
    )
    return True


def _proved(*where: object) -> Select[UUID, UUID]:
    """Users and players who are the same, as a sign-in with the player's platform proves."""
    return (
        select(OAuthAccount.user_id, PlayerGameStats.id)
        .join_from(PlayerGameStats, Player, PlayerGameStats.player_id == Player.id)
        .join(
            OAuthAccount,
            and_(
                OAuthAccount.provider == Player.platform,
                OAuthAccount.provider_account_id == Player.online_id,
                OAuthAccount.provider.in_(PROVING_PROVIDERS),
            ),
        )
        .join(User, OAuthAccount.user_id == User.id)
        .where(User.deletion_requested_at.is_(None), *where)  # type: ignore[arg-type]
    )
