"""The declarations of the tables, and what `validate` makes of tables that break them."""

from collections.abc import Hashable
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

import numpy as np
import pytest

from rlcoach.replay.columns import Array, TableFault, columns_of
from rlcoach.replay.tables import MatchTables, validate
from tests.builders.wire import Wire


@pytest.fixture
def tables() -> MatchTables:
    """A small match with a row in the tables that are broken below."""
    wire = Wire(frames=30)
    alice = wire.player("Alice", "Steam|1|0")
    bob = wire.player("Bob", "Steam|2|0", team=1)
    wire.body(wire.ball(), (0, 0, 93))
    wire.scalar(alice.car.boost, "TAGame.CarComponent_Boost_TA:ReplicatedBoostAmount", 85)
    wire.switch(alice.car.jump, (5, 1), (9, 2))
    wire.demolish(alice.car, bob.car, 12)
    return wire.tables()


def with_column(tables: MatchTables, table: str, column: str, array: Array) -> MatchTables:
    changes: dict[str, Any] = {table: replace(getattr(tables, table), **{column: array})}
    return replace(tables, **changes)


class TestValidate:
    def test_says_nothing_about_sound_tables(self, tables: MatchTables) -> None:
        validate(tables)

    @pytest.mark.parametrize(
        ("table", "column", "dtype"),
        [
            ("frames", "time", np.float32),
            ("ball", "position", np.float64),
            ("cars", "present", np.int8),
            ("activations", "torque", np.float64),
            ("demolitions", "attacker", np.int64),
        ],
    )
    def test_names_a_wrong_dtype(
        self, tables: MatchTables, table: str, column: str, dtype: type
    ) -> None:
        array = getattr(getattr(tables, table), column).astype(dtype)
        with pytest.raises(TableFault, match=rf"^{table}\.{column}: dtype"):
            validate(with_column(tables, table, column, array))

    @pytest.mark.parametrize(
        ("table", "column"),
        [("frames", "clock"), ("frames", "score"), ("ball", "rotation"), ("inputs", "steer")],
    )
    def test_names_a_column_that_lacks_frames(
        self, tables: MatchTables, table: str, column: str
    ) -> None:
        array = getattr(getattr(tables, table), column)[..., :-1].copy()
        with pytest.raises(TableFault, match=rf"^{table}\.{column}: shape"):
            validate(with_column(tables, table, column, array))

    def test_names_a_column_that_lacks_a_player(self, tables: MatchTables) -> None:
        with pytest.raises(TableFault, match=r"^cars\.position: shape"):
            validate(with_column(tables, "cars", "position", tables.cars.position[:1]))

    def test_names_a_column_with_another_number_of_dimensions(self, tables: MatchTables) -> None:
        with pytest.raises(TableFault, match=r"^boost\.amount: 1 dimensions"):
            validate(with_column(tables, "boost", "amount", tables.boost.amount[0]))

    def test_names_a_column_with_another_number_of_rows(self, tables: MatchTables) -> None:
        with pytest.raises(TableFault, match=r"^demolitions\.victim: shape"):
            validate(with_column(tables, "demolitions", "victim", np.zeros(2, np.int32)))

    @pytest.mark.parametrize(
        ("table", "column", "value", "side"),
        [
            ("frames", "state", 8, "above 7"),
            ("frames", "score", -1, "below 0"),
            ("frames", "touch_team", 2, "above 1"),
            ("boost", "amount", 101, "above 100"),
            ("boost", "amount", -1, "below 0"),
            ("inputs", "throttle", 1.5, "above 1"),
            ("activations", "component", 5, "above 4"),
            ("demolitions", "attacker", -2, "below -1"),
            ("car_updates", "position", 3e5, "above 200000"),
            ("ball_updates", "rotation", -1.5, "below -1"),
        ],
    )
    def test_names_a_value_out_of_range(
        self, tables: MatchTables, table: str, column: str, value: float, side: str
    ) -> None:
        array = getattr(getattr(tables, table), column).copy()
        array.flat[0] = value
        with pytest.raises(TableFault, match=rf"^{table}\.{column}: {side}"):
            validate(with_column(tables, table, column, array))

    def test_names_a_fault_in_the_boost_updates(self, tables: MatchTables) -> None:
        updates = replace(tables.boost.updates, amount=np.array([256], np.int32))
        broken = replace(tables, boost=replace(tables.boost, updates=updates))
        with pytest.raises(TableFault, match=r"^boost\.updates\.amount: above 255"):
            validate(broken)

    def test_lets_missing_values_pass(self, tables: MatchTables) -> None:
        array = np.full_like(tables.boost.amount, np.nan)
        validate(with_column(tables, "boost", "amount", array))


class TestColumns:
    def test_every_array_of_every_table_is_declared(self, tables: MatchTables) -> None:
        parts = [getattr(tables, item.name) for item in fields(tables)] + [tables.boost.updates]
        for table in (part for part in parts if is_dataclass(part)):
            declared = set(columns_of(cast(Hashable, type(table))))
            arrays = {name for name, value in vars(table).items() if isinstance(value, np.ndarray)}
            assert arrays == declared
