"""The outer structure: checksums, framing, and the header's properties."""

from __future__ import annotations

import struct
import time
from pathlib import Path
from typing import Any

import pytest
import subtr_actor
from hypothesis import given
from hypothesis import strategies as st

from rlcoach.replay import container, degraded
from rlcoach.replay.container import checksum, read_body, read_header
from rlcoach.replay.degraded import NetworkUnreadableError
from rlcoach.replay.errors import CorruptReplay, NotAReplay
from tests.builders import replay_bytes as build
from tests.replay import corpus_files


def reference_checksum(data: bytes) -> int:
    """The game's CRC bit by bit, as its parameters say."""
    register = 0x10340DFE
    for byte in data:
        register ^= byte << 24
        for _ in range(8):
            register <<= 1
            if register & 0x1_0000_0000:
                register ^= 0x1_04C1_1DB7
    return register ^ 0xFFFFFFFF


def read_properties(
    properties: bytes, *, version: tuple[int, ...] = (868, 32, 10)
) -> dict[str, Any]:
    """The properties of a file that holds these bytes as its properties."""
    header, _ = read_header(build.replay(build.header(properties, version=version)))
    return header.properties


class TestChecksum:
    def test_known_value(self) -> None:
        assert checksum(b"\xa0") == 0x76CC8C81

    @given(st.binary(max_size=64))
    def test_equals_the_reference(self, data: bytes) -> None:
        assert checksum(data) == reference_checksum(data)


class TestReadHeader:
    def test_versions_and_where_the_body_starts(self) -> None:
        data = build.replay(build.header(version=(868, 32, 11)))
        header, offset = read_header(data)
        assert (header.major_version, header.minor_version, header.net_version) == (868, 32, 11)
        assert header.game_type == "TAGame.Replay_Soccar_TA"
        assert data[offset:] == build.section(build.Body().content())

    @pytest.mark.parametrize("version", [(868, 17), (865, 32), (0, 0)])
    def test_old_files_have_no_net_version(self, version: tuple[int, int]) -> None:
        header, _ = read_header(build.replay(build.header(version=version)))
        assert header.net_version is None

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(b"", id="empty"),
            pytest.param(b"x", id="one byte"),
            pytest.param(bytes(15), id="a few zeros"),
            pytest.param(bytes(100), id="many zeros"),
            pytest.param(b"PK\x03\x04" + bytes(100), id="archive"),
            pytest.param(struct.pack("<iI", -1, 0) + bytes(100), id="negative size"),
            pytest.param(struct.pack("<iI", 0, 0) + build.header(), id="no size"),
            pytest.param(struct.pack("<iI", 2**31 - 1, 0) + build.header(), id="large size"),
            pytest.param(build.section(bytes(40)), id="no game type"),
            pytest.param(build.section(build.header(game_type="Word")), id="another format"),
            pytest.param(build.replay()[:50], id="cut in the header"),
        ],
    )
    def test_other_files_are_refused(self, data: bytes) -> None:
        with pytest.raises(NotAReplay):
            read_header(data)

    def test_wrong_checksum(self) -> None:
        data = bytearray(build.replay(build.header(build.int_prop("TeamSize", 3))))
        data[-60] ^= 1
        data[60] ^= 1
        with pytest.raises(CorruptReplay, match="checksum"):
            read_header(bytes(data))

    def test_bytes_after_the_last_property(self) -> None:
        with pytest.raises(CorruptReplay, match="4 bytes follow"):
            read_header(build.replay(build.header() + bytes(4)))

    def test_a_million_bytes_are_no_header(self) -> None:
        padding = build.str_prop("A", "b" * 9_000) * 120
        with pytest.raises(NotAReplay):
            read_header(build.replay(build.header(padding)))

    def test_takes_about_a_millisecond(self) -> None:
        row = b"".join(build.int_prop(f"Stat{index}", index) for index in range(12))
        data = build.replay(build.header(build.array_prop("PlayerStats", [row] * 8)))
        started = time.process_time()
        for _ in range(10):
            read_header(data)
        assert (time.process_time() - started) / 10 < 0.02


