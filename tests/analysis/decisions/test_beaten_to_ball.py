"""Races for a free ball."""

from __future__ import annotations

import pytest

from rlcoach.synth.scripts.choreography import beside
from rlcoach.synth.scripts.plays.challenging import CLOSE, MIDDLE, race
from tests.builders.choreography import seen

"""Even with Bob for 0.95 s, then slower."""


class TestBeatenToBall:
    def test_a_little_too_late(self) -> None:
        found = seen(race(*CLOSE))
        assert found.players("beaten_to_ball") == ["Ann"]
        assert found.names[found.field("beaten_to_ball", "opponent")[0]] == "Bob"
        assert found.field("beaten_to_ball", "late")[0] == pytest.approx(0.44, abs=0.06)

    def test_a_ball_the_opponent_had_is_no_race(self) -> None:
        assert seen(race(*CLOSE, bob_had_it=True)).players("beaten_to_ball") == []

    def test_who_touches_it_too_has_not_lost_the_race(self) -> None:
        both = ((0.0, (0, -3000)), (1.5, beside(MIDDLE, 0)), (3.0, (0, 900)))
        assert seen(race(*both)).players("beaten_to_ball") == []

    def test_who_was_never_near_did_not_race(self) -> None:
        far = ((0.0, (0, -5000)), (1.5, (0, -2700)), (3.0, (0, -900)))
        assert seen(race(*far)).players("beaten_to_ball") == []
