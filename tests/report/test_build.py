"""Tables to report, and the header alone to report."""

from dataclasses import replace
from typing import Any

import pytest

from rlcoach.replay.normalize import normalize
from rlcoach.report.build import build_report, iso_date
from rlcoach.report.schema import SCHEMA_VERSION, Report
from tests.builders.header import epic_row, header_goal, header_row
from tests.builders.wire import CAMERA, GAME, GAME_INFO, Player, Wire

DATA = b"the bytes of the file"
GOALS = "TAGame.PRI_TA:MatchGoals"


def report_of(wire: Wire) -> Report:
    raw = wire.build()
    return build_report(DATA, raw, normalize(raw))


def header_report(**properties: Any) -> Report:
    """The report of a file whose frames could not be read."""
    raw = replace(Wire(properties=properties).build(), network=None, degraded="It is cut off.")
    return build_report(DATA, raw, None)


def duel(**properties: Any) -> tuple[Wire, Player, Player]:
    wire = Wire(frames=60, properties=properties)
    return wire, wire.player("Alice", "Steam|1|0"), wire.player("Bob", "Epic|b|0", team=1)


class TestIsoDate:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2020-12-08 16-47-05", "2020-12-08T16:47:05"),
            ("2015-07-09:21-35", "2015-07-09T21:35:00"),
            ("", None),
            ("yesterday", None),
            ("2020-12-08", None),
        ],
    )
    def test_reads_both_spellings(self, text: str, expected: str | None) -> None:
        assert iso_date(text) == expected


class TestScoreboard:
    def test_the_header_beats_the_counters(self) -> None:
        wire, alice, _ = duel(
            PlayerStats=[header_row("Alice", online_id=1, Score=420, Goals=2, Shots=3)]
        )
        wire.scalar(alice.pri, GOALS, 1, 20)
        found = report_of(wire).players[0]
        assert (found.score, found.goals, found.assists, found.shots) == (420, 2, 0, 3)

    def test_who_left_before_the_end_keeps_his_counters(self) -> None:
        wire, alice, _ = duel(PlayerStats=[header_row("Carol", online_id=9)])
        wire.scalar(alice.pri, GOALS, 1, 20)
        wire.scalar(alice.pri, "TAGame.PRI_TA:MatchScore", 130, 20)
        found = report_of(wire).players[0]
        assert (found.id, found.score, found.goals, found.saves) == ("steam:1", 130, 1, 0)

    def test_who_left_does_not_get_the_numbers_of_a_namesake(self) -> None:
        wire, _, _ = duel(PlayerStats=[header_row("Alice", online_id=9, Goals=5)])
        wire.player("Alice", "Steam|9|0")
        by_id = {player.id: player.goals for player in report_of(wire).players}
        assert by_id["steam:1"] == 0
        assert by_id["steam:9"] == 5

    def test_players_the_frames_never_showed_are_appended(self) -> None:
        wire, _, _ = duel(
            PlayerStats=[
                header_row("Alice", online_id=1, Goals=1),
                header_row("Storm", platform="OnlinePlatform_Unknown", is_bot=True, Score=10),
                header_row("Caster", online_id=77, team=-1),
            ]
        )
        found = report_of(wire)
        assert [player.id for player in found.players] == ["steam:1", "epic:b", "bot:Storm"]
        storm = found.players[-1]
        assert (storm.score, storm.counts, storm.car, storm.presence) == (10, None, None, [])
        assert found.teams[0].players == ["steam:1", "bot:Storm"]

    def test_the_final_score_is_the_headers(self) -> None:
        wire, _, _ = duel(Team0Score=1)
        assert [team.score for team in report_of(wire).teams] == [1, 0]


