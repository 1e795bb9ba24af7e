"""Shapes of built matches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.shapes import (
    GRID_COLUMNS,
    GRID_ROWS,
    MOMENTUM_WINDOW,
    MatchShapes,
    shapes_of,
)
from rlcoach.replay.kinds import MatchState
from rlcoach.replay.tables import MatchTables
from rlcoach.report.shape_parts import match_shapes, player_shapes
from tests.builders.match_tables import STEP_SECONDS, still_match
from tests.builders.transform import mirror

SECOND = round(1 / STEP_SECONDS)


def shapes(tables: MatchTables, mode: str = "soccar") -> MatchShapes:
    found = shapes_of(MatchContext(tables, mode))
    assert found is not None
    return found


def with_ball_at(tables: MatchTables, y: float, touch_team: int) -> MatchTables:
    position = tables.ball.position.copy()
    position[:, 1] = y
    frames = replace(tables.frames, touch_team=np.full_like(tables.frames.touch_team, touch_team))
    return replace(tables, frames=frames, ball=replace(tables.ball, position=position))


def without_car(tables: MatchTables, player: int, frames: slice) -> MatchTables:
    cars = tables.cars
    present, position = cars.present.copy(), cars.position.copy()
    velocity = cars.velocity.copy()
    present[player, frames] = False
    position[player, frames] = velocity[player, frames] = np.nan
    cars = replace(cars, present=present, position=position, velocity=velocity)
    return replace(tables, cars=cars)


def in_state(tables: MatchTables, state: MatchState, frames: slice) -> MatchTables:
    states = tables.frames.state.copy()
    states[frames] = state
    return replace(tables, frames=replace(tables.frames, state=states))


class TestPlaces:
    def test_time_goes_to_the_cell_of_the_car_seen_forward(self) -> None:
        grid = shapes(still_match(101)).grid
        assert grid is not None
        assert grid.seconds.shape == (2, GRID_ROWS, GRID_COLUMNS)
        # Both stand at y -1000: blue in its own half, orange in blue's, 100 uu to the right.
        assert grid.seconds[0, 17, 16] == pytest.approx(4.0)
        assert grid.seconds[1, 24, 15] == pytest.approx(4.0)
        assert grid.seconds.sum() == pytest.approx(8.0)

    def test_mean_places_are_forward_too(self) -> None:
        mean = shapes(still_match()).mean_position
        np.testing.assert_allclose(mean, [[0, -1000, 17], [-100, 1000, 17]], atol=1e-3)

    def test_only_play_counts_and_only_with_a_car(self) -> None:
        tables = without_car(still_match(101), 0, slice(51, None))
        grid = shapes(in_state(tables, MatchState.COUNTDOWN, slice(0, 26))).grid
        assert grid is not None
        assert grid.seconds.sum(axis=(1, 2)) == pytest.approx([1.0, 3.0])

    def test_beyond_the_grid_is_its_edge(self) -> None:
        tables = still_match()
        position = tables.cars.position * np.float32(100)
        grid = shapes(replace(tables, cars=replace(tables.cars, position=position))).grid
        assert grid is not None
        assert grid.seconds[0, 0, 16] > 0
        assert grid.seconds[1, GRID_ROWS - 1, 0] > 0

    def test_who_never_played_has_no_place(self) -> None:
        found = shapes(without_car(still_match(), 1, slice(None)))
        assert np.isnan(found.mean_position[1]).all()
        assert player_shapes(found, 1).mean_position is None

    def test_arenas_of_another_shape_have_no_grid(self) -> None:
        found = shapes(still_match(), "knockout")
        assert found.grid is None
        assert match_shapes(found).grid is None
        assert player_shapes(found, 0).occupancy is None


class TestSamples:
    def test_are_two_a_second(self) -> None:
        frames = shapes(still_match(101)).timeline.sample_frame
        assert frames.tolist() == [0, 12, 25, 37, 50, 62, 75, 87, 100]

    def test_jumps_of_the_recording_take_no_time(self) -> None:
        tables = still_match(101)
        time = tables.frames.time.copy()
        time[51:] += 10.0
        found = shapes(replace(tables, frames=replace(tables.frames, time=time)))
        assert len(found.timeline.sample_frame) == 8
        assert match_shapes(found).jumps == [(2.0, 10.04)]

    def test_a_clock_that_runs_backwards_is_a_jump_too(self) -> None:
        tables = still_match(101)
        time = tables.frames.time.copy()
        time[51:] -= 5.0
        found = shapes(replace(tables, frames=replace(tables.frames, time=time)))
        assert found.momentum is not None
        assert len(found.timeline.sample_frame) == 8
        assert len(found.momentum.value) == 4

    def test_distances(self) -> None:
        samples = shapes(still_match(teams=(0, 0, 0, 1))).samples
        to_ball = np.hypot(1000, 93 - 17)
        assert samples.ball_distance[0, 0] == pytest.approx(to_ball, abs=0.1)
        assert samples.mates_distance[:, 0] == pytest.approx([150, 100, 150, np.nan], nan_ok=True)

    def test_absent_is_null(self) -> None:
        found = shapes(without_car(still_match(101, teams=(0, 0)), 0, slice(30, None)))
        assert player_shapes(found, 0).speed == [0, 0, 0, None, None, None, None, None, None]
        mates = player_shapes(found, 1).mates_distance
        assert mates == [100, 100, 100, None, None, None, None, None, None]

    def test_a_series_without_numbers_is_null(self) -> None:
        found = shapes(still_match(ball=False))
        assert player_shapes(found, 0).ball_distance is None
        assert player_shapes(found, 0).mates_distance is None


class TestMomentum:
    @pytest.mark.parametrize(
        ("y", "touch_team", "value"), [(5120, 0, 100), (-5120, 1, -100), (2560, 1, -25), (0, -1, 0)]
    )
    def test_is_place_and_possession(self, y: float, touch_team: int, value: float) -> None:
        momentum = shapes(with_ball_at(still_match(), y, touch_team)).momentum
        assert momentum is not None
        np.testing.assert_allclose(momentum.value, value)

    def test_before_the_first_touch_nobody_has_the_ball(self) -> None:
        tables = with_ball_at(still_match(), 0, 0)
        frames = replace(tables.frames, ball_hit=np.zeros_like(tables.frames.ball_hit))
        momentum = shapes(replace(tables, frames=frames)).momentum
        assert momentum is not None
        assert not momentum.possession.any()

    def test_looks_back_over_a_window(self) -> None:
        tables = with_ball_at(still_match(30 * SECOND), 0, 0)
        teams = tables.frames.touch_team.copy()
        teams[15 * SECOND :] = 1
        momentum = shapes(replace(tables, frames=replace(tables.frames, touch_team=teams))).momentum
        assert momentum is not None
        assert momentum.value[14] == pytest.approx(50)
        assert momentum.value[15 + MOMENTUM_WINDOW // 2 - 1] == pytest.approx(0, abs=0.5)
        assert momentum.value[15 + MOMENTUM_WINDOW - 1 :] == pytest.approx(-50)

    def test_starts_anew_after_a_pause(self) -> None:
        tables = with_ball_at(still_match(10 * SECOND), 0, 0)
        teams = tables.frames.touch_team.copy()
        teams[6 * SECOND :] = 1
        tables = replace(tables, frames=replace(tables.frames, touch_team=teams))
        pause = slice(4 * SECOND, 6 * SECOND)
        momentum = shapes(in_state(tables, MatchState.COUNTDOWN, pause)).momentum
        assert momentum is not None
        assert momentum.value[[3, 6]] == pytest.approx([50, -50])
        assert np.isnan(momentum.value[[4, 5]]).all()

    def test_other_side_is_the_negative(self) -> None:
        tables = with_ball_at(still_match(), 1000, 0)
        one, other = shapes(tables).momentum, shapes(mirror(tables)).momentum
        assert one is not None
        assert other is not None
        np.testing.assert_allclose(one.value, -other.value)

    def test_no_ball(self) -> None:
        assert shapes(still_match(ball=False)).momentum is None


def test_no_frames_no_shapes() -> None:
    assert shapes_of(MatchContext(still_match(0), "soccar")) is None


def test_players_look_the_same_from_the_other_side() -> None:
    one, other = shapes(still_match()), shapes(mirror(still_match()))
    assert one.grid is not None
    assert other.grid is not None
    np.testing.assert_allclose(one.grid.seconds, other.grid.seconds)
    np.testing.assert_allclose(one.mean_position, other.mean_position)
