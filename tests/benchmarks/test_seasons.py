"""Seasons by date."""

import pytest

from benchmarks.accuracy.seasons import season_of


class TestSeasonOf:
    @pytest.mark.parametrize(
        ("date", "code"),
        [
            ("2015-07-07", "1"),
            ("2016-09-01T21:39:00", "3"),
            ("2017-03-21", "3"),
            ("2017-03-22", "4"),
            ("2020-09-22", "14"),
            ("2020-09-23", "f1"),
            ("2026-03-10T18:55:49", "f21"),
            ("2026-04-28T18:07:32", "f22"),
            ("2027-01-01", "f23"),
        ],
    )
    def test_codes(self, date: str, code: str) -> None:
        season = season_of(date)
        assert season is not None
        assert season.code == code

    def test_numbers_begin_anew(self) -> None:
        season = season_of("2026-04-28")
        assert season is not None
        assert season.number == 22

    @pytest.mark.parametrize("date", ["", "2015-01-01"])
    def test_none_before_the_game(self, date: str) -> None:
        assert season_of(date) is None