class TestProperties:
    def test_every_type(self) -> None:
        player = build.str_prop("Name", "Zoë") + build.prop(
            "Platform",
            "ByteProperty",
            build.text("OnlinePlatform") + build.text("OnlinePlatform_Steam"),
        )
        assert read_properties(
            build.int_prop("TeamSize", -3)
            + build.prop("RecordFPS", "FloatProperty", struct.pack("<f", 0.1))
            + build.prop("bForfeit", "BoolProperty", b"\x01")
            + build.prop("OnlineID", "QWordProperty", struct.pack("<Q", 2**64 - 1))
            + build.prop("MatchType", "NameProperty", build.text("Online"))
            + build.array_prop("PlayerStats", [player, b""])
            + build.struct_prop("Id", "UniqueNetId", build.int_prop("Local", 1))
        ) == {
            "TeamSize": -3,
            "RecordFPS": struct.unpack("<f", struct.pack("<f", 0.1))[0],
            "bForfeit": True,
            "OnlineID": 2**64 - 1,
            "MatchType": "Online",
            "PlayerStats": [
                {
                    "Name": "Zoë",
                    "Platform": {"kind": "OnlinePlatform", "value": "OnlinePlatform_Steam"},
                },
                {},
            ],
            "Id": {"name": "UniqueNetId", "fields": {"Local": 1}},
        }

    def test_an_enumeration_without_a_kind_is_left_out(self) -> None:
        unset = build.prop("Platform", "ByteProperty", build.text("None") + b"\0")
        assert read_properties(unset + build.int_prop("After", 1)) == {"After": 1}

    def test_version_zero_has_wide_booleans_and_short_enumerations(self) -> None:
        properties = build.prop("bA", "BoolProperty", b"\x01\0\0\0") + build.prop(
            "Platform", "ByteProperty", build.text("OnlinePlatform_PS4")
        )
        assert read_properties(properties, version=(0, 0)) == {
            "bA": True,
            "Platform": {"kind": "OnlinePlatform_PS4", "value": None},
        }

    @pytest.mark.parametrize(
        ("raw", "expected"),
        [
            (b"\x06\0\0\0\x80\x81\x8d\x9d\xe9\0", "€\x81\x8d\x9dé"),
            (b"\x00\0\0\0", ""),
            (b"\x01\0\0\0\0", ""),
            (struct.pack("<i", -3) + "日本\0".encode("utf-16-le"), "日本"),
            (struct.pack("<i", -4) + b"\x41\0\x00\xd8\x42\0\0\0", "A\ufffdB"),
            (struct.pack("<i", -3) + b"\x3d\xd8\0\xde\0\0", "😀"),
        ],
    )
    def test_texts(self, raw: bytes, expected: str) -> None:
        assert read_properties(build.prop("Name", "StrProperty", raw)) == {"Name": expected}

    def test_sixteen_levels_are_read(self) -> None:
        assert read_properties(build.nested_prop(container.MAX_NESTING - 1))

    @pytest.mark.parametrize(
        ("properties", "reason"),
        [
            (build.nested_prop(container.MAX_NESTING), "deep"),
            (build.nested_prop(15_000), "deep"),
            (build.prop("A", "StrProperty", build.int32(2**31 - 1)), "characters"),
            (build.prop("A", "StrProperty", build.int32(-(2**31))), "characters"),
            (build.prop("A", "StrProperty", build.int32(9_999)), "bytes are expected"),
            (build.prop("A", "ArrayProperty", build.int32(25_001)), "items"),
            (build.prop("A", "ArrayProperty", build.int32(-1)), "items"),
            (build.prop("A", "ArrayProperty", build.int32(25_000)), "bytes are expected"),
            (build.prop("A", "MapProperty", b""), "MapProperty"),
            (build.int32(-5), "bytes are expected"),
            (build.int32(3) + b"\xff\xff\0", "UTF-8"),
            (build.int_prop("NumFrames", 1) + build.int_prop("NumFrames", 2), "twice"),
        ],
    )
    def test_what_cannot_be_read(self, properties: bytes, reason: str) -> None:
        with pytest.raises(CorruptReplay, match=reason):
            read_properties(properties)

    @given(
        st.dictionaries(
            st.text(st.characters(codec="ascii"), min_size=1, max_size=8).filter(
                lambda name: name not in container._UNIQUE_NAMES | {"None"}
            ),
            st.one_of(
                st.binary(max_size=12).map(
                    lambda raw: ("StrProperty", build.int32(len(raw)) + raw)
                ),
                st.binary(max_size=12).map(
                    lambda raw: ("StrProperty", build.int32(-len(raw)) + raw + raw)
                ),
                st.binary(min_size=8, max_size=8).map(lambda raw: ("QWordProperty", raw)),
                st.integers(-(2**31), 2**31 - 1).map(
                    lambda value: ("IntProperty", build.int32(value))
                ),
                st.floats(width=32, allow_nan=False, allow_infinity=False).map(
                    lambda value: ("FloatProperty", struct.pack("<f", value))
                ),
            ),
            max_size=4,
        )
    )
    def test_equal_to_what_boxcars_reads(self, values: dict[str, tuple[str, bytes]]) -> None:
        properties = b"".join(build.prop(name, kind, raw) for name, (kind, raw) in values.items())
        data = build.replay(build.header(properties))
        assert_equal_properties(
            read_header(data)[0].properties, subtr_actor.parse_replay(data)["properties"]
        )


