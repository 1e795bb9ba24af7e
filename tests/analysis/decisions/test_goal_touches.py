"""The last touches before goals."""

from __future__ import annotations

from tests.analysis.xg.plays import SHOT, Hit, played


class TestGoalTouches:
    def test_are_counted_back_from_the_goal(self) -> None:
        save = Hit(45, "Bob", (300.0, -400.0, 0.0))
        found = played(SHOT, save, Hit(70, "Ann", (0.0, 2500.0, 0.0)), goal_frame=110)
        touches = found.events["goal_touch"]
        names = [found.context.tables.players[row].name for row in touches.player.tolist()]
        assert names == ["Alice", "Bob", "Ann"]
        assert touches.column("order").tolist() == [3, 2, 1]
        assert touches.column("is_scoring_team").tolist() == [True, False, True]
        assert touches.column("goal").tolist() == [0, 0, 0]

    def test_only_the_last_five_are_told(self) -> None:
        hits = [
            Hit(10 + 12 * row, "Alice", (0.0, 400.0 - 800.0 * (row % 2), 0.0)) for row in range(7)
        ]
        touches = played(*hits, goal_frame=120).events["goal_touch"]
        assert touches.column("order").tolist() == [5, 4, 3, 2, 1]

    def test_without_a_goal_there_are_none(self) -> None:
        assert len(played(SHOT).events["goal_touch"]) == 0