class TestPlayers:
    def test_ids_are_platform_accounts(self) -> None:
        wire, _, _ = duel()
        wire.player("Alice(1)", "Steam|1|1")
        wire.player("Storm", team=1, is_bot=True)
        found = report_of(wire)
        assert [one.id for one in found.players] == ["steam:1", "steam:1#1", "epic:b", "bot:Storm"]
        assert [one.online_id for one in found.players] == ["1", "1", "b", None]
        assert [team.players for team in found.teams] == [
            ["steam:1", "steam:1#1"],
            ["epic:b", "bot:Storm"],
        ]

    def test_activations_are_counted_without_hidden_taps(self) -> None:
        wire, alice, _ = duel()
        wire.switch(alice.car.jump, (5, 1), (6, 2), (10, 3), (11, 4), (20, 6))
        wire.switch(alice.car.dodge, (11, 1))
        wire.switch(alice.car.boost, (11, 1), (15, 3))
        wire.switch(wire.car(None).jump, (30, 1))
        found = report_of(wire)
        counts = found.players[0].counts
        assert counts is not None
        assert (counts.jumps, counts.dodges, counts.boost_activations) == (2, 1, 1)
        assert (counts.double_jumps, counts.auto_flips) == (0, 0)
        assert found.totals is not None
        assert found.totals.jumps == 3

    def test_dodge_refreshes_are_missing_in_older_files(self) -> None:
        wire, alice, _ = duel()
        counts = report_of(wire).players[0].counts
        assert counts is not None
        assert counts.dodge_refreshes is None
        wire.scalar(alice.car.actor, "TAGame.Car_TA:DodgesRefreshedCounter", 1, 9)
        both = [player.counts for player in report_of(wire).players]
        assert [one.dodge_refreshes for one in both if one is not None] == [1, 0]

    def test_car_and_camera_are_missing_where_they_were_not_sent(self) -> None:
        wire, alice, _ = duel()
        wire.scalar(alice.pri, "TAGame.PRI_TA:ClientLoadouts", 23, 1, extra=403)
        camera = wire.actor(CAMERA)
        wire.scalar(camera, "TAGame.CameraSettingsActor_TA:PRI", alice.pri, 1, extra=1)
        numbers = (110, 100, -4, 270, 0.45, 4.5)
        wire.record(camera, "TAGame.CameraSettingsActor_TA:ProfileSettings", numbers, 1)
        first, second = report_of(wire).players
        assert first.car is not None
        assert (first.car.body, first.car.hitbox) == ("Octane", "Octane")
        assert first.camera is not None
        assert (first.camera.fov, first.camera.pitch, first.camera.stiffness) == (110, -4, 0.45)
        assert first.camera.transition_speed is None
        assert second.car is None
        assert second.camera is None

    def test_presence_has_frames_and_times(self) -> None:
        wire, _, bob = duel()
        wire.delete(bob.pri, 30)
        first, second = report_of(wire).players
        assert [(one.start_frame, one.end_frame) for one in first.presence] == [(0, 60)]
        assert [(one.start_frame, one.end_frame) for one in second.presence] == [(0, 30)]
        assert (second.presence[0].start_time, second.presence[0].end_time) == (5, 6)
        assert first.presence[0].end_time == pytest.approx(5 + 59 / 30, abs=1e-3)

    def test_the_ball_camera_has_toggles_and_a_share(self) -> None:
        wire, alice, _ = duel()
        for frame, value in ((0, 1), (15, 0), (45, 1)):
            wire.scalar(alice.pri, "TAGame.PRI_TA:bUsingSecondaryCamera", value, frame)
        use = report_of(wire).players[0].ball_cam
        assert use is not None
        assert use.toggles == 2
        assert use.on_share == pytest.approx(0.5)

    def test_without_a_car_the_ball_camera_has_no_share(self) -> None:
        wire = Wire(frames=10)
        wire.pri("Alice", "Steam|1|0")
        use = report_of(wire).players[0].ball_cam
        assert use is not None
        assert use.on_share is None

    def test_demolitions_are_counted_on_both_sides(self) -> None:
        wire, alice, bob = duel()
        wire.demolish(alice.car, bob.car, 20)
        found = report_of(wire)
        assert [(one.demolitions, one.demolished) for one in found.players] == [(1, 0), (0, 1)]
        (demolition,) = found.demolitions
        assert (demolition.attacker, demolition.victim) == ("steam:1", "epic:b")


