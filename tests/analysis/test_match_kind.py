"""What kind of match it was."""

from typing import Any

import pytest

from rlcoach.analysis.match_kind import game_type_of, mode_of
from rlcoach.replay.header import Header
from rlcoach.replay.roster import MatchInfo
from tests.builders.wire import GAME_INFO, Wire


def info_of(**objects: str) -> MatchInfo:
    """A match whose game info points at these objects."""
    wire = Wire(frames=1)
    info = wire.actor(GAME_INFO)
    for attribute, name in objects.items():
        full = {
            "game_class": "Engine.GameReplicationInfo:GameClass",
            "match_type": "TAGame.GameEvent_TA:MatchTypeClass",
            "rules": "TAGame.GameEvent_Soccar_TA:SubRulesArchetype",
        }[attribute]
        wire.scalar(info, full, wire.object(name))
    return wire.tables().match


def header(**properties: Any) -> Header:
    return Header(868, 32, 10, "TAGame.Replay_Soccar_TA", properties)


class TestModeOf:
    @pytest.mark.parametrize(
        ("game_class", "mode"),
        [
            ("TAGame.GameEvent_Soccar_TA", "soccar"),
            ("TAGame.GameInfo_Breakout_TA", "dropshot"),
            ("TAGame.GameInfo_Basketball_TA", "hoops"),
            ("TAGame.GameInfo_Hockey_TA", "snow_day"),
            ("TAGame.GameInfo_GodBall_TA", "heatseeker"),
            ("TAGame.GameInfo_Items_TA", "rumble"),
            ("TAGame.GameInfo_KnockOut_TA", "knockout"),
            ("TAGame.GameInfo_Tutorial_TA", "training"),
        ],
    )
    def test_goes_by_the_games_class(self, game_class: str, mode: str) -> None:
        assert mode_of(info_of(game_class=game_class), "stadium_p") == mode

    def test_the_ball_gives_a_mode_away(self) -> None:
        wire = Wire(frames=1)
        wire.ball(archetype="Archetypes.Ball.Ball_Puck")
        assert mode_of(wire.tables().match, "stadium_p") == "snow_day"

    def test_the_map_tells_where_nothing_else_does(self) -> None:
        assert mode_of(info_of(), "hoopsstadium_p") == "hoops"
        assert mode_of(info_of(), "shattershot_p") == "dropshot"
        assert mode_of(info_of(), "stadium_p") == "soccar"


class TestGameTypeOf:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("TAGame.MatchType_PublicRanked_TA", "Ranked"),
            ("TAGame.MatchType_Public_TA", "Casual"),
            ("TAGame.MatchType_Private_TA", "Private"),
            ("TAGame.MatchType_AutoTournament_TA", "Tournament"),
            ("TAGame.MatchType_Lan_TA", "Lan"),
        ],
    )
    def test_goes_by_the_match_type_class(self, name: str, expected: str) -> None:
        assert game_type_of(info_of(match_type=name), header(MatchType="Online")) == expected

    def test_goes_by_the_headers_word_in_older_files(self) -> None:
        assert game_type_of(info_of(), header(MatchType="Private")) == "Private"
        assert game_type_of(None, header(MatchType="Lan")) == "Lan"

    def test_online_without_a_playlist_is_unknown(self) -> None:
        assert game_type_of(info_of(), header(MatchType="Online")) is None
        assert game_type_of(None, header()) is None

    def test_online_goes_by_the_playlist(self) -> None:
        wire = Wire(frames=1)
        wire.scalar(wire.actor(GAME_INFO), "ProjectX.GRI_X:ReplicatedGamePlaylist", 11)
        assert game_type_of(wire.tables().match, header(MatchType="Online")) == "Ranked"
