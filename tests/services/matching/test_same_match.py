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
    stayed=frozenset({A, B, C}),
    scoreboards={
        A: (2, 0, 1, 3, 340),
        B: (1, 1, 0, 2, 225),
        C: (1, 0, 0, 1, 120),
        D: (1, 0, 2, 4, 310),
    },
    goals=GOALS,
    is_forfeit=False,
    covered_seconds=(-300.0, 15.0),
    frames_count=10_000,
)
"""From the first kickoff to the goal that ends overtime; D came late."""
GOALLESS = replace(WHOLE, goals=(), covered_seconds=(-300.0, 0.0))
"""Given up at the end of normal time."""


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
        stayed=facts.stayed - {account},
        scoreboards={one: row for one, row in facts.scoreboards.items() if one != account},
    )


def counted(facts: MatchFacts, *numbers: int) -> MatchFacts:
    """The same with other numbers for everybody."""
    row = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
    return replace(facts, scoreboards=dict.fromkeys(facts.scoreboards, row))


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
            part(-285.0, -275.0),
            without(part(-150.0, 15.0), D),
        ],
        ids=["whole", "late", "left", "both", "one goal", "never met one"],
    )
    def test_a_part_is_of_the_whole(self, other: MatchFacts) -> None:
        assert same_both_ways(WHOLE, other)

    def test_two_parts_that_overlap_are_of_one_match(self) -> None:
        assert same_both_ways(part(-300.0, -90.0), part(-210.0, 15.0))

    def test_two_parts_without_a_common_moment_prove_nothing(self) -> None:
        assert not same_both_ways(part(-300.0, -210.0), part(-150.0, 15.0))

    @pytest.mark.parametrize(
        "stub",
        [
            part(-290.0, -285.0),
            part(-300.0, -281.5),
            part(-90.0, -25.0),
            counted(part(-290.0, -285.0), 0, 0, 0, 0, 0),
            replace(WHOLE, goals=(), covered_seconds=(-300.0, -300.0)),
            replace(WHOLE, goals=(), covered_seconds=None),
        ],
        ids=["seconds", "until the first goal", "a minute", "nothing", "a moment", "no clock"],
    )
    def test_a_part_in_which_nothing_happened_proves_nothing(self, stub: MatchFacts) -> None:
        assert not same_both_ways(WHOLE, stub)
        assert not same_both_ways(GOALLESS, replace(stub, covered_seconds=(-300.0, -200.0)))

    def test_without_a_goal_the_same_end_with_the_same_scoreboards_proves_it(self) -> None:
        assert same_both_ways(GOALLESS, GOALLESS)
        late = without(replace(GOALLESS, covered_seconds=(-40.0, -1.0)), D)
        assert same_both_ways(GOALLESS, late)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (GOALLESS, replace(GOALLESS, covered_seconds=(-300.0, -20.0))),
            (GOALLESS, counted(GOALLESS, 2, 0, 1, 3, 341)),
            (GOALLESS, counted(GOALLESS, 0, 0, 0, 0, 0)),
            (counted(GOALLESS, 0, 0, 0, 0, 0), counted(GOALLESS, 0, 0, 0, 0, 0)),
        ],
        ids=["another end", "other numbers", "nothing on one side", "nothing on both"],
    )
    def test_without_a_goal_less_than_that_proves_nothing(
        self, one: MatchFacts, other: MatchFacts
    ) -> None:
        assert not same_both_ways(one, other)

    def test_who_was_there_all_the_time_must_be_in_both(self) -> None:
        """Bots in the place of players are nobody's word for anything."""
        late = part(-150.0, 15.0)
        assert same_both_ways(WHOLE, without(late, D))
        assert not same_both_ways(WHOLE, without(late, C))
        assert not same_both_ways(WHOLE, without(without(without(late, D), C), B))

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
        assert not same_both_ways(clockless, counted(clockless, 2, 0, 1, 3, 340))


class TestTellsMore:
    @pytest.mark.parametrize(
        "less",
        [
            part(-150.0, 15.0, frames=1_000_000),
            part(-300.0, -90.0),
            replace(WHOLE, covered_seconds=None),
            without(part(-150.0, 15.0), D),
        ],
        ids=["late", "left", "no clock", "never met one"],
    )
    def test_the_longer_stretch_does_however_many_frames_it_has(self, less: MatchFacts) -> None:
        assert tells_more(WHOLE, less)
        assert not tells_more(less, WHOLE)

    @pytest.mark.parametrize("stretch", [(-150.0, 15.0), (-300.0, -90.0), (-300.0, 15.0), None])
    def test_the_same_stretch_does_not(self, stretch: tuple[float, float] | None) -> None:
        told = replace(WHOLE, covered_seconds=stretch)
        finer = counted(replace(told, frames_count=1_000_000), 9, 9, 9, 9, 999)
        assert not tells_more(finer, told)

    @pytest.mark.parametrize(
        "poorer",
        [
            part(-150.0, 15.0),
            without(WHOLE, C),
            replace(WHOLE, scoreboards={**WHOLE.scoreboards, A: (2, 0, 1, 2, 340)}),
            replace(WHOLE, scoreboards={**WHOLE.scoreboards, A: (None,) * 5}),
        ],
        ids=["late", "player", "fewer shots", "no scoreboard"],
    )
    def test_what_lacks_anything_does_not(self, poorer: MatchFacts) -> None:
        left = part(-300.0, -100.0)
        assert tells_more(WHOLE, left)
        assert not tells_more(poorer, left)

    @pytest.mark.parametrize(
        "whole",
        [
            WHOLE,
            replace(part(-300.0, -1.0), goals=GOALS[:3]),
            replace(part(-300.0, -90.0), goals=GOALS[:2], is_forfeit=True),
        ],
        ids=["overtime", "normal time", "forfeit"],
    )
    def test_nothing_tells_more_than_a_whole_match(self, whole: MatchFacts) -> None:
        assert not tells_more(replace(whole, covered_seconds=(-600.0, 400.0)), whole)

    @pytest.mark.parametrize(
        ("stretch", "longer"),
        [((-300.0, 0.0), (-300.0, 15.0)), ((-480.0, 15.0), (-600.0, 15.0))],
        ids=["before overtime", "late in a match of ten minutes"],
    )
    def test_a_match_that_goes_on_or_began_before_is_not_whole(
        self, stretch: tuple[float, float], longer: tuple[float, float]
    ) -> None:
        told = replace(part(*stretch), goals=GOALS if stretch[1] > 0 else GOALS[:-1])
        assert tells_more(replace(WHOLE, covered_seconds=longer), told)