class TestPeople:
    def test_spectators_are_apart(self) -> None:
        wire, _, _ = duel()
        wire.pri("Caster", "Steam|9|0", team=None)
        found = report_of(wire)
        assert [(one.id, one.name) for one in found.spectators] == [("steam:9", "Caster")]
        assert len(found.players) == 2

    def test_parties_have_a_leader_and_members(self) -> None:
        wire, alice, bob = duel()
        carol = wire.player("Carol", "Xbox|3|0", team=1)
        for member in (alice, carol):
            wire.identity(member.pri, "TAGame.PRI_TA:PartyLeader", "Steam|1|0", 1)
        wire.identity(bob.pri, "TAGame.PRI_TA:PartyLeader", "Epic|b|0", 1)
        (party,) = report_of(wire).parties
        assert party.leader == "steam:1"
        assert party.members == ["steam:1", "xbox:3"]


class TestGoals:
    def test_have_scorer_clock_and_the_headers_name(self) -> None:
        wire, _, bob = duel(Goals=[header_goal(40, 1, "B0b")])
        game = wire.actor(GAME)
        wire.scalar(game, "TAGame.GameEvent_Soccar_TA:SecondsRemaining", 17, 10)
        wire.scalar(game, "TAGame.GameEvent_Soccar_TA:bOverTime", 1, 10)
        wire.scalar(wire.team(1), "Engine.TeamInfo:Score", 1, 41)
        wire.scalar(bob.pri, GOALS, 1, 41)
        found = report_of(wire)
        (goal,) = found.goals
        assert (goal.frame, goal.team, goal.clock, goal.in_overtime) == (40, 1, 17, True)
        assert (goal.player, goal.player_name) == ("epic:b", "B0b")
        assert found.match.overtime
        assert found.match.overtime_seconds == 17

    def test_without_a_clock_there_is_none(self) -> None:
        wire, _, _ = duel()
        wire.scalar(wire.team(0), "Engine.TeamInfo:Score", 1, 41)
        (goal,) = report_of(wire).goals
        assert goal.clock is None
        assert goal.player is None


class TestMatch:
    def test_joins_header_and_network(self) -> None:
        wire, _, _ = duel(
            Id="ABC",
            MapName="Stadium_P",
            MatchType="Online",
            Date="2020-12-08 16-47-05",
            TeamSize=1,
        )
        info = wire.actor(GAME_INFO)
        wire.scalar(info, "ProjectX.GRI_X:ReplicatedGamePlaylist", 10)
        match = report_of(wire).match
        assert (match.replay_id, match.map, match.map_name) == ("ABC", "stadium_p", "DFH Stadium")
        assert (match.date, match.team_size) == ("2020-12-08T16:47:05", 1)
        assert (match.playlist_id, match.mode) == (10, "soccar")
        assert match.game_type == "Ranked"
        assert (match.frames, match.start_time) == (60, 5.0)
        assert match.version == (868, 32, 10)

    @pytest.mark.parametrize(
        ("server", "title", "expected"),
        [
            ("EU4821-Nutmeg", "My best save", False),
            ("rlcoach sample EU", None, True),
            ("EU4821-Nutmeg", "rlcoach sample 12", True),
        ],
    )
    def test_made_matches_are_marked(self, server: str, title: str | None, expected: bool) -> None:
        wire, _, _ = duel(**({} if title is None else {"ReplayName": title}))
        info = wire.actor(GAME_INFO)
        wire.text(info, "Engine.GameReplicationInfo:ServerName", server)
        assert report_of(wire).match.is_sample is expected

    def test_the_guid_is_in_the_frames_alone_before_2024(self) -> None:
        wire, _, _ = duel()
        wire.text(wire.actor(GAME_INFO), "ProjectX.GRI_X:MatchGUID", "SENT")
        assert report_of(wire).match.match_guid == "SENT"

    @pytest.mark.parametrize("name", ["MatchGUID", "MatchGuid"])
    def test_the_guid_of_the_header_stands_where_none_was_sent(self, name: str) -> None:
        assert report_of(duel(**{name: "SAVED"})[0]).match.match_guid == "SAVED"

    def test_the_start_was_sent_or_stands_in_the_header(self) -> None:
        wire, _, _ = duel(MatchStartEpoch=1_700_000_001)
        assert report_of(wire).match.start_epoch == 1_700_000_001
        wire.scalar(wire.actor(GAME), "TAGame.GameEvent_TA:MatchStartEpoch", 1_700_000_002)
        assert report_of(wire).match.start_epoch == 1_700_000_002

    def test_missing_is_none_and_never_zero(self) -> None:
        match = report_of(Wire(frames=3)).match
        for name in ("replay_id", "match_guid", "date", "start_epoch", "playlist_id", "map"):
            assert getattr(match, name) is None, name
        assert match.overtime_seconds is None
        assert match.team_size is None
        assert match.recorded_fps is None

    def test_a_file_without_frames_has_no_times(self) -> None:
        found = report_of(Wire(frames=0))
        assert found.match.frames == 0
        assert found.match.start_time is None
        assert found.quality.missing == ["The recording has no frames."]


