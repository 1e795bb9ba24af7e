"""Tags of goals."""

from __future__ import annotations

import numpy as np
import pytest

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions import goal_tags
from rlcoach.analysis.event import Events
from rlcoach.synth.scripts.choreography import Choreography, beside
from rlcoach.synth.scripts.plays.attacking import scored
from tests.builders.choreography import frame_at, seen, tables_of


def tags(play: Choreography) -> set[str]:
    return {kind for _, kind in seen(play).kinds("goal_tag")}


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
        # Slow enough for a car of 1,200 uu/s: a faster ball would be pinched.
        assert tags(scored((0, y), goal_at=4.5)) == expected

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


class TestMechanics:
    @staticmethod
    def tags_with(play: Choreography, **moves: list[tuple[str, float]]) -> dict[str, int]:
        """Tag to count, where the named players had made moves at those seconds."""
        found = seen(play)
        context = MatchContext(tables_of(play), "soccar")
        events = dict(found.events)
        for key, rows in moves.items():
            frame = np.array([frame_at(play, at) for _, at in rows], dtype=np.int32)
            player = np.array([found.names.index(name) for name, _ in rows], dtype=np.int32)
            events[key] = Events(frame, player, np.zeros((len(rows), 3), dtype=np.float32))
        tagged = goal_tags.detect(context, events)
        return dict(zip(tagged.fields["kind"], tagged.column("count").tolist(), strict=True))

    def test_the_deciding_touch_was_a_flick(self) -> None:
        assert self.tags_with(scored(), flick=[("Ann", 1.0)]) == {"flick": 1}

    def test_a_flick_long_before_or_by_a_mate_was_not(self) -> None:
        play = scored()
        play.car("Abe", 0, (0, (3000, 0)))
        assert self.tags_with(play, flick=[("Ann", 0.2), ("Abe", 1.0)]) == {}

    def test_two_resets_in_the_attack_are_counted(self) -> None:
        resets = [("Ann", 0.3), ("Ann", 0.8)]
        assert self.tags_with(scored(), flip_reset=resets) == {"flip_reset": 2}

    def test_a_reset_before_an_opponents_touch_was_of_another_attack(self) -> None:
        play = Choreography(seconds=6)
        play.car("Ann", 0, (0, (0, 500)), (2.5, beside((0, 3000), 0)))
        play.car("Bob", 1, (0, (0, 3500)), (1.0, beside((0, 2000), 1)), (3.0, (0, 4900)))
        play.ball((0, (0, 2000)), (1.0, (0, 2000)), (2.5, (0, 3000)), (4.0, (0, 5350)))
        play.touch(1, 1.0)
        play.touch(0, 2.5)
        play.goal("Ann", 0, 4.0)
        assert self.tags_with(play, flip_reset=[("Ann", 0.5)]) == {}
        assert self.tags_with(play, flip_reset=[("Ann", 2.0)]) == {"flip_reset": 1}
