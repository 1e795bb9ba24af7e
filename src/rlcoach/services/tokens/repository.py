"""All that is asked of the database about tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from rlcoach.db.models import ApiToken, User
from rlcoach.db.owned import OwnedRepository

_NOTED_USE = timedelta(minutes=1)


class TokenRepository(OwnedRepository):
    """Tokens of a user that were not taken back."""

    async def find_all(self) -> Sequence[ApiToken]:
        """The user's tokens, newest first."""
        query = self.mine(ApiToken).where(ApiToken.revoked_at.is_(None))
        return (await self.db.scalars(query.order_by(ApiToken.id.desc()))).all()

    async def count(self) -> int:
        """How many he has."""
        query = self.mine(ApiToken).where(ApiToken.revoked_at.is_(None))
        number: int | None = await self.db.scalar(query.with_only_columns(func.count()))
        return number or 0

    async def find(self, token_id: UUID) -> ApiToken | None:
        """One of them, to be changed."""
        query = self.mine(ApiToken).where(ApiToken.id == token_id, ApiToken.revoked_at.is_(None))
        row: ApiToken | None = await self.db.scalar(query.with_for_update())
        return row

    async def find_by_hash(self, sha256: str) -> ApiToken | None:
        """The token somebody shows, taken back or not."""
        row: ApiToken | None = await self.db.scalar(
            self.mine(ApiToken).where(ApiToken.token_sha256 == sha256)
        )
        return row

    async def note_use(self, token_id: UUID, now: datetime) -> None:
        """Notes that a token was used, once a minute at most."""
        await self.db.execute(
            update(ApiToken)
            .where(
                ApiToken.id == token_id,
                (ApiToken.last_used_at.is_(None)) | (ApiToken.last_used_at < now - _NOTED_USE),
            )
            .values(last_used_at=now)
        )

    async def user_exists(self, user_id: UUID) -> bool:
        """Whether there is such a user."""
        return await self.db.scalar(select(User.id).where(User.id == user_id)) is not None
