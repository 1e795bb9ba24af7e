"""Rumble and dropshot per player."""

from __future__ import annotations

import numpy as np

from rlcoach.analysis.definition import (
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.events.rumble_items import RUMBLE
from rlcoach.analysis.events.tile_damage import DROPSHOT
from rlcoach.analysis.stats.base import StatContext, StatValues

_BOTH = (Scope.PLAYER, Scope.TEAM)


def _rumble(name: str, label: str, formula: str, direction: Direction, kind: str) -> StatDefinition:
    return StatDefinition(
        key=f"rumble.{name}",
        label=label,
        unit=Unit.COUNT,
        direction=direction,
        formula=formula,
        mask=Mask.WHOLE,
        source="rlcoach",
        confidence=Confidence.HIGH if kind == "rumble_item" else Confidence.MEDIUM,
        scopes=_BOTH,
        events=(kind,),
        modes=RUMBLE if kind == "rumble_item" else frozenset({"rumble"}),
        decimals=0,
    )


def _dropshot(name: str, label: str, formula: str) -> StatDefinition:
    return StatDefinition(
        key=f"dropshot.{name}",
        label=label,
        unit=Unit.COUNT,
        direction=Direction.HIGHER,
        formula=formula,
        mask=Mask.WHOLE,
        source="game",
        confidence=Confidence.HIGH,
        scopes=_BOTH,
        events=("tile_damage",),
        modes=DROPSHOT,
        decimals=0,
    )


_UP = Direction.HIGHER

DEFINITIONS: tuple[StatDefinition, ...] = (
    _rumble("items", "Items", "Items given.", Direction.NEUTRAL, "rumble_item"),
    _rumble("items_used", "Items used", "Items switched on.", _UP, "rumble_item"),
    _rumble(
        "items_unused",
        "Items not used",
        "Items lost to a kickoff, or held at the end.",
        Direction.LOWER,
        "rumble_item",
    ),
    _rumble(
        "item_goals",
        "Item goals",
        "Goals with an own item on within three seconds before.",
        _UP,
        "rumble_goal",
    ),
    _rumble(
        "pre_item_goals",
        "Goals before items",
        "Goals before anybody was given an item since the kickoff.",
        _UP,
        "rumble_goal",
    ),
    _dropshot("damage", "Damage", "Steps by which tiles got worse: whole, damaged, open."),
    _dropshot("hits", "Damaging hits", "Times the ball came down and damaged tiles."),
    _dropshot("tiles_opened", "Tiles opened", "Tiles broken open."),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS` in the modes that have them."""
    return {**_rumble_values(context), **_dropshot_values(context)}


def _rumble_values(context: StatContext) -> StatValues:
    values: StatValues = {}
    items, goals = context.events.get("rumble_item"), context.events.get("rumble_goal")
    if items is not None:
        used = items.column("is_used").astype(bool)
        values["rumble.items"] = context.count(items.player)
        values["rumble.items_used"] = context.count(items.player[used])
        values["rumble.items_unused"] = context.count(items.player[~used])
    if goals is not None:
        with_item = np.array([one is not None for one in goals.fields["item"]], dtype=bool)
        before = np.array(goals.fields["is_before_items"], dtype=bool)
        values["rumble.item_goals"] = context.count(goals.player[with_item])
        values["rumble.pre_item_goals"] = context.count(goals.player[before])
    return values


def _dropshot_values(context: StatContext) -> StatValues:
    tiles = context.events.get("tile_damage")
    if tiles is None:
        return {}
    known = tiles.player >= 0
    damage = np.bincount(
        tiles.player[known], weights=tiles.column("damage")[known], minlength=context.match.players
    )
    _, first = np.unique(tiles.column("hit"), return_index=True)
    opened = np.array([state == "open" for state in tiles.fields["state"]], dtype=bool)
    return {
        "dropshot.damage": damage,
        "dropshot.hits": context.count(tiles.player[first]),
        "dropshot.tiles_opened": context.count(tiles.player[opened]),
    }
