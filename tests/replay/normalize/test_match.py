"""The match itself: its state frame by frame, and what it was."""

import numpy as np
import pytest

from rlcoach.replay.kinds import MatchState
from tests.builders.wire import GAME, GAME_INFO, Actor, Wire

STATE_NAME = "TAGame.GameEvent_TA:ReplicatedStateName"
ROUND = "TAGame.GameEvent_Soccar_TA:RoundNum"
STATE_INDEX = "TAGame.GameEvent_TA:ReplicatedStateIndex"
CLOCK = "TAGame.GameEvent_Soccar_TA:SecondsRemaining"
CHARGE = "TAGame.Ball_Breakout_TA:DamageIndex"
TOUCH = "TAGame.Ball_TA:HitTeamNum"
SCORE = "Engine.TeamInfo:Score"


def match(frames: int = 30) -> tuple[Wire, Actor]:
    """A match and its game event."""
    wire = Wire(frames=frames)
    return wire, wire.actor(GAME)


class TestState:
    @pytest.mark.parametrize(
        ("name", "state"),
        [
            ("WaitingForPlayers", MatchState.WAITING),
            ("Countdown", MatchState.COUNTDOWN),
            ("Active", MatchState.ACTIVE),
            ("PostGoalScored", MatchState.GOAL_SCORED),
            ("ReplayPlayback", MatchState.GOAL_REPLAY),
            ("Finished", MatchState.FINISHED),
            ("PodiumSpotlight", MatchState.FINISHED),
            ("SomethingNew", MatchState.OTHER),
        ],
    )
    def test_goes_by_the_name_whatever_its_index(self, name: str, state: MatchState) -> None:
        wire, game = match()
        for filler in range(53):
            wire.name(f"Name{filler}")
        wire.scalar(game, STATE_NAME, wire.name(name), 10)
        states = wire.tables().frames.state
        assert states[9] == MatchState.UNKNOWN
        assert (states[10:] == state).all()

    @pytest.mark.parametrize("active", [5, 7])
    def test_was_a_number_before_2016_05_counted_from_another_start(self, active: int) -> None:
        wire, game = match()
        wire.scalar(game, STATE_INDEX, active + 1, 2)
        wire.scalar(game, STATE_INDEX, active, 4)
        wire.scalar(game, ROUND, 1, 4)
        wire.scalar(game, STATE_INDEX, active - 1, 6)
        assert wire.tables().frames.state[1:7].tolist() == [
            MatchState.UNKNOWN,
            MatchState.COUNTDOWN,
            MatchState.COUNTDOWN,
            MatchState.ACTIVE,
            MatchState.ACTIVE,
            MatchState.GOAL_SCORED,
        ]

    def test_the_name_beats_the_number(self) -> None:
        wire, game = match()
        wire.scalar(game, STATE_INDEX, 4, 0)
        wire.scalar(game, STATE_NAME, wire.name("Active"), 0)
        assert wire.tables().frames.state[0] == MatchState.ACTIVE

    def test_an_index_outside_the_names_is_unknown(self) -> None:
        wire, game = match()
        wire.scalar(game, STATE_NAME, 999, 0)
        assert wire.tables().frames.state[0] == MatchState.UNKNOWN


class TestClock:
    def test_is_held_and_missing_before_it_is_sent(self) -> None:
        wire, game = match()
        wire.scalar(game, CLOCK, 300, 5)
        wire.scalar(game, CLOCK, 299, 20)
        assert wire.tables().frames.clock[[4, 5, 19, 20]].tolist() == [-1, 300, 300, 299]

    def test_counts_up_in_overtime(self) -> None:
        wire, game = match()
        wire.scalar(game, CLOCK, 0, 0)
        wire.scalar(game, "TAGame.GameEvent_Soccar_TA:bOverTime", 1, 10)
        wire.scalar(game, CLOCK, 1, 15)
        frames = wire.tables().frames
        assert frames.overtime[[9, 10, 29]].tolist() == [False, True, True]
        assert frames.clock[[10, 15]].tolist() == [0, 1]

    def test_a_number_beyond_32_bits_does_not_wrap(self) -> None:
        wire, game = match()
        wire.scalar(game, CLOCK, 2**40, 0)
        assert wire.tables().frames.clock[0] == 2**31 - 1

    def test_countdown_round_and_first_touch_are_held(self) -> None:
        wire, game = match()
        wire.scalar(game, "TAGame.GameEvent_TA:ReplicatedGameStateTimeRemaining", 3, 2)
        wire.scalar(game, "TAGame.GameEvent_Soccar_TA:RoundNum", 1, 4)
        wire.scalar(game, "TAGame.GameEvent_Soccar_TA:bBallHasBeenHit", 1, 9)
        frames = wire.tables().frames
        assert frames.countdown[[1, 2]].tolist() == [-1, 3]
        assert frames.round[[3, 4]].tolist() == [-1, 1]
        assert frames.ball_hit[[8, 9]].tolist() == [False, True]


class TestScore:
    def test_is_held_per_team(self) -> None:
        wire, _ = match()
        wire.scalar(wire.team(1), SCORE, 1, 10)
        wire.scalar(wire.team(0), SCORE, 1, 20)
        score = wire.tables().frames.score
        assert score[[9, 10, 20]].tolist() == [[0, 0], [0, 1], [1, 1]]

    def test_of_a_recording_that_starts_mid_match_is_there_from_the_first_frame(self) -> None:
        wire, _ = match()
        wire.scalar(wire.team(0), SCORE, 3, 0)
        tables = wire.tables()
        assert (tables.frames.score == [3, 0]).all()
        assert len(tables.goals.frame) == 0

    def test_other_actors_have_no_score(self) -> None:
        wire, game = match()
        wire.scalar(game, SCORE, 9, 3)
        assert not wire.tables().frames.score.any()


