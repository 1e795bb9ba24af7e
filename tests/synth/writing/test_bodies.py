"""Bodies come back as they were, to the last step that the file can tell apart."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from rlcoach.synth.match_record import Floats
from rlcoach.synth.writing import CURRENT, LEGACY, Era
from tests.builders.records import REST, match_record, record_of
from tests.synth.writing.reading import ERAS, network_of, rotation_error, tables_of

UU = {CURRENT: 0.01, LEGACY: 1.0}
UU_PER_S = {CURRENT: 0.01, LEGACY: 0.1}
RAD_PER_S = {CURRENT: 0.0001, LEGACY: 0.001}
QUATERNION = {CURRENT: 8.2e-6, LEGACY: 1e-4}
"""Half a step is 2.7e-6, and the component that is not written collects three of them; of angles
half a step is 4.8e-5 rad, three of which turn the body."""
FLOAT_ROUNDING = 5e-4
"""Numbers up to 6000 as 32-bit floats."""


def random_bodies(count: int, seed: int) -> Floats:
    dice = np.random.default_rng(seed)
    rotation = dice.normal(size=(count, 4))
    rotation /= np.linalg.norm(rotation, axis=1, keepdims=True)
    direction = dice.normal(size=(count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    return np.concatenate(
        (
            dice.uniform((-4096, -5200, 0), (4096, 5200, 2044), (count, 3)),
            rotation,
            direction * dice.uniform(0, 6000, (count, 1)),
            direction[:, ::-1] * dice.uniform(0, 6, (count, 1)),
        ),
        axis=1,
    )


def edge_bodies() -> Floats:
    """Places, speeds and spins at their limits, and cars that point along every axis."""
    half = np.sqrt(0.5)
    rotations = [
        *np.eye(4).tolist(),
        *(-np.eye(4)).tolist(),
        *([0.0, side * half, 0.0, half] for side in (1, -1)),
        [half, 0.0, half, 0.0],
        [0.5, 0.5, 0.5, 0.5],
        [0.5, -0.5, 0.5, 0.5],
        [-0.5, 0.5, -0.5, 0.5],
    ]
    places = [(-4096.0, -5200.0, 17.0), (4096.0, 6000.0, 2044.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.5)]
    speeds = [(6000.0, 0.0, 0.0), (0.0, -6000.0, 0.01), (0.0, 0.0, 0.0)]
    spins = [(0.0, 0.0, -6.0), (5.5, 0.0, 0.0), (0.001, 0.0, 0.0)]
    rows = product(rotations, places, zip(speeds, spins, strict=True))
    return np.array([(*place, *turn, *speed, *spin) for turn, place, (speed, spin) in rows])


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("bodies", [random_bodies(400, 7), edge_bodies()])
def test_a_ball_in_every_frame(era: Era, bodies: Floats) -> None:
    tables = tables_of(record_of(ball=bodies), era)

    ball = tables.ball
    assert ball.updated.all()
    assert np.abs(ball.position - bodies[:, 0:3]).max() <= UU[era] / 2 + FLOAT_ROUNDING
    assert np.abs(ball.velocity - bodies[:, 7:10]).max() <= UU_PER_S[era] / 2 + FLOAT_ROUNDING
    assert np.abs(ball.spin - bodies[:, 10:13]).max() <= RAD_PER_S[era] / 2 + 1e-6
    assert rotation_error(ball.rotation, bodies[:, 3:7]) <= QUATERNION[era]


@pytest.mark.parametrize("era", ERAS)
def test_cars_of_a_played_match(era: Era) -> None:
    record = match_record()

    cars = tables_of(record, era).cars

    played = record.cars.body.transpose(1, 0, 2)
    shown = cars.updated & (record.cars.life.T >= 0)
    assert shown.sum() > 1000
    assert np.abs(cars.position - played[:, :, 0:3])[shown].max() <= UU[era] / 2 + FLOAT_ROUNDING
    assert (
        np.abs(cars.velocity - played[:, :, 7:10])[shown].max()
        <= UU_PER_S[era] / 2 + FLOAT_ROUNDING
    )
    assert rotation_error(cars.rotation[shown], played[:, :, 3:7][shown]) <= QUATERNION[era]
    assert np.array_equal(cars.present, record.cars.life.T >= 0)


@pytest.mark.parametrize(("era", "widest"), [(CURRENT, 41943.03), (LEGACY, 10485.75)])
def test_what_is_too_far_away_is_as_far_as_can_be_written(era: Era, widest: float) -> None:
    bodies = np.tile(np.array(REST), (1, 1))
    bodies[0, 0:3] = 1e9, -1e9, 1.0

    place = network_of(record_of(ball=bodies), era).bodies.value[0, 0:2]

    assert place.tolist() == pytest.approx([widest, -widest])


class TestRest:
    def test_a_body_without_motion_sleeps_and_is_sent_once(self) -> None:
        bodies = np.tile(np.array(REST), (30, 1))
        bodies[10:, 0] = 100.0

        network = network_of(record_of(ball=bodies))

        ball = network.bodies.actor == _ball(network.actors.object_id, network.objects)
        assert network.bodies.frame[ball].tolist() == [0, 10]
        assert network.bodies.sleeping[ball].all()
        assert not network.bodies.has_linear[ball].any()

    def test_a_body_that_only_turns_does_not(self) -> None:
        bodies = np.tile(np.array(REST), (3, 1))
        bodies[:, 12] = 1.0

        network = network_of(record_of(ball=bodies))

        ball = network.bodies.actor == _ball(network.actors.object_id, network.objects)
        assert not network.bodies.sleeping[ball].any()


def _ball(object_ids: np.ndarray[tuple[int], np.dtype[np.int32]], objects: list[str]) -> int:
    return next(
        row for row, index in enumerate(object_ids.tolist()) if "Ball.Ball" in objects[index]
    )


class TestCadence:
    def test_a_moving_car_comes_every_second_or_third_frame(self) -> None:
        cars = np.stack([random_bodies(3000, seed) for seed in range(4)], axis=1)

        updated = tables_of(record_of(cars=cars)).cars.updated

        for row in updated:
            gaps = np.diff(np.flatnonzero(row))
            shares = [float((gaps == gap).mean()) for gap in (1, 2, 3)]
            assert sum(shares) == pytest.approx(1.0)
            assert 0.09 <= shares[0] <= 0.28
            assert 0.48 <= shares[1] <= 0.72
            assert 0.20 <= shares[2] <= 0.40

    def test_each_car_has_its_own(self) -> None:
        cars = np.stack([random_bodies(300, 1)] * 4, axis=1)

        updated = tables_of(record_of(cars=cars)).cars.updated

        assert len({row.tobytes() for row in updated}) == 4
