"""Accounts of players go with the last match that tells of them."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from rlcoach.db.models import Player, PlayerClaim
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.services.matching.forgetting import forget_players
from tests.builders.rows import make_player, make_player_game, make_replay, make_user


async def known(db: AsyncSession) -> set[str]:
    """The names of all players there are."""
    return set(await db.scalars(select(Player.name)))


async def test_who_is_in_no_match_is_forgotten(db: AsyncSession) -> None:
    alone = await make_player(db, name="alone")
    await make_player(db, name="not asked about")
    await forget_players(db, [alone.id])
    assert await known(db) == {"not asked about"}


async def test_who_is_in_a_match_is_kept(db: AsyncSession) -> None:
    seen = await make_player(db, name="seen")
    await make_player_game(db, await make_replay(db), player_id=seen.id)
    await forget_players(db, [seen.id])
    assert await known(db) == {"seen"}


async def test_whom_somebody_calls_his_other_account_is_kept(db: AsyncSession) -> None:
    claimed = await make_player(db, name="claimed")
    user = await make_user(db)
    db.add(PlayerClaim(user_id=user.id, player_id=claimed.id))
    await db.flush()
    await forget_players(db, [claimed.id])
    assert await known(db) == {"claimed"}


async def test_whom_another_transaction_is_about_to_write_is_kept_without_waiting(
    own_engine: AsyncEngine,
) -> None:
    sessions = create_sessions(own_engine)
    async with sessions() as db:
        player = await make_player(db, name="playing")
        await db.commit()
    async with sessions() as storing, sessions() as deleting:
        player.name = "playing again"
        await storing.merge(player)
        await storing.flush()
        await forget_players(deleting, [player.id])
        await deleting.commit()
        await make_player_game(storing, await make_replay(storing), player_id=player.id)
        await storing.commit()
        assert await known(storing) == {"playing again"}