class TestTouchTeam:
    def test_is_the_team_last_sent(self) -> None:
        wire, _ = match()
        ball = wire.ball()
        wire.scalar(ball, TOUCH, 1, 5)
        wire.scalar(ball, TOUCH, 0, 9)
        assert wire.tables().frames.touch_team[[4, 5, 9]].tolist() == [-1, 1, 0]

    def test_a_new_ball_was_touched_by_nobody(self) -> None:
        wire, _ = match()
        ball = wire.ball()
        wire.scalar(ball, TOUCH, 1, 5)
        wire.delete(ball, 20)
        wire.ball(20)
        assert wire.tables().frames.touch_team[[19, 20, 29]].tolist() == [1, -1, -1]

    def test_a_new_ball_may_be_touched_in_its_first_frame(self) -> None:
        wire, _ = match()
        wire.scalar(wire.ball(20), TOUCH, 0, 20)
        assert wire.tables().frames.touch_team[20] == 0

    def test_255_is_nobody(self) -> None:
        wire, _ = match()
        wire.scalar(wire.ball(), TOUCH, 255, 3)
        assert wire.tables().frames.touch_team[3] == -1


class TestBallCharge:
    def test_is_the_charge_last_sent_and_gone_with_the_ball(self) -> None:
        wire, _ = match()
        ball = wire.ball()
        wire.scalar(ball, CHARGE, 2, 5)
        wire.delete(ball, 20)
        wire.ball(20)
        assert wire.tables().frames.ball_charge[[4, 5, 19, 20]].tolist() == [0, 2, 2, 0]


class TestFrames:
    def test_time_and_delta_are_the_files(self) -> None:
        wire, _ = match(frames=3)
        frames = wire.tables().frames
        assert frames.time == pytest.approx([5, 5 + 1 / 30, 5 + 2 / 30])
        assert frames.delta == pytest.approx(1 / 30)
        assert frames.time.dtype == np.float64

    def test_balls_alive_are_counted(self) -> None:
        wire, _ = match()
        wire.delete(wire.ball(0), 20)
        wire.ball(10)
        assert wire.tables().frames.balls[[0, 10, 20]].tolist() == [1, 2, 1]


class TestMatchInfo:
    def test_is_what_the_game_info_says(self) -> None:
        wire, game = match()
        info = wire.actor(GAME_INFO)
        wire.scalar(info, "ProjectX.GRI_X:ReplicatedGamePlaylist", 11)
        wire.text(info, "ProjectX.GRI_X:MatchGUID", "ABC")
        wire.text(info, "ProjectX.GRI_X:ReplicatedServerRegion", "EU")
        wire.text(info, "Engine.GameReplicationInfo:ServerName", "EU1-Fox")
        game_class = wire.object("TAGame.GameEvent_Soccar_TA")
        wire.scalar(info, "Engine.GameReplicationInfo:GameClass", game_class)
        type_class = wire.object("TAGame.MatchType_PublicRanked_TA")
        wire.scalar(game, "TAGame.GameEvent_TA:MatchTypeClass", type_class)
        wire.scalar(game, "TAGame.GameEvent_Team_TA:MaxTeamSize", 2)
        wire.scalar(game, "TAGame.GameEvent_Team_TA:bForfeit", 1)
        wire.scalar(game, "TAGame.GameEvent_TA:MatchStartEpoch", 1_700_000_000)
        wire.ball()
        match_info = wire.tables().match
        assert match_info.playlist_id == 11
        assert match_info.match_guid == "ABC"
        assert match_info.server_region == "EU"
        assert match_info.server_name == "EU1-Fox"
        assert match_info.game_class == "TAGame.GameEvent_Soccar_TA"
        assert match_info.match_type_class == "TAGame.MatchType_PublicRanked_TA"
        assert match_info.team_size == 2
        assert match_info.is_forfeit
        assert match_info.start_epoch == 1_700_000_000
        assert match_info.ball_archetype == "Archetypes.Ball.Ball_Default"

    def test_what_was_not_sent_is_none(self) -> None:
        wire, _ = match()
        match_info = wire.tables().match
        assert match_info.playlist_id is None
        assert match_info.match_guid is None
        assert match_info.game_class is None
        assert match_info.server_id is None
        assert match_info.team_size is None
        assert match_info.team_names == (None, None)
        assert not match_info.is_forfeit
        assert not match_info.is_unlimited_time

    def test_a_guid_may_be_spelt_in_two_ways(self) -> None:
        wire, _ = match()
        wire.text(wire.actor(GAME_INFO), "ProjectX.GRI_X:MatchGuid", "DEF")
        assert wire.tables().match.match_guid == "DEF"

    def test_a_server_id_was_a_64_bit_number_and_is_a_string(self) -> None:
        wire, _ = match()
        wire.scalar(wire.actor(GAME_INFO), "ProjectX.GRI_X:GameServerID", -1)
        assert wire.tables().match.server_id == str(2**64 - 1)
        wire, _ = match()
        wire.text(wire.actor(GAME_INFO), "ProjectX.GRI_X:GameServerID", "x-17")
        assert wire.tables().match.server_id == "x-17"

    def test_teams_may_have_names(self) -> None:
        wire, _ = match()
        wire.text(wire.team(1), "TAGame.Team_TA:CustomTeamName", "Dragons", 3)
        assert wire.tables().match.team_names == (None, "Dragons")
