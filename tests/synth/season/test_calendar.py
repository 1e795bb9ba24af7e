"""Evenings of a season."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from rlcoach.synth.season.calendar import DAYS, Evening, evenings

BERLIN = ZoneInfo("Europe/Berlin")
UNTIL = date(2026, 11, 26)


def season(games: int = 60, seed: int = 0) -> list[Evening]:
    return evenings(games, Random(seed), until=UNTIL, zone=BERLIN)


class TestEvenings:
    @pytest.mark.parametrize("games", [1, 2, 60, 1000])
    def test_hold_as_many_games_as_asked_for(self, games: int) -> None:
        assert sum(len(evening.starts) for evening in season(games)) == games

    def test_last_three_months_and_end_on_the_day_named(self) -> None:
        days = [evening.starts[0].date() for evening in season()]
        assert days == sorted(set(days))
        assert (days[0], days[-1]) == (UNTIL - timedelta(days=DAYS - 1), UNTIL)

    @pytest.mark.parametrize("seed", range(20))
    def test_games_follow_each_other_on_one_evening(self, seed: int) -> None:
        for evening in season(seed=seed):
            assert len({start.date() for start in evening.starts}) == 1
            assert evening.starts[0].hour >= 17
            gaps = [
                second - first
                for first, second in zip(evening.starts, evening.starts[1:], strict=False)
            ]
            assert all(timedelta(minutes=7) < gap < timedelta(minutes=12) for gap in gaps)

    def test_the_clock_is_the_players_through_the_end_of_summer_time(self) -> None:
        offsets = {evening.starts[0].utcoffset() for evening in season()}
        assert offsets == {timedelta(hours=1), timedelta(hours=2)}

    def test_weekends_have_more_games(self) -> None:
        days = [e.starts[0].date().weekday() for seed in range(30) for e in season(seed=seed)]
        share = sum(day in {4, 5, 6} for day in days) / len(days)
        assert 0.45 < share < 0.65
