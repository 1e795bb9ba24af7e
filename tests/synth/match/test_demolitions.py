"""Demolitions, bumps, and coming back."""

from __future__ import annotations

import numpy as np
import pytest

from rlcoach.synth.match.pitch import Pitch
from rlcoach.synth.match.rules import RESPAWN_SECONDS, Rules
from rlcoach.synth.match_record import NO_LIFE, Bumped, Demolished, StatRise
from rlcoach.synth.physics.car import Car, Controls
from tests.builders.playing import Scripted, stand
from tests.synth.match.pitches import noted, pitch_of, play_on, put_car


def ramming(speed: float, *, victim: int = 2, rules: Rules | None = None) -> tuple[Pitch, Car]:
    """Player 0 comes at a standing car from 400 uu away."""
    go = Scripted(lambda _situation, _me: Controls(throttle=1.0, boost=True))
    brains = [go, *[Scripted(stand)] * 3]
    pitch = pitch_of(2, brains=brains, rules=rules)
    attacker = put_car(pitch, 0, (1500.0, -400.0), speed=speed, boost_pct=100.0)
    put_car(pitch, victim, (1500.0, 0.0))
    return pitch, attacker


class TestDemolition:
    def test_by_a_supersonic_car(self) -> None:
        pitch, attacker = ramming(2250.0)
        play_on(pitch, 0.4)
        (one,) = noted(pitch, Demolished)
        assert (one.attacker, one.victim) == (0, 2)
        assert np.linalg.norm(one.attacker_velocity) > 2200
        assert one.victim_velocity == pytest.approx((0, 0, 0), abs=1)
        assert pitch.bodies.cars[2] is None
        assert not noted(pitch, Bumped)
        # The attacker goes on as if nothing had been there.
        assert attacker.velocity[1] > 2200

    def test_the_victim_is_gone_from_its_frame_on(self) -> None:
        pitch, _ = ramming(2250.0)
        play_on(pitch, 1.0)
        (one,) = noted(pitch, Demolished)
        cars = pitch.log.car_columns()
        assert cars.life[one.frame - 1, 2] == 0
        assert (cars.life[one.frame :, 2] == NO_LIFE).all()
        assert np.isnan(cars.body[one.frame :, 2]).all()
        assert pitch.log.time[one.frame - 1] < one.seconds <= pitch.log.time[one.frame]

    def test_counts_for_the_attacker(self) -> None:
        pitch, _ = ramming(2250.0)
        play_on(pitch, 0.4)
        (rise,) = [one for one in noted(pitch, StatRise) if one.name == "MatchDemolishes"]
        assert (rise.player, rise.value) == (0, 1)

    def test_a_new_car_comes_back_to_a_corner_of_its_half(self) -> None:
        pitch, _ = ramming(2250.0)
        play_on(pitch, 4.0)
        (one,) = noted(pitch, Demolished)
        cars = pitch.log.car_columns()
        frame = int(np.flatnonzero(cars.life[:, 2] == 1)[0])
        assert pitch.log.time[frame] - one.seconds == pytest.approx(RESPAWN_SECONDS, abs=0.045)
        x, y, z = cars.body[frame, 2, :3]
        assert (abs(x), y, z) in {(2304.0, 4608.0, 17.0), (2688.0, 4608.0, 17.0)}
        assert cars.boost_pct[frame, 2] == pytest.approx(100 / 3)
        assert (cars.counters[frame, 2] == 0).all()

    def test_not_by_a_slower_car(self) -> None:
        pitch, _ = ramming(1900.0)
        play_on(pitch, 0.5)
        assert not noted(pitch, Demolished)
        (one,) = noted(pitch, Bumped)
        assert (one.attacker, one.victim) == (0, 2)

    def test_not_of_a_team_mate(self) -> None:
        pitch, _ = ramming(2250.0, victim=1)
        play_on(pitch, 0.5)
        assert not noted(pitch, Demolished)
        assert noted(pitch, Bumped)

    def test_of_a_team_mate_where_the_rules_say_so(self) -> None:
        pitch, _ = ramming(2250.0, victim=1, rules=Rules(demolishes_team_mates=True))
        play_on(pitch, 0.5)
        assert len(noted(pitch, Demolished)) == 1

    def test_a_kickoff_brings_everybody_back(self) -> None:
        pitch, _ = ramming(2250.0)
        play_on(pitch, 0.5)
        pitch.set_up()
        assert None not in pitch.bodies.cars
        pitch.let_go()
        play_on(pitch, 4.0)
        assert pitch.log.car_columns().life[-1].tolist() == [1, 1, 1, 1]


class TestSupersonic:
    def car(self, speed: float) -> Car:
        return Car(velocity=(speed, 0.0, 0.0))

    def test_begins_at_2200(self) -> None:
        car = self.car(2199.0)
        car.feel_speed(0.04)
        assert not car.is_supersonic
        car.velocity = (2201.0, 0.0, 0.0)
        car.feel_speed(0.04)
        assert car.is_supersonic

    def test_stays_for_a_second_above_2100(self) -> None:
        car = self.car(2250.0)
        car.feel_speed(0.04)
        car.velocity = (2110.0, 0.0, 0.0)
        car.feel_speed(0.9)
        assert car.is_supersonic
        car.feel_speed(0.2)
        assert not car.is_supersonic

    def test_ends_below_2100_at_once(self) -> None:
        car = self.car(2250.0)
        car.feel_speed(0.04)
        car.velocity = (2090.0, 0.0, 0.0)
        car.feel_speed(0.04)
        assert not car.is_supersonic
