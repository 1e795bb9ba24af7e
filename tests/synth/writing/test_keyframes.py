"""Keyframes say everything again, and nothing of it happens again."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest

from rlcoach.replay.container import Cursor, read_body, read_header
from rlcoach.synth.writing import Era, write_replay
from rlcoach.synth.writing.keyframes import keyframe_frames
from tests.builders.records import COUNTDOWN_FRAMES, ROUNDS, match_record, record_of
from tests.synth.writing.reading import ERAS, network_of, parsed, sent, tables_of

SECOND_ROUND = COUNTDOWN_FRAMES + ROUNDS[0].play_frames + 90
"""The frame the recording jumps to after the first goal."""


NAME = "Engine.PlayerReplicationInfo:PlayerName"
MAY_BE_UNSAID = (
    ":ReplicatedScoredOnTeam",
    ":ReplicatedStatEvent",
    ":ReplicatedRoundCountDownNumber",
    ":ReplicatedGameStateTimeRemaining",
    ":bBallHasBeenHit",
    "Role",
)
"""Attributes that can be back at their default, and what readers make of a pad's return."""
CARS = 4 * len(ROUNDS) + 1
"""One more for the player who was demolished."""


def lives_by_frame(frames: list[dict[str, Any]]) -> list[dict[int, int]]:
    """After each frame, the actors that are there and their objects."""
    alive: dict[int, int] = {}
    found = []
    for frame in frames:
        for actor in frame["deleted_actors"]:
            del alive[actor]
        for new in frame["new_actors"]:
            alive[new["actor_id"]] = new["object_id"]
        found.append(dict(alive))
    return found


class TestWhere:
    def test_at_the_start_every_ten_seconds_and_where_the_recording_jumps(self) -> None:
        record = match_record()

        frames = keyframe_frames(record)

        assert frames[0] == 0
        assert SECOND_ROUND in frames
        starts = [0, SECOND_ROUND]
        since = np.diff(record.time[frames])
        is_timed = [frame not in starts for frame in frames[1:]]
        assert since[is_timed] == pytest.approx(10.0, abs=0.04)

    def test_overtime_without_a_jump_has_none(self) -> None:
        record = match_record()
        overtime = SECOND_ROUND + COUNTDOWN_FRAMES + ROUNDS[1].play_frames + 90

        assert record.delta[overtime] > 0
        assert overtime not in keyframe_frames(record)

    def test_a_recording_of_one_frame(self) -> None:
        assert keyframe_frames(record_of(frames=1)) == [0]


@pytest.mark.parametrize("era", ERAS)
def test_the_list_says_where_each_frame_begins(era: Era) -> None:
    record = match_record()
    data = write_replay(record, era=era)
    _, offset = read_header(data)
    cursor = Cursor(read_body(data, offset))
    assert cursor.item_count() == 0
    entries = [
        (cursor.float32(), cursor.int32(), cursor.int32()) for _ in range(cursor.item_count())
    ]
    network = int.from_bytes(cursor.take(cursor.int32()), "little")

    assert [frame for _, frame, _ in entries] == keyframe_frames(record)
    for seconds, frame, bit in entries:
        raw = (network >> bit & (2**64 - 1)).to_bytes(8, "little")
        assert struct.unpack("<ff", raw) == (seconds, np.float32(record.delta[frame]))
        assert seconds == np.float32(record.time[frame])


@pytest.mark.parametrize("era", ERAS)
class TestWhat:
    def test_all_actors_appear_again(self, era: Era) -> None:
        record = match_record()
        frames = parsed(record, era)["network_frames"]["frames"]

        alive = lives_by_frame(frames)

        for frame in keyframe_frames(record):
            new = {one["actor_id"]: one["object_id"] for one in frames[frame]["new_actors"]}
            assert new == alive[frame]

    def test_every_attribute_that_is_not_its_default_is_sent_again(self, era: Era) -> None:
        whole = parsed(match_record(), era)
        frames, keyframes = whole["network_frames"]["frames"], keyframe_frames(match_record())
        defaults = {
            whole["objects"].index(name)
            for name in whole["objects"]
            if name.endswith(MAY_BE_UNSAID)
        }
        last: dict[int, set[int]] = {}
        for number, frame in enumerate(frames):
            for actor in frame["deleted_actors"]:
                last.pop(actor, None)
            said = {(one["actor_id"], one["object_id"]) for one in frame["updated_actors"]}
            if number in keyframes:
                expected = {
                    (actor, attribute)
                    for actor, attributes in last.items()
                    for attribute in attributes - defaults
                }
                assert expected <= said
            for one in frame["updated_actors"]:
                last.setdefault(one["actor_id"], set()).add(one["object_id"])

    def test_every_body_is_of_the_frame_itself(self, era: Era) -> None:
        record = match_record()

        cars = tables_of(record, era).cars

        for frame in keyframe_frames(record):
            driving = record.cars.life[frame] >= 0
            error = cars.position[driving, frame] - record.cars.body[frame, driving, 0:3]
            assert np.abs(error).max() <= 0.51

    def test_nothing_counts_twice(self, era: Era) -> None:
        record = match_record()

        tables = tables_of(record, era)

        assert len(tables.demolitions.frame) == 1
        assert len(tables.pickups.frame) == sum(len(one.pickups) for one in ROUNDS)
        assert len(tables.goals.frame) == len(ROUNDS)
        begun = (record.cars.counters + 1) // 2
        taps = [
            np.diff(begun[:, player, part], prepend=0).clip(0).sum()
            for player in range(4)
            for part in range(5)
        ]
        assert len(tables.activations.frame) == sum(taps)

    def test_what_is_sent_again_is_what_was_sent_last(self, era: Era) -> None:
        network = network_of(match_record(), era)

        # Decoders drop what a keyframe repeats unchanged.
        rounds = sent(network, "TAGame.GameEvent_Soccar_TA:RoundNum")
        assert [value for _, value, _ in rounds] == [1, 2, 3]
        names = network.texts.attribute == network.object_index[NAME]
        assert network.texts.frame[names].tolist() == [0, 0, 0, 0]
        vehicles = sent(network, "TAGame.CarComponent_TA:Vehicle")
        assert len(vehicles) == 5 * CARS