class TestReadBody:
    def test_its_content(self) -> None:
        assert read_body(b"head" + build.section(b"body") + b"tail", 4) == b"body"

    @pytest.mark.parametrize("left", [0, 7, 8, 11])
    def test_cut_short(self, left: int) -> None:
        with pytest.raises(NetworkUnreadableError) as caught:
            read_body(build.section(b"body")[:left], 0)
        assert str(caught.value) == degraded.TRUNCATED

    def test_negative_size(self) -> None:
        with pytest.raises(NetworkUnreadableError):
            read_body(struct.pack("<iI", -1, 0) + bytes(20), 0)

    def test_wrong_checksum(self) -> None:
        data = bytearray(build.section(b"body"))
        data[-1] ^= 1
        with pytest.raises(NetworkUnreadableError) as caught:
            read_body(bytes(data), 0)
        assert str(caught.value) == degraded.BODY_CHECKSUM


@pytest.mark.parametrize("path", corpus_files.parameters())
def test_real_headers_equal_what_boxcars_reads(path: Path) -> None:
    data = path.read_bytes()
    try:
        header, offset = read_header(data)
    except (NotAReplay, CorruptReplay):
        assert path.parent.name in {"bad", "partial"}
        return
    # A zero time ends the frames, so the parser accepts any body of zeros that is long enough.
    network = bytes(8 + header.properties.get("NumFrames", 0))
    parsed = subtr_actor.parse_replay(
        data[:offset] + build.section(build.Body(network=network).content())
    )
    assert_equal_properties(header.properties, parsed["properties"])
    for name in ("major_version", "minor_version", "net_version", "game_type"):
        assert getattr(header, name) == parsed[name]


@pytest.mark.parametrize("path", corpus_files.parameters())
def test_real_bodies_have_the_right_checksum(path: Path) -> None:
    if path.parent.name == "bad" or path.stat().st_size < 2_000:
        return
    data = path.read_bytes()
    read_body(data, read_header(data)[1])


def assert_equal_properties(ours: object, theirs: object) -> None:
    """Equal in value and type, but for 64-bit numbers, which JSON spells as strings."""
    if isinstance(ours, dict):
        assert isinstance(theirs, dict)
        assert ours.keys() == theirs.keys()
        for name, value in ours.items():
            assert_equal_properties(value, theirs[name])
    elif isinstance(ours, list):
        assert isinstance(theirs, list)
        assert len(ours) == len(theirs)
        for left, right in zip(ours, theirs, strict=True):
            assert_equal_properties(left, right)
    elif isinstance(ours, int) and isinstance(theirs, str):
        assert str(ours) == theirs
    else:
        assert type(ours) is type(theirs)
        assert ours == theirs
