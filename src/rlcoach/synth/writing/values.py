"""Attribute values as the frames hold them, one function per type."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from rlcoach.synth.match_record import CameraSettings, MatchPlayer
from rlcoach.synth.writing.bits import Bits, below, joined
from rlcoach.synth.writing.era import Era
from rlcoach.synth.writing.texts import encoded

Triple = Sequence[float]

_PLATFORM_SYSTEM_IDS = {"steam": 1, "ps": 2, "xbox": 4, "epic": 11}
_SYSTEM_ID_BEFORE_PSYNET = 6
"""Switch accounts had a number of their own before they moved to the game's network."""

_PS_NAME_BYTES = 16
_PS_SUFFIX = b"b4uxps4\0\1".ljust(16, b"\0")
"""Region and console, as in accounts of real files."""
_SWITCH_SUFFIX_BYTES = 24

_LOADOUT_PRODUCTS = 6
"""Products after the body that every version has, from the decal on."""
_LOADOUT_EXTRAS = ((11, 1), (16, 3), (17, 1), (19, 1), (22, 3))
"""Since a version of the loadout, so many products more."""

_NO_ACTOR = -1


def flag(value: bool) -> Bits:
    """One bit."""
    return Bits(int(value), 1)


def byte(value: int) -> Bits:
    """0 to 255; more wraps as it does in the game."""
    return Bits(value & 0xFF, 8)


def int32(value: int) -> Bits:
    """A signed 32-bit number."""
    return Bits(value & 0xFFFF_FFFF, 32)


def int64(value: int) -> Bits:
    """A signed or unsigned 64-bit number."""
    return Bits(value & 0xFFFF_FFFF_FFFF_FFFF, 64)


def real(value: float) -> Bits:
    """A 32-bit float."""
    return raw(struct.pack("<f", value))


def raw(data: bytes) -> Bits:
    """Bytes as they are."""
    return Bits(int.from_bytes(data, "little"), 8 * len(data))


def text(value: str) -> Bits:
    """A text of any length."""
    return raw(encoded(value))


def link(target: int | None) -> Bits:
    """An actor, by id; None is nobody."""
    return joined(flag(target is not None), int32(_NO_ACTOR if target is None else target))


def object_link(index: int) -> Bits:
    """Something in the object table, where actors are expected otherwise."""
    return joined(flag(False), int32(index))


def vector(value: Triple, per_unit: float, size_limit: int) -> Bits:
    """Three numbers in as many bits as the largest of them needs."""
    whole = [round(component * per_unit) for component in value]
    largest = max(abs(component) for component in whole)
    size = min(max(largest.bit_length(), 1), size_limit) - 1
    bias = 1 << (size + 1)
    most = 2 * bias - 1
    kept = [min(max(component + bias, 0), most) for component in whole]
    return joined(below(size, size_limit), *(Bits(component, size + 2) for component in kept))


def camera(settings: CameraSettings) -> Bits:
    """Camera settings of one player."""
    return joined(
        *map(
            real,
            (
                settings.fov,
                settings.height,
                settings.angle,
                settings.distance,
                settings.stiffness,
                settings.swivel,
                settings.transition,
            ),
        )
    )


def loadouts(body_id: int, version: int) -> Bits:
    """What a player drives for either team: the body and nothing else."""
    products = _LOADOUT_PRODUCTS + sum(n for since, n in _LOADOUT_EXTRAS if version >= since)
    one = joined(byte(version), int32(body_id), *(int32(0) for _ in range(products)))
    return joined(one, one)


def account(player: MatchPlayer, era: Era) -> Bits:
    """The platform account of a player who has one."""
    system_id = _PLATFORM_SYSTEM_IDS.get(player.platform, era.switch_system_id)
    return joined(byte(system_id), _online_id(player, system_id), byte(0))


def _online_id(player: MatchPlayer, system_id: int) -> Bits:
    if player.platform == "epic":
        return text(player.online_id)
    number = int64(int(player.online_id or 0))
    if player.platform == "ps":
        name = player.name.encode("ascii", "replace")[:_PS_NAME_BYTES]
        return joined(raw(name.ljust(_PS_NAME_BYTES, b"\0")), raw(_PS_SUFFIX), number)
    if system_id == _SYSTEM_ID_BEFORE_PSYNET:
        return joined(number, raw(bytes(_SWITCH_SUFFIX_BYTES)))
    return number


def reservation(number: int, player: MatchPlayer, era: Era) -> Bits:
    """A seat in the match, given to an account."""
    return joined(
        Bits(number, 3),
        account(player, era),
        text(player.name),
        flag(True),
        flag(True),
        Bits(0, 6),
    )


def team_paint(team: int) -> Bits:
    """Standard colours of a team."""
    return joined(byte(team), byte(0), byte(0), int32(_STANDARD_FINISH), int32(_STANDARD_FINISH))


_STANDARD_FINISH = 270
