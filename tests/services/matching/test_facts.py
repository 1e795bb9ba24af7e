"""What two files of one match must have in common, as reports and as rows tell it."""

from uuid import uuid4

import pytest

from rlcoach.db.models import PlayerGameStats, Replay
from rlcoach.report.schema import Presence, Report
from rlcoach.services.matching.facts import MatchFacts, facts_of_report, facts_of_rows
from tests.builders import reports

SECONDS = 300.0
A, B = "steam:1", "steam:2"


def presence(first: float, last: float) -> Presence:
    """A stretch of being there."""
    return Presence(start_frame=0, end_frame=0, start_time=first, end_time=last)


def report(*, away_seconds: float = 0.0) -> Report:
    """Of a match in which the second player was away for some time."""
    there = {A: [presence(0.0, SECONDS)], B: [presence(away_seconds, SECONDS)]}
    players = [
        reports.player(id=name, online_id=name[-1], presence=spans) for name, spans in there.items()
    ]
    return reports.report(players, start_time=0.0, end_time=SECONDS)


def rows(*, away_seconds: float = 0.0, stretch: tuple[float, float] = (-300.0, 0.0)) -> MatchFacts:
    """The same from the database."""
    players = [
        PlayerGameStats(
            report_player_id=name, player_id=uuid4(), played_seconds=SECONDS - away, team=0
        )
        for name, away in ((A, 0.0), (B, away_seconds))
    ]
    replay = Replay(
        duration_seconds=SECONDS,
        covered_from_seconds=stretch[0],
        covered_to_seconds=stretch[1],
        goals=[],
        frames_count=1,
        is_start_estimated=True,
        is_forfeit=False,
    )
    return facts_of_rows(replay, players)


def told(away_seconds: float) -> list[MatchFacts]:
    """Both ways."""
    of_report = facts_of_report(
        report(away_seconds=away_seconds), sent_start=None, covered_seconds=None
    )
    return [of_report, rows(away_seconds=away_seconds)]


class TestStayed:
    def test_is_who_was_there_all_the_time_but_for_some_seconds(self) -> None:
        assert [set(facts.stayed) for facts in told(5.0)] == [{A, B}] * 2

    def test_is_nobody_who_came_late(self) -> None:
        assert [set(facts.stayed) for facts in told(30.0)] == [{A}] * 2
        assert [set(facts.teams) for facts in told(30.0)] == [{A, B}] * 2


class TestCoveredSeconds:
    @pytest.mark.parametrize("stretch", [(-300.0, 15.0), (-20.0, -20.0)])
    def test_are_those_of_a_clock_that_counts_down(self, stretch: tuple[float, float]) -> None:
        of_report = facts_of_report(report(), sent_start=None, covered_seconds=stretch)
        assert of_report.covered_seconds == rows(stretch=stretch).covered_seconds == stretch

    def test_are_none_where_it_counts_up(self) -> None:
        """Knockout: the stretch would end before it begins."""
        stretch = (-1.0, -459.0)
        of_report = facts_of_report(report(), sent_start=None, covered_seconds=stretch)
        assert (of_report.covered_seconds, rows(stretch=stretch).covered_seconds) == (None, None)
