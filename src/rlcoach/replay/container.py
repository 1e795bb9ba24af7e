"""The outer structure of a `.replay` file: two checksummed sections, and the header's properties.

A file is `size, checksum, header, size, checksum, body`. Every length is compared with what is
left before anything is sliced, so that a hostile file costs no more than its own size.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Any, Final

from rlcoach.replay.degraded import BODY_CHECKSUM, TRUNCATED, NetworkUnreadableError
from rlcoach.replay.errors import CorruptReplay, NotAReplay
from rlcoach.replay.header import Header

MAX_HEADER_BYTES: Final = 1024 * 1024
"""Real headers have at most about 20 kB."""
MAX_NESTING: Final = 16
"""Real headers nest three deep: properties, a list of players, a structure in one."""
MAX_LIST_ITEMS: Final = 25_000
MAX_TEXT_CHARACTERS: Final = 10_000

_SECTION_HEAD: Final = struct.Struct("<iI")
_INT32: Final = struct.Struct("<i")
_UINT64: Final = struct.Struct("<Q")
_FLOAT32: Final = struct.Struct("<f")
_SMALLEST_HEADER_BYTES: Final = 12
_GAME_TYPE_PREFIX: Final = "TAGame."
_UNIQUE_NAMES: Final = frozenset({"NumFrames", "MaxChannels", "MatchType", "BuildVersion"})
"""Properties that steer the network parser; a second one could contradict the one checked."""

_WINDOWS_1252: Final = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
"""Where windows-1252 differs from latin-1; its five undefined bytes stay control characters."""

_REVERSED_BITS: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_CHECKSUM_START: Final = 0x10340DFE


class MalformedError(Exception):
    """Bytes that do not follow the format; the message is a clause without a full stop."""


def _reverse_32_bits(value: int) -> int:
    return int.from_bytes(value.to_bytes(4, "big").translate(_REVERSED_BITS), "little")


_CHECKSUM_SEED: Final = _reverse_32_bits(_CHECKSUM_START) ^ 0xFFFFFFFF


def checksum(data: bytes) -> int:
    """The game's CRC-32: polynomial 0x04C11DB7, start 0x10340DFE, most significant bit first.

    `zlib` computes the same polynomial least significant bit first, so bits are mirrored before
    and after, which makes it as fast as `zlib`.
    """
    return _reverse_32_bits(zlib.crc32(data.translate(_REVERSED_BITS), _CHECKSUM_SEED))


class Cursor:
    """Reads values from bytes one after the other; raises `MalformedError` at the end of them."""

    def __init__(self, data: bytes, offset: int = 0) -> None:
        """Starts at `offset`."""
        self.data = data
        self.offset = offset

    @property
    def remaining(self) -> int:
        """Bytes left."""
        return len(self.data) - self.offset

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        start = self.offset
        self.skip(count)
        return self.data[start : self.offset]

    def skip(self, count: int) -> None:
        """Moves on by `count` bytes."""
        if not 0 <= count <= self.remaining:
            raise MalformedError(f"{count} bytes are expected where {self.remaining} are left")
        self.offset += count

    def int32(self) -> int:
        """A signed 32-bit number."""
        value: int = _INT32.unpack(self.take(4))[0]
        return value

    def uint64(self) -> int:
        """An unsigned 64-bit number."""
        value: int = _UINT64.unpack(self.take(8))[0]
        return value

    def float32(self) -> float:
        """A 32-bit float, widened."""
        value: float = _FLOAT32.unpack(self.take(4))[0]
        return value

    def item_count(self) -> int:
        """The length of a list."""
        count = self.int32()
        if not 0 <= count <= MAX_LIST_ITEMS:
            raise MalformedError(f"a list announces {count} items")
        return count

    def name(self) -> str:
        """A text that the game itself chose: its size, UTF-8, and a terminator that is dropped."""
        raw = self.take(self.int32())[:-1]
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise MalformedError("a name is not UTF-8") from error

    def text(self) -> str:
        """A text a person may have written, windows-1252, or UTF-16 where the size is negative."""
        characters = self.int32()
        if abs(characters) > MAX_TEXT_CHARACTERS:
            raise MalformedError(f"a text announces {abs(characters)} characters")
        if characters < 0:
            return self.take(-2 * characters)[:-2].decode("utf-16-le", errors="replace")
        return self.take(characters)[:-1].decode("latin-1").translate(_WINDOWS_1252)


def read_header(data: bytes) -> tuple[Header, int]:
    """The header, and where the body's section starts.

    Raises:
        NotAReplay: the bytes do not start like a replay, or end within its header.
        CorruptReplay: the header's checksum or structure is wrong.
    """
    section, expected = _header_section(data)
    if checksum(section) != expected:
        raise CorruptReplay("The header of the file is damaged: its checksum is wrong.")
    cursor = Cursor(section)
    try:
        header = _parse_header(cursor)
    except MalformedError as error:
        raise CorruptReplay(f"The header of the file is damaged: {error}.") from error
    if cursor.remaining:
        raise CorruptReplay(
            f"The header of the file is damaged: {cursor.remaining} bytes follow its end."
        )
    return header, _SECTION_HEAD.size + len(section)


def read_body(data: bytes, offset: int) -> bytes:
    """The body's section, which starts at `offset`.

    Raises:
        NetworkUnreadableError: it is cut short, or its checksum is wrong.
    """
    if len(data) - offset < _SECTION_HEAD.size:
        raise NetworkUnreadableError(TRUNCATED)
    size, expected = _SECTION_HEAD.unpack_from(data, offset)
    start = offset + _SECTION_HEAD.size
    if not 0 <= size <= len(data) - start:
        raise NetworkUnreadableError(TRUNCATED)
    body = data[start : start + size]
    if checksum(body) != expected:
        raise NetworkUnreadableError(BODY_CHECKSUM)
    return body


def body_fault(data: bytes) -> str | None:
    """Why the body of a file with a right header cannot be trusted; None where its checksum is."""
    header, _ = _header_section(data)
    try:
        read_body(data, _SECTION_HEAD.size + len(header))
    except NetworkUnreadableError as fault:
        return str(fault)
    return None


def _header_section(data: bytes) -> tuple[bytes, int]:
    """The header's bytes and announced checksum, if this can be a replay at all."""
    if len(data) < _SECTION_HEAD.size + _SMALLEST_HEADER_BYTES:
        raise NotAReplay(f"The file is not a replay: it has only {len(data)} bytes.")
    size, expected = _SECTION_HEAD.unpack_from(data)
    if not _SMALLEST_HEADER_BYTES <= size <= MAX_HEADER_BYTES:
        raise NotAReplay("The file is not a replay: it does not start with a header.")
    if size > len(data) - _SECTION_HEAD.size:
        raise NotAReplay("The file is not a replay, or it was cut off within its header.")
    section = data[_SECTION_HEAD.size : _SECTION_HEAD.size + size]
    try:
        _, _, _, game_type = _parse_versions(Cursor(section))
    except MalformedError as error:
        raise NotAReplay("The file is not a replay: its header has no game type.") from error
    if not game_type.startswith(_GAME_TYPE_PREFIX):
        raise NotAReplay("The file is not a replay: its header has no game type.")
    return section, expected


