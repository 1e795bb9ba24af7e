"""Trends of somebody with 10,000 matches: quick, from two statements, of typed columns alone."""

import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text
from sqlalchemy.dialects.postgresql import JSON, JSONB
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

import rlcoach
from rlcoach.db.base import Base
from rlcoach.db.models import User
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.services.trends.service import read_trend
from rlcoach.services.trends.views import Per, Trend, TrendQuery
from tests.builders.rows import make_user

GAMES = 10_000
WEEKS = 359
"""In which they were; one of them with two versions, and so two points."""
KEYS = tuple(rlcoach.STATS)[-10:]
MOST_SECONDS = 1.0
"""Many times what it takes on a machine that does nothing else."""

# Four matches a day, each of another playlist, the last tenth of them analysed again. So every
# match is a row of the days as well: there cannot be more of them.
_STARTS = "timestamptz '2020-01-01 12:00Z' + n / 4 * interval '1 day' + n % 4 * interval '10 min'"
_VERSION = f"CASE WHEN n >= {GAMES} * 0.9 THEN 2 ELSE 1 END"
_MATCHES = f"""
    WITH made AS (
        INSERT INTO replays (id, started_at, is_start_estimated, playlist, analysis_version,
            frames_count, report_key, goals)
        SELECT gen_random_uuid(), {_STARTS}, false, 'Ranked ' || n % 4, {_VERSION}, 9000,
            'reports/' || n, jsonb_build_array(repeat('goal', 200))
        FROM generate_series(0, {GAMES} - 1) AS n
        RETURNING id, started_at
    ), mine AS (
        INSERT INTO player_game_stats (id, replay_id, report_player_id, name, stats)
        SELECT gen_random_uuid(), id, 'steam:1', 'Me',
            -- Of the match, or all would have the same.
            (SELECT array_agg(random()) FROM generate_series(1, {len(rlcoach.STATS)})
             WHERE made.id IS NOT NULL)
        FROM made
        RETURNING id, replay_id
    )
    INSERT INTO user_replays (id, user_id, replay_id, ownership_type, player_game_id, started_at,
        is_start_estimated)
    SELECT gen_random_uuid(), :user_id, made.id, 'uploaded', mine.id, started_at, false
    FROM made JOIN mine ON mine.replay_id = made.id
"""
_DAYS = """
    INSERT INTO daily_stats (id, user_id, day, playlist, analysis_version, games, wins, losses,
        sums, counts)
    SELECT gen_random_uuid(), user_id, (user_replays.started_at AT TIME ZONE 'UTC')::date, playlist,
        analysis_version, 1, 1, 0, stats, array_fill(1, ARRAY[cardinality(stats)])
    FROM user_replays
    JOIN replays ON replays.id = replay_id
    JOIN player_game_stats ON player_game_stats.id = player_game_id
"""


@pytest.fixture
async def db(own_engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session on a database of this test alone, as its tables are measured by PostgreSQL."""
    async with create_sessions(own_engine)() as db:
        yield db


@pytest.fixture
async def veteran(db: AsyncSession) -> User:
    """A user with many matches, and his days."""
    user = await make_user(db)
    await db.execute(text(_MATCHES), {"user_id": user.id})
    await db.execute(text(_DAYS))
    await db.commit()
    await db.execute(text("ANALYZE"))
    await db.commit()
    return user


@contextmanager
def statements_of(engine: AsyncEngine) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield said
    event.remove(engine.sync_engine, "before_cursor_execute", note)


def tables_of(statement: str) -> set[str]:
    """The tables a statement names."""
    return {name for name in Base.metadata.tables if re.search(rf"\b{name}\b", statement)}


async def test_are_read_at_once_from_columns_alone(
    own_engine: AsyncEngine, db: AsyncSession, veteran: User
) -> None:
    read_from = {
        Per.GAME: {"user_replays", "replays", "player_game_stats"},
        Per.DAY: {"daily_stats"},
        Per.WEEK: {"daily_stats"},
    }
    for per, tables in read_from.items():
        for playlist in (None, "Ranked 1"):
            wanted = TrendQuery(KEYS, per, playlist=playlist)
            with statements_of(own_engine) as said:
                told = await read(db, veteran, wanted)
            assert [tables_of(statement) for statement in said] == [{"users", "stat_keys"}, tables]
            assert not [column for column in json_columns(tables) if column in " ".join(said)]
            assert len(told.points) == (WEEKS if per is Per.WEEK else 500)
            times = []
            for _ in range(3):
                started = time.perf_counter()
                await read(db, veteran, wanted)
                times.append(time.perf_counter() - started)
            assert min(times) < MOST_SECONDS, wanted


async def read(db: AsyncSession, user: User, wanted: TrendQuery) -> Trend:
    """As many points as are given at once."""
    return await read_trend(db, user.id, wanted, after=None, limit=500)


def json_columns(tables: set[str]) -> list[str]:
    """Columns of tables that hold JSON, as statements name them."""
    return [
        f"{name}.{column.name}"
        for name in sorted(tables)
        for column in Base.metadata.tables[name].columns
        if isinstance(column.type, JSON | JSONB)
    ]
