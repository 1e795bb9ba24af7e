"""How soon cars reach the ball: cases whose answer follows from the game's physics."""

from __future__ import annotations

import numpy as np
import pytest

from rlcoach.analysis.reach import CarStates, intercepts, seconds_to_touch

BALL_Z = 93.0


def car(
    *,
    place: tuple[float, float, float] = (0.0, 0.0, 17.0),
    velocity: tuple[float, float, float] = (0.0, 0.0, 0.0),
    nose: tuple[float, float, float] = (0.0, 1.0, 0.0),
    boost: float = 0.0,
    on_wheels: bool = True,
) -> CarStates:
    """One car, at rest in the middle of the field and facing +y unless told otherwise."""
    return CarStates(
        place=np.array([place]),
        velocity=np.array([velocity]),
        nose=np.array([nose]),
        boost=np.array([boost]),
        on_wheels=np.array([on_wheels]),
    )


def seconds(one: CarStates, x: float, y: float, z: float = BALL_Z) -> float:
    """The estimate for a single car and place."""
    return float(seconds_to_touch(one, np.array([[x, y, z]]))[0])


class TestSecondsToTouch:
    def test_a_ball_at_the_bumper_takes_no_time(self) -> None:
        assert seconds(car(), 0, 150) == 0.0

    def test_at_top_speed_the_way_decides(self) -> None:
        fast = car(velocity=(0, 2300, 0), boost=100)
        assert seconds(fast, 0, 160 + 2300) == pytest.approx(1.0, abs=0.01)

    def test_boost_is_faster_than_none(self) -> None:
        assert seconds(car(boost=100), 0, 3000) < seconds(car(boost=20), 0, 3000)
        assert seconds(car(boost=20), 0, 3000) < seconds(car(), 0, 3000)

    def test_driving_away_costs_the_time_to_stop(self) -> None:
        leaving = car(velocity=(0, -1400, 0))
        assert seconds(leaving, 0, 1000) > seconds(car(), 0, 1000) + 1400 / 3500

    def test_turning_costs_time(self) -> None:
        moving = car(velocity=(0, 1400, 0), boost=50)
        ahead, aside, behind = (
            seconds(moving, 2000 * x, 2000 * y) for x, y in ((0, 1), (1, 0), (0, -1))
        )
        assert ahead < aside < behind

    def test_a_ball_just_behind_is_met_in_reverse(self) -> None:
        assert seconds(car(), 0, -400) == pytest.approx(seconds(car(), 0, 400), abs=0.01)

    def test_a_jump_is_enough_for_a_ball_at_400_uu(self) -> None:
        assert 0.3 < seconds(car(), 0, 100, 400) < 0.6

    def test_a_ball_at_the_ceiling_needs_boost(self) -> None:
        assert seconds(car(boost=10), 0, 500, 1900) == np.inf
        assert 1.5 < seconds(car(boost=100), 0, 500, 1900) < 2.6

    def test_a_car_in_the_air_without_boost_falls_first(self) -> None:
        high = car(place=(0, 0, 1000), on_wheels=False)
        assert seconds(high, 0, 0) == pytest.approx(
            (2 * (1000 - BALL_Z - 130) / 650) ** 0.5, abs=0.01
        )

    def test_a_ball_on_the_wall_is_met_by_driving_up(self) -> None:
        assert seconds(car(place=(3500, 0, 17), nose=(1, 0, 0)), 4000, 0, 900) < 3.0

    def test_without_a_car_it_is_never(self) -> None:
        assert seconds(car(place=(np.nan, np.nan, np.nan)), 0, 0) == np.inf

    @pytest.mark.parametrize("turn", [(-1, -1, 1), (-1, 1, 1)], ids=["half a turn", "left right"])
    def test_mirrored_nothing_changes(self, turn: tuple[int, int, int]) -> None:
        generator = np.random.default_rng(7)
        count = 300
        noses = generator.normal(size=(count, 3))
        cars = CarStates(
            place=generator.uniform((-4000, -5000, 17), (4000, 5000, 1900), (count, 3)),
            velocity=generator.uniform(-1300, 1300, (count, 3)),
            nose=noses / np.linalg.norm(noses, axis=1)[:, None],
            boost=generator.uniform(0, 100, count),
            on_wheels=generator.random(count) < 0.6,
        )
        turned = CarStates(
            cars.place * turn, cars.velocity * turn, cars.nose * turn, cars.boost, cars.on_wheels
        )
        target = generator.uniform((-4000, -5000, 93), (4000, 5000, 1900), (count, 3))
        there = seconds_to_touch(cars, target)
        np.testing.assert_array_equal(there, seconds_to_touch(turned, target * turn))
        assert (there >= 0).all()


class TestIntercepts:
    TIMES = np.arange(1, 31) / 10

    def path(
        self, start_y: float, speed: float
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """A ball rolling along x = 0."""
        y = start_y + speed * self.TIMES
        return np.stack((0 * y, y, 0 * y + BALL_Z), axis=1)[None]

    def test_a_ball_rolling_to_the_car_is_met_before_it_arrives(self) -> None:
        met = intercepts(car(boost=30), self.path(3000, -1000), self.TIMES)[0]
        assert met < (3000 - 160) / 1000

    def test_a_ball_that_is_faster_is_never_met(self) -> None:
        assert intercepts(car(), self.path(500, 3000), self.TIMES)[0] == np.inf
