"""Tags of goals."""

from __future__ import annotations

import pytest

from tests.builders.choreography import Choreography, Place, beside


def scored(
    ball: Place = (0, 3000), *, keeper: Place = (0, 4900), is_kickoff: bool = False, by: str = "Ann"
) -> Choreography:
    """Ann hits the ball at 1 s from a place, and it is in at 3 s; Bob stands at `keeper`."""
    play = Choreography(seconds=5, is_kickoff=is_kickoff)
    height = ball[2] - 110 if len(ball) > 2 else 17
    x, y = (ball[0], ball[1]) if len(ball) > 2 else beside(ball, 0)
    play.car("Ann", 0, (0, (x, y - 1200, height)), (1.0, (x, y, height)), (3.0, (x, y + 500)))
    play.car("Bob", 1, (0, keeper))
    play.ball(
        (0, (*ball[:2], ball[2] + 300) if len(ball) > 2 else ball), (1.0, ball), (3.0, (0, 5350))
    )
    play.touch(0, 1.0)
    play.goal(by, 0, 3.0)
    return play


def tags(play: Choreography) -> set[str]:
    return {kind for _, kind in play.found().kinds("goal_tag")}


class TestPlace:
    def test_a_plain_goal_has_none(self) -> None:
        assert tags(scored()) == set()

    def test_no_defender_between_ball_and_goal(self) -> None:
        assert tags(scored(keeper=(0, 2000))) == {"empty_net"}

    def test_a_defender_in_the_far_corner_guards_nothing(self) -> None:
        assert tags(scored(keeper=(3000, 4800))) == {"empty_net"}

    @pytest.mark.parametrize(
        ("y", "expected"),
        [(1500, set()), (500, {"long_distance"}), (-800, {"long_distance", "own_half"})],
    )
    def test_from_afar(self, y: float, expected: set[str]) -> None:
        assert tags(scored((0, y))) == expected

    @pytest.mark.parametrize(
        ("z", "expected"), [(500, {"aerial"}), (1100, {"aerial", "high_aerial"})]
    )
    def test_in_the_air(self, z: float, expected: set[str]) -> None:
        assert tags(scored((0, 3000, z))) == expected


class TestFacts:
    def test_the_scorers_had_demolished_somebody(self) -> None:
        play = scored()
        play.car("Abe", 0, (0, (2000, 4000)))
        play.car("Ben", 1, (0, (2100, 4000)))
        play.demolish("Abe", "Ben", 0.5)
        assert tags(play) == {"demolition"}

    def test_a_victims_own_team_gets_no_tag(self) -> None:
        play = scored()
        play.car("Abe", 0, (0, (2000, 4000)))
        play.car("Ben", 1, (0, (2100, 4000)))
        play.demolish("Ben", "Abe", 0.5)
        assert tags(play) == set()

    def test_the_defender_touched_it_on_the_way(self) -> None:
        play = Choreography(seconds=5)
        play.car("Ann", 0, (0, (0, 1500)), (1.0, beside((0, 3000), 0)))
        play.car("Bob", 1, (0, (300, 4900)), (1.8, (150, 4600)), (2.5, (600, 4600)))
        play.ball((0, (0, 3000)), (1.0, (0, 3000)), (1.8, (20, 4600)), (2.3, (-100, 5350)))
        play.touch(0, 1.0)
        play.touch(1, 1.8)
        play.goal("Ann", 0, 2.3)
        assert tags(play) == {"deflected"}

    def test_the_defender_put_it_in(self) -> None:
        play = Choreography(seconds=5)
        play.car("Ann", 0, (0, (3000, 2000)))
        play.car("Bob", 1, (0, (0, 1500)), (1.0, (0, 2865)))
        play.ball((0, (0, 3000)), (1.0, (0, 3000)), (2.3, (0, 5350)))
        play.touch(1, 1.0)
        play.goal("Ann", 0, 2.3)
        assert tags(play) == {"own_goal"}
