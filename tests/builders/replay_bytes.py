"""Replay files from small parts: properties, sections with right checksums, and network bits."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from rlcoach.replay.container import checksum

GAME_TYPE = "TAGame.Replay_Soccar_TA"
NONE = b"\x05\x00\x00\x00None\x00"


def text(value: str) -> bytes:
    """A text as the file holds it: windows-1252 where that can spell it, else UTF-16."""
    try:
        raw = value.encode("cp1252") + b"\0"
    except UnicodeEncodeError:
        raw = value.encode("utf-16-le", errors="surrogatepass") + b"\0\0"
        return int32(-(len(raw) // 2)) + raw
    return int32(len(raw)) + raw


def int32(value: int) -> bytes:
    """A signed 32-bit number."""
    return struct.pack("<i", value)


def listed(items: Sequence[bytes]) -> bytes:
    """A list: its length and its items."""
    return int32(len(items)) + b"".join(items)


def prop(name: str, kind: str, value: bytes) -> bytes:
    """One header property; the size in front of the value is not used by any reader."""
    return text(name) + text(kind) + struct.pack("<II", len(value), 0) + value


def int_prop(name: str, value: int) -> bytes:
    """An `IntProperty`."""
    return prop(name, "IntProperty", int32(value))


def str_prop(name: str, value: str) -> bytes:
    """A `StrProperty`."""
    return prop(name, "StrProperty", text(value))


def array_prop(name: str, rows: Sequence[bytes]) -> bytes:
    """An `ArrayProperty`; each row is its properties without the closing `None`."""
    return prop(name, "ArrayProperty", listed([row + NONE for row in rows]))


def struct_prop(name: str, struct_name: str, fields: bytes) -> bytes:
    """A `StructProperty`; `fields` is its properties without the closing `None`."""
    return prop(name, "StructProperty", text(struct_name) + fields + NONE)


def nested_prop(depth: int) -> bytes:
    """A property with `depth` levels of properties inside it."""
    inner = b""
    for _ in range(depth):
        inner = struct_prop("Inner", "Struct", inner)
    return inner


def header(
    properties: bytes = b"",
    *,
    version: tuple[int, ...] = (868, 32, 10),
    game_type: str = GAME_TYPE,
) -> bytes:
    """The content of a header section; `properties` lacks the closing `None`."""
    return b"".join(map(int32, version)) + text(game_type) + properties + NONE


def section(content: bytes) -> bytes:
    """A section with its size and right checksum."""
    return struct.pack("<iI", len(content), checksum(content)) + content


@dataclass(frozen=True)
class Body:
    """The parts of a body that tests vary."""

    network: bytes = b""
    objects: Sequence[str] = ()
    names: Sequence[str] = ()
    keyframes: Sequence[tuple[float, int, int]] = ()
    tick_marks: Sequence[tuple[str, int]] = ()
    net_cache: Sequence[tuple[int, int, int, Sequence[tuple[int, int]]]] = ()
    """Object, parent, cache id, and (object, stream id) of each property."""

    def content(self) -> bytes:
        """The content of the body's section."""
        classes = [
            struct.pack("<iii", *ids) + listed([struct.pack("<ii", *each) for each in properties])
            for *ids, properties in self.net_cache
        ]
        return b"".join(
            (
                listed([]),
                listed([struct.pack("<fii", *keyframe) for keyframe in self.keyframes]),
                int32(len(self.network)) + self.network,
                listed([]),
                listed([text(mark) + int32(frame) for mark, frame in self.tick_marks]),
                listed([]),
                listed([text(name) for name in self.objects]),
                listed([text(name) for name in self.names]),
                listed([]),
                listed(classes),
            )
        )


def replay(header_content: bytes | None = None, body: Body | None = None) -> bytes:
    """A whole file; without arguments, one that holds no frames."""
    content = header() if header_content is None else header_content
    return section(content) + section((body or Body()).content())


