"""Transformed matches are matches, and transforming them back gives the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest

from rlcoach.replay.tables import BodyUpdates, MatchTables, validate
from tests.builders import match_tables
from tests.builders.transform import declared_columns, mirror, mirror_header, permute, thin_out


def columns(table: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    for item in fields(table):
        value = getattr(table, item.name)
        if is_dataclass(value) and not isinstance(value, type):
            yield from columns(value, f"{where}{item.name}.")
        elif isinstance(value, np.ndarray):
            yield where + item.name, value


def assert_same(one: MatchTables, other: MatchTables) -> None:
    others = dict(columns(other))
    for name, array in columns(one):
        # Half a turn twice is a whole one, and turns q to -q.
        mine = abs(array) if name.endswith("rotation") else array
        theirs = abs(others[name]) if name.endswith("rotation") else others[name]
        np.testing.assert_array_equal(mine, theirs, err_msg=name)


@pytest.fixture
def match() -> MatchTables:
    """Two against one, and a demolition by the second player."""
    tables = match_tables.still_match(teams=(0, 0, 1))
    demolitions = replace(
        tables.demolitions,
        frame=np.array([7], dtype=np.int32),
        time=np.array([10.3]),
        attacker=np.array([1], dtype=np.int32),
        victim=np.array([-1], dtype=np.int32),
        attacker_velocity=np.array([[1.0, 2.0, 3.0]], dtype=np.float32),
        victim_velocity=np.zeros((1, 3), dtype=np.float32),
    )
    return replace(tables, demolitions=demolitions)


def with_updates(tables: MatchTables, frames: list[int]) -> MatchTables:
    """The first car sends a body in each of `frames`, the ball and the others one."""
    count = len(frames) + tables.player_count - 1
    rows = np.r_[np.zeros(len(frames), dtype=int), np.arange(1, tables.player_count)]
    old = tables.car_updates
    sent = BodyUpdates(**{item.name: getattr(old, item.name)[rows] for item in fields(old)})
    frame = np.zeros(count, dtype=np.int32)
    frame[: len(frames)] = frames
    position = sent.position.copy()
    position[: len(frames), 1] = np.arange(len(frames)) * 10
    sent = replace(sent, frame=frame, position=position, seq=np.arange(count, dtype=np.int32))
    source = tables.cars.source + np.int32(len(frames) - 1)
    source[0] = np.searchsorted(frames, np.arange(tables.frame_count), side="right") - 1
    updated = tables.cars.updated.copy()
    updated[0, frames] = True
    cars = replace(tables.cars, source=source, updated=updated, position=position[source])
    return replace(tables, cars=cars, car_updates=sent)


class TestMirror:
    def test_is_a_valid_match_and_its_own_inverse(self, match: MatchTables) -> None:
        validate(match)
        once = mirror(match)
        validate(once)
        assert_same(mirror(once), match)

    def test_swaps_sides(self, match: MatchTables) -> None:
        once = mirror(match)
        assert [one.team for one in once.players] == [1, 1, 0]
        assert once.cars.position[1, 0].tolist() == [-100.0, 1000.0, 17.0]
        assert once.match.pads[1].x == -3072.0
        assert once.demolitions.attacker_velocity.tolist() == [[-1.0, -2.0, 3.0]]

    def test_turns_rotations_with_the_field(self, match: MatchTables) -> None:
        x, y, z, w = mirror(match).cars.rotation[0, 0]
        forward = (1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y))
        np.testing.assert_allclose(forward, (-1, 0, 0), atol=1e-6)

    def test_headers(self) -> None:
        header = match_tables.header(
            Team1Score=3, PlayerStats=[{"Name": "A"}, {"Name": "B", "Team": -1}]
        )
        found = mirror_header(header).properties
        assert (found["Team0Score"], found["Team1Score"]) == (3, 0)
        assert [row["Team"] for row in found["PlayerStats"]] == [1, -1]


class TestPermute:
    def test_moves_players_and_who_names_them(self, match: MatchTables) -> None:
        other = permute(match, [2, 0, 1])
        validate(other)
        assert [one.name for one in other.players] == ["Player 2", "Player 0", "Player 1"]
        assert other.cars.position[0, 0, 0] == 200.0
        assert other.demolitions.attacker.tolist() == [2]
        assert other.demolitions.victim.tolist() == [-1]
        assert other.car_updates.player.tolist() == [1, 2, 0]

    def test_back_again(self, match: MatchTables) -> None:
        assert_same(permute(permute(match, [2, 0, 1]), [1, 2, 0]), match)


class TestThinOut:
    def test_leaves_out_every_second_body(self, match: MatchTables) -> None:
        tables = with_updates(match, [0, 10, 20, 30, 40, 50])
        validate(tables)
        thin = thin_out(tables)
        validate(thin)
        kept = thin.car_updates
        assert kept.frame[kept.player == 0].tolist() == [0, 20, 40, 50]
        assert len(kept.frame) == 6
        assert thin.cars.position[0, [15, 35, 45, 60], 1].tolist() == [0.0, 20.0, 40.0, 50.0]
        assert np.flatnonzero(thin.cars.updated[0]).tolist() == [0, 20, 40, 50]

    def test_a_life_of_one_body_stays(self, match: MatchTables) -> None:
        assert_same(thin_out(match), match)


def test_a_moving_match_is_valid_however_it_is_changed() -> None:
    tables = match_tables.moving_match(300)
    for changed in (tables, mirror(tables), permute(tables, [3, 1, 0, 2]), thin_out(tables)):
        validate(changed)
    assert len(thin_out(tables).car_updates.frame) == 4 * 51


def test_every_table_of_the_match_is_reached(match: MatchTables) -> None:
    tables = [value for item in fields(match) if is_dataclass(value := getattr(match, item.name))]
    known = [table for table in tables if declared_columns(table)]
    assert len(known) >= 15
