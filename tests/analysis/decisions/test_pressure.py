"""Keeping the ball in the opponents' half."""

from __future__ import annotations

from tests.builders.choreography import Choreography, beside


def siege(*, touches: int = 3, away_seconds: float = 0.0) -> Choreography:
    """Ann plays the ball in front of Bob's goal for 6 s, which may leave the half in between."""
    play = Choreography(seconds=10)
    spots = [(0.0, 2000.0), (900.0, 2800.0), (-400.0, 2400.0)][:touches]
    stops = [(1.0 + 2 * number, spot) for number, spot in enumerate(spots)]
    play.car("Ann", 0, (0, (0, 900)), *((at, beside(spot, 0)) for at, spot in stops))
    play.car("Bob", 1, (0, (3500, 5000)))
    out = [(7.0, (0, 400))]
    out += [(7.2, (0, 0)), (7.2 + away_seconds, (0, 0))] if away_seconds else []
    out += [(7.5 + away_seconds, (0, 600)), (9.0 + away_seconds, (0, 2500))]
    play.ball((0, spots[0]), *stops, *out)
    for at, _ in stops:
        play.touch(0, at)
    return play


class TestPressure:
    def test_a_spell_is_the_teams(self) -> None:
        found = siege().found()
        assert found.players("pressure") == [""]
        assert found.field("pressure", "team") == [0]
        assert found.field("pressure", "touches") == [3]
        assert found.field("pressure", "seconds")[0] > 6

    def test_a_ball_that_is_back_at_once_has_not_left(self) -> None:
        assert len(siege(away_seconds=0.3).found().players("pressure")) == 1

    def test_one_touch_is_a_clear(self) -> None:
        assert siege(touches=1).found().players("pressure") == []
