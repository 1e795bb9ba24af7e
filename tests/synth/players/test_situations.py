"""Simulated players in situations arranged by hand: what anybody does who plays."""

from __future__ import annotations

from math import cos, pi, sin

import pytest

from rlcoach.synth.match.pitch import Pitch
from rlcoach.synth.match_record import PadTaken, StatRise, Touched
from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.vectors import Vector, facing
from rlcoach.synth.players import STYLES, Skill, brain
from rlcoach.synth.situation import Phase
from tests.builders.playing import Scripted, stand
from tests.synth.match.pitches import noted, pitch_of, play_on, put_ball

UP: Vector = (0.0, 0.0, 1.0)
FAR_AWAY = Ball(position=(3000.0, 4500.0, 93.0))


def car_at(
    place: Vector, *, nose: Vector = (0.0, 1.0, 0.0), roof: Vector = UP, boost_pct: float = 50.0
) -> Car:
    is_down = roof == UP and place[2] < 20.0
    return Car(
        position=place,
        rotation=facing(nose, roof),
        boost_pct=boost_pct,
        wheels=4 if is_down else 0,
    )


def duel(car: Car, ball: Ball, *, against: Car | None = None, skill: float = 0.6) -> Pitch:
    """One player in a car of team 0; his opponent stands, by default in a corner."""
    brains = [brain(STYLES["all_rounder"], Skill.of(skill), seed=4), Scripted(stand)]
    pitch = pitch_of(1, brains=brains)
    pitch.begin(Phase.PLAY)
    put_ball(pitch, ball)
    pitch.bodies.cars[0] = car
    pitch.bodies.cars[1] = against or car_at((-3500.0, -3500.0, 17.0))
    return pitch


def is_beyond(pitch: Pitch, y: float, seconds: float) -> bool:
    """Whether the ball gets behind a line across the field in time."""
    for _ in range(round(30 * seconds)):
        play_on(pitch, 1 / 30)
        at = pitch.situation.ball.position[1]
        if at > y if y > 0 else at < y:
            return True
    return False


class TestShooting:
    @pytest.mark.parametrize("x", [-900.0, 0.0, 900.0])
    def test_an_open_goal_is_scored(self, x: float) -> None:
        pitch = duel(car_at((x, 1200.0, 17.0)), Ball(position=(0.7 * x, 2800.0, 93.0)))
        assert is_beyond(pitch, 5200.0, 4.0)

    def test_a_ball_before_the_own_goal_is_not_hit_into_it(self) -> None:
        ball = Ball(position=(300.0, -3600.0, 93.0))
        pitch = duel(car_at((600.0, -1500.0, 17.0), nose=(0.0, -1.0, 0.0)), ball)
        assert not is_beyond(pitch, -5200.0, 5.0)
        assert noted(pitch, Touched)


class TestSaving:
    @pytest.mark.parametrize("x", [-400.0, 0.0, 400.0])
    def test_a_waiting_keeper_saves_a_shot(self, x: float) -> None:
        ball = Ball(position=(x, -1500.0, 93.0), velocity=(-0.1 * x, -1900.0, 0.0))
        pitch = duel(car_at((0.0, -4950.0, 17.0)), ball)
        assert not is_beyond(pitch, -5215.0, 4.0)
        assert noted(pitch, Touched)[0].player == 0

    def test_the_same_shot_goes_in_without_him(self) -> None:
        ball = Ball(position=(400.0, -1500.0, 93.0), velocity=(-40.0, -1900.0, 0.0))
        pitch = duel(car_at((3500.0, 3500.0, 17.0)), ball)
        assert is_beyond(pitch, -5215.0, 4.0)
        assert not [one for one in noted(pitch, StatRise) if one.name == "MatchSaves"]


class TestBoost:
    def test_who_is_low_collects(self) -> None:
        against = car_at((2800.0, 4200.0, 17.0))
        pitch = duel(car_at((-2500.0, -1000.0, 17.0), boost_pct=0.0), FAR_AWAY, against=against)
        play_on(pitch, 4.0)
        assert any(one.player == 0 for one in noted(pitch, PadTaken))


class TestRecovering:
    @pytest.mark.parametrize("turn", [0.4 * pi, pi])
    def test_an_upside_down_car_lands_on_its_wheels(self, turn: float) -> None:
        car = car_at((0.0, -2000.0, 900.0), roof=(sin(turn), 0.0, cos(turn)), boost_pct=0.0)
        pitch = duel(car, FAR_AWAY)
        play_on(pitch, 2.2)
        assert car.wheels == 4
        assert car.axes[2][2] > 0.9


class TestGoingRound:
    @pytest.mark.parametrize("side", [1.0, -1.0])
    def test_who_stands_at_a_wall_inside_a_goal_gets_out(self, side: float) -> None:
        car = car_at((side * 815.0, -5400.0, 17.0), nose=(side, 0.0, 0.0))
        pitch = duel(car, Ball(position=(side * 2500.0, 0.0, 93.0)))
        play_on(pitch, 5.0)
        assert car.position[1] > -4900.0
