"""The header's own scoreboard."""

from typing import Any

import pytest

from rlcoach.replay.header import Header
from rlcoach.replay.header_stats import (
    HeaderPlayer,
    final_score,
    header_goals,
    header_players,
    matching,
)
from rlcoach.replay.roster import Identity
from tests.builders.header import epic_row, header_goal, header_row


def header(**properties: Any) -> Header:
    return Header(868, 32, 10, "TAGame.Replay_Soccar_TA", properties)


def rows(*players: dict[str, Any]) -> list[HeaderPlayer]:
    return header_players(header(PlayerStats=list(players)))


def account(key: str, *, local_id: int = 0) -> Identity:
    platform, _, online_id = key.partition(":")
    suffix = f"#{local_id}" if local_id else ""
    return Identity(key + suffix, platform, online_id, local_id, is_bot=False)


class TestHeaderPlayers:
    def test_have_their_numbers_and_zero_is_left_out_of_files(self) -> None:
        (alice,) = rows(header_row("Alice", online_id=7, team=1, Score=420, Goals=2, Shots=3))
        assert alice == HeaderPlayer("Alice", "steam", "7", 1, False, 420, 2, 0, 0, 3)

    @pytest.mark.parametrize(
        ("word", "platform"),
        [
            ("OnlinePlatform_Steam", "steam"),
            ("OnlinePlatform_PS4", "ps"),
            ("OnlinePlatform_PS3", "ps"),
            ("OnlinePlatform_Dingo", "xbox"),
            ("OnlinePlatform_Epic", "epic"),
            ("OnlinePlatform_NNX", "switch"),
            ("OnlinePlatform_QQ", "qq"),
            ("OnlinePlatform_Unknown", None),
        ],
    )
    def test_have_a_platform(self, word: str, platform: str | None) -> None:
        assert rows(header_row("Alice", platform=word))[0].platform == platform

    def test_before_2016_05_the_platform_stands_where_its_type_does(self) -> None:
        row = header_row("Alice") | {"Platform": {"kind": "OnlinePlatform_PS4", "value": None}}
        assert rows(row)[0].platform == "ps"

    def test_epic_accounts_stand_in_a_structure(self) -> None:
        (alice,) = rows(epic_row("Alice", "a1b2"))
        assert (alice.platform, alice.online_id) == ("epic", "a1b2")

    def test_account_0_is_none(self) -> None:
        assert rows(header_row("Alice", online_id=0))[0].online_id is None

    def test_spectators_have_team_minus_1(self) -> None:
        assert rows(header_row("Caster", team=-1))[0].team is None

    def test_bots_say_so(self) -> None:
        assert rows(header_row("Storm", is_bot=True))[0].is_bot

    @pytest.mark.parametrize("broken", [None, 3, "text", [1, "two"]])
    def test_a_list_that_is_none_has_no_players(self, broken: object) -> None:
        assert header_players(header(PlayerStats=broken)) == []

    def test_old_files_have_no_list(self) -> None:
        assert header_players(header()) == []


class TestHeaderGoals:
    def test_keep_the_files_order(self) -> None:
        found = header_goals(header(Goals=[header_goal(90, 1, "Bob"), header_goal(30)]))
        assert [(goal.frame, goal.team, goal.name) for goal in found] == [
            (90, 1, "Bob"),
            (30, 0, None),
        ]


class TestFinalScore:
    def test_a_score_of_zero_is_left_out_of_files(self) -> None:
        assert final_score(header(Team1Score=3)) == (0, 3)
        assert final_score(header()) == (0, 0)


class TestMatching:
    def test_goes_by_account_under_another_name(self) -> None:
        found = matching(account("steam:7"), "Old", rows(header_row("New", online_id=7)))
        assert found is not None
        assert found.name == "New"

    def test_guests_share_an_account_and_differ_by_name(self) -> None:
        both = rows(header_row("Alice(1)", online_id=7), header_row("Alice", online_id=7))
        host = matching(account("steam:7"), "Alice", both)
        guest = matching(account("steam:7", local_id=1), "Alice(1)", both)
        assert host is both[1]
        assert guest is both[0]

    def test_a_guest_the_header_lacks_is_not_his_host(self) -> None:
        only_host = rows(header_row("Alice", online_id=7))
        assert matching(account("steam:7", local_id=1), "Alice(1)", only_host) is None

    def test_goes_by_name_where_the_header_has_no_account(self) -> None:
        found = rows(header_row("Alice", platform="OnlinePlatform_PS4"))
        assert matching(account("ps:5599"), "Alice", found) is found[0]

    def test_a_name_that_two_rows_have_is_nobody(self) -> None:
        found = rows(
            header_row("StarFax", platform="OnlinePlatform_PS4"),
            header_row("StarFax", platform="OnlinePlatform_PS4"),
        )
        assert matching(account("ps:5599"), "StarFax", found) is None

    def test_a_row_of_another_account_is_somebody_else_of_the_same_name(self) -> None:
        found = rows(header_row("StarFax", online_id=8))
        assert matching(account("steam:7"), "StarFax", found) is None

    def test_an_account_number_that_strangers_share_does_not_rule_out_a_row(self) -> None:
        found = rows(header_row("Alice", platform="OnlinePlatform_PS4", online_id=5599))
        shared = Identity("ps:1/Alice", "ps", "1", 0, is_bot=False)
        assert matching(shared, "Alice", found) is found[0]

    def test_the_same_number_on_another_platform_is_somebody_else(self) -> None:
        found = rows(header_row("Bob", platform="OnlinePlatform_Dingo", online_id=7))
        assert matching(account("steam:7"), "Alice", found) is None

    def test_a_bot_is_no_player_of_the_same_name(self) -> None:
        found = rows(header_row("Storm"))
        bot = Identity("bot:Storm", None, None, 0, is_bot=True)
        assert matching(bot, "Storm", found) is None
