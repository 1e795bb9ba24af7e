"""Bytes to flat network columns, by whichever decoder is there.

Nothing heavy is loaded until it is needed: reading headers needs no numpy.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from rlcoach.replay.container import read_header
from rlcoach.replay.errors import DecoderUnavailable, ReplayTooLarge
from rlcoach.replay.header import Header

if TYPE_CHECKING:
    from rlcoach.replay.network import RawReplay

DecoderChoice = Literal["auto", "native", "python"]
Decoder = Literal["native", "python"]

MAX_REPLAY_BYTES = 16 * 1024 * 1024
"""The game itself stops at 10 MB; decoding can need 400 times the file, so more is refused."""


@cache
def native_available() -> bool:
    """Whether the compiled decoder can be imported here."""
    try:
        importlib.import_module("rlcoach_native")
    except ImportError:
        return False
    return True


def resolve_decoder(choice: DecoderChoice) -> Decoder:
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
    _check_size(data)
    name = resolve_decoder(decoder)
    wire = _module(f"decode_{name}").decode(data)
    raw: RawReplay = _module("network").RawReplay.from_wire(wire, decoder=name)
    return raw


def decode_header(data: bytes, *, decoder: DecoderChoice = "auto") -> Header:
    """Decodes the header alone (about a millisecond). Raises as `decode`."""
    _check_size(data)
    if resolve_decoder(decoder) == "native":
        return Header(**_module("decode_native").decode_header(data))
    return read_header(data)[0]


def _module(name: str) -> Any:
    return importlib.import_module(f"rlcoach.replay.{name}")


def _check_size(data: bytes) -> None:
    if len(data) > MAX_REPLAY_BYTES:
        raise ReplayTooLarge(
            f"The file has {len(data) / 1e6:.0f} MB; replays are at most "
            f"{MAX_REPLAY_BYTES / 1e6:.0f} MB."
        )
