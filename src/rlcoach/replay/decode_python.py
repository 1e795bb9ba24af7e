"""The decoder that needs no compiler: subtr_actor parses, Python turns frames into columns.

It returns the wire form of `network`, equal to the native decoder's value by value. One thing it
cannot keep: subtr_actor hands over floats that are not finite as missing, so they all become NaN.
No real replay holds one.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import subtr_actor

from rlcoach.replay import degraded
from rlcoach.replay.body_limits import check_body
from rlcoach.replay.container import read_body, read_header
from rlcoach.replay.degraded import NetworkUnreadableError
from rlcoach.replay.header import Header
from rlcoach.replay.python_values import Value
from rlcoach.replay.python_walk import walk


def decode(data: bytes) -> dict[str, Any]:
    """The wire form of a replay; header only, with the reason, where the rest is unreadable.

    Raises:
        NotAReplay: not a replay at all.
        CorruptReplay: the header is damaged.
    """
    header, body_offset = read_header(data)
    wire: dict[str, Any] = {"header": _wire_header(header), "degraded": None}
    try:
        announced_frames = check_body(header, read_body(data, body_offset))
        with _collector_paused():
            wire |= walk(_parse(data), announced_frames)
    except NetworkUnreadableError as reason:
        wire["degraded"] = str(reason)
    return wire


def decode_header(data: bytes) -> dict[str, Any]:
    """The fields of `Header`. Raises as `decode`."""
    header, _ = read_header(data)
    return _wire_header(header)


def _wire_header(header: Header) -> dict[str, Any]:
    return dict(vars(header))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keeps the cyclic collector from walking millions of fresh maps, which doubles the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _parse(data: bytes) -> Value:
    """The whole replay as nested maps and lists.

    Raises:
        NetworkUnreadableError: the parser refuses the body, or panics over it.
    """
    try:
        return subtr_actor.parse_replay(data)
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:  # A Rust panic arrives as a direct child of BaseException.
        raise NetworkUnreadableError(degraded.from_parser(str(error))) from error
