"""Rows that belong to somebody: read through a repository that knows whose it looks at."""

from __future__ import annotations

from typing import Any, Self, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.base import Base

OwnedRow = TypeVar("OwnedRow", bound=Base)


class OwnedRepository:
    """The base of repositories of what users own.

    Made for a user, `mine` finds his rows and no others, whatever it is asked for: somebody
    else's id is an id that is not there. `across_users` is for what is nobody's request: jobs,
    and questions about the whole; each use says why.
    """

    def __init__(self, db: AsyncSession, user_id: UUID) -> None:
        self.db = db
        self._user_id: UUID | None = user_id

    @classmethod
    def across_users(cls, db: AsyncSession) -> Self:
        """A repository that sees the rows of everybody."""
        repository = cls.__new__(cls)
        repository.db = db
        repository._user_id = None
        return repository

    @property
    def user_id(self) -> UUID:
        """Whose rows these are.

        Raises:
            LookupError: those of everybody.
        """
        if self._user_id is None:
            raise LookupError("this repository is nobody's")
        return self._user_id

    def mine(self, table: type[OwnedRow], *more: Any) -> Select[Any]:
        """A query for rows of a table, and for what else is joined to them afterwards.

        Raises:
            AttributeError: the table does not say whose its rows are.
        """
        owner = table.__table__.c.user_id
        query = select(table, *more).select_from(table)
        return query if self._user_id is None else query.where(owner == self._user_id)
