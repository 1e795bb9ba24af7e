"""Movement counted from events: jumps, dodges, time in the air, supersonic by the game's rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.stats.base import StatContext, StatValues

_COUNTS = {
    "movement.jumps": ("jump", "Jumps", "First jumps."),
    "movement.double_jumps": ("double_jump", "Double jumps", "Second jumps that were no dodge."),
    "movement.dodges": ("dodge", "Dodges", "Flips and rolls of all directions."),
    "movement.air_spans": ("air_span", "Take-offs", "Times in the air of 0.2 s or more."),
    "movement.supersonic_spans": (
        "supersonic_span",
        "Times supersonic",
        "How often the car became supersonic by the game's rule.",
    ),
    "movement.powerslides": (
        "powerslide",
        "Powerslides of 0.1 s",
        "Times the powerslide button was held on the ground for 0.1 s or more. Ballchasing's own"
        " count also holds shorter presses.",
    ),
}
"""Key to kind of event, label and formula."""

_SECONDS = {
    "movement.time_in_air": ("air_span", "Time in the air", "Sum of the times in the air."),
    "movement.time_supersonic": (
        "supersonic_span",
        "Time supersonic by the game's rule",
        "From 2200 uu/s on, and on above 2100 for as long as a second. Ballchasing counts 2200 and"
        " more alone.",
    ),
}

_DIRECTIONS = {
    "forward": ("forward",),
    "backward": ("back",),
    "side": ("left", "right"),
    "diagonal": ("forward_left", "forward_right", "back_left", "back_right"),
}

_MODES = {"air_span": SOCCAR_LIKE}


def _definition(key: str, kind: str, label: str, formula: str, unit: Unit) -> StatDefinition:
    return StatDefinition(
        key=key,
        label=label,
        unit=unit,
        direction=Direction.NEUTRAL,
        formula=formula,
        mask=Mask.WHOLE,
        source="rlcoach",
        confidence=Confidence.MEDIUM if kind == "air_span" else Confidence.HIGH,
        scopes=(Scope.PLAYER, Scope.TEAM),
        events=(kind,),
        modes=_MODES.get(kind),
        decimals=0 if unit is Unit.COUNT else 2,
    )


DEFINITIONS: tuple[StatDefinition, ...] = (
    *(_definition(key, *rest, Unit.COUNT) for key, rest in _COUNTS.items()),
    *(
        _definition(
            f"movement.dodges_{name}",
            "dodge",
            f"Dodges {name}",
            "Dodges " + (f"{name}." if name != "side" else "to the side.") + " Within 23 degrees"
            " of an axis is straight, the rest is diagonal.",
            Unit.COUNT,
        )
        for name in _DIRECTIONS
    ),
    *(_definition(key, *rest, Unit.SECONDS) for key, rest in _SECONDS.items()),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`."""
    events, players = context.events, context.match.players
    values: StatValues = {
        key: context.count(events[kind].player)
        for key, (kind, _, _) in _COUNTS.items()
        if kind in events
    }
    dodges = events["dodge"]
    direction = np.array(dodges.fields["direction"], dtype=object)
    for name, words in _DIRECTIONS.items():
        values[f"movement.dodges_{name}"] = context.count(dodges.player[_among(direction, words)])
    for key, (kind, _, _) in _SECONDS.items():
        if kind in events:
            found = events[kind]
            weights = found.column("seconds")
            values[key] = np.bincount(found.player, weights=weights, minlength=players)
    return values


def _among(values: NDArray[np.object_], words: tuple[str, ...]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.isin(values.astype(str), words)
    return found
