"""Connections to PostgreSQL: a pool that lives through restarts of the server."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool

from rlcoach.core.metrics import DATABASE_CONNECTIONS
from rlcoach.db.pools import API_POOL, PoolSize

DIALECT = "postgresql+asyncpg://"
"""All that SQLAlchemy is told of the address; `connect_arguments` has the rest."""
_CONNECT_SECONDS = 10
_WAIT_FOR_CONNECTION_SECONDS = 10
_OLDEST_CONNECTION_SECONDS = 1800
_OUTAGES = (
    asyncpg.CannotConnectNowError,  # it is starting, or recovering from a crash
    asyncpg.PostgresConnectionError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InternalClientError,  # what is under way when the server dies may end so
)


def connect_arguments(url: str) -> dict[str, object]:
    """What asyncpg is told for an address as everybody writes it, of the settings' parameters.

    It reads such addresses itself, those of certificates included; SQLAlchemy knows fewer.
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query.pop("channel_binding", None)  # Stands in the addresses of some hosts; asyncpg has none.
    timeout_seconds = int(query.pop("connect_timeout", 0)) or _CONNECT_SECONDS
    dsn = urlunsplit(parts._replace(scheme="postgresql", query=urlencode(query)))
    return {"dsn": dsn, "timeout": timeout_seconds}


def create_engine(
    url: str,
    pool: PoolSize = API_POOL,
    *,
    application: str = "rlcoach",
    statement_timeout_seconds: int = 30,
) -> AsyncEngine:
    """An engine for one process and one event loop; `dispose()` it at the end.

    Args:
        url: `postgresql://…`.
        pool: connections are opened when needed, checked before each use, and the kept ones stay.
        application: the name `pg_stat_activity` shows.
        statement_timeout_seconds: what takes longer is broken off; 0 for never.
    """
    return create_async_engine(
        DIALECT,
        pool_size=pool.kept,
        max_overflow=pool.at_most - pool.kept,
        pool_pre_ping=True,
        pool_timeout=_WAIT_FOR_CONNECTION_SECONDS,
        pool_recycle=_OLDEST_CONNECTION_SECONDS,
        hide_parameters=True,  # messages of errors are logged; addresses and tokens must not be
        connect_args={
            **connect_arguments(url),
            "server_settings": {
                "application_name": application,
                "statement_timeout": f"{statement_timeout_seconds}s",
                "idle_in_transaction_session_timeout": "60s",
                "timezone": "UTC",
                # Planning with it costs more than our short queries take.
                "jit": "off",
            },
        },
    )


def is_outage(error: BaseException) -> bool:
    """Whether an error means that the database was not there, and trying again makes sense.

    Whether a commit that ends so was done is not known.
    """
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(_of_asyncpg(error), _OUTAGES)
    return isinstance(error, PoolTimeoutError | OSError)


def _of_asyncpg(error: DBAPIError) -> BaseException | None:
    return None if error.orig is None else error.orig.__cause__


@dataclass(frozen=True)
class DatabaseHealth:
    """Whether the database answers."""

    is_reachable: bool
    seconds: float
    problem: str | None = None
    """The kind of error."""


async def check_database(engine: AsyncEngine) -> DatabaseHealth:
    """Asks the database something that costs nothing, and notes how full the pool is."""
    _note_pool(engine)
    started = monotonic()
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError) as error:
        cause = _of_asyncpg(error) if isinstance(error, DBAPIError) else None
        return DatabaseHealth(False, monotonic() - started, type(cause or error).__name__)
    return DatabaseHealth(True, monotonic() - started)


def _note_pool(engine: AsyncEngine) -> None:
    pool = engine.pool
    if isinstance(pool, QueuePool):
        DATABASE_CONNECTIONS.labels(state="used").set(pool.checkedout())
        DATABASE_CONNECTIONS.labels(state="idle").set(pool.checkedin())
