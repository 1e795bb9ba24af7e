"""Challenges, and what came of them."""

from __future__ import annotations

import pytest

from rlcoach.synth.scripts.choreography import Choreography, Place, beside
from rlcoach.synth.scripts.plays.challenging import MIDDLE, challenged
from tests.builders.choreography import seen


class TestDuels:
    @pytest.mark.parametrize(
        ("next_touch", "kind"), [(("Abe", 2.5), "won"), (("Ben", 2.5), "lost")]
    )
    def test_the_next_touch_decides(self, next_touch: tuple[str, float], kind: str) -> None:
        found = seen(challenged(ball=(-1500, -300), next_touch=next_touch))
        assert found.kinds("duel")[0] == ("Ann", kind)
        assert found.field("duel", "is_success")[0] is (kind == "won")
        assert found.names[found.field("duel", "opponent")[0]] == "Bob"

    @pytest.mark.parametrize(
        ("ball", "kind"), [((0, 2500), "won"), ((0, -2500), "lost"), ((2500, 0), "neutral")]
    )
    def test_a_ball_nobody_follows_decides_by_its_way(self, ball: Place, kind: str) -> None:
        assert seen(challenged(ball=ball)).kinds("duel") == [("Ann", kind)]

    def test_who_turns_away_before_the_ball_only_pretended(self) -> None:
        found = seen(
            challenged((1.1, (0, -470)), (1.3, (0, -420)), (2.2, (600, -1800)), ball=(2500, -300))
        )
        assert found.kinds("duel") == [("Ann", "faked")]
        assert found.field("duel", "is_success") == [None]

    def test_waiting_is_no_duel(self) -> None:
        play = Choreography(seconds=4)
        play.car("Bob", 1, (0, (0, 1500)), (1.0, beside(MIDDLE, 1)))
        play.car("Ann", 0, (0, (0, -600)))
        play.ball((0, MIDDLE), (1.0, MIDDLE), (3.0, (1500, -1500)))
        play.touch(1, 1.0)
        assert seen(play).kinds("duel") == []
