"""Names and places of the game that no replay carries: maps, playlists, car bodies, pads.

The data files beside this module are facts measured on real replays or published by the
community; ids that are not in them are unknown, never guessed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from rlcoach.replay.roster import Pad

DEFAULT_HITBOX = "Octane"
"""Assumed for bodies this version does not know; most cars have it."""


@dataclass(frozen=True)
class CarBody:
    """A car body and the family its hitbox belongs to."""

    name: str | None
    hitbox: str


@dataclass(frozen=True)
class Hitbox:
    """Size (length, width, height) and centre offset from the car's position, in uu.

    Sizes are the simulator's: use them with a ball radius of 91.25, the resting ball's 92.75
    belongs to the other published set.
    """

    size: tuple[float, float, float]
    offset: tuple[float, float, float]


@cache
def _data(name: str) -> dict[str, Any]:
    text = resources.files("rlcoach.replay").joinpath(f"data/{name}.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def map_title(asset: str) -> str | None:
    """The name players know a map package by; None for workshop and new maps."""
    known = _data("maps").get(asset.lower())
    return known["name"] if known else None


def map_mode(asset: str) -> str | None:
    """What a map was made for: soccar, hoops, dropshot, non-standard soccar …"""
    known = _data("maps").get(asset.lower())
    return known["mode"] if known else None


def playlist_name(playlist_id: int) -> str | None:
    """A playlist's name."""
    known = _data("playlists").get(str(playlist_id))
    return known["name"] if known else None


def playlist_kind(playlist_id: int) -> str | None:
    """casual, ranked, private, tournament, extra, ltm, offline or training."""
    known = _data("playlists").get(str(playlist_id))
    return known["kind"] if known else None


def car_body(body_id: int) -> CarBody:
    """The body of a product id; unknown ones have no name and the Octane hitbox."""
    name, hitbox = _data("car_bodies").get(str(body_id), (None, DEFAULT_HITBOX))
    return CarBody(name, hitbox if hitbox in _data("hitboxes") else DEFAULT_HITBOX)


@cache
def hitbox(family: str) -> Hitbox:
    """Dimensions of a hitbox family.

    Raises:
        KeyError: no such family.
    """
    known = _data("hitboxes")[family]
    return Hitbox(tuple(known["size"]), tuple(known["offset"]))


@cache
def pad_layout(kind: str) -> tuple[Pad, ...]:
    """Boost pads of `soccar` or `hoops` maps, in the community's order; empty for others."""
    rows = _data("pads")["layouts"].get(kind, [])
    return tuple(Pad(float(x), float(y), float(z), bool(big)) for x, y, z, big in rows)


def pad_of_actor(asset: str, number: int) -> int | None:
    """Index in the soccar layout of a map's pad actor, where it has been measured."""
    index = _data("pads")["pad_of_actor"].get(asset.lower(), {}).get(str(number))
    return int(index) if index is not None else None
