"""Acts put together to one match, and what the simulator's states say of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from rlcoach.synth.match_record import NO_LIFE, PARTS, ClockChange, RoundStart, Scored, StatRise
from rlcoach.synth.physics.manoeuvres import hold, steps
from rlcoach.synth.scripts.act import Played
from rlcoach.synth.scripts.acts import lines
from rlcoach.synth.scripts.basics import BASICS, happened
from rlcoach.synth.scripts.film import TooLong, film
from rlcoach.synth.scripts.happened import Rows
from rlcoach.synth.scripts.reels import cast, setting
from rlcoach.synth.scripts.scene import Scene

MADE = setting("test")


def rows_of(key: str, played: Played) -> Rows:
    """What the states say of a kind of event."""
    return happened(next(basic for basic in BASICS if basic.key == key), played)


class TestRounds:
    ACTS = (lines.scoring(team=0), lines.scoring(team=1), lines.scoring(team=0, first=9))

    def test_each_has_a_new_ball_and_new_cars_after_a_jump_of_the_recording(self) -> None:
        made = film(self.ACTS, cast(), setting=MADE)
        record = made.record
        assert set(record.ball.life.tolist()) == {0, 1, 2}
        first = np.flatnonzero(np.diff(record.ball.life)) + 1
        assert (record.delta[first] == 0).all()
        assert (np.diff(record.time) > 0).all()
        for before, after in pairwise(made.placed):
            assert after.start_seconds > before.end_seconds

    def test_players_of_a_team_take_turns(self) -> None:
        made = film([self.ACTS[0]] * 3, cast(), setting=MADE)
        assert [placed.rows for placed in made.placed] == [(0,), (1,), (2,)]

    def test_scores_and_numbers_add_up(self) -> None:
        made = film([self.ACTS[0]] * 4, cast(), setting=MADE)
        told = made.record.happenings
        assert sum(isinstance(one, Scored) for one in told) == 4
        goals = [one for one in told if isinstance(one, StatRise) and one.name == "MatchGoals"]
        assert [(one.player, one.value) for one in goals] == [(0, 1), (1, 1), (2, 1), (0, 2)]

    def test_the_clock_counts_down_and_must_not_run_out(self) -> None:
        made = film(self.ACTS, cast(), setting=MADE)
        shown = [one.seconds for one in made.record.happenings if isinstance(one, ClockChange)]
        assert shown[0] == 300
        assert shown == sorted(shown, reverse=True)
        with pytest.raises(TooLong):
            film([self.ACTS[0]] * 200, cast(), setting=MADE)

    def test_only_kickoffs_have_a_number(self) -> None:
        kickoff = replace(self.ACTS[0], played=replace(self.ACTS[0].played, is_kickoff=True))
        made = film([self.ACTS[1], kickoff], cast(), setting=MADE)
        assert made.record.begins_in_play
        (start,) = [one for one in made.record.happenings if isinstance(one, RoundStart)]
        assert start.number == 1
        assert made.record.time[start.frame] == pytest.approx(made.placed[1].start_seconds)


class TestDemolitions:
    def test_the_victim_is_away_and_comes_back_in_a_new_car(self) -> None:
        act = lines.ramming(team=0, is_demolition=True)
        (wreck,) = act.played.wrecks
        assert wreck.return_seconds == pytest.approx(wreck.seconds + 3.04, abs=0.02)
        made = film([act], cast(), setting=MADE)
        life = made.record.cars.life[:, made.placed[0].rows[wreck.victim]]
        runs = [life[0], *life[1:][np.diff(life) != 0]]
        assert runs == [0, NO_LIFE, 1]
        back = int(np.argmax(life == 1))
        counters = made.record.cars.counters[back, made.placed[0].rows[wreck.victim]]
        assert counters.tolist() == [0] * len(PARTS)

    def test_the_attacker_is_not_slowed(self) -> None:
        played = lines.ramming(team=0, is_demolition=True).played
        tick = played.recording.tick_at(played.wrecks[0].seconds)
        speed = np.linalg.norm(played.recording.cars[tick - 2 : tick + 3, 0, 7:10], axis=1)
        assert speed.min() > 2200


class TestPads:
    def test_boost_is_given_and_the_pad_named_wherever_the_scene_is(self) -> None:
        for pad in (0, 7, 15, 33):
            act = lines.collecting(pad, team=1)
            assert [one.pad for one in act.played.pickups] == [pad]
            assert act.played.recording.boost_pct[-1, 0] == (100.0 if pad == 15 else 32.0)


class TestStates:
    @staticmethod
    def sliding(seconds: float) -> Played:
        scene = Scene()
        scene.ball((3000.0, 3000.0, 93.0))
        slide = {"throttle": 1.0, "steer": 1.0, "handbrake": True}
        scene.car(velocity=(0.0, 1200.0, 0.0), pilot=steps([(0.5, slide), (0.5 + seconds, {})]))
        return scene.play(2.0)

    def test_a_slide_is_known_and_one_of_a_moment_open(self) -> None:
        rows = rows_of("powerslide", self.sliding(0.7))
        assert rows is not None
        assert [row.seconds for row in rows] == pytest.approx([0.5], abs=0.02)
        assert rows_of("powerslide", self.sliding(0.1)) is None

    def test_nothing_is_known_as_nothing(self) -> None:
        assert rows_of("demolition", self.sliding(0.7)) == []

    def test_a_ball_that_is_carried_leaves_touches_open(self) -> None:
        scene = Scene()
        scene.car(position=(0.0, -1000.0, 17.0), velocity=(0.0, 900.0, 0.0), pilot=hold())
        scene.ball((0.0, -987.0, 147.0), velocity=(0.0, 900.0, 0.0))
        assert rows_of("touch", scene.play(1.0)) is None

    def test_what_comes_after_the_goal_is_no_part_of_the_play(self) -> None:
        act = lines.scoring(team=0)
        goal = act.played.goal
        assert goal is not None
        early = replace(act.played, goal=replace(goal, seconds=0.1))
        assert rows_of("touch", act.played) != []
        assert rows_of("touch", early) == []
