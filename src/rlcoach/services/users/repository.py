"""All that is asked of the database about users."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.models import User


class UserRepository:
    """Users: each is his own owner."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def find(self, user_id: UUID) -> User | None:
        """A user."""
        return await self.db.get(User, user_id)

    async def find_locked(self, user_id: UUID) -> User | None:
        """A user, to be changed."""
        return await self.db.get(User, user_id, with_for_update={"key_share": True})

    async def find_by_email(self, email: str) -> User | None:
        """The user with an address, in whatever case it is written."""
        row: User | None = await self.db.scalar(
            select(User).where(func.lower(User.email) == email.lower())
        )
        return row

    async def find_by_name(self, name: str) -> Sequence[User]:
        """All users with a name."""
        return (await self.db.scalars(select(User).where(User.display_name == name))).all()
