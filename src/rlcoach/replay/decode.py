"""Bytes to flat network columns, by whichever decoder is there."""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING, Literal

from rlcoach.replay.errors import DecoderUnavailable, ReplayTooLarge
from rlcoach.replay.header import Header

if TYPE_CHECKING:
    from rlcoach.replay.network import RawReplay

DecoderChoice = Literal["auto", "native", "python"]

MAX_REPLAY_BYTES = 64 * 1024 * 1024
"""A 40-minute 4v4 is about 10 MB; anything far beyond is not a replay."""


@cache
def native_available() -> bool:
    """Whether the compiled decoder can be imported here."""
    try:
        importlib.import_module("rlcoach_native")
    except ImportError:
        return False
    return True


def resolve_decoder(choice: DecoderChoice) -> Literal["native", "python"]:
    """Which decoder `choice` means on this machine.

    Raises:
        DecoderUnavailable: `native` was asked for and is not installed.
    """
    if choice == "python":
        return "python"
    if native_available():
        return "native"
    if choice == "native":
        raise DecoderUnavailable(
            "The native decoder is not installed: run `make setup` with Rust present, "
            "or choose decoder='python'."
        )
    return "python"


def decode(data: bytes, *, decoder: DecoderChoice = "auto") -> RawReplay:
    """Decodes a whole replay, falling back to its header where the network data is unreadable.

    Raises:
        NotAReplay: not a replay at all.
        CorruptReplay: the header is damaged.
        ReplayTooLarge: more than `MAX_REPLAY_BYTES`, or announces impossible sizes.
        DecoderUnavailable: the decoder asked for is not installed.
    """
    from rlcoach.replay.network import RawReplay

    _check_size(data)
    if resolve_decoder(decoder) == "native":
        from rlcoach.replay import decode_native

        return RawReplay.from_wire(decode_native.decode(data), decoder="native")
    from rlcoach.replay import decode_python

    return RawReplay.from_wire(decode_python.decode(data), decoder="python")


def decode_header(data: bytes, *, decoder: DecoderChoice = "auto") -> Header:
    """Decodes the header alone (about a millisecond). Raises as `decode`."""
    _check_size(data)
    if resolve_decoder(decoder) == "native":
        from rlcoach.replay import decode_native

        return Header(**decode_native.decode_header(data))
    # Not by way of `decode_python`, which loads numpy and a parser that a header needs neither of.
    from rlcoach.replay.container import read_header

    return read_header(data)[0]


def _check_size(data: bytes) -> None:
    if len(data) > MAX_REPLAY_BYTES:
        raise ReplayTooLarge(
            f"The file has {len(data) / 1e6:.0f} MB; replays are at most "
            f"{MAX_REPLAY_BYTES / 1e6:.0f} MB."
        )
