"""Whole files: every reader takes them, without a word of complaint."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import subtr_actor

import rlcoach
from rlcoach.replay.decode import native_available
from rlcoach.replay.known_attributes import unknown_attributes
from rlcoach.synth.match_record import MatchRecord, Scored
from rlcoach.synth.writing import CURRENT, LEGACY, Era, UnwritableRecordError, write_replay
from rlcoach.synth.writing.schema import schema
from tests.builders.records import (
    GUID,
    PLAYERS,
    ROUNDS,
    Round,
    match_record,
    planned,
    record_of,
)
from tests.replay.test_decoders_agree import assert_agree
from tests.synth.writing.reading import ERAS, network_of, parsed

SENT_IN_BOTH = """
Engine.Actor:bBlockActors Engine.Actor:bCollideActors Engine.Actor:bHidden
Engine.GameReplicationInfo:GameClass Engine.GameReplicationInfo:ServerName
Engine.Pawn:PlayerReplicationInfo
Engine.PlayerReplicationInfo:Ping Engine.PlayerReplicationInfo:PlayerID
Engine.PlayerReplicationInfo:PlayerName Engine.PlayerReplicationInfo:Score
Engine.PlayerReplicationInfo:Team Engine.PlayerReplicationInfo:UniqueId
Engine.TeamInfo:Score
ProjectX.GRI_X:GameServerID ProjectX.GRI_X:MatchGUID ProjectX.GRI_X:ReplicatedGamePlaylist
ProjectX.GRI_X:Reservations ProjectX.GRI_X:bGameStarted
TAGame.Ball_TA:GameEvent TAGame.Ball_TA:HitTeamNum TAGame.Ball_TA:ReplicatedExplosionDataExtended
TAGame.CameraSettingsActor_TA:PRI TAGame.CameraSettingsActor_TA:ProfileSettings
TAGame.CameraSettingsActor_TA:bUsingSecondaryCamera
TAGame.CarComponent_Dodge_TA:DodgeTorque
TAGame.CarComponent_TA:ReplicatedActive TAGame.CarComponent_TA:Vehicle
TAGame.Car_TA:TeamPaint
TAGame.GameEvent_Soccar_TA:ReplicatedScoredOnTeam TAGame.GameEvent_Soccar_TA:RoundNum
TAGame.GameEvent_Soccar_TA:SecondsRemaining TAGame.GameEvent_Soccar_TA:bBallHasBeenHit
TAGame.GameEvent_Soccar_TA:bOverTime
TAGame.GameEvent_TA:MatchTypeClass TAGame.GameEvent_TA:ReplicatedGameStateTimeRemaining
TAGame.GameEvent_TA:ReplicatedStateName TAGame.GameEvent_Team_TA:MaxTeamSize
TAGame.PRI_TA:ClientLoadouts TAGame.PRI_TA:MatchGoals TAGame.PRI_TA:MatchSaves
TAGame.PRI_TA:MatchScore TAGame.PRI_TA:PartyLeader TAGame.PRI_TA:PersistentCamera
TAGame.PRI_TA:ReplicatedGameEvent TAGame.PRI_TA:SteeringSensitivity
TAGame.RBActor_TA:ReplicatedRBState
TAGame.Team_TA:GameEvent
TAGame.Vehicle_TA:ReplicatedSteer TAGame.Vehicle_TA:ReplicatedThrottle
TAGame.Vehicle_TA:bDriving TAGame.Vehicle_TA:bReplicatedHandbrake
"""
SENT_NOW = """
Engine.Actor:RemoteRole
ProjectX.GRI_X:ReplicatedServerRegion
TAGame.CarComponent_Boost_TA:ReplicatedBoost
TAGame.CarComponent_DoubleJump_TA:DoubleJumpImpulse
TAGame.Car_TA:DodgesRefreshedCounter TAGame.Car_TA:ReplicatedDemolishExtended
TAGame.GameEvent_Soccar_TA:ReplicatedStatEvent TAGame.GameEvent_Soccar_TA:bReadyToStartGame
TAGame.GameEvent_TA:MatchStartEpoch TAGame.GameEvent_TA:ReplicatedRoundCountDownNumber
TAGame.PRI_TA:CarDemolitions TAGame.PRI_TA:MatchDemolishes TAGame.PRI_TA:SelfDemolitions
TAGame.PRI_TA:SpectatorShortcut TAGame.PRI_TA:TotalGameTimePlayed
TAGame.VehiclePickup_TA:NewReplicatedPickupData
"""
SENT_IN_2017 = """
Engine.Actor:Role
TAGame.CarComponent_Boost_TA:ReplicatedBoostAmount
TAGame.Car_TA:ReplicatedDemolish
TAGame.VehiclePickup_TA:ReplicatedPickupData
"""


@pytest.mark.parametrize(
    ("era", "own"), [(CURRENT, SENT_NOW), (LEGACY, SENT_IN_2017)], ids=["now", "2017"]
)
def test_what_a_match_sends(era: Era, own: str) -> None:
    network = network_of(match_record(), era)

    sent = {network.objects[index] for index in np.flatnonzero(network.attribute_updates).tolist()}

    assert sent == set((SENT_IN_BOTH + own).split())
    assert unknown_attributes(network) == []


@pytest.mark.parametrize("era", ERAS)
class TestReaders:
    @pytest.mark.skipif(
        not native_available() and not os.environ.get("CI"), reason="native decoder not installed"
    )
    def test_both_decoders_make_the_same_of_it(self, era: Era) -> None:
        assert_agree(write_replay(match_record(), era=era))

    def test_every_frame_is_there(self, era: Era) -> None:
        record = match_record()

        network = network_of(record, era)

        assert np.array_equal(network.frame_time, record.time.astype(np.float32))
        assert np.array_equal(network.frame_delta, record.delta.astype(np.float32))

    def test_only_actors_that_live_send_something(self, era: Era) -> None:
        alive: set[int] = set()
        for frame in parsed(match_record(), era)["network_frames"]["frames"]:
            assert alive >= set(frame["deleted_actors"])
            alive -= set(frame["deleted_actors"])
            alive |= {new["actor_id"] for new in frame["new_actors"]}
            assert alive >= {one["actor_id"] for one in frame["updated_actors"]}

    def test_each_actor_is_named_once_per_frame(self, era: Era) -> None:
        for frame in parsed(match_record(), era)["network_frames"]["frames"]:
            actors = [one["actor_id"] for one in frame["updated_actors"]]
            changes = [actor for at, actor in enumerate(actors) if actors[at - 1 : at] != [actor]]
            assert len(changes) == len(set(actors))

    def test_the_cache_leads_from_each_class_to_what_it_inherits(self, era: Era) -> None:
        whole = parsed(match_record(), era)
        objects = whole["objects"]
        expected = schema(era.classes, era.lacks).stream_ids
        by_cache_id: dict[int, dict[str, int]] = {0: {}}

        for one in whole["net_cache"]:
            own = {objects[each["object_ind"]]: each["stream_id"] for each in one["properties"]}
            # A parent is the class before it with the number that the child begins with.
            by_cache_id[one["cache_id"]] = by_cache_id[one["parent_id"]] | own
            assert by_cache_id[one["cache_id"]] == expected[objects[one["object_ind"]]]

    def test_classes_are_listed_with_their_objects(self, era: Era) -> None:
        whole = parsed(match_record(), era)
        objects = whole["objects"]

        assert len(set(objects)) == len(objects)
        assert len(whole["class_indices"]) > len(whole["net_cache"])
        assert all(objects[one["index"]] == one["class"] for one in whole["class_indices"])

    def test_a_whole_report_without_a_word_of_doubt(self, era: Era) -> None:
        record = match_record()

        report = rlcoach.analyze(write_replay(record, era=era))

        assert report.quality.degraded is None
        assert report.quality.missing == []
        assert report.quality.unknown_attributes == []
        assert len(report.goals) == len(ROUNDS)
        assert len(report.demolitions) == 1
        assert [player.name for player in report.players] == [one.name for one in PLAYERS]


SHORT_ROUND = Round(60, scorer=0, pickups=((10, 0, 3), (12, 3, 30)), demolition=(20, 1, 2))
"""Two of the readers hand over everything they know in every frame, which takes its time."""

READ_BY_SUBTR_ACTOR: tuple[Callable[..., object], ...] = (
    subtr_actor.get_replay_meta,
    subtr_actor.get_ndarray_with_info_from_replay_filepath,
    subtr_actor.get_replay_frames_data,
    subtr_actor.get_stats_events,
    subtr_actor.get_stats_timeline,
    subtr_actor.get_summed_stats,
    subtr_actor.get_legacy_stats_timeline,
    subtr_actor.get_stats_snapshot_data,
)


@pytest.mark.parametrize("era", ERAS)
class TestSubtrActor:
    @pytest.mark.parametrize("read", READ_BY_SUBTR_ACTOR, ids=lambda read: read.__name__)
    def test_reads_it_in_silence(
        self,
        era: Era,
        read: Callable[..., object],
        tmp_path: Path,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        path = tmp_path / "written.replay"
        path.write_bytes(write_replay(planned([SHORT_ROUND]), era=era))

        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert read(str(path))

        assert capfd.readouterr() == ("", "")

    def test_sees_goals_and_players(self, era: Era, tmp_path: Path) -> None:
        record = match_record()
        path = tmp_path / "written.replay"
        path.write_bytes(write_replay(record, era=era))

        frames = subtr_actor.get_replay_frames_data(str(path))
        meta = subtr_actor.get_replay_meta(str(path))["replay_meta"]

        goals = [one.frame for one in record.happenings if isinstance(one, Scored)]
        assert [goal["frame"] for goal in frames["goal_events"]] == goals
        teams = [sorted(one["name"] for one in meta[team]) for team in ("team_zero", "team_one")]
        assert teams == [["Ada", "Bo"], ["Cy", "Dee"]]

    def test_sees_the_demolition(self, era: Era, tmp_path: Path) -> None:
        path = tmp_path / "written.replay"
        path.write_bytes(write_replay(match_record(), era=era))

        found = subtr_actor.get_replay_frames_data(str(path))["demolish_infos"]

        # It takes none from real files of 2017 either.
        assert len(found) == (1 if era is CURRENT else 0)


class TestBytes:
    @pytest.mark.parametrize("era", ERAS)
    def test_the_same_record_gives_the_same(self, era: Era) -> None:
        record = match_record()

        assert write_replay(record, era=era) == write_replay(record, era=era)

    def test_in_another_process_too(self) -> None:
        script = (
            "import hashlib, tests.builders.records as records, rlcoach.synth.writing as writing;"
            "data = writing.write_replay(records.record_of(frames=40));"
            "print(hashlib.sha256(data).hexdigest())"
        )
        hashes = {
            subprocess.run(
                [sys.executable, "-c", script],
                check=True,
                capture_output=True,
                text=True,
                cwd=Path(__file__).parents[3],
                env={**os.environ, "PYTHONHASHSEED": seed},
            ).stdout
            for seed in ("1", "2")
        }

        assert len(hashes) == 1

    def test_another_match_is_sent_at_other_times(self) -> None:
        one, other = (
            network_of(replace(match_record(), setting=replace(match_record().setting, guid=guid)))
            for guid in (GUID, "F" * 32)
        )

        assert one.bodies.frame.tolist() != other.bodies.frame.tolist()


class TestEdges:
    @pytest.mark.parametrize("era", ERAS)
    def test_one_frame(self, era: Era) -> None:
        assert network_of(record_of(frames=1), era).frame_count == 1

    @pytest.mark.parametrize("era", ERAS)
    def test_no_ball_and_no_cars(self, era: Era) -> None:
        ball = np.full((5, 13), np.nan)
        cars = np.full((5, 4, 13), np.nan)

        network = network_of(record_of(ball=ball, cars=cars), era)

        assert network.frame_count == 5
        assert len(network.bodies.frame) == 0

    @pytest.mark.parametrize(
        "change",
        [
            {"time": np.zeros(3)},
            {"time": np.array([1.0, 2.0, 2.0])},
            {"time": np.array([1.0, np.nan, 3.0])},
            {"time": np.array([-1.0, 1.0, 2.0])},
            {"delta": np.array([0.0, -0.1, 0.1])},
            {"time": np.zeros(0), "delta": np.zeros(0)},
        ],
    )
    def test_time_that_no_file_can_hold(self, change: dict[str, object]) -> None:
        record: MatchRecord = replace(record_of(frames=3), **change)  # type: ignore[arg-type]

        with pytest.raises(UnwritableRecordError):
            write_replay(record)
