"""Simulated scenes: detectors find in the file what the recording says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import pi

import numpy as np
import pytest

from rlcoach.analysis.event import Events
from rlcoach.synth.physics.manoeuvres import dribble, hold, steps
from rlcoach.synth.physics.recording import Span
from rlcoach.synth.scripts.act import Played, Rise
from rlcoach.synth.scripts.scene import Driver, Placement, Scene, placements
from tests.builders.files import analysis_of, events_of, filmed, frame_of, row_of, tables_of_record

PLACEMENTS = placements(6, seed=3)

FLIP_INTO_BALL = steps(
    [
        (0.0, {"throttle": 1.0, "boost": True}),
        (0.3, {"throttle": 1.0, "jump": True}),
        (0.5, {"throttle": 1.0}),
        (0.6, {"jump": True, "pitch": -1.0}),
        (0.7, {}),
    ]
)
DOUBLE_JUMP = steps([(0.4, {"jump": True}), (0.6, {}), (0.7, {"jump": True}), (0.8, {})])


def scene(placement: Placement) -> tuple[Scene, Driver, Driver]:
    """A blue car flips into a bouncing ball while an orange one double jumps."""
    made = Scene(placement)
    blue = made.car(position=(0.0, -1500.0, 17.0), pilot=FLIP_INTO_BALL)
    orange = made.car(team=1, position=(500.0, 1200.0, 17.0), yaw=-pi / 2, pilot=DOUBLE_JUMP)
    made.meet(blue, at=0.85, side="roof", ball_velocity=(0.0, -500.0, -100.0), bounces=1)
    return made, blue, orange


def assert_same(played: Played, found: Events, truth: Sequence[Span]) -> None:
    """Who and when, to one frame."""
    film = filmed(played)
    wanted = [(row_of(played, s.car), frame_of(film, s.start_seconds)) for s in truth]
    assert len(found) == len(wanted)
    for player, frame, want in zip(
        found.player, found.frame, sorted(wanted, key=_second), strict=True
    ):
        assert player == want[0]
        assert abs(frame - want[1]) <= 1


def _second(pair: tuple[int, int]) -> int:
    return pair[1]


@pytest.mark.parametrize("placement", PLACEMENTS)
class TestDetectorsAgreeWithTheTruth:
    def test_on_jumps_dodges_touches_and_flights(self, placement: Placement) -> None:
        made, _, _ = scene(placement)
        played = made.play(2.6)
        truth, found = played.recording, events_of(played)
        assert_same(played, found["jump"], truth.jumps)
        assert_same(played, found["double_jump"], truth.double_jumps)
        assert_same(played, found["dodge"], truth.dodges)
        assert_same(played, found["touch"], truth.touches)
        assert [len(truth.jumps), len(truth.double_jumps), len(truth.dodges)] == [2, 1, 1]

    def test_on_times_in_the_air(self, placement: Placement) -> None:
        made, blue, orange = scene(placement)
        played = made.play(2.6)
        found = events_of(played)["air_span"]
        for driver, lands in ((blue, False), (orange, True)):
            longest = max(
                (span for span in played.recording.flights if span.car == driver.number),
                key=lambda span: span.end_seconds - span.start_seconds,
            )
            row = int(np.flatnonzero(found.player == row_of(played, driver.number))[0])
            # Bodies are sent every second or third frame, and a car is held to drive up to 40 uu.
            assert abs(found.frame[row] - frame_of(filmed(played), longest.start_seconds)) <= 4
            assert found.end_frame is not None
            if lands:  # The other one comes down on its nose, where the two mean different things.
                assert (
                    abs(found.end_frame[row] - frame_of(filmed(played), longest.end_seconds)) <= 4
                )


class TestOtherDetectors:
    @staticmethod
    def truth_and_found(made: Scene, key: str, seconds: float) -> tuple[Played, Events]:
        played = made.play(seconds)
        return played, events_of(played)[key]

    def test_a_bump_is_found(self) -> None:
        made = Scene()
        made.car(
            position=(0.0, -1500.0, 17.0),
            velocity=(0.0, 1800.0, 0.0),
            pilot=hold(throttle=0.02),
        )
        made.car(team=1, position=(0.0, 0.0, 17.0), yaw=0.0)
        made.ball((3000.0, 3000.0, 93.0))
        played, found = self.truth_and_found(made, "bump", 1.5)
        assert found.player.tolist() == [bump.attacker for bump in played.recording.bumps] == [0]
        assert (
            abs(found.frame[0] - frame_of(filmed(played), played.recording.bumps[0].seconds)) <= 4
        )

    def test_a_dribble_is_a_carry(self) -> None:
        made = Scene()
        made.car(position=(0.0, -3000.0, 17.0), velocity=(0.0, 900.0, 0.0), pilot=dribble())
        made.ball((0.0, -2985.0, 150.0), velocity=(0.0, 900.0, 0.0))
        _, found = self.truth_and_found(made, "ball_carry", 2.5)
        assert found.player.tolist() == [0]

    def test_a_slide_is_a_powerslide(self) -> None:
        made = Scene()
        slide = {"throttle": 1.0, "steer": 1.0, "handbrake": True}
        made.car(velocity=(0.0, 1200.0, 0.0), pilot=steps([(0.5, slide), (1.2, {})]))
        made.ball((3000.0, 3000.0, 93.0))
        played, found = self.truth_and_found(made, "powerslide", 2.0)
        (span,) = played.recording.slides
        assert abs(found.frame[0] - frame_of(filmed(played), span.start_seconds)) <= 1

    def test_a_car_on_the_wall_is_on_the_wall(self) -> None:
        made = Scene()
        driver = made.on_wall(z=600.0, speed=1200.0)
        made.control(driver, hold(throttle=1.0))
        made.meet(driver, at=0.3, ball_velocity=(0.0, 0.0, 300.0))
        played, found = self.truth_and_found(made, "touch", 0.6)
        assert played.recording.flights == []
        assert found.column("surface")[0] == "wall"


class TestPlacement:
    def test_a_mirrored_side_flip_goes_the_other_way(self) -> None:
        directions = []
        for is_mirrored in (False, True):
            made = Scene(placement=Placement(is_mirrored=is_mirrored))
            made.car(
                pilot=steps([(0.0, {"jump": True}), (0.1, {}), (0.2, {"jump": True, "roll": 1})])
            )
            directions += events_of(made.play(1.0))["dodge"].column("direction").tolist()
        assert directions == ["right", "left"]

    def test_the_other_team_attacks_the_other_goal(self) -> None:
        made = Scene(placement=Placement(is_swapped=True))
        driver = made.car(pilot=hold(throttle=1.0))
        played = made.play(1.0)
        assert played.teams == (1,)
        assert played.recording.cars[-1, driver.number, 1] < -200


class TestMeeting:
    @pytest.mark.parametrize("side", ["nose", "roof", "left", "right", "tail", "wheels"])
    def test_the_ball_touches_the_named_side_in_time(self, side: str) -> None:
        made = Scene()
        driver = made.car(position=(0.0, 0.0, 900.0), velocity=(0.0, 300.0, 200.0))
        made.meet(driver, at=0.6, side=side)
        played = made.play(1.0)
        assert played.recording.touches[0].start_seconds == pytest.approx(0.6, abs=0.02)

    @pytest.mark.parametrize("speed", [300.0, 1200.0])
    def test_a_ball_rolls_before_the_nose_of_a_car_that_drives(self, speed: float) -> None:
        made = Scene()
        driver = made.car(position=(0.0, -2000.0, 17.0), velocity=(0.0, 1400.0, 0.0))
        made.control(driver, hold(throttle=1.0))
        made.meet(driver, at=1.0, ball_velocity=(0.0, -speed, 0.0))
        touch = made.play(1.5).recording.touches[0]
        assert touch.start_seconds == pytest.approx(1.0, abs=0.02)
        assert touch.ball_velocity_before == pytest.approx((0, -speed, 0), abs=15)

    def test_wheels_on_the_ball_give_the_dodge_back(self) -> None:
        made = Scene()
        second_jump = steps([(0.1, {"jump": True}), (0.2, {})])
        driver = made.car(position=(0.0, 0.0, 900.0), pilot=second_jump)
        made.meet(driver, at=0.9, side="wheels")
        played = made.play(1.3)
        (reset,) = played.recording.resets
        assert reset.start_seconds == pytest.approx(0.9, abs=0.03)
        refreshes = tables_of_record(filmed(played).record).dodge_refreshes
        assert refreshes.frame.tolist() == [frame_of(filmed(played), reset.start_seconds)]
        uncounted = filmed(replace(played, sends_refreshes=False))
        assert len(tables_of_record(uncounted.record).dodge_refreshes.frame) == 0


class TestGoals:
    def test_a_ball_in_the_goal_ends_the_play(self) -> None:
        made = Scene()
        driver = made.car(position=(0.0, 4000.0, 17.0), velocity=(0.0, 1400.0, 0.0))
        made.control(driver, hold(throttle=1.0, boost=True))
        made.ball((0.0, 4300.0, 93.0))
        played = made.play(2.0)
        goal = events_of(played)["goal"]
        assert goal.player.tolist() == [row_of(played, driver.number)]
        assert events_of(played)["touch"].player.tolist()[:1] == [0]


class TestScoreboard:
    def test_counters_rise_when_told(self) -> None:
        made = Scene()
        driver = made.car()
        rises = tuple(Rise(driver.number, "MatchShots", seconds) for seconds in (0.3, 0.6))
        film = filmed(replace(made.play(1.0), rises=rises))
        counters = tables_of_record(film.record).counters
        frames = counters.frame[counters.rise > 0].tolist()
        assert frames == [frame_of(film, 0.3), frame_of(film, 0.6)]


class TestKickoff:
    def test_the_ball_counts_as_hit_from_the_first_touch(self) -> None:
        made = Scene()
        made.car(position=(0.0, -500.0, 17.0), velocity=(0.0, 1400.0, 0.0))
        film = filmed(replace(made.play(1.0), is_kickoff=True))
        touch = film.placed[0].act.played.recording.touches[0]
        analysis = analysis_of(film.record)
        hit = analysis.context.tables.frames.ball_hit
        assert int(np.argmax(hit)) == frame_of(film, touch.start_seconds)
        assert analysis.events["touch"].column("is_kickoff")[0]


class TestFiles:
    def test_the_same_scene_is_the_same_file(self) -> None:
        one, other = (
            tables_of_record(filmed(scene(Placement())[0].play(1.0)).record) for _ in range(2)
        )
        assert np.array_equal(one.cars.position, other.cars.position)

    def test_another_seed_sends_other_frames(self) -> None:
        played = scene(Placement())[0].play(1.0)
        one, other = (filmed(played, seed=seed).record.time for seed in (1, 2))
        assert not np.array_equal(one, other)
