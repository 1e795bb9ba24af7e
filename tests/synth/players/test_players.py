"""Simulated players: what can be expected of anybody who plays."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

import numpy as np
import pytest

from rlcoach.synth.match import Rules, play
from rlcoach.synth.match_record import (
    MatchPlayer,
    MatchRecord,
    MatchSetting,
    PadTaken,
    RoundStart,
    Scored,
    Touched,
)
from rlcoach.synth.physics.car import Controls
from rlcoach.synth.players import STYLES, Skill, brain
from rlcoach.synth.situation import Brain, Situation

SETTING = MatchSetting(guid="0" * 32, start=datetime(2026, 11, 1, 20, tzinfo=UTC))
STYLE = STYLES["all_rounder"]


@cache
def match(*skills: float, seed: int = 0, seconds: int = 30) -> MatchRecord:
    """A match of players with these skills, the first half of them on team 0."""
    brains = [brain(STYLE, skill, seed=10 * seed + row) for row, skill in enumerate(skills)]
    return play(
        SETTING,
        people(len(skills)),
        brains,
        seed=seed,
        rules=Rules(match_seconds=seconds, has_overtime=False),
    )


def people(count: int) -> list[MatchPlayer]:
    return [MatchPlayer(f"P{row}", 2 * row // count, online_id=str(row)) for row in range(count)]


def mean_speed(record: MatchRecord, player: int) -> float:
    velocity = record.cars.body[:, player, 7:9]
    return float(np.nanmean(np.linalg.norm(velocity, axis=1)))


class TestKickoffs:
    @pytest.mark.parametrize("seed", range(5))
    def test_the_ball_is_reached_soon(self, seed: int) -> None:
        record = match(0.5, 0.5, seed=seed, seconds=6)
        started = next(one.frame for one in record.happenings if isinstance(one, RoundStart))
        touched = next(one.frame for one in record.happenings if isinstance(one, Touched))
        assert record.time[touched] - record.time[started] < 3.5

    @pytest.mark.parametrize("seed", range(3))
    def test_two_mates_do_not_both_go_for_the_ball(self, seed: int) -> None:
        record = match(0.6, 0.6, 0.6, 0.6, seed=seed, seconds=6)
        first = next(one.frame for one in record.happenings if isinstance(one, Touched))
        away = np.linalg.norm(record.cars.body[first, :, :2] - record.ball.body[first, :2], axis=1)
        for team in (away[:2], away[2:]):
            assert team.max() > 600.0


class TestPlay:
    def test_the_same_seed_is_the_same_play(self) -> None:
        brains = [brain(STYLE, 0.6, seed=row) for row in range(2)]
        rules = Rules(match_seconds=30, has_overtime=False)
        again = play(SETTING, people(2), brains, seed=0, rules=rules)
        assert np.array_equal(again.cars.body, match(0.6, 0.6).cars.body, equal_nan=True)

    def test_everybody_takes_boost_and_meets_the_ball(self) -> None:
        record = match(0.6, 0.6, seconds=60)
        for player in range(2):
            mine = [one for one in record.happenings if getattr(one, "player", None) == player]
            assert sum(isinstance(one, PadTaken) for one in mine) > 5
            assert sum(isinstance(one, Touched) for one in mine) > 3

    def test_nobody_idles(self) -> None:
        record = match(0.6, 0.6, seconds=60)
        assert min(mean_speed(record, player) for player in range(2)) > 600.0

    def test_who_is_faster_by_skill_is_faster(self) -> None:
        record = match(0.95, 0.05, seconds=60)
        assert mean_speed(record, 0) > 1.05 * mean_speed(record, 1)

    def test_looking_changes_nothing(self) -> None:
        watchers = [Watcher(brain(STYLE, 0.6, seed=row)) for row in range(2)]
        brains: list[Brain] = list(watchers)
        play(SETTING, people(2), brains, seed=0, rules=Rules(match_seconds=8, has_overtime=False))
        assert all(watcher.changes == 0 for watcher in watchers)

    @pytest.mark.prove
    @pytest.mark.timeout(600)
    def test_the_better_side_wins(self) -> None:
        """Ten duels of three minutes: 0.9 against 0.2."""
        goals = [0, 0]
        for seed in range(10):
            record = match(0.9, 0.2, seed=seed, seconds=180)
            for one in record.happenings:
                if isinstance(one, Scored):
                    goals[one.team] += 1
        assert goals[0] > goals[1]


@dataclass
class Watcher:
    """A brain that is watched for what it does to the situation."""

    inner: Brain
    changes: int = field(default=0)

    def decide(self, situation: Situation, me: int) -> Controls:
        before = deepcopy((situation.ball, list(situation.cars), list(situation.pads_ready)))
        controls = self.inner.decide(situation, me)
        after = (situation.ball, list(situation.cars), list(situation.pads_ready))
        self.changes += before != after
        return controls

    def wants_ball_cam(self) -> bool:
        return self.inner.wants_ball_cam()


class TestSkill:
    def test_is_between_0_and_1(self) -> None:
        with pytest.raises(ValueError, match="from 0 to 1"):
            Skill.of(1.5)

    def test_drifts_from_one_to_another(self) -> None:
        assert Skill.of(0.2).toward(Skill.of(0.8), 0.5).speed == pytest.approx(0.5)
