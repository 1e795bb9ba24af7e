"""The header says what the record says."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from rlcoach.replay.container import checksum, read_body, read_header
from rlcoach.synth.match_record import MatchRecord, Saved, Scored, StatRise
from rlcoach.synth.writing import CURRENT, LEGACY, Era, write_replay
from tests.builders.records import PLAYERS, ROUNDS, match_record, record_of
from tests.synth.writing.reading import ERAS, parsed

COMMON = {
    "TeamSize",
    "Team0Score",
    "Team1Score",
    "Goals",
    "HighLights",
    "PlayerStats",
    "ReplayName",
    "ReplayVersion",
    "GameVersion",
    "BuildID",
    "Changelist",
    "BuildVersion",
    "RecordFPS",
    "KeyframeDelay",
    "MaxChannels",
    "MaxReplaySizeMB",
    "Id",
    "MapName",
    "Date",
    "NumFrames",
    "MatchType",
    "PlayerName",
}
LATER = {
    "UnfairTeamSize",
    "TotalSecondsPlayed",
    "MatchStartEpoch",
    "ReplayLastSaveVersion",
    "ReserveMegabytes",
    "MatchGUID",
}


def properties(record: MatchRecord, era: Era = CURRENT) -> dict[str, Any]:
    """The header's properties."""
    return read_header(write_replay(record, era=era))[0].properties


class TestWhole:
    @pytest.mark.parametrize(("era", "names"), [(CURRENT, COMMON | LATER), (LEGACY, COMMON)])
    def test_all_usual_properties(self, era: Era, names: set[str]) -> None:
        assert properties(match_record(), era).keys() == names

    @pytest.mark.parametrize(("era", "version"), [(CURRENT, (868, 32, 11)), (LEGACY, (868, 20, 2))])
    def test_the_version(self, era: Era, version: tuple[int, int, int]) -> None:
        header, _ = read_header(write_replay(record_of(), era=era))

        assert (header.major_version, header.minor_version, header.net_version) == version
        assert header.game_type == "TAGame.Replay_Soccar_TA"

    def test_the_build_before_dodges_were_counted(self) -> None:
        data = write_replay(replace(record_of(), sends_refreshes=False))

        header, _ = read_header(data)

        assert header.net_version == 10
        assert header.properties["BuildVersion"] < CURRENT.build.name

    @pytest.mark.parametrize("era", ERAS)
    def test_both_checksums(self, era: Era) -> None:
        data = write_replay(match_record(), era=era)
        _, offset = read_header(data)
        body = read_body(data, offset)

        assert len(data) == offset + 8 + len(body)
        assert struct.unpack_from("<iI", data, offset) == (len(body), checksum(body))

    def test_what_is_zero_is_left_out(self) -> None:
        found = properties(record_of(title=""))

        assert not found.keys() & {"Team0Score", "Team1Score", "WinningTeam", "PrimaryPlayerTeam"}
        assert not found.keys() & {"Goals", "HighLights", "ReplayName"}


class TestResult:
    def test_score_and_goals(self) -> None:
        record = match_record()
        goals = [one for one in record.happenings if isinstance(one, Scored)]

        found = properties(record)

        assert (found["Team0Score"], found["Team1Score"]) == (2, 1)
        assert found["Goals"] == [
            {
                "frame": goal.frame,
                "PlayerName": PLAYERS[goal.scorer or 0].name,
                "PlayerTeam": goal.team,
            }
            for goal in goals
        ]

    def test_orange_wins(self) -> None:
        goal = Scored(9, 6.0, team=1, scorer=2, assister=None)

        assert properties(record_of(happenings=[goal]))["WinningTeam"] == 1

    def test_an_own_goal_names_the_player_with_his_team(self) -> None:
        own = Scored(9, 6.0, team=0, scorer=2, assister=None, is_own=True)

        found = properties(record_of(happenings=[own]))

        assert found["Team0Score"] == 1
        assert found["Goals"] == [{"frame": 9, "PlayerName": "Cy", "PlayerTeam": 1}]

    def test_a_goal_of_nobody_has_no_name(self) -> None:
        goal = Scored(9, 6.0, team=1, scorer=None, assister=None)

        assert properties(record_of(happenings=[goal]))["Goals"] == [{"frame": 9, "PlayerTeam": 1}]

    def test_last_numbers_of_the_scoreboard(self) -> None:
        rises = [
            StatRise(3, 1, "MatchShots", 1),
            StatRise(7, 1, "MatchShots", 2),
            StatRise(7, 1, "MatchScore", 20),
            StatRise(8, 1, "MatchAssists", 1),
        ]

        row = properties(record_of(happenings=rises))["PlayerStats"][1]

        numbers = {name: row[name] for name in ("Score", "Goals", "Assists", "Saves", "Shots")}
        assert numbers == {"Score": 20, "Goals": 0, "Assists": 1, "Saves": 0, "Shots": 2}

    def test_seconds_played_run_from_first_touch_to_goal(self) -> None:
        record = match_record()

        played = properties(record)["TotalSecondsPlayed"]

        assert 15 < played < sum(one.play_frames for one in ROUNDS) / 30


class TestHighlights:
    def test_goals_and_saves_with_car_ball_and_goal(self) -> None:
        found = properties(match_record())["HighLights"]

        assert [row["GoalActorName"] for row in found] == [
            "None",
            "GoalVolume_TA_4",
            "GoalVolume_TA_0",
            "GoalVolume_TA_4",
        ]
        assert [row["BallName"] for row in found] == [f"Ball_TA_{n}" for n in (0, 0, 1, 2)]
        assert len({row["CarName"] for row in found}) == 4
        names = parsed(match_record())["names"]
        assert all(row["CarName"] in names for row in found)

    def test_2017_knows_no_goals_there(self) -> None:
        assert "GoalActorName" not in properties(match_record(), LEGACY)["HighLights"][0]

    @pytest.mark.parametrize("era", ERAS)
    def test_tick_marks_stand_before_them(self, era: Era) -> None:
        goal = Scored(100, 6.0, team=1, scorer=2, assister=None)
        save = Saved(20, 0)

        marks = parsed(record_of(frames=150, happenings=[save, goal]), era)["tick_marks"]

        assert [(mark["description"], mark["frame"]) for mark in marks] == [
            ("Team0Save", 0),
            ("Team1Goal", 55),
        ]


class TestRecording:
    def test_setting(self) -> None:
        record = record_of(frames=77, map_name="cs_day_p", match_type="Private", saver=2)

        found = properties(record)

        assert found["NumFrames"] == 77
        assert found["MapName"] == "cs_day_p"
        assert found["MatchType"] == "Private"
        assert found["TeamSize"] == 2
        assert found["PlayerName"] == "Cy"
        assert found["PrimaryPlayerTeam"] == 1
        assert found["ReplayName"] == "A match"
        assert found["MatchGUID"] == record.setting.guid
        assert found["MatchStartEpoch"] == int(record.setting.start.timestamp())

    def test_the_file_has_an_id_of_its_own(self) -> None:
        ids = [properties(record_of(guid=guid * 32))["Id"] for guid in "ABA"]

        assert ids[0] == ids[2] != ids[1]
        assert len(ids[0]) == 32
        assert ids[0] != "A" * 32

    @pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-8))])
    def test_the_date_is_the_savers_when_the_recording_ends(self, zone: timezone) -> None:
        start = datetime(2026, 12, 31, 21, 58, 30, tzinfo=UTC).astimezone(zone)

        record = record_of(frames=60 * 30 + 1, start=start, utc_offset_minutes=90)

        assert properties(record)["Date"] == "2026-12-31 23-29-30"
