"""Whether the sizes a body announces can be real, looked at before the network parser runs.

The parser reserves memory for what the header announces and multiplies objects by attributes, so
a small hostile file could otherwise ask for more memory than there is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rlcoach.replay import degraded
from rlcoach.replay.container import Cursor, MalformedError
from rlcoach.replay.degraded import NetworkUnreadableError
from rlcoach.replay.header import Header

MAX_FRAMES: Final = 500_000
"""More than an hour at 120 frames per second."""
MAX_CHANNELS: Final = 65_535
"""Real files have 1023 or 2047."""
MAX_ATTRIBUTE_LINKS: Final = 2_000_000
"""Objects times replicated properties; real files stay below 300,000."""
MAX_STREAM_ID: Final = 4_095
"""Real files number the attributes of a class up to 140. The parser's tables hash these numbers in
a way that large ones can be chosen to collide, for seconds of work in a small file."""

_SMALLEST_FRAME_BITS: Final = 65
"""Time, delta, and the bit that says no actor follows."""
_DEFAULT_CHANNELS: Final = 1023
_KEYFRAME_BYTES: Final = 12


@dataclass(frozen=True)
class BodyOutline:
    """Sizes of the parts of a body."""

    network_bytes: int
    objects: int
    properties: int
    """Replicated properties over all classes."""


def check_body(header: Header, body: bytes) -> int:
    """The number of frames to expect, after a look at all sizes that matter.

    Raises:
        NetworkUnreadableError: the body cannot be what the header says.
    """
    try:
        outline = read_outline(body)
    except MalformedError as error:
        raise NetworkUnreadableError(degraded.unreadable(str(error))) from error
    if outline.objects * outline.properties > MAX_ATTRIBUTE_LINKS:
        raise NetworkUnreadableError(
            degraded.attribute_table_too_large(outline.objects, outline.properties)
        )
    channels = header.properties.get("MaxChannels", _DEFAULT_CHANNELS)
    if not isinstance(channels, int) or not 1 <= channels <= MAX_CHANNELS:
        raise NetworkUnreadableError(degraded.channels_impossible(channels))
    return _frame_count(header, outline.network_bytes)


def read_outline(body: bytes) -> BodyOutline:
    """Walks the lists around the network data.

    Raises:
        MalformedError: a size does not fit.
    """
    cursor = Cursor(body)
    _skip_list(cursor, _skip_text)
    cursor.skip(cursor.item_count() * _KEYFRAME_BYTES)
    network_bytes = cursor.int32()
    cursor.skip(network_bytes)
    _skip_list(cursor, _skip_debug_line)
    _skip_list(cursor, _skip_text_and_number)
    _skip_list(cursor, _skip_text)
    objects = _skip_list(cursor, _skip_text)
    _skip_list(cursor, _skip_text)
    _skip_list(cursor, _skip_text_and_number)
    properties = 0
    for _ in range(cursor.item_count()):
        cursor.skip(12)
        properties += _skip_list(cursor, _skip_property)
    return BodyOutline(network_bytes=network_bytes, objects=objects, properties=properties)


def _frame_count(header: Header, network_bytes: int) -> int:
    announced = header.properties.get("NumFrames")
    if announced is None:
        # A replay saved before the first frame: the property has its default and is left out.
        if network_bytes:
            raise NetworkUnreadableError(degraded.frame_count_missing())
        return 0
    if not isinstance(announced, int) or isinstance(announced, bool):
        raise NetworkUnreadableError(degraded.frame_count_missing())
    most = min(MAX_FRAMES, network_bytes * 8 // _SMALLEST_FRAME_BITS)
    if not 0 <= announced <= most:
        raise NetworkUnreadableError(degraded.frame_count_impossible(announced))
    return announced


def _skip_list(cursor: Cursor, skip_item: Callable[[Cursor], None]) -> int:
    count = cursor.item_count()
    for _ in range(count):
        skip_item(cursor)
    return count


def _skip_property(cursor: Cursor) -> None:
    cursor.skip(4)
    stream_id = cursor.int32()
    if not 0 <= stream_id <= MAX_STREAM_ID:
        raise MalformedError(f"a class numbers an attribute {stream_id}, which cannot be")


def _skip_text(cursor: Cursor) -> None:
    cursor.text()


def _skip_text_and_number(cursor: Cursor) -> None:
    cursor.text()
    cursor.skip(4)


def _skip_debug_line(cursor: Cursor) -> None:
    cursor.skip(4)
    cursor.text()
    cursor.text()
