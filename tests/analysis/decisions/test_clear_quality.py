"""To whom clears came."""

from __future__ import annotations

import pytest

from tests.builders.choreography import Choreography, beside


def cleared(team: int | None, at: float) -> Choreography:
    """Ann clears at 1 s; somebody touches the ball at y = 500, or nobody does."""
    play = Choreography(seconds=7)
    start, end = (0.0, -3500.0), (0.0, 500.0)
    play.car("Ann", 0, (0, (0, -4700)), (1.0, beside(start, 0)), (1.5, (0, -3300)))
    play.car("Abe", 0, (0, (3000, 0)), *([(at, beside(end, 0))] if team == 0 else []))
    play.car("Bob", 1, (0, (-3000, 3000)), *([(at, beside(end, 1))] if team == 1 else []))
    play.ball((0, start), (1.0, start), (at, end), (7, (1500, 900)))
    play.touch(0, 1.0)
    if team is not None:
        play.touch(team, at)
    return play


class TestClearQuality:
    @pytest.mark.parametrize(
        ("team", "at", "kind"),
        [
            (0, 3.0, "to_mate"),
            (1, 2.8, "to_opponent"),
            (1, 4.2, "to_space"),
            (0, 5.2, "to_space"),
            (None, 4.0, "to_space"),
        ],
    )
    def test_by_the_next_touch(self, team: int | None, at: float, kind: str) -> None:
        found = cleared(team, at).found()
        assert found.kinds("clear_quality") == [("Ann", kind)]
        assert found.field("clear_quality", "is_success") == [kind != "to_opponent"]
        assert found.field("clear_quality", "distance")[0] > 1500
