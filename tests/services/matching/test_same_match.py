"""Which files are of one match, and which of them tells more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rlcoach.services.matching.facts import GoalFact, MatchFacts
from rlcoach.services.matching.same_match import is_same_match, tells_more

A, B, C, D = "steam:1", "epic:2", "ps:3", "xbox:4"
START = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
GOALS = (
    GoalFact(0, -280.0, A),
    GoalFact(1, -200.0, D),
    GoalFact(1, -100.0, C),
    GoalFact(0, -20.0, B),
    GoalFact(0, 15.0, A),
)
WHOLE = MatchFacts(
    guid="G",
    map="stadium_p",
    sent_start=START,
    teams={A: 0, B: 0, C: 1, D: 1},
    scoreboards={A: (2, 0, 1, 3), B: (1, 1, 0, 2), C: (1, 0, 0, 1), D: (1, 0, 2, 4)},
    goals=GOALS,
    covered_seconds=(-300.0, 15.0),
    frames_count=10_000,
)


def part(first: float, last: float, *, frames: int = 5_000) -> MatchFacts:
    """The file of who was there from one moment to another."""
    seen = tuple(
        goal
        for goal in GOALS
        if goal.forward_seconds is not None and first < goal.forward_seconds <= last
    )
    return replace(WHOLE, goals=seen, covered_seconds=(first, last), frames_count=frames)


def without(facts: MatchFacts, account: str) -> MatchFacts:
    """A file whose saver never met one of the players."""
    return replace(
        facts,
        teams={one: team for one, team in facts.teams.items() if one != account},
        scoreboards={one: row for one, row in facts.scoreboards.items() if one != account},
    )


def same_both_ways(one: MatchFacts, other: MatchFacts) -> bool:
    """The order must not matter."""
    answers = {is_same_match(one, other), is_same_match(other, one)}
    assert len(answers) == 1
    return answers.pop()


class TestIsSameMatch:
    @pytest.mark.parametrize(
        "other",
        [
            WHOLE,
            part(-150.0, 15.0),
            part(-300.0, -90.0),
            part(-210.0, -90.0),
            part(-290.0, -285.0),
            without(part(-150.0, 15.0), D),
        ],
        ids=["whole", "late", "left", "both", "no goal", "never met one"],
    )
    def test_a_part_is_of_the_whole(self, other: MatchFacts) -> None:
        assert same_both_ways(WHOLE, other)

    def test_two_parts_that_overlap_are_of_one_match(self) -> None:
        assert same_both_ways(part(-300.0, -90.0), part(-210.0, 15.0))

    def test_two_parts_without_a_common_moment_prove_nothing(self) -> None:
        assert not same_both_ways(part(-300.0, -210.0), part(-150.0, 15.0))

    @pytest.mark.parametrize("first", [-281.0, -280.0, -279.0])
    def test_a_goal_at_the_edge_may_be_in_or_out(self, first: float) -> None:
        assert same_both_ways(WHOLE, replace(part(-300.0, 15.0), covered_seconds=(first, 15.0)))
        assert same_both_ways(WHOLE, replace(part(-275.0, 15.0), covered_seconds=(first, 15.0)))

    def test_a_clock_may_differ_by_a_second(self) -> None:
        shifted = tuple(
            replace(goal, forward_seconds=(goal.forward_seconds or 0.0) + 1.0) for goal in GOALS
        )
        assert same_both_ways(WHOLE, replace(WHOLE, goals=shifted))

    @pytest.mark.parametrize(
        "forged",
        [
            replace(WHOLE, guid="H"),
            replace(WHOLE, map="cs_p"),
            replace(WHOLE, teams={A: 1, B: 1, C: 0, D: 0}),
            replace(WHOLE, teams={A: 0, B: 0, C: 1, "steam:9": 1}),
            replace(WHOLE, teams={}),
            replace(WHOLE, sent_start=START + timedelta(days=1)),
            replace(WHOLE, goals=()),
            replace(WHOLE, goals=GOALS[:-2]),
            replace(WHOLE, goals=(*GOALS, GoalFact(0, -50.0, A))),
            replace(WHOLE, goals=(replace(GOALS[0], scorer=B), *GOALS[1:])),
            replace(WHOLE, goals=(replace(GOALS[0], team=1), *GOALS[1:])),
            replace(WHOLE, goals=(replace(GOALS[0], forward_seconds=-270.0), *GOALS[1:])),
        ],
        ids=[
            "guid",
            "map",
            "teams",
            "player",
            "nobody",
            "day",
            "no goals",
            "fewer goals",
            "another goal",
            "scorer",
            "team of goal",
            "time of goal",
        ],
    )
    def test_one_thing_that_differs_makes_another_match(self, forged: MatchFacts) -> None:
        assert not same_both_ways(WHOLE, forged)

    def test_without_a_guid_nothing_is_the_same(self) -> None:
        nameless = replace(WHOLE, guid=None)
        assert not same_both_ways(nameless, nameless)

    def test_without_a_clock_all_goals_must_be_there(self) -> None:
        goals = tuple(replace(goal, forward_seconds=None) for goal in GOALS)
        clockless = replace(WHOLE, goals=goals, covered_seconds=None)
        assert same_both_ways(clockless, clockless)
        assert not same_both_ways(clockless, replace(clockless, goals=goals[1:]))


class TestTellsMore:
    def test_the_whole_tells_more_than_a_part(self) -> None:
        late = part(-150.0, 15.0)
        assert tells_more(WHOLE, late)
        assert not tells_more(late, WHOLE)

    def test_the_same_does_not(self) -> None:
        assert not tells_more(WHOLE, WHOLE)

    @pytest.mark.parametrize(
        "poorer",
        [
            part(-150.0, 15.0),
            part(-300.0, -90.0),
            replace(WHOLE, covered_seconds=None),
            without(WHOLE, C),
            replace(WHOLE, scoreboards={**WHOLE.scoreboards, A: (2, 0, 1, 2)}),
            replace(WHOLE, scoreboards={**WHOLE.scoreboards, A: (None, None, None, None)}),
        ],
        ids=["late", "left", "no clock", "player", "fewer shots", "no scoreboard"],
    )
    def test_more_frames_alone_are_not_enough(self, poorer: MatchFacts) -> None:
        assert not tells_more(replace(poorer, frames_count=1_000_000), WHOLE)
