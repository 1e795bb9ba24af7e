"""Why goals were conceded."""

from __future__ import annotations

from rlcoach.synth.scripts.choreography import Choreography, beside
from rlcoach.synth.scripts.plays.defending import conceded
from tests.builders.choreography import seen


def factors(play: Choreography) -> set[tuple[str, str]]:
    return set(seen(play).kinds("conceded_factor"))


class TestConcededFactors:
    def test_who_was_back_and_who_was_ahead(self) -> None:
        assert factors(conceded()) == {("Abe", "last_back"), ("Ann", "ahead_of_ball")}

    def test_behind_the_ball_without_boost(self) -> None:
        assert ("Abe", "out_of_boost") in factors(conceded(boost=5))
        # Boost far upfield is no matter.
        assert ("Abe", "out_of_boost") not in factors(conceded((2500, 3000), boost=5))

    def test_a_slow_ball_past_a_keeper_could_have_been_saved(self) -> None:
        play = conceded((900, -4800), seconds=2.5)
        found = seen(play)
        assert ("Abe", "save_possible") in found.kinds("conceded_factor")
        row = found.kinds("conceded_factor").index(("Abe", "save_possible"))
        assert found.field("conceded_factor", "margin")[row] > 0.3

    def test_a_fast_ball_far_from_him_could_not(self) -> None:
        assert ("Abe", "save_possible") not in factors(conceded((3500, -1500)))

    def test_the_demolished(self) -> None:
        play = conceded()
        play.demolish("Bob", "Abe", 2.0)
        assert factors(play) >= {("Abe", "demolished"), ("Ann", "last_back")}

    def test_a_lost_challenge_before(self) -> None:
        play = Choreography(seconds=8)
        play.car("Ann", 0, (0, (0, -2600)), (1.0, (0, -600)), (1.5, (0, 200)), (3, (0, 2500)))
        play.car("Bob", 1, (0, (0, 1500)), (1.0, beside((0, 0), 1)), (2.5, beside((900, -2500), 1)))
        play.ball((0, (0, 0)), (1.0, (0, 0)), (2.5, (900, -2500)), (4.0, (0, -5350)))
        play.touch(1, 1.0)
        play.goal("Bob", 1, 4.0)
        assert ("Ann", "lost_duel") in factors(play)
        found = seen(play)
        assert set(found.field("conceded_factor", "goal")) == {0}