def _parse_versions(cursor: Cursor) -> tuple[int, int, int | None, str]:
    major = cursor.int32()
    minor = cursor.int32()
    net = cursor.int32() if major > 865 and minor > 17 else None
    return major, minor, net, cursor.text()


def _parse_header(cursor: Cursor) -> Header:
    major, minor, net, game_type = _parse_versions(cursor)
    reader = _PropertyReader(cursor, has_wide_booleans=(major, minor) == (0, 0))
    return Header(
        major_version=major,
        minor_version=minor,
        net_version=net,
        game_type=game_type,
        properties=reader.properties(depth=1),
    )


class _PropertyReader:
    """Reads lists of named, typed properties.

    Files of version 0.0 (saved without a match) spend four bytes on a boolean and one text on a
    `ByteProperty`: `has_wide_booleans`.
    """

    def __init__(self, cursor: Cursor, *, has_wide_booleans: bool) -> None:
        self._cursor = cursor
        self._has_wide_booleans = has_wide_booleans
        self._seen_unique_names: set[str] = set()
        self._simple: dict[str, Callable[[], object]] = {
            "BoolProperty": self._boolean,
            "FloatProperty": cursor.float32,
            "IntProperty": cursor.int32,
            "QWordProperty": cursor.uint64,
            "NameProperty": cursor.text,
            "StrProperty": cursor.text,
        }

    def properties(self, *, depth: int) -> dict[str, Any]:
        """Properties up to the one named `None`."""
        if depth > MAX_NESTING:
            raise MalformedError(f"its properties nest more than {MAX_NESTING} deep")
        cursor = self._cursor
        found: dict[str, Any] = {}
        while (name := cursor.name()) != "None":
            self._check_unique(name)
            kind = cursor.name()
            cursor.skip(8)  # A size that cannot be trusted and an index that is always zero.
            value = self._value(kind, depth)
            if value is not None:
                found[name] = value
        return found

    def _check_unique(self, name: str) -> None:
        if name not in _UNIQUE_NAMES:
            return
        if name in self._seen_unique_names:
            raise MalformedError(f"{name} appears twice")
        self._seen_unique_names.add(name)

    def _value(self, kind: str, depth: int) -> object:
        if (read := self._simple.get(kind)) is not None:
            return read()
        if kind == "ByteProperty":
            return self._byte()
        if kind == "ArrayProperty":
            count = self._cursor.item_count()
            return [self.properties(depth=depth + 1) for _ in range(count)]
        if kind == "StructProperty":
            name = self._cursor.name()
            return {"name": name, "fields": self.properties(depth=depth + 1)}
        raise MalformedError(f"it holds a property of the unknown type {kind[:40]!a}")

    def _boolean(self) -> bool:
        return self._cursor.take(4 if self._has_wide_booleans else 1)[0] == 1

    def _byte(self) -> dict[str, str | None] | None:
        """An enumeration: its name and value. `None` where the file names none: not a property."""
        if self._has_wide_booleans:
            return {"kind": self._cursor.text(), "value": None}
        kind = self._cursor.name()
        if kind == "None":
            self._cursor.skip(1)
            return None
        return {"kind": kind, "value": self._cursor.name()}
