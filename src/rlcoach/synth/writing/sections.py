"""The outer structure of a file: two checksummed sections, and the body's lists."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rlcoach.replay.container import checksum
from rlcoach.synth.writing.schema import NO_PARENT
from rlcoach.synth.writing.tables import Tables
from rlcoach.synth.writing.texts import encoded


@dataclass(frozen=True)
class Keyframe:
    """An entry of the body's list of keyframes."""

    seconds: float
    frame: int
    bit: int
    """Where the frame begins in the network data."""


def section(content: bytes) -> bytes:
    """A section with its size and checksum."""
    return struct.pack("<iI", len(content), checksum(content)) + content


def int32(value: int) -> bytes:
    """A signed 32-bit number."""
    return struct.pack("<i", value)


def listed(items: Iterable[bytes]) -> bytes:
    """A list: how many, then each."""
    found = list(items)
    return int32(len(found)) + b"".join(found)


def body(
    network: bytes,
    keyframes: Sequence[Keyframe],
    tick_marks: Sequence[tuple[str, int]],
    *,
    tables: Tables,
    map_name: str,
) -> bytes:
    """The content of the body's section."""
    return b"".join(
        (
            listed([]),
            listed(struct.pack("<fii", one.seconds, one.frame, one.bit) for one in keyframes),
            int32(len(network)) + network,
            listed([]),
            listed(encoded(mark) + int32(frame) for mark, frame in tick_marks),
            listed(encoded(package) for package in _packages(map_name)),
            listed(map(encoded, tables.objects)),
            listed(map(encoded, tables.names)),
            listed(_class_indices(tables)),
            listed(_net_cache(tables)),
        )
    )


def _packages(map_name: str) -> list[str]:
    folder = "..\\..\\TAGame\\CookedPCConsole\\"
    return [f"{folder}{map_name}.upk", f"{folder}GameInfo_Soccar_SF.upk"]


def _class_indices(tables: Tables) -> list[bytes]:
    names = [*(one.name for one in tables.schema.classes), *tables.extra_classes]
    return [encoded(name) + int32(tables.object_id(name)) for name in names]


def _net_cache(tables: Tables) -> list[bytes]:
    """Which class replicates what under which number; a class is known by its next free number."""
    schema = tables.schema
    entries = []
    for one in schema.classes:
        first = 0 if one.parent == NO_PARENT else schema.size(one.parent)
        properties = [
            int32(tables.object_id(attribute)) + int32(first + at)
            for at, attribute in enumerate(one.attributes)
        ]
        head = (tables.object_id(one.name), first, schema.size(one.name))
        entries.append(struct.pack("<iii", *head) + listed(properties))
    return entries
