"""The pure-Python decoder, on files built bit by bit and on values as subtr_actor gives them."""

from __future__ import annotations

import gc
import struct
from typing import Any

import numpy as np
import pytest
import subtr_actor

from rlcoach.replay import body_limits, degraded
from rlcoach.replay.decode_python import decode, decode_header
from rlcoach.replay.errors import CorruptReplay
from rlcoach.replay.network import RECORD_WIDTH, RawReplay
from tests.builders import replay_bytes as build
from tests.builders.replay_bytes import CLUB, KNOCKOUT_PRI, NAME, READY, SCORE, SENSITIVITY, Match


def decoded(match: Match) -> dict[str, Any]:
    """The wire form of a match that must be readable."""
    wire = decode(match.replay())
    assert wire["degraded"] is None
    return wire


def reason(data: bytes) -> str:
    """Why only the header of `data` is readable."""
    wire = decode(data)
    assert set(wire) == {"header", "degraded"}
    sentence = wire["degraded"]
    assert isinstance(sentence, str)
    return sentence


def rows(table: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    """The columns `names` of a table, row by row."""
    return list(zip(*(list(table[name]) for name in names), strict=True))


class TestFrames:
    def test_times_marks_and_strings(self) -> None:
        wire = decoded(Match().frame(1.0, 0.0).frame(1.1, 0.5))
        assert wire["frame_time"].tolist() == np.array([1.0, 1.1], dtype=np.float32).tolist()
        assert wire["frame_delta"].tolist() == [0.0, 0.5]
        assert wire["keyframe_frame"].tolist() == [0]
        assert wire["tick_marks"] == [("Team0Goal", 1)]
        assert wire["objects"] == list(build.OBJECTS)
        assert wire["names"] == ["Alice", "Bob"]

    def test_no_frames(self) -> None:
        raw = RawReplay.from_wire(decode(build.replay()), decoder="python")
        assert raw.network is not None
        assert raw.network.frame_count == 0
        assert raw.network.bodies.value.shape == (0, 13)

    def test_types_and_layout(self) -> None:
        network = RawReplay.from_wire(decode(Match().frame(1.0).replay()), decoder="python").network
        assert network is not None
        assert network.frame_time.dtype == np.float32
        assert network.attribute_updates.dtype == np.int64
        assert network.actors.rotation.dtype == np.int16
        assert network.actors.location.shape == (0, 3)
        assert network.scalars.value.dtype == np.int64
        assert network.scalars.extra.dtype == np.int32
        assert network.records.value.dtype == np.float64
        assert network.records.value.shape == (0, RECORD_WIDTH)
        assert network.bodies.sleeping.dtype == np.bool_
        assert network.texts.number.dtype == np.int32
        for table in (network.scalars, network.floats, network.vectors, network.bodies):
            assert table.seq.dtype == np.int32
            assert all(c.flags.c_contiguous for c in vars(table).values())


class TestActors:
    def test_a_life_from_birth_to_deletion(self) -> None:
        match = Match().frame(1.0).frame(1.1).new(3, name_id=1).frame(1.2).frame(1.3).delete(3)
        actors = decoded(match)["actors"]
        assert rows(actors, "actor_id", "object_id", "name_id", "birth_frame", "death_frame") == [
            (3, build.PRI, 1, 1, 3)
        ]
        assert not actors["has_location"].any()

    def test_alive_at_the_end(self) -> None:
        actors = decoded(Match().frame(1.0).new(3).frame(1.1))["actors"]
        assert actors["death_frame"].tolist() == [2]

    def test_a_reused_id_is_another_life(self) -> None:
        match = Match().frame(1.0).new(3).frame(1.1).delete(3).frame(1.2).new(3)
        match.update(3, SCORE, build.int32(5))
        wire = decoded(match)
        assert rows(wire["actors"], "birth_frame", "death_frame") == [(0, 1), (2, 3)]
        assert wire["scalars"]["actor"].tolist() == [1]

    def test_deleted_and_new_in_one_frame(self) -> None:
        match = Match().frame(1.0).new(3).frame(1.1).delete(3).new(3)
        assert rows(decoded(match)["actors"], "birth_frame", "death_frame") == [(0, 1), (1, 2)]

    def test_same_object_is_a_refresh(self) -> None:
        match = Match().frame(1.0).new(3).frame(1.1).new(3)
        assert rows(decoded(match)["actors"], "birth_frame", "death_frame") == [(0, 2)]

    def test_another_object_replaces(self) -> None:
        match = Match().frame(1.0).new(3).frame(1.1).new(3, KNOCKOUT_PRI)
        assert rows(decoded(match)["actors"], "object_id", "birth_frame", "death_frame") == [
            (build.PRI, 0, 1),
            (KNOCKOUT_PRI, 1, 2),
        ]

    def test_the_highest_ids(self) -> None:
        match = Match().frame(1.0).new(1022).new(511).new(512)
        assert decoded(match)["actors"]["actor_id"].tolist() == [1022, 511, 512]


class TestUpdates:
    def test_each_goes_to_its_table_in_order(self) -> None:
        match = Match().frame(1.0).new(3)
        match.update(3, SCORE, build.int32(-7)).update(3, NAME, build.text("Zoë"))
        match.update(3, READY, True).update(3, SENSITIVITY, struct.pack("<f", 0.1))
        match.update(3, CLUB, struct.pack("<q", -(2**63)))
        wire = decoded(match)
        assert rows(wire["scalars"], "seq", "attribute", "value", "extra") == [
            (0, SCORE, -7, 0),
            (2, READY, 1, 0),
            (4, CLUB, -(2**63), 0),
        ]
        assert rows(wire["texts"], "seq", "text", "name", "number") == [(1, "Zoë", "", 0)]
        assert rows(wire["floats"], "seq", "value") == [(3, np.float32(0.1))]

    def test_a_refresh_drops_repeats_and_counts_them(self) -> None:
        match = Match().frame(1.0).new(3)
        match.update(3, SCORE, build.int32(7)).update(3, READY, True)
        match.frame(1.1).new(3)
        match.update(3, SCORE, build.int32(7)).update(3, READY, False).update(3, READY, False)
        wire = decoded(match)
        assert rows(wire["scalars"], "seq", "frame", "attribute", "value") == [
            (0, 0, SCORE, 7),
            (1, 0, READY, 1),
            (3, 1, READY, 0),
        ]
        assert wire["attribute_updates"][[SCORE, READY]].tolist() == [2, 3]

    def test_what_a_refresh_sends_first_is_kept(self) -> None:
        match = Match().frame(1.0).new(3).frame(1.1).new(3).update(3, SCORE, build.int32(0))
        assert decoded(match)["scalars"]["value"].tolist() == [0]

    def test_repeats_elsewhere_are_kept(self) -> None:
        match = Match().frame(1.0).new(3).new(4).update(3, SCORE, build.int32(7))
        match.frame(1.1).new(4).update(3, SCORE, build.int32(7))
        match.frame(1.2).update(3, SCORE, build.int32(7))
        assert decoded(match)["scalars"]["frame"].tolist() == [0, 1, 2]

    def test_a_new_life_has_sent_nothing_yet(self) -> None:
        match = Match().frame(1.0).new(3).update(3, SCORE, build.int32(7))
        match.frame(1.1).new(3, KNOCKOUT_PRI).update(3, SCORE, build.int32(7))
        assert decoded(match)["scalars"]["actor"].tolist() == [0, 1]

    def test_refreshed_and_replaced_in_one_frame(self) -> None:
        match = Match().frame(1.0).new(3).frame(1.1).new(3).new(3, KNOCKOUT_PRI)
        match.update(3, SCORE, build.int32(7)).update(3, SCORE, build.int32(7))
        assert decoded(match)["scalars"]["actor"].tolist() == [1, 1]

    def test_for_an_actor_that_is_gone(self) -> None:
        match = Match().frame(1.0).new(3).frame(1.1).delete(3).update(3, SCORE, build.int32(7))
        match.new(4).update(4, SCORE, build.int32(8))
        wire = decoded(match)
        assert rows(wire["scalars"], "seq", "value") == [(1, 8)]
        assert wire["attribute_updates"][SCORE] == 2


class TestDegraded:
    def test_body_cut_short(self) -> None:
        data = Match().frame(1.0).new(3).replay()
        assert reason(data[:-1]) == degraded.TRUNCATED

    def test_body_damaged(self) -> None:
        data = bytearray(Match().frame(1.0).new(3).replay())
        data[-1] ^= 1
        assert reason(bytes(data)) == degraded.BODY_CHECKSUM

    def test_unknown_attribute(self) -> None:
        name = "TAGame.PRI_TA:Brand\x1bNew"
        match = Match(
            objects=[name if index == SCORE else known for index, known in enumerate(build.OBJECTS)]
        )
        match.frame(1.0).new(3).update(3, SCORE, build.int32(1))
        assert reason(match.replay()) == degraded.unknown_attribute(name)
        assert "Brand?New" in reason(match.replay())

    def test_network_data_ends_early(self) -> None:
        match = Match().frame(1.0).new(3).update(3, NAME, build.int32(9_000))
        assert "Unexpected size for string: 9000" in reason(match.replay())

    @pytest.mark.parametrize("announced", [-1, 2, 10_000, 2**31 - 1])
    def test_wrong_number_of_frames(self, announced: int) -> None:
        assert str(announced) in reason(Match().frame(1.0).replay(announced_frames=announced))

    def test_fewer_frames_than_announced(self) -> None:
        match = Match().frame(1.0).frame(0.0, 0.0).frame(1.1)
        assert "announces 3 frames and there are 1" in reason(match.replay())

    def test_no_number_of_frames(self) -> None:
        assert "does not say how many" in reason(
            build.replay(build.header(), Match().frame(1.0).body())
        )

    @pytest.mark.parametrize("channels", [0, -1, 2**31 - 1])
    def test_impossible_channels(self, channels: int) -> None:
        header = build.header(build.int_prop("MaxChannels", channels))
        assert f"{channels} channels" in reason(build.replay(header))

    def test_lists_larger_than_the_body(self) -> None:
        content = build.int32(25_000) + bytes(60)
        data = build.section(build.header()) + build.section(content)
        assert "bytes are expected" in reason(data)

    def test_attribute_table_beyond_memory(self) -> None:
        count = 5_000
        body = build.Body(
            objects=["A"] * count, net_cache=[(0, 0, 0, [(index, 0) for index in range(count)])]
        )
        assert count * count > body_limits.MAX_ATTRIBUTE_LINKS
        assert "5000 objects with 5000 attributes" in reason(build.replay(None, body))

    def test_a_panic_of_the_parser(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class PanicException(BaseException):
            pass

        def panic(_: bytes) -> None:
            raise PanicException("index out of bounds\nnote: run with RUST_BACKTRACE")

        monkeypatch.setattr(subtr_actor, "parse_replay", panic)
        assert reason(build.replay()) == degraded.unreadable("index out of bounds")

    @pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, MemoryError])
    def test_what_is_not_about_the_file_passes(
        self, kind: type[BaseException], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stop(_: bytes) -> None:
            raise kind

        monkeypatch.setattr(subtr_actor, "parse_replay", stop)
        with pytest.raises(kind):
            decode(build.replay())

    def test_sentences_of_the_native_decoder(self) -> None:
        assert degraded.sentence("truncated", "") == degraded.TRUNCATED
        assert degraded.sentence("body_checksum", "") == degraded.BODY_CHECKSUM
        assert degraded.sentence("unreadable", "Too bad.\nmore") == degraded.unreadable("Too bad")

    def test_long_details_are_cut(self) -> None:
        assert len(degraded.unreadable("x" * 10_000)) < 250


class TestDecode:
    def test_a_damaged_header_is_refused(self) -> None:
        data = bytearray(build.replay())
        data[4] ^= 1
        with pytest.raises(CorruptReplay):
            decode(bytes(data))

    def test_the_header_alone_does_not_need_the_body(self) -> None:
        data = build.section(build.header(build.int_prop("TeamSize", 2)))
        assert decode_header(data)["properties"] == {"TeamSize": 2}
        assert decode(data)["header"] == decode_header(data)

    @pytest.mark.parametrize("is_enabled", [True, False])
    def test_the_collector_is_left_as_it_was(self, is_enabled: bool) -> None:
        was_enabled = gc.isenabled()
        try:
            (gc.enable if is_enabled else gc.disable)()
            decode(Match().frame(1.0).replay())
            decode(Match().frame(1.0).replay(announced_frames=2))
            assert gc.isenabled() is is_enabled
        finally:
            (gc.enable if was_enabled else gc.disable)()
