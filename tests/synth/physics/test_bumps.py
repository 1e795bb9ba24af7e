"""Cars and cars."""

from __future__ import annotations

from math import pi, sin

import numpy as np
import pytest

from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.manoeuvres import hold
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.vectors import Quaternion
from rlcoach.synth.physics.world import World

BACK: Quaternion = (0.0, 0.0, 1.0, 0.0)
ACROSS: Quaternion = (0.0, 0.0, sin(pi / 4), sin(pi / 4))


def driven_at(victim: Car, speed: float, seconds: float = 0.6) -> Recording:
    """A car at speed along +x, and who stands in its way."""
    attacker = Car(position=(-400.0, 0.0, 17.0), velocity=(speed, 0.0, 0.0))
    return World(None, [attacker, victim]).play(seconds, [hold(throttle=1.0), hold()])


class TestBump:
    def test_the_victim_flies_off(self) -> None:
        recording = driven_at(Car(rotation=ACROSS), 1400.0)
        (bump,) = recording.bumps
        assert (bump.attacker, bump.victim) == (0, 1)
        assert bump.seconds == pytest.approx(0.2, abs=0.05)
        pushed = recording.cars[recording.tick_at(bump.seconds + 0.05), 1]
        assert pushed[7] > 1100
        assert pushed[9] > 100

    def test_who_bumps_loses_speed(self) -> None:
        recording = driven_at(Car(rotation=ACROSS), 1400.0)
        assert 300 < recording.cars[-1, 0, 7] < 1300

    def test_head_on_both_are_bumped(self) -> None:
        recording = driven_at(Car(velocity=(-1400.0, 0.0, 0.0), rotation=BACK), 1400.0)
        assert {bump.attacker for bump in recording.bumps} == {0, 1}

    def test_being_run_into_is_no_attack(self) -> None:
        victim = Car(velocity=(500.0, 0.0, 0.0))
        assert {bump.attacker for bump in driven_at(victim, 1800.0).bumps} == {0}

    def test_who_passes_by_bumps_nobody(self) -> None:
        recording = driven_at(Car(position=(0.0, 200.0, 17.0)), 1400.0)
        assert recording.bumps == []
        assert recording.cars[-1, 1, 7:9] == pytest.approx((0, 0), abs=1)


def test_bodies_do_not_pass_through_each_other() -> None:
    recording = driven_at(Car(position=(300.0, 0.0, 17.0), rotation=ACROSS), 2300.0, 1.0)
    ahead = recording.cars[:, 1, 0] - recording.cars[:, 0, 0]
    assert np.min(ahead) > 60
