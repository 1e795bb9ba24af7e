"""What a season shows of the player's progress, in the statistics that the analysis gives of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from statistics import mean

import numpy as np
import pytest

import rlcoach
from rlcoach.synth.match import Rules
from rlcoach.synth.season.make import played
from rlcoach.synth.season.people import HERO_NAME, form
from rlcoach.synth.season.plan import PlannedMatch, plan
from rlcoach.synth.writing import write_replay

UNTIL = date(2026, 11, 26)
TRENDS = ("boost.bcpm", "movement.avg_speed", "movement.percent_supersonic_speed")
"""That rise over the season."""


def season(seed: int, size: int | None = None) -> list[PlannedMatch]:
    matches = plan(60, seed=seed, until=UNTIL)
    return [one for one in matches if size in {None, one.setting.team_size}]


def stats_of(match: PlannedMatch, seconds: int = 300) -> dict[str, float]:
    """The player's, of a match of so many seconds."""
    rules = Rules(match_seconds=seconds, has_overtime=False)
    report = rlcoach.analyze(write_replay(played(match, rules)))
    (hero,) = [one for one in report.players if one.name == HERO_NAME]
    return {key: float(hero.stats[key]) for key in TRENDS}


def slope_errors(matches: Sequence[PlannedMatch], values: Sequence[float]) -> float:
    """The slope over the season by its standard error, with a level for each team size."""
    days = np.array([one.setting.start.timestamp() for one in matches])
    size = np.array([one.setting.team_size for one in matches])
    terms = np.column_stack([days - days.mean(), *[size == number for number in (1, 2, 3)]])
    terms[:, 0] /= np.ptp(days)
    fit = np.linalg.lstsq(terms, np.array(values), rcond=None)[0]
    left = np.array(values) - terms @ fit
    variance = left @ left / (len(values) - terms.shape[1])
    return float(fit[0] / np.sqrt(variance * np.linalg.inv(terms.T @ terms)[0, 0]))


def on_day(match: PlannedMatch, progress: float) -> PlannedMatch:
    """The match with the player as he is when a share of the season is over."""
    skills = list(match.skills)
    skills[match.setting.saver] = form(progress, 0, 0.0)
    return replace(match, skills=tuple(skills))


class TestTrends:
    def test_the_player_of_the_last_day_is_more_often_supersonic(self) -> None:
        doubles = season(seed=0, size=2)[:5]
        first, last = (
            [
                stats_of(on_day(one, progress), seconds=75)["movement.percent_supersonic_speed"]
                for one in doubles
            ]
            for progress in (0.0, 1.0)
        )
        assert mean(last) > 1.5 * mean(first)

    @pytest.mark.prove
    @pytest.mark.timeout(900)
    @pytest.mark.parametrize("seed", range(3))
    def test_they_stand_out_of_the_noise_of_single_matches(self, seed: int) -> None:
        matches = season(seed)
        rows = [stats_of(one) for one in matches]
        for key in TRENDS:
            assert slope_errors(matches, [row[key] for row in rows]) > 2.0, key
