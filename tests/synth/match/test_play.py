"""Whole matches: whatever is pressed, the record keeps what it promises."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from rlcoach.synth.match_record import NO_LIFE, MatchRecord, Scored, StatRise, Touched
from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.situation import Brain
from tests.builders.playing import Chaser, Scripted, Wild, happened, played, stand
from tests.synth.match.pitches import noted, pitch_of, play_on, put_ball, put_car


@cache
def wild_match(seed: int) -> MatchRecord:
    """Some press anything, some chase the ball; with kickoffs in it."""
    count = (2, 4, 6)[seed % 3]
    brains: list[Brain] = [
        Wild(10 * seed + at) if (seed + at) % 3 else Chaser() for at in range(count)
    ]
    return played(brains, seed=seed, match_seconds=20)


def same_life(life: NDArray[np.int64]) -> NDArray[np.bool_]:
    """[frame - 1, …] whether a body is the one it was in the frame before."""
    same: NDArray[np.bool_] = (life[1:] == life[:-1]) & (life[1:] != NO_LIFE)
    return same


@pytest.mark.parametrize("seed", range(5))
class TestInvariants:
    def test_bodies_stay_inside_and_whole(self, seed: int) -> None:
        match = wild_match(seed)
        bodies = match.cars.body[match.cars.life != NO_LIFE]
        assert np.isfinite(bodies).all()
        assert np.isfinite(match.ball.body).all()
        assert (np.abs(bodies[:, :3]).max(axis=0) < (4100, 6010, 2046)).all()
        assert bodies[:, 2].min() > 0
        assert (np.abs(match.ball.body[:, :3]).max(axis=0) < (4060, 5500, 2000)).all()
        assert match.ball.body[:, 2].min() > 75

    def test_bodies_keep_the_limits_of_the_game(self, seed: int) -> None:
        match = wild_match(seed)
        bodies = match.cars.body[match.cars.life != NO_LIFE]
        assert np.linalg.norm(bodies[:, 7:10], axis=1).max() < 2300.01
        assert np.linalg.norm(bodies[:, 10:13], axis=1).max() < 5.51
        assert np.allclose(np.linalg.norm(bodies[:, 3:7], axis=1), 1)
        assert np.linalg.norm(match.ball.body[:, 7:10], axis=1).max() < 6000.01

    def test_missing_cars_are_missing(self, seed: int) -> None:
        match = wild_match(seed)
        gone = match.cars.life == NO_LIFE
        assert np.isnan(match.cars.body[gone]).all()
        assert (match.cars.boost_pct[gone] == 0).all()
        assert (match.cars.counters[gone] == 0).all()

    def test_boost_is_a_percentage(self, seed: int) -> None:
        boost = wild_match(seed).cars.boost_pct
        assert boost.min() >= 0
        assert boost.max() <= 100

    def test_boost_falls_only_while_it_is_on(self, seed: int) -> None:
        cars = wild_match(seed).cars
        falls = (np.diff(cars.boost_pct, axis=0) < -1e-9) & same_life(cars.life)
        on = cars.counters[..., 3] % 2 == 1
        assert (on[1:] | on[:-1] | ~falls).all()

    def test_counters_never_fall_in_a_life(self, seed: int) -> None:
        cars = wild_match(seed).cars
        steps = np.diff(cars.counters, axis=0)[same_life(cars.life)]
        assert steps.min() >= 0
        assert steps.max() <= 2
        assert (np.diff(cars.refreshes, axis=0)[same_life(cars.life)] >= 0).all()

    def test_counters_begin_at_zero_and_are_even_when_off(self, seed: int) -> None:
        cars = wild_match(seed).cars
        new = np.diff(cars.life, axis=0, prepend=NO_LIFE) > 0
        assert (cars.counters[new] == 0).all()
        # Nothing is on for long: a jump ends by itself.
        jump = cars.counters[..., 0]
        for player in range(jump.shape[1]):
            on = "".join("x" if value % 2 else "." for value in jump[:, player].tolist())
            assert max(map(len, on.split("."))) <= 8

    def test_lives_count_up(self, seed: int) -> None:
        match = wild_match(seed)
        for player in range(len(match.players)):
            life = match.cars.life[:, player]
            lives = life[life != NO_LIFE]
            assert set(np.diff(lives).tolist()) <= {0, 1}
            assert lives[0] == 0

    def test_torque_is_that_of_a_dodge(self, seed: int) -> None:
        torque = wild_match(seed).cars.torque
        size = np.hypot(torque[..., 0] / 2.6, torque[..., 1] / 2.24)
        assert (np.isclose(size, 1) | (size == 0)).all()
        assert (torque[..., 2] == 0).all()

    def test_happenings_are_within_their_frames(self, seed: int) -> None:
        match = wild_match(seed)
        for one in match.happenings:
            seconds = getattr(one, "seconds", None)
            if isinstance(seconds, float) and one.frame:
                assert match.time[one.frame] - match.delta[one.frame] - 1e-9 <= seconds
                assert seconds <= match.time[one.frame] + 1e-9

    def test_numbers_of_the_scoreboard_rise(self, seed: int) -> None:
        values: dict[tuple[int, str], int] = {}
        for one in happened(wild_match(seed), StatRise):
            assert one.value > values.get((one.player, one.name), 0)
            values[one.player, one.name] = one.value

    def test_steps_fit_to_speeds(self, seed: int) -> None:
        match = wild_match(seed)
        body, same = match.cars.body, same_life(match.cars.life)
        seconds = match.delta[1:, None, None]
        moved = body[1:, :, :3] - body[:-1, :, :3]
        mean = (body[1:, :, 7:10] + body[:-1, :, 7:10]) / 2
        off = np.linalg.norm(moved - mean * seconds, axis=-1)[same & (seconds[..., 0] > 0)]
        assert np.percentile(off, 99) < 8
        assert off.max() < 80


class TestSameSeed:
    def test_gives_the_same_match(self) -> None:
        def once() -> MatchRecord:
            brains: list[Brain] = [Wild(1), Chaser(), Wild(2), Chaser()]
            return played(brains, seed=7, match_seconds=10)

        first, second = once(), once()
        assert first.happenings == second.happenings
        assert np.array_equal(first.time, second.time)
        for part in ("ball", "cars"):
            one, other = getattr(first, part), getattr(second, part)
            for column in fields(one):
                left, right = getattr(one, column.name), getattr(other, column.name)
                assert np.array_equal(left, right, equal_nan=left.dtype.kind == "f")

    def test_another_seed_gives_another_one(self) -> None:
        times = [played([Chaser(), Chaser()], seed=seed, match_seconds=2).time for seed in (1, 2)]
        assert times[0].tolist() != times[1].tolist()


class TestGoal:
    def test_explodes_the_ball_and_is_scored(self) -> None:
        match = played([Chaser(), Scripted(stand)], seed=5, match_seconds=30)
        goal = happened(match, Scored)[0]
        touched = happened(match, Touched)[0]
        assert (goal.team, goal.scorer, goal.is_own) == (0, 0, False)
        assert (touched.player, touched.is_first) == (0, True)
        assert not match.ball.is_hidden[: goal.frame].any()
        assert match.ball.is_hidden[goal.frame : goal.frame + 80].all()
        assert match.ball.body[goal.frame, 1] > 5124.25 + 91.25
        assert match.ball.body[goal.frame - 1, 1] <= 5124.25 + 91.25
        after = np.flatnonzero(match.ball.life > match.ball.life[goal.frame])[0]
        assert match.time[after - 1] - match.time[goal.frame] == pytest.approx(3.0, abs=0.05)

    def test_nothing_counts_after_it(self) -> None:
        pitch = pitch_of(1)
        put_ball(pitch, Ball((0.0, -600.0, 93.0)))
        put_car(pitch, 0, (0.0, -800.0), speed=2000.0)
        pitch.take_ball_away()
        play_on(pitch, 0.5)
        assert not noted(pitch, Touched)
