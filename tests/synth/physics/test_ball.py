"""The ball by itself."""

from __future__ import annotations

from math import exp

import pytest

from rlcoach.synth.physics.ball import Ball, bounced
from rlcoach.synth.physics.constants import BALL_RADIUS_UU
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.rendezvous import NoWay, launch
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.physics.world import World

FLOOR: Vector = (0.0, 0.0, 1.0)


def flown(ball: Ball, seconds: float) -> Recording:
    """A ball alone."""
    return World(ball, []).play(seconds, [])


class TestFlight:
    def test_it_falls(self) -> None:
        end = flown(Ball((0.0, 0.0, 1500.0)), 1.0).ball[-1]
        assert end[2] == pytest.approx(1500 - 325, abs=8)

    def test_drag_takes_three_hundredths_a_second(self) -> None:
        end = flown(Ball((0.0, -2000.0, 1500.0), (0.0, 2000.0, 300.0)), 1.0).ball[-1]
        assert end[8] == pytest.approx(2000 * exp(-0.03), abs=1)


class TestBounces:
    def test_a_drop_comes_back_to_thirty_six_hundredths(self) -> None:
        recording = flown(Ball((0.0, 0.0, 1091.25)), 3.3)
        low = recording.ball[:, 2].argmin()
        top = recording.ball[low : low + 160, 2].max()
        assert top - BALL_RADIUS_UU == pytest.approx(0.36 * 1000, rel=0.05)

    def test_friction_makes_it_spin(self) -> None:
        velocity, spin = bounced((1000.0, 0.0, -800.0), (0.0, 0.0, 0.0), FLOOR)
        assert velocity[2] == pytest.approx(480)
        assert velocity[0] == pytest.approx(1000 - 1000 / 3.5)
        assert spin[1] == pytest.approx(velocity[0] / BALL_RADIUS_UU)

    def test_a_weak_bounce_slips(self) -> None:
        velocity, _ = bounced((2000.0, 0.0, -100.0), (0.0, 0.0, 0.0), FLOOR)
        assert velocity[0] == pytest.approx(2000 - 0.35 * 160)

    def test_back_spin_bites(self) -> None:
        plain, _ = bounced((500.0, 0.0, -800.0), (0.0, 0.0, 0.0), FLOOR)
        bitten, _ = bounced((500.0, 0.0, -800.0), (0.0, -5.0, 0.0), FLOOR)
        assert bitten[0] < plain[0]

    def test_it_stays_in_the_field(self) -> None:
        ball = Ball((3000.0, 4000.0, 1000.0), (3000.0, 2500.0, 1500.0))
        places = flown(ball, 4.0).ball[:, :3]
        assert abs(places[:, 0]).max() < 4096 - 60
        assert places[:, 2].min() > 60
        assert places[:, 2].max() < 2044 - 60

    def test_it_flies_into_the_goal(self) -> None:
        end = flown(Ball((500.0, 4500.0, 300.0), (0.0, 2000.0, 0.0)), 0.42).ball[-1]
        assert 5215 < end[1] < 5950

    def test_it_bounces_off_the_wall_beside_the_goal(self) -> None:
        end = flown(Ball((1500.0, 4500.0, 600.0), (0.0, 2000.0, 0.0)), 0.5).ball[-1]
        assert end[8] < -1000


class TestRolling:
    def test_a_slow_ball_loses_what_drag_takes_and_its_spin_gives_some_back(self) -> None:
        ball = Ball(velocity=(400.0, 0.0, 0.0), spin=(0.0, 400 / BALL_RADIUS_UU, 0.0))
        end = flown(ball, 1.0).ball[-1]
        assert end[2] == pytest.approx(BALL_RADIUS_UU, abs=0.5)
        assert end[7] == pytest.approx(400 * exp(-0.03 * 5 / 7), abs=0.5)

    @pytest.mark.parametrize(("speed", "loss"), [(1100, 262), (2100, 292)])
    def test_a_fast_ball_cannot_spin_enough_and_slips(self, speed: float, loss: float) -> None:
        """Losses as measured on balls that roll freely in real replays."""
        ball = Ball((-3000.0, 0.0, BALL_RADIUS_UU), (speed, 0.0, 0.0), (0.0, 6.0, 0.0))
        end = flown(ball, 0.4).ball[-1]
        assert (speed - end[7]) / 0.4 == pytest.approx(loss, abs=8)


class TestLaunch:
    @pytest.mark.parametrize("bounces", [0, 1])
    def test_it_arrives(self, bounces: int) -> None:
        target, velocity = (300.0, -200.0, 300.0), (400.0, 900.0, 100.0 + 400 * bounces)
        ball = launch(target, velocity, seconds=0.4 + 0.8 * bounces, bounces=bounces)
        end = flown(ball, 0.4 + 0.8 * bounces).ball[-1]
        assert end[:3] == pytest.approx(target, abs=10 * bounces + 0.01)
        assert end[7:10] == pytest.approx(velocity, abs=12)

    def test_off_a_wall(self) -> None:
        target, velocity = (3500.0, 0.0, 800.0), (-900.0, 300.0, 0.0)
        ball = launch(target, velocity, seconds=1.0, bounces=1)
        assert ball.velocity[0] > 1000

    def test_no_way_leads_through_the_floor(self) -> None:
        with pytest.raises(NoWay):
            launch((0.0, 0.0, 300.0), (0.0, 0.0, 900.0), seconds=2.0)
