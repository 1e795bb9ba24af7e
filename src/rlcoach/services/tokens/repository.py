"""All that is asked of the database about tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, func, not_, select, update

from rlcoach.db.locks import lock_name
from rlcoach.db.models import ApiToken, User
from rlcoach.db.owned import OwnedRepository

_NOTED_USE = timedelta(minutes=1)


def _is_dead(now: datetime) -> ColumnElement[bool]:
    """Taken back, or over."""
    return ApiToken.revoked_at.is_not(None) | func.coalesce(ApiToken.expires_at <= now, false())


class TokenRepository(OwnedRepository):
    """Tokens of a user."""

    async def find_all(self) -> Sequence[ApiToken]:
        """Those that were not taken back, newest first."""
        query = self.mine(ApiToken).where(ApiToken.revoked_at.is_(None))
        return (await self.db.scalars(query.order_by(ApiToken.id.desc()))).all()

    async def lock(self) -> None:
        """Lets others wait who make a token of the same user."""
        await lock_name(self.db, f"tokens of {self.user_id}")

    async def count_good(self, now: datetime) -> int:
        """How many of his are good for anything now."""
        query = self.mine(ApiToken).where(not_(_is_dead(now)))
        number: int | None = await self.db.scalar(query.with_only_columns(func.count()))
        return number or 0

    async def forget_dead(self, *, keep: int, now: datetime) -> None:
        """Deletes those that are good for nothing any more, but for the last ones."""
        dead = (
            self.mine(ApiToken)
            .with_only_columns(ApiToken.id)
            .where(_is_dead(now))
            .order_by(
                func.least(ApiToken.revoked_at, ApiToken.expires_at).desc(), ApiToken.id.desc()
            )
            .offset(keep)
        )
        await self.db.execute(delete(ApiToken).where(ApiToken.id.in_(dead)))

    async def find(self, token_id: UUID) -> ApiToken | None:
        """One that was not taken back, to be changed."""
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
