"""Seasons before they are played."""

from __future__ import annotations

from collections import Counter
from datetime import date
from statistics import mean

import pytest

from rlcoach.replay.sample import SAMPLE_NAME_MARK, is_sample
from rlcoach.synth.season.people import HERO_NAME, MATE_NAMES
from rlcoach.synth.season.plan import PlannedMatch, plan

UNTIL = date(2026, 11, 26)


def season(games: int = 60, seed: int = 1) -> list[PlannedMatch]:
    return plan(games, seed=seed, until=UNTIL)


def hero_row(match: PlannedMatch) -> int:
    (row,) = [row for row, one in enumerate(match.players) if one.name == HERO_NAME]
    return row


class TestPlan:
    def test_the_same_seed_gives_the_same_season_and_another_one_another(self) -> None:
        assert season() == season()
        assert season() != season(seed=2)

    def test_every_match_says_that_it_is_made(self) -> None:
        for match in season():
            assert is_sample(match.setting.server_name)
            assert is_sample(match.setting.title)
            assert all(one.name.endswith(SAMPLE_NAME_MARK) for one in match.players)
            assert all(len(one.name) <= 32 for one in match.players)

    def test_matches_are_told_apart_by_guid_and_file_name(self) -> None:
        matches = season(300)
        assert len({match.setting.guid for match in matches}) == 300
        assert len({match.file_name for match in matches}) == 300
        assert [m.file_name for m in matches] == sorted(m.file_name for m in matches)

    def test_teams_are_full_and_the_player_saves_the_file(self) -> None:
        for match in season():
            size = match.setting.team_size
            assert [one.team for one in match.players] == [0] * size + [1] * size
            assert match.setting.saver == hero_row(match)
            accounts = {(one.platform, one.online_id) for one in match.players}
            assert len(accounts) == len({one.name for one in match.players}) == 2 * size

    def test_all_sizes_and_both_sides_are_played(self) -> None:
        matches = season()
        assert set(Counter(match.setting.team_size for match in matches)) == {1, 2, 3}
        sides = Counter(match.players[hero_row(match)].team for match in matches)
        assert min(sides[0], sides[1]) > 15

    def test_mates_are_regular_and_lead_by_the_player(self) -> None:
        mates = Counter(
            one.name for match in season() for one in match.players if one.name in MATE_NAMES
        )
        assert len(mates) == 3
        for match in season():
            hero = hero_row(match)
            for one in match.players:
                if one.name in MATE_NAMES:
                    assert (one.team, one.party_leader) == (match.players[hero].team, hero)

    def test_accounts_stay_the_same(self) -> None:
        accounts = {
            (one.name, one.platform, one.online_id)
            for seed in (1, 2)
            for match in season(seed=seed)
            for one in match.players
            if one.name == HERO_NAME
        }
        assert len(accounts) == 1

    def test_no_steam_account_can_be_signed_in_with(self) -> None:
        numbers = [
            int(one.online_id)
            for match in season()
            for one in match.players
            if one.platform == "steam"
        ]
        assert numbers
        assert all(number >> 32 & 0xFFFFF == 0 for number in numbers)

    @pytest.mark.parametrize(("facet", "least"), [("boost", 0.2), ("speed", 0.12)])
    def test_the_player_learns(self, facet: str, least: float) -> None:
        skill = [getattr(match.skills[hero_row(match)], facet) for match in season()]
        assert mean(skill[-15:]) - mean(skill[:15]) > least

    def test_opponents_are_about_as_good_as_he_is(self) -> None:
        gaps = []
        for match in season(300):
            hero = hero_row(match)
            own = match.players[hero].team
            others = [
                match.skills[row].accuracy
                for row, one in enumerate(match.players)
                if one.team != own
            ]
            gaps.append(match.skills[hero].accuracy - mean(others))
        assert abs(mean(gaps)) < 0.05
