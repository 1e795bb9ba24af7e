"""The compiled decoder behind the same two calls as `decode_python`."""

from __future__ import annotations

from typing import Any

import rlcoach_native

from rlcoach.replay import degraded
from rlcoach.replay.errors import CorruptReplay, NotAReplay, ReplayTooLarge


def decode(data: bytes) -> dict[str, Any]:
    """Decodes a replay into the wire form of `network.RawReplay`.

    Raises:
        NotAReplay: not a replay at all.
        CorruptReplay: the header is damaged.
        ReplayTooLarge: the file announces impossible sizes.
    """
    try:
        wire = rlcoach_native.decode(data)
    except rlcoach_native.DecodeFailure as failure:
        raise _named(failure) from failure
    if wire["degraded"] is not None:
        wire["degraded"] = degraded.sentence(*wire["degraded"])
    return wire


def decode_header(data: bytes) -> dict[str, Any]:
    """Decodes the header alone into the fields of `network.Header`. Raises as `decode`."""
    try:
        return rlcoach_native.decode_header(data)
    except rlcoach_native.DecodeFailure as failure:
        raise _named(failure) from failure


def _named(failure: Exception) -> NotAReplay | CorruptReplay | ReplayTooLarge:
    if isinstance(failure, rlcoach_native.NotAReplayError):
        return NotAReplay(str(failure))
    if isinstance(failure, rlcoach_native.TooLargeError):
        return ReplayTooLarge(str(failure))
    return CorruptReplay(str(failure))
