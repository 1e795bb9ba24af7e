"""Touches: what breaks the ball's path, and whose car it was."""

from __future__ import annotations

import numpy as np
import pytest

from rlcoach.analysis.event import Events
from tests.builders.pitch import Pitch

HIT_FRAME = 25
"""Where a car from (0, -975) at 1000 uu/s is 9 uu from a ball at the centre."""


def hit_at_centre(pitch: Pitch) -> None:
    """Alice drives into a resting ball."""
    alice = pitch.player("Alice", team=0)
    pitch.drive(alice, (0, -975, 17), velocity=(0, 1000, 0))
    pitch.fly((0, 0, 93))
    pitch.fly(velocity=(0, 1800, 300), frame=HIT_FRAME)


def touches(pitch: Pitch) -> Events:
    return pitch.events()["touch"]


class TestDetect:
    def test_a_car_that_moves_the_ball_touched_it(self) -> None:
        pitch = Pitch()
        hit_at_centre(pitch)
        found = touches(pitch)
        assert found.frame.tolist() == [HIT_FRAME]
        assert found.player.tolist() == [0]
        assert found.column("surface").tolist() == ["ground"]
        assert found.column("ball_speed_before").tolist() == [0.0]
        assert found.column("ball_speed_after")[0] == pytest.approx(1825, abs=1)

    def test_a_ball_in_flight_is_not_touched(self) -> None:
        pitch = Pitch()
        pitch.drive(pitch.player("Alice", team=0), (0, 0, 17))
        pitch.fly((0, -3000, 500), velocity=(0, 1500, 800))
        assert len(touches(pitch)) == 0

    def test_a_bounce_beside_a_car_is_not_a_touch(self) -> None:
        pitch = Pitch()
        pitch.drive(pitch.player("Alice", team=0), (0, -200, 17))
        pitch.fly((0, 0, 400), velocity=(0, 0, -300))
        # Falls 307 uu in 22 frames, arrives at 777 uu/s and leaves with 0.6 of it.
        pitch.fly((0, 0, 93), velocity=(0, 0, 450), frame=22)
        assert len(touches(pitch)) == 0

    def test_a_break_far_from_cars_is_not_a_touch(self) -> None:
        pitch = Pitch()
        pitch.drive(pitch.player("Alice", team=0), (0, -420, 17))
        pitch.fly((0, 0, 93))
        pitch.fly(velocity=(0, 1500, 300), frame=HIT_FRAME)
        assert len(touches(pitch)) == 0

    def test_both_cars_at_the_ball_touched_it(self) -> None:
        pitch = Pitch()
        hit_at_centre(pitch)
        bob = pitch.player("Bob", team=1)
        pitch.drive(bob, (0, 975, 17), velocity=(0, -1000, 0))
        pitch.touch_team(0, HIT_FRAME)
        assert sorted(touches(pitch).player.tolist()) == [0, 1]

    def test_the_sent_team_decides_between_cars(self) -> None:
        pitch = Pitch()
        hit_at_centre(pitch)
        # The hitbox ends 73 uu ahead of the car: 31 uu of gap.
        pitch.drive(pitch.player("Bob", team=1), (-91 - 73 - 31, 0, 17))
        pitch.touch_team(0, HIT_FRAME)
        assert touches(pitch).player.tolist() == [0]

    def test_contacts_within_a_moment_are_one(self) -> None:
        pitch = Pitch()
        hit_at_centre(pitch)
        pitch.fly(velocity=(0, 1900, 500), frame=HIT_FRAME + 2)
        assert len(touches(pitch)) == 1

    def test_a_team_change_without_a_break_is_the_nearest_cars(self) -> None:
        pitch = Pitch()
        pitch.drive(pitch.player("Alice", team=0), (0, -300, 17))
        pitch.drive(pitch.player("Eve", team=0), (0, -350, 17))
        pitch.drive(pitch.player("Bob", team=1), (0, 200, 17))
        pitch.fly((0, 0, 93))
        pitch.touch_team(0, 40)
        found = touches(pitch)
        assert (found.frame.tolist(), found.player.tolist()) == ([40], [0])

    def test_a_dodge_around_the_contact_is_said(self) -> None:
        for frame, expected in ((HIT_FRAME + 5, True), (HIT_FRAME + 12, False)):
            pitch = Pitch()
            alice = pitch.player("Alice", team=0)
            pitch.drive(alice, (0, -975, 17), velocity=(0, 1000, 0))
            pitch.fly((0, 0, 93))
            pitch.fly(velocity=(0, 1800, 300), frame=HIT_FRAME)
            pitch.wire.switch(alice.car.dodge, (0, 0), (frame, 1), (frame + 20, 2))
            assert touches(pitch).column("is_dodge").tolist() == [expected]

    def test_nothing_is_touched_while_play_rests(self) -> None:
        pitch = Pitch()
        hit_at_centre(pitch)
        pitch.state("PostGoalScored", 10)
        assert len(touches(pitch)) == 0

    def test_a_match_without_ball_has_no_touches(self) -> None:
        pitch = Pitch()
        pitch.drive(pitch.player("Alice", team=0), (0, 0, 17))
        assert len(touches(pitch)) == 0
        assert "touch" not in pitch.events(mode="knockout")


class TestKickoff:
    def test_the_first_touch_is_the_kickoffs(self) -> None:
        pitch = Pitch(is_hit=False)
        hit_at_centre(pitch)
        pitch.hit(HIT_FRAME)
        assert touches(pitch).column("is_kickoff").tolist() == [True]

    def test_a_recording_that_begins_in_play_has_no_kickoff(self) -> None:
        pitch = Pitch(is_hit=True)
        hit_at_centre(pitch)
        assert not touches(pitch).column("is_kickoff").any()


class TestEras:
    def test_lengths_of_fields_agree(self) -> None:
        pitch = Pitch()
        hit_at_centre(pitch)
        found = touches(pitch)
        assert {len(np.asarray(column)) for column in found.fields.values()} == {len(found)}