class TestHeaderOnly:
    def test_has_the_scoreboard_and_says_why(self) -> None:
        found = header_report(
            Team0Score=2,
            PlayerStats=[
                header_row("Alice", online_id=1, Goals=2),
                epic_row("Bob", "b") | {"Team": 1},
                header_row("Storm", platform="OnlinePlatform_Unknown", team=1, is_bot=True),
                header_row("Nobody", platform="OnlinePlatform_PS4"),
                header_row("Caster", online_id=9, team=-1),
            ],
            Goals=[header_goal(40, 0, "Alice")],
        )
        ids = [player.id for player in found.players]
        assert ids == ["steam:1", "epic:b", "bot:Storm", "header:Nobody"]
        assert [team.score for team in found.teams] == [2, 0]
        assert [team.players for team in found.teams] == [
            ["steam:1", "header:Nobody"],
            ["epic:b", "bot:Storm"],
        ]
        assert [(goal.frame, goal.player_name) for goal in found.goals] == [(40, "Alice")]
        assert found.quality.degraded == "It is cut off."
        assert len(found.quality.missing) == 1

    def test_what_only_frames_tell_is_missing(self) -> None:
        found = header_report(PlayerStats=[header_row("Alice", online_id=1)])
        (alice,) = found.players
        assert alice.counts is None
        assert alice.demolitions is None
        assert alice.ball_cam is None
        assert found.totals is None
        assert found.match.frames is None
        assert found.match.mode is None


class TestSchema:
    def test_a_report_survives_json(self) -> None:
        wire, alice, bob = duel(PlayerStats=[header_row("Alice", online_id=1)])
        wire.demolish(alice.car, bob.car, 20)
        wire.scalar(wire.team(0), "Engine.TeamInfo:Score", 1, 41)
        found = report_of(wire)
        assert Report.model_validate_json(found.model_dump_json()) == found

    def test_a_header_only_report_survives_json(self) -> None:
        found = header_report(PlayerStats=[header_row("Alice")], Goals=[header_goal(3)])
        assert Report.model_validate_json(found.model_dump_json()) == found

    def test_the_source_is_named_by_size_and_hash(self) -> None:
        source = report_of(Wire(frames=1)).source
        assert source.size_bytes == len(DATA)
        assert len(source.sha256) == 64

    def test_has_a_version(self) -> None:
        assert report_of(Wire(frames=1)).schema_version == SCHEMA_VERSION
