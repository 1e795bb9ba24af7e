"""Runs migrations over asyncpg. `rlcoach.db.migrate` configures and starts this."""

from __future__ import annotations

import asyncio
from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from rlcoach.db import models  # noqa: F401 - completes the metadata
from rlcoach.db.base import Base, UtcDateTime, Word
from rlcoach.db.engine import DIALECT, connect_arguments

_ONE_AT_A_TIME = 7_226_011_559_284_116
"""Any number; whoever migrates holds the advisory lock of this name."""


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Writes our own types as what they are in the database: a migration needs no application."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Word):
        return "sa.Text()"
    return False


def migrate(connection: Connection) -> None:
    """Runs what the command asks for."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_server_default=True,
        render_item=render_item,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run() -> None:
    """Waits for its turn, then migrates."""
    seconds: float = context.config.attributes["lock_timeout_seconds"]
    told = connect_arguments(context.config.attributes["url"])
    engine = create_async_engine(DIALECT, connect_args=told, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(sa.text(f"SELECT pg_advisory_lock({_ONE_AT_A_TIME})"))
        await connection.execute(sa.text(f"SET lock_timeout = '{round(seconds * 1000)}ms'"))
        await connection.commit()
        await connection.run_sync(migrate)
    await engine.dispose()


asyncio.run(run())
