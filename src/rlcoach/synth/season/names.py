"""Names and accounts of people who do not exist."""

from __future__ import annotations

from hashlib import sha256
from random import Random

from rlcoach.synth.marks import sample_player
from rlcoach.synth.match_record import Platform

_FIRST = (
    "Amber", "Arctic", "Brisk", "Chrome", "Cosmic", "Dusty", "Echo", "Fable", "Gentle", "Hollow",
    "Indigo", "Jolly", "Kinetic", "Lunar", "Mellow", "Neon", "Orbit", "Paper", "Quiet", "Rapid",
    "Silver", "Tidal", "Umber", "Velvet", "Woven", "Zesty",
)  # fmt: skip
_SECOND = (
    "Badger", "Comet", "Dingo", "Falcon", "Gecko", "Heron", "Ibex", "Jackal", "Kestrel", "Lynx",
    "Marten", "Newt", "Osprey", "Panda", "Quokka", "Raven", "Stoat", "Tapir", "Urchin", "Viper",
    "Walrus", "Yak",
)  # fmt: skip
_PLATFORMS: tuple[Platform, ...] = ("steam", "epic", "ps", "xbox", "switch")
_PLATFORM_WEIGHTS = (26, 40, 20, 12, 2)

_UNISSUED_STEAM_IDS = 0x0110_0000_0000_0000
"""Individual accounts of Steam have instance 1 in their number; nobody can sign in as these."""

_BODIES = (23, 4284, 403, 1568, 1159, 1624, 21, 22, 25)
"""Octane, Fennec, Dominus, and others that are seen often."""
_BODY_WEIGHTS = (38, 30, 12, 4, 4, 2, 4, 3, 3)


def invented(random: Random) -> str:
    """A name as people choose them, marked."""
    first, second = random.choice(_FIRST), random.choice(_SECOND)
    shape = random.randrange(5)
    plain = (
        first + second,
        f"{first.lower()}_{second.lower()}",
        f"{second}{random.randrange(10, 99)}",
        f"{first} {second}",
        second.lower(),
    )[shape]
    return sample_player(plain)


def platform(random: Random) -> Platform:
    """Where somebody plays."""
    return random.choices(_PLATFORMS, _PLATFORM_WEIGHTS)[0]


def account(on: Platform, name: str) -> str:
    """An account number that belongs to the name and to nobody real."""
    digest = sha256(f"{on} {name}".encode()).digest()
    if on == "epic":
        return digest[:16].hex()
    number = int.from_bytes(digest[:4], "little")
    return str(_UNISSUED_STEAM_IDS + number if on == "steam" else number)


def car_body(random: Random) -> int:
    """Product id of a car body."""
    return random.choices(_BODIES, _BODY_WEIGHTS)[0]
