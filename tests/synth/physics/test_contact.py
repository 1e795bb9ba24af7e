"""Cars and the ball."""

from __future__ import annotations

from math import hypot

import pytest

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.constants import BALL_RADIUS_UU
from rlcoach.synth.physics.manoeuvres import hold, steps
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.world import World

HIGH_UU = 900.0


def driven_into(ball: Ball, speed: float) -> Recording:
    """A car at speed, half a second before the ball in the middle."""
    car = Car(position=(-300.0, 0.0, 17.0), velocity=(speed, 0.0, 0.0))
    return World(ball, [car]).play(0.6, [hold(throttle=1.0)])


class TestHit:
    def test_the_ball_leaves_faster_than_the_car_came(self) -> None:
        recording = driven_into(Ball(), 1400.0)
        (touch,) = recording.touches
        assert touch.ball_velocity_before == pytest.approx((0, 0, 0), abs=1)
        assert hypot(*touch.ball_velocity_after) > 1.2 * 1400
        assert touch.ball_velocity_after[2] > 100

    def test_the_car_loses_some_of_its_speed(self) -> None:
        recording = driven_into(Ball(), 1400.0)
        assert 1050 < recording.cars[recording.tick_at(0.3), 0, 7] < 1350

    def test_a_ball_hit_beside_its_middle_goes_to_that_side(self) -> None:
        recording = driven_into(Ball(position=(0.0, 40.0, BALL_RADIUS_UU)), 1400.0)
        assert recording.touches[0].ball_velocity_after[1] > 200

    def test_a_flip_hits_harder(self) -> None:
        car = Car(position=(-300.0, 0.0, 17.0), velocity=(1400.0, 0.0, 0.0))
        flip = steps([(0.0, {"jump": True}), (0.03, {}), (0.08, {"jump": True, "pitch": -1.0})])
        flipped = World(Ball(), [car]).play(0.6, [flip]).touches[0]
        driven = driven_into(Ball(), 1400.0).touches[0]
        assert flipped.ball_velocity_after[0] > driven.ball_velocity_after[0] + 300


class TestPinch:
    def test_a_ball_between_car_and_floor_is_squeezed_out(self) -> None:
        """The car comes straight down, the ball leaves level and as fast."""
        car = Car(position=(-60.0, 0.0, 500.0), velocity=(0.0, 0.0, -1500.0))
        end = World(Ball(), [car]).play(0.6, [hold()]).ball[-1]
        assert end[7] > 1300
        assert end[2] < 150


class TestWheelsOnTheBall:
    @staticmethod
    def met(ahead: float, again: bool = False) -> Recording:
        """A car that used its second jump meets a ball that flies up to it."""
        car = Car(position=(0.0, 0.0, HIGH_UU))
        ball = Ball((ahead, 0.0, HIGH_UU - 300.0), (0.0, 0.0, 900.0))
        pilot = steps([(0.0, {"jump": True}), (0.05, {}), (1.0, {"jump": again, "pitch": -1.0})])
        return World(ball, [car]).play(1.2, [pilot])

    def test_all_wheels_give_the_jump_back_once(self) -> None:
        recording = self.met(9.0)
        assert len(recording.double_jumps) == len(recording.resets) == 1

    def test_two_wheels_do_not(self) -> None:
        recording = self.met(75.0)
        assert recording.touches
        assert recording.resets == []

    def test_what_was_given_back_is_had_again(self) -> None:
        assert len(self.met(9.0, again=True).dodges) == 1
        assert len(self.met(75.0, again=True).dodges) == 0
