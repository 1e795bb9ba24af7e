"""Counters that rose, tied to touches: shots, saves, assists, goals."""

from __future__ import annotations

import pytest

from tests.builders.header import header_goal
from tests.builders.pitch import Pitch
from tests.builders.wire import GAME

TOUCH = 25


def shot_pitch(*, goal_frame: int | None = None) -> Pitch:
    """Ann (row 0) leaves the ball to Alice (row 1), who sends it along y."""
    pitch = Pitch(frames=150)
    alice, ann = pitch.player("Alice", team=0), pitch.player("Ann", team=0)
    pitch.player("Bob", team=1)
    pitch.drive(alice, (0, -975, 17), velocity=(0, 1000, 0))
    pitch.fly((0, 0, 93))
    pitch.fly(velocity=(0, 2400, 0), frame=TOUCH)
    for counter in ("MatchShots", "MatchGoals"):
        pitch.counter(alice, counter, 0, 0)
    pitch.counter(ann, "MatchAssists", 0, 0)
    pitch.counter(alice, "MatchShots", 1, TOUCH + 40)
    if goal_frame is not None:
        pitch.state("PostGoalScored", goal_frame)
        pitch.counter(alice, "MatchGoals", 1, goal_frame)
        pitch.counter(ann, "MatchAssists", 1, goal_frame + 6)
        pitch.wire.scalar(pitch.wire.team(0), "Engine.TeamInfo:Score", 0, 0)
        pitch.wire.scalar(pitch.wire.team(0), "Engine.TeamInfo:Score", 1, goal_frame)
        pitch.wire.properties["Goals"] = [header_goal(goal_frame, 0, "Alice")]
    return pitch


class TestShots:
    def test_a_rise_is_tied_to_the_touch_before(self) -> None:
        found = shot_pitch().events()["shot"]
        assert found.frame.tolist() == [TOUCH + 40]
        assert found.player.tolist() == [0]
        assert found.column("touch_frame").tolist() == [TOUCH]
        assert found.position[0].tolist() == pytest.approx([0, 0, 93], abs=1)
        assert found.column("speed")[0] == pytest.approx(2400, abs=1)
        assert found.column("is_goal").tolist() == [False]

    def test_a_shot_without_a_touch_has_no_place(self) -> None:
        pitch = Pitch()
        bob = pitch.player("Bob", team=1)
        pitch.counter(bob, "MatchShots", 0, 0)
        pitch.counter(bob, "MatchShots", 2, 30)
        found = pitch.events()["shot"]
        assert found.frame.tolist() == [30, 30]
        assert found.column("touch_frame").tolist() == [-1, -1]


class TestSaves:
    @pytest.mark.parametrize(("name", "expected"), [("EpicSave", True), ("Save", False)])
    def test_an_announcement_makes_it_epic(self, name: str, *, expected: bool) -> None:
        pitch = shot_pitch()
        bob = pitch.player("Eve", team=1)
        pitch.counter(bob, "MatchSaves", 0, 0)
        pitch.counter(bob, "MatchSaves", 1, 80)
        announced = pitch.wire.object(f"StatEvents.Events.{name}")
        pitch.wire.scalar(
            pitch.wire.actor(GAME), "TAGame.GameEvent_Soccar_TA:ReplicatedStatEvent", announced, 80
        )
        assert pitch.events()["save"].fields["is_epic"] == [expected]

    def test_old_files_do_not_say(self) -> None:
        pitch = shot_pitch()
        eve = pitch.player("Eve", team=1)
        pitch.counter(eve, "MatchSaves", 0, 0)
        pitch.counter(eve, "MatchSaves", 1, 80)
        assert pitch.events()["save"].fields["is_epic"] == [None]


class TestGoals:
    def test_a_goal_knows_scorer_assist_speed_and_touches(self) -> None:
        found = shot_pitch(goal_frame=100).events()
        goal = found["goal"]
        assert goal.frame.tolist() == [100]
        assert goal.player.tolist() == [0]
        assert goal.column("assist").tolist() == [1]
        assert goal.column("speed")[0] == pytest.approx(2240, abs=30)
        assert goal.column("distance")[0] == pytest.approx(5125, abs=20)
        assert goal.column("seconds")[0] == pytest.approx(2.5, abs=0.05)
        assert goal.column("last_touch").tolist() == [0]
        assert goal.column("second_last_touch").tolist() == [-1]
        assert goal.column("is_own_goal").tolist() == [False]
        assert found["shot"].column("is_goal").tolist() == [True]
        assert found["assist"].column("goal").tolist() == [0]
        assert found["assist"].column("scorer").tolist() == [0]

    def test_a_ball_put_in_by_the_defender_is_an_own_goal(self) -> None:
        pitch = Pitch(frames=150)
        bob = pitch.player("Bob", team=1)
        pitch.drive(bob, (0, -975, 17), velocity=(0, 1000, 0))
        pitch.fly((0, 0, 93))
        pitch.fly(velocity=(0, 2400, 0), frame=TOUCH)
        pitch.state("PostGoalScored", 100)
        pitch.wire.scalar(pitch.wire.team(0), "Engine.TeamInfo:Score", 0, 0)
        pitch.wire.scalar(pitch.wire.team(0), "Engine.TeamInfo:Score", 1, 100)
        goal = pitch.events()["goal"]
        assert goal.column("is_own_goal").tolist() == [True]
        assert goal.player.tolist() == [-1]
