"""The places of statistics in arrays."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

import rlcoach
from rlcoach.db.stat_catalogue import append_stat_keys, as_array, stat_positions
from tests.builders.rows import make_player_game, make_replay


class TestAppendStatKeys:
    async def test_a_migrated_database_knows_the_whole_catalogue(self, db: AsyncSession) -> None:
        positions = await stat_positions(db)
        assert list(positions) == list(rlcoach.STATS)
        assert list(positions.values()) == list(range(1, len(rlcoach.STATS) + 1))
        assert await append_stat_keys(db, list(rlcoach.STATS)) == []

    async def test_a_new_one_comes_last_wherever_the_catalogue_lists_it(
        self, db: AsyncSession
    ) -> None:
        before = await stat_positions(db)
        known = list(before)
        added = await append_stat_keys(db, ["new.first", *reversed(known), "new.last", "new.last"])
        after = await stat_positions(db)
        assert added == ["new.first", "new.last"]
        assert after == {**before, "new.first": len(known) + 1, "new.last": len(known) + 2}

    async def test_one_that_is_gone_keeps_its_place(self, db: AsyncSession) -> None:
        before = await stat_positions(db)
        await append_stat_keys(db, ["new.key"])
        assert (await stat_positions(db)).items() > before.items()

    async def test_at_the_same_time(self, own_engine: AsyncEngine) -> None:
        async def append(keys: list[str]) -> list[str]:
            async with own_engine.begin() as connection:
                return await append_stat_keys(connection, keys)

        added = await asyncio.gather(*(append(["new.a", "new.b"]) for _ in range(4)))
        assert sorted(map(len, added)) == [0, 0, 0, 2]
        async with own_engine.connect() as connection:
            assert len(await stat_positions(connection)) == len(rlcoach.STATS) + 2


class TestArrays:
    def test_values_stand_at_their_positions_and_the_rest_is_null(self) -> None:
        positions = {"a": 1, "b": 2, "c": 3, "d": 4}
        assert as_array({"c": 0.0, "a": 1.5, "d": None}, positions) == [1.5, None, 0.0]

    def test_nothing_at_all(self) -> None:
        assert as_array({}, {"a": 1}) == []

    def test_a_key_without_position_is_an_error(self) -> None:
        with pytest.raises(KeyError, match="b"):
            as_array({"b": 1.0}, {"a": 1})

    async def test_the_database_counts_as_the_catalogue_does(self, db: AsyncSession) -> None:
        positions = await stat_positions(db)
        key, position = list(positions.items())[41]
        replay = await make_replay(db)
        await make_player_game(db, replay, stats=as_array({key: 7.25}, positions))
        read = await db.scalars(
            text(f"SELECT stats[{position}] FROM player_game_stats WHERE stats[1] IS NULL")
        )
        assert read.one() == 7.25

    async def test_an_older_array_ends_sooner(self, db: AsyncSession) -> None:
        replay = await make_replay(db)
        await make_player_game(db, replay, stats=[1.0])
        read = await db.scalars(text("SELECT stats[200] FROM player_game_stats"))
        assert read.one() is None
