"""Missing the ball."""

from __future__ import annotations

import pytest

from rlcoach.synth.scripts.choreography import Choreography, beside
from rlcoach.synth.scripts.plays.challenging import passes_by
from tests.builders.choreography import seen


class TestWhiffs:
    def test_a_dodge_past_the_ball(self) -> None:
        found = seen(passes_by(190))
        assert found.kinds("whiff") == [("Ann", "ground")]
        # Half the ball, half the car's width.
        assert found.field("whiff", "gap")[0] == pytest.approx(190 - 91 - 42, abs=20)

    def test_flying_past_a_high_ball(self) -> None:
        falling = ((0, (0, -900, 900)), (1.2, (0, 0, 820)), (2.5, (0, 1000, 200)))
        play = passes_by(0, *falling, dodge=None, z=600)
        assert seen(play).kinds("whiff") == [("Ann", "aerial")]

    def test_driving_by_is_none(self) -> None:
        assert seen(passes_by(190, dodge=None)).kinds("whiff") == []

    def test_a_length_away_is_none(self) -> None:
        assert seen(passes_by(400)).kinds("whiff") == []

    def test_a_hit_is_none(self) -> None:
        play = Choreography(seconds=4)
        play.car("Ann", 0, (0, (0, -2400)), (1.2, beside((0, 0), 0)), (2.4, (0, 2000)))
        play.car("Bob", 1, (0, (3000, 5000)))
        play.ball((0, (0, 0)), (1.2, (0, 0)), (3.5, (500, 5000)))
        play.touch(0, 1.2)
        play.dodge("Ann", 1.0)
        assert seen(play).kinds("whiff") == []

    def test_a_ball_somebody_takes_away_is_none(self) -> None:
        play = passes_by(190, (0, (0, 0)), (1.1, (0, 0)), (3, (3500, 0)))
        play.car("Eve", 1, (0, (-1500, 0)), (1.1, (-125, 0)), (2, (-900, 900)))
        play.touch(1, 1.1)
        assert seen(play).kinds("whiff") == []