OBJECTS = (
    "TAGame.PRI_TA",
    "TAGame.Default__PRI_TA",
    "TAGame.PRI_KnockOut_TA",
    "TAGame.PRI_TA:MatchScore",
    "TAGame.PRI_TA:bReady",
    "TAGame.PRI_TA:ClubID",
    "Engine.PlayerReplicationInfo:PlayerName",
    "TAGame.PRI_TA:SteeringSensitivity",
)
"""Objects of `Match`: a class, two archetypes of it, and five attributes."""
PRI, KNOCKOUT_PRI = 1, 2
SCORE, READY, CLUB, NAME, SENSITIVITY = 3, 4, 5, 6, 7

_CHANNELS = 1023
_STREAM_IDS = {SCORE: 0, READY: 1, CLUB: 2, NAME: 3, SENSITIVITY: 4}


class Bits:
    """Bits in the order the network data has them: least significant first."""

    def __init__(self) -> None:
        self._value = 0
        self._length = 0

    def add(self, value: int, width: int) -> None:
        """Appends the low `width` bits of `value`."""
        self._value |= (value & ((1 << width) - 1)) << self._length
        self._length += width

    def add_below(self, value: int, limit: int) -> None:
        """Appends a number below `limit` with no more bits than that takes."""
        width = limit.bit_length() - 1
        self.add(value, width)
        if (value & ((1 << width) - 1)) + (1 << width) < limit:
            self.add(value >> width, 1)

    def add_bytes(self, data: bytes) -> None:
        """Appends whole bytes, at any bit position."""
        self.add(int.from_bytes(data, "little"), len(data) * 8)

    def to_bytes(self) -> bytes:
        """The bits, padded to whole bytes."""
        return self._value.to_bytes((self._length + 7) // 8, "little")


@dataclass
class Match:
    """Frames of player infos and their attributes, written in the order the methods are called."""

    bits: Bits = field(default_factory=Bits)
    frames: int = 0
    objects: Sequence[str] = OBJECTS

    def frame(self, time: float, delta: float = 0.033) -> Match:
        """Starts a frame."""
        self._end_frame()
        self.bits.add_bytes(struct.pack("<ff", time, delta))
        self.frames += 1
        return self

    def delete(self, actor: int) -> Match:
        """Deletes an actor."""
        self._actor(actor)
        self.bits.add(0, 1)
        return self

    def new(self, actor: int, object_id: int = PRI, *, name_id: int = 0) -> Match:
        """Creates or refreshes an actor."""
        self._actor(actor)
        self.bits.add(0b11, 2)
        self.bits.add_bytes(int32(name_id))
        self.bits.add(0, 1)
        self.bits.add_bytes(int32(object_id))
        return self

    def update(self, actor: int, attribute: int, value: bytes | bool) -> Match:
        """Updates one attribute; `value` is its bytes, or the one bit of a boolean."""
        self._actor(actor)
        self.bits.add(0b101, 3)
        self.bits.add_below(_STREAM_IDS[attribute], len(_STREAM_IDS))
        if isinstance(value, bool):
            self.bits.add(value, 1)
        else:
            self.bits.add_bytes(value)
        self.bits.add(0, 1)
        return self

    def body(self) -> Body:
        """The body that holds the frames written so far."""
        self._end_frame()
        return Body(
            network=self.bits.to_bytes(),
            objects=self.objects,
            names=("Alice", "Bob"),
            keyframes=((1.0, 0, 0),),
            tick_marks=(("Team0Goal", 1),),
            net_cache=((0, 0, 0, tuple(_STREAM_IDS.items())),),
        )

    def replay(self, *, announced_frames: int | None = None) -> bytes:
        """The file; `announced_frames` is a lie to tell about the number of frames."""
        body = self.body()
        announced = self.frames if announced_frames is None else announced_frames
        properties = int_prop("NumFrames", announced) + int_prop("MaxChannels", _CHANNELS)
        return replay(header(properties), body)

    def _actor(self, actor: int) -> None:
        self.bits.add(1, 1)
        self.bits.add_below(actor, _CHANNELS)

    def _end_frame(self) -> None:
        if self.frames:
            self.bits.add(0, 1)
