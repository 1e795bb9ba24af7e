"""Goals: from the score as it rose, the counters of scorers, and the header's list."""

from typing import Any

import pytest

from tests.builders.wire import Actor, Wire

SCORE = "Engine.TeamInfo:Score"
GOALS = "TAGame.PRI_TA:MatchGoals"


def listed(frame: int, team: int, name: str | None = None) -> dict[str, Any]:
    """A row of the header's goals; team 0 is left out of files."""
    row: dict[str, Any] = {"frame": frame}
    if team:
        row["PlayerTeam"] = team
    if name is not None:
        row["PlayerName"] = name
    return row


def match(*goals: dict[str, Any]) -> tuple[Wire, Actor, Actor]:
    """Alice (row 0, blue) and Bob (row 1, orange) with the header's goals."""
    wire = Wire(frames=200, properties={"Goals": list(goals)} if goals else {})
    alice = wire.player("Alice", "Steam|1|0")
    bob = wire.player("Bob", "Steam|2|0", team=1)
    return wire, alice.pri, bob.pri


class TestGoals:
    def test_a_rise_of_the_score_is_a_goal(self) -> None:
        wire, alice, _ = match()
        wire.scalar(wire.team(0), SCORE, 1, 50)
        wire.scalar(alice, GOALS, 1, 50)
        found = wire.tables().goals
        assert found.frame.tolist() == [50]
        assert found.time == pytest.approx([5 + 50 / 30])
        assert found.team.tolist() == [0]
        assert found.player.tolist() == [0]
        assert found.name == [None]

    def test_the_headers_frame_wins(self) -> None:
        wire, _, bob = match(listed(47, 1, "Bob"))
        wire.scalar(wire.team(1), SCORE, 1, 50)
        wire.scalar(bob, GOALS, 1, 51)
        found = wire.tables().goals
        assert found.frame.tolist() == [47]
        assert found.player.tolist() == [1]
        assert found.name == ["Bob"]

    def test_a_goal_at_the_very_end_is_in_the_header_only(self) -> None:
        wire, _, _ = match(listed(50, 0, "Alice"), listed(200, 1, "Bob"))
        wire.scalar(wire.team(0), SCORE, 1, 50)
        found = wire.tables().goals
        assert found.frame.tolist() == [50, 199]
        assert found.team.tolist() == [0, 1]
        assert found.player.tolist() == [0, 1]

    def test_a_goal_the_score_never_showed_is_none_while_the_match_goes_on(self) -> None:
        wire, _, _ = match(listed(50, 0, "Alice"), listed(120, 1, "Bob"))
        wire.scalar(wire.team(1), SCORE, 1, 121)
        assert wire.tables().goals.frame.tolist() == [120]

    def test_goals_stand_in_the_order_they_fell(self) -> None:
        wire, _, _ = match(listed(150, 1), listed(40, 0))
        wire.scalar(wire.team(0), SCORE, 1, 40)
        wire.scalar(wire.team(1), SCORE, 1, 150)
        found = wire.tables().goals
        assert found.frame.tolist() == [40, 150]
        assert found.team.tolist() == [0, 1]

    def test_a_score_that_jumps_is_the_state_of_a_match_under_way(self) -> None:
        wire, _, _ = match()
        wire.scalar(wire.team(0), SCORE, 4, 3)
        wire.scalar(wire.team(0), SCORE, 5, 50)
        assert wire.tables().goals.frame.tolist() == [50]

    def test_a_damaged_frame_number_does_not_leave_the_recording(self) -> None:
        wire, _, _ = match(listed(-5, 0, "Alice"))
        wire.scalar(wire.team(0), SCORE, 1, 3)
        assert wire.tables().goals.frame.tolist() == [0]

    def test_no_goals_are_empty_columns(self) -> None:
        wire, _, _ = match()
        found = wire.tables().goals
        assert found.frame.shape == found.time.shape == found.team.shape == (0,)
        assert found.name == []


class TestScorer:
    def test_is_whose_counter_rose_and_not_who_has_the_name(self) -> None:
        wire, alice, _ = match(listed(50, 0, "Bob"))
        wire.scalar(wire.team(0), SCORE, 1, 50)
        wire.scalar(alice, GOALS, 1, 52)
        found = wire.tables().goals
        assert found.player.tolist() == [0]
        assert found.name == ["Bob"]

    def test_is_the_only_player_of_the_headers_name_without_a_counter(self) -> None:
        wire, _, _ = match(listed(50, 1, "Bob"))
        wire.scalar(wire.team(1), SCORE, 1, 50)
        assert wire.tables().goals.player.tolist() == [1]

    def test_is_nobody_where_two_players_have_the_name(self) -> None:
        wire, _, _ = match(listed(50, 1, "Bob"))
        wire.player("Bob", "Steam|3|0", team=1)
        wire.scalar(wire.team(1), SCORE, 1, 50)
        assert wire.tables().goals.player.tolist() == [-1]

    def test_is_nobody_where_nobody_was_credited(self) -> None:
        wire, _, _ = match()
        wire.scalar(wire.team(1), SCORE, 1, 50)
        assert wire.tables().goals.player.tolist() == [-1]

    def test_one_rise_is_credited_once(self) -> None:
        wire, alice, _ = match()
        wire.scalar(wire.team(0), SCORE, 1, 50)
        wire.scalar(wire.team(0), SCORE, 2, 58)
        wire.scalar(alice, GOALS, 1, 50)
        assert wire.tables().goals.player.tolist() == [0, -1]

    def test_an_own_goal_is_a_point_for_the_other_team(self) -> None:
        wire, _, bob = match(listed(50, 1, "Bob"))
        wire.scalar(wire.team(0), SCORE, 1, 50)
        wire.scalar(bob, "TAGame.PRI_TA:MatchScore", 0, 50)
        found = wire.tables().goals
        assert found.team.tolist() == [0]
        assert found.player.tolist() == [1]
