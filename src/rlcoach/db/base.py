"""What all tables share: names of constraints, types of columns, ids.

A closed set of words is text with a check: a new word is a small migration that locks nothing for
long. Times are `timestamptz`, and only aware ones are taken.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Dialect, MetaData, Text, Uuid, func
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from rlcoach.core.ids import new_id

NAMES_OF_CONSTRAINTS = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""A migration can only take away what has a name that is known."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Refuses a time without zone; gives back UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Checks what goes to the database."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without zone: {value.isoformat()}")
        return value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Turns what comes from the database to UTC."""
        return None if value is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """A word of a closed set, as text. The table needs `one_of` beside it."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, _dialect: Dialect) -> str | None:
        """Checks what goes to the database."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        """Makes the word of what comes from the database."""
        return None if value is None else self.words(value)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The check that a column holds one of the words, or NULL where it may."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Base(DeclarativeBase):
    """The base of all tables."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES_OF_CONSTRAINTS),
        type_annotation_map={str: Text, UUID: Uuid, datetime: UtcDateTime},
    )
    # What the database fills in comes back with the row: nothing is loaded behind one's back.
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - SQLAlchemy's own form


Id = Annotated[UUID, mapped_column(primary_key=True, default=new_id)]
"""The key of a table; the program makes it."""

CreatedAt = Annotated[datetime, mapped_column(server_default=func.now())]
UpdatedAt = Annotated[datetime, mapped_column(server_default=func.now(), onupdate=func.now())]
