"""Challenges, and what came of them."""

from __future__ import annotations

import pytest

from tests.builders.choreography import Choreography, Place, Stop, beside

SPOT = (0.0, 0.0)


def challenged(
    *after: Stop, ball: Place = (0, 2500), next_touch: tuple[str, float] | None = None
) -> Choreography:
    """Bob hits the ball at 1 s while Ann comes at it; then the ball goes to `ball` in 1.5 s."""
    play = Choreography(seconds=6)
    play.car("Bob", 1, (0, (0, 1500)), (1.0, beside(SPOT, 1)), (2.2, (900, 900)))
    play.car(
        "Ann", 0, (0, (0, -2100)), (1.0, (0, -600)), *(after or ((1.4, (0, 0)), (2.4, (0, 1500))))
    )
    stops: list[Stop] = [(0, SPOT), (1.0, SPOT), (2.5, ball)]
    if next_touch is not None:
        name, at = next_touch
        team = 0 if name == "Abe" else 1
        play.car(name, team, (0, (-2000, 100)), (at, beside(ball, team)))
        play.touch(team, at)
        stops[-1] = (at, ball)
    play.ball(*stops, (5.5, (1500, ball[1])))
    play.touch(1, 1.0)
    return play


class TestDuels:
    @pytest.mark.parametrize(
        ("next_touch", "kind"), [(("Abe", 2.5), "won"), (("Ben", 2.5), "lost")]
    )
    def test_the_next_touch_decides(self, next_touch: tuple[str, float], kind: str) -> None:
        found = challenged(ball=(-1500, -300), next_touch=next_touch).found()
        assert found.kinds("duel")[0] == ("Ann", kind)
        assert found.field("duel", "is_success")[0] is (kind == "won")
        assert found.names[found.field("duel", "opponent")[0]] == "Bob"

    @pytest.mark.parametrize(
        ("ball", "kind"), [((0, 2500), "won"), ((0, -2500), "lost"), ((2500, 0), "neutral")]
    )
    def test_a_ball_nobody_follows_decides_by_its_way(self, ball: Place, kind: str) -> None:
        assert challenged(ball=ball).found().kinds("duel") == [("Ann", kind)]

    def test_who_turns_away_before_the_ball_only_pretended(self) -> None:
        found = challenged(
            (1.1, (0, -470)), (1.3, (0, -420)), (2.2, (600, -1800)), ball=(2500, -300)
        ).found()
        assert found.kinds("duel") == [("Ann", "faked")]
        assert found.field("duel", "is_success") == [None]

    def test_waiting_is_no_duel(self) -> None:
        play = Choreography(seconds=4)
        play.car("Bob", 1, (0, (0, 1500)), (1.0, beside(SPOT, 1)))
        play.car("Ann", 0, (0, (0, -600)))
        play.ball((0, SPOT), (1.0, SPOT), (3.0, (1500, -1500)))
        play.touch(1, 1.0)
        assert play.found().kinds("duel") == []
