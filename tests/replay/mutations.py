"""Damaged copies of replays, and what a decoder may make of them."""

from __future__ import annotations

import importlib
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from rlcoach.replay.container import checksum
from rlcoach.replay.errors import ReplayError
from rlcoach.replay.network import RawReplay

_SECTION_HEAD = struct.Struct("<iI")

MAX_CPU_SECONDS = 0.05
"""For a file whose checksums give it away."""


@dataclass(frozen=True)
class Mutation:
    """One damaged copy."""

    label: str
    data: bytes
    is_resealed: bool
    """Whether checksums and sizes were made right again after the damage."""


def mutations(data: bytes, rng: Random, *, places: int, flips: int) -> Iterator[Mutation]:
    """Truncations at `places` places and `flips` damaged bytes, each as is and resealed."""
    for place in sorted(rng.randrange(len(data)) for _ in range(places)):
        yield from _both(f"cut at {place}", data[:place])
    for _ in range(flips):
        place = rng.randrange(len(data))
        mask = rng.randrange(1, 256)
        damaged = bytearray(data)
        damaged[place] ^= mask
        yield from _both(f"byte {place} xor {mask:#04x}", bytes(damaged))


def reseal(data: bytes) -> bytes | None:
    """`data` with sizes that fit and right checksums; None where there is no room for them."""
    if len(data) < _SECTION_HEAD.size:
        return None
    sealed = bytearray(data)
    body = _seal_section(sealed, 0)
    if len(sealed) - body >= _SECTION_HEAD.size:
        _seal_section(sealed, body)
    return bytes(sealed)


def judge(decoder: str, mutation: Mutation) -> str | None:
    """What is wrong with how the decoder (a module) takes `mutation`; None if nothing is."""
    complaint, seconds = _judge_once(decoder, mutation)
    if complaint is None and not mutation.is_resealed and seconds > MAX_CPU_SECONDS:
        complaint, seconds = _judge_once(decoder, mutation)
        if seconds > MAX_CPU_SECONDS:
            return f"{mutation.label}: took {seconds:.3f} s"
    return complaint


def _both(label: str, damaged: bytes) -> Iterator[Mutation]:
    yield Mutation(label, damaged, is_resealed=False)
    sealed = reseal(damaged)
    if sealed is not None:
        yield Mutation(f"{label}, resealed", sealed, is_resealed=True)


def _seal_section(sealed: bytearray, start: int) -> int:
    """Makes the section at `start` right in place, and returns where it ends."""
    content = start + _SECTION_HEAD.size
    size, _ = _SECTION_HEAD.unpack_from(sealed, start)
    left = len(sealed) - content
    size = size if 0 <= size <= left else left
    _SECTION_HEAD.pack_into(sealed, start, size, checksum(bytes(sealed[content : content + size])))
    return content + size


def _judge_once(decoder: str, mutation: Mutation) -> tuple[str | None, float]:
    started = time.process_time()
    try:
        wire = importlib.import_module(decoder).decode(mutation.data)
        complaint = _complaint(wire, mutation)
    except ReplayError as error:
        complaint = None if str(error) else "an error without a reason"
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic is no Exception
        complaint = f"{type(error).__name__}: {error}"
    seconds = time.process_time() - started
    return (f"{mutation.label}: {complaint}" if complaint else None), seconds


def _complaint(wire: dict[str, Any], mutation: Mutation) -> str | None:
    raw = RawReplay.from_wire(wire, decoder="mutated")
    if raw.degraded is None:
        return None if mutation.is_resealed else "a whole result"
    if not raw.degraded.endswith(".") or "\n" in raw.degraded:
        return f"not a sentence: {raw.degraded!r}"
    return None
