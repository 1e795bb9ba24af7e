"""The compiled decoder behind the same two calls as `decode_python`."""

from __future__ import annotations

from typing import Any

import rlcoach_native

from rlcoach.replay import degraded
from rlcoach.replay.container import read_header
from rlcoach.replay.errors import CorruptReplay, ReplayError, ReplayTooLarge


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
        raise _refused(data, failure) from failure
    reason = wire["degraded"]
    return {**wire, "degraded": None if reason is None else degraded.sentence(*reason)}


def decode_header(data: bytes) -> dict[str, Any]:
    """Decodes the header alone into the fields of `network.Header`. Raises as `decode`."""
    try:
        return {**rlcoach_native.decode_header(data)}
    except rlcoach_native.DecodeFailure as failure:
        raise _refused(data, failure) from failure


def _refused(data: bytes, failure: Exception) -> ReplayError:
    """Why the file is refused, in the class and the words of the Python container."""
    try:
        read_header(data)
    except ReplayError as error:
        return error
    if isinstance(failure, rlcoach_native.TooLargeError):
        return ReplayTooLarge(str(failure))
    return CorruptReplay(str(failure))
