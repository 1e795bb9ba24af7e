"""Races for a free ball."""

from __future__ import annotations

import pytest

from tests.builders.choreography import Choreography, Stop, beside

SPOT = (0.0, 0.0)


def race(*ann: Stop, bob_had_it: bool = False) -> Choreography:
    """Bob is at the free ball at 1.5 s and sends it past Ann, who drives as told."""
    play = Choreography(seconds=5)
    bob = [(0.0, (0, 2800)), (1.5, beside(SPOT, 1))]
    if bob_had_it:
        bob = [(0.0, (0, 900)), (0.7, beside((0, 600), 1)), (1.5, beside(SPOT, 1))]
        play.ball((0, (0, 600)), (0.7, (0, 600)), (1.5, SPOT), (4.5, (2500, -2500)))
        play.touch(1, 0.7)
    else:
        play.ball((0, SPOT), (1.5, SPOT), (4.5, (2500, -2500)))
    play.car("Bob", 1, *bob)
    play.car("Ann", 0, *ann)
    play.touch(1, 1.5)
    return play


CLOSE = ((0.0, (0, -3160)), (0.95, (0, -1260)), (1.5, (0, -650)), (2.0, (0, -90)), (3.0, (0, 900)))
"""Even with Bob for 0.95 s, then slower."""


class TestBeatenToBall:
    def test_a_little_too_late(self) -> None:
        found = race(*CLOSE).found()
        assert found.players("beaten_to_ball") == ["Ann"]
        assert found.names[found.field("beaten_to_ball", "opponent")[0]] == "Bob"
        assert found.field("beaten_to_ball", "late")[0] == pytest.approx(0.44, abs=0.06)

    def test_a_ball_the_opponent_had_is_no_race(self) -> None:
        assert race(*CLOSE, bob_had_it=True).found().players("beaten_to_ball") == []

    def test_who_touches_it_too_has_not_lost_the_race(self) -> None:
        both = ((0.0, (0, -3000)), (1.5, beside(SPOT, 0)), (3.0, (0, 900)))
        assert race(*both).found().players("beaten_to_ball") == []

    def test_who_was_never_near_did_not_race(self) -> None:
        far = ((0.0, (0, -5000)), (1.5, (0, -2700)), (3.0, (0, -900)))
        assert race(*far).found().players("beaten_to_ball") == []
