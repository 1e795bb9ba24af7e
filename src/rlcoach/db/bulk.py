"""Many rows in one statement: thousands of single ones would take as many ways to the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, column, func, literal, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

Value = TypeVar("Value")


async def update_column(
    db: AsyncSession, attribute: InstrumentedAttribute[Value], values: Mapping[UUID, Value]
) -> None:
    """Gives a column of some rows new values, by their ids.

    Rows that the session has loaded keep the former value until they are loaded again.
    """
    if not values:
        return
    table = attribute.class_.__table__
    given = (
        func.unnest(
            literal(list(values), ARRAY(Uuid)),
            literal(list(values.values()), ARRAY(attribute.type)),
        )
        .table_valued(column("id", Uuid), column("value", attribute.type))
        .render_derived(name="given")
    )
    await db.execute(
        update(attribute.class_)
        .values({attribute.key: given.c.value})
        .where(table.c.id == given.c.id)
        .execution_options(synchronize_session=False)
    )
