"""A match seen from the other side, and with its players in another order."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.tables import Bodies, BodyUpdates, MatchTables

Turnable = TypeVar("Turnable", Bodies, BodyUpdates)

HALF_TURN = np.array([-1.0, -1.0, 1.0], dtype=np.float32)


def mirrored(tables: MatchTables) -> MatchTables:
    """The field turned by half a turn, and the teams swapped: the same match for everybody."""
    swap = {0: 1, 1: 0, None: None}
    return replace(
        tables,
        match=replace(
            tables.match,
            pads=tuple(replace(pad, x=-pad.x, y=-pad.y) for pad in tables.match.pads),
        ),
        players=[replace(one, team=swap[one.team]) for one in tables.players],
        frames=replace(
            tables.frames,
            score=tables.frames.score[:, ::-1],
            touch_team=_other(tables.frames.touch_team),
        ),
        ball=_turned(tables.ball),
        ball_updates=_turned(tables.ball_updates),
        cars=_turned(tables.cars),
        car_updates=_turned(tables.car_updates),
        pickups=replace(tables.pickups, position=tables.pickups.position * HALF_TURN),
        goals=replace(tables.goals, team=_other(tables.goals.team)),
    )


def permuted(tables: MatchTables, order: NDArray[np.intp]) -> MatchTables:
    """Players in another order: row `i` is the former row `order[i]`."""
    place = np.append(np.argsort(order), -1).astype(np.int32)
    found: dict[str, Any] = {"players": [tables.players[old] for old in order.tolist()]}
    for item in fields(tables):
        table = getattr(tables, item.name)
        if is_dataclass(table) and item.name not in ("match", "frames", "ball"):
            found[item.name] = _renumbered(table, place, order)
    found["boost"] = replace(
        found["boost"], updates=_renumbered(tables.boost.updates, place, order)
    )
    return replace(tables, **found)


def _renumbered(table: Any, place: NDArray[np.int32], order: NDArray[np.intp]) -> Any:
    changes: dict[str, Any] = {}
    for item in fields(table):
        column = getattr(table, item.name)
        if item.name in ("player", "attacker", "victim", "offender"):
            changes[item.name] = place[column]
        elif isinstance(column, np.ndarray) and _is_per_player(table, item.name):
            changes[item.name] = column[order]
    return replace(table, **changes)


def _is_per_player(table: Any, name: str) -> bool:
    kinds = {"Bodies", "Inputs", "Boost"}
    return type(table).__name__ in kinds and name != "updates"


def _other(team: NDArray[np.int8]) -> NDArray[np.int8]:
    return np.where(team >= 0, 1 - team, team).astype(np.int8)


def _turned(bodies: Turnable) -> Turnable:
    x, y, z, w = np.moveaxis(bodies.rotation, -1, 0)
    return replace(
        bodies,
        position=bodies.position * HALF_TURN,
        velocity=bodies.velocity * HALF_TURN,
        spin=bodies.spin * HALF_TURN,
        rotation=np.stack((-y, x, w, -z), axis=-1),
    )
