"""All that is asked of the database about claims."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, func
from sqlalchemy.dialects.postgresql import aggregate_order_by

from rlcoach.db.models import Player, PlayerClaim, PlayerGameStats, UserReplay
from rlcoach.db.owned import OwnedRepository
from rlcoach.services.claims.views import ClaimView


class ClaimRepository(OwnedRepository):
    """Claims of a user."""

    async def find_all(self) -> list[ClaimView]:
        """The user's claims, the first one first.

        What is told of a player comes from files the user sent himself: what others know of him
        is theirs.
        """
        names = func.array_agg(
            aggregate_order_by(
                PlayerGameStats.name, UserReplay.started_at.desc(), UserReplay.id.desc()
            )
        )
        seen = (
            self.mine(UserReplay)
            .with_only_columns(
                PlayerGameStats.player_id,
                names[1].label("name"),
                func.count().label("games"),
            )
            .join(PlayerGameStats, PlayerGameStats.replay_id == UserReplay.replay_id)
            .where(
                UserReplay.file_id.is_not(None),
                PlayerGameStats.player_id.in_(
                    self._claims().with_only_columns(PlayerClaim.player_id)
                ),
            )
            .group_by(PlayerGameStats.player_id)
            .subquery()
        )
        rows = await self.db.execute(
            self._claims()
            .add_columns(Player.platform, Player.online_id, seen.c.name, seen.c.games)
            .join(Player, Player.id == PlayerClaim.player_id)
            .outerjoin(seen, seen.c.player_id == PlayerClaim.player_id)
            .order_by(PlayerClaim.id)
        )
        return [
            ClaimView(claim.id, platform, online_id, name, games or 0, claim.created_at)
            for claim, platform, online_id, name, games in rows
        ]

    async def count(self) -> int:
        """How many he has."""
        query = self._claims().with_only_columns(func.count())
        number: int | None = await self.db.scalar(query)
        return number or 0

    async def find(self, claim_id: UUID) -> PlayerClaim | None:
        """One of them, to be changed."""
        query = self._claims().where(PlayerClaim.id == claim_id).with_for_update()
        row: PlayerClaim | None = await self.db.scalar(query)
        return row

    async def find_of(self, player_id: UUID) -> PlayerClaim | None:
        """The one on a player, whether it was taken back or not."""
        query = self.mine(PlayerClaim).where(PlayerClaim.player_id == player_id)
        row: PlayerClaim | None = await self.db.scalar(query.with_for_update())
        return row

    async def player(self, player_id: UUID) -> Player:
        """A claimed player."""
        return await self.db.get_one(Player, player_id)

    async def player_game(self, player_game_id: UUID) -> PlayerGameStats | None:
        """A player in a match of the user."""
        query = (
            self.mine(UserReplay)
            .with_only_columns(PlayerGameStats)
            .join(PlayerGameStats, PlayerGameStats.replay_id == UserReplay.replay_id)
            .where(PlayerGameStats.id == player_game_id)
        )
        row: PlayerGameStats | None = await self.db.scalar(query)
        return row

    def _claims(self) -> Select[PlayerClaim]:
        return self.mine(PlayerClaim).where(PlayerClaim.removed_at.is_(None))
