"""The same match seen otherwise: from the other end of the field, or with its players reordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from rlcoach.replay.tables import MatchTables

_VECTORS = frozenset(
    {
        *("position", "velocity", "spin", "ball_position"),
        *("attacker_velocity", "victim_velocity"),
    }
)
_TEAMS = frozenset({"touch_team"})
_OWNERS = frozenset({"player", "attacker", "victim", "offender"})


def turned(tables: MatchTables) -> MatchTables:
    """The field turned by 180 degrees and the teams swapped."""
    players = [
        replace(one, team=None if one.team is None else 1 - one.team) for one in tables.players
    ]
    changed = _each_table(tables, _turned_column)
    frames = replace(changed["frames"], score=np.ascontiguousarray(tables.frames.score[:, ::-1]))
    goals = replace(tables.goals, team=(1 - tables.goals.team).astype(np.int8))
    return replace(tables, **{**changed, "players": players, "frames": frames, "goals": goals})


def _turned_column(name: str, values: Any) -> Any:
    if name in _VECTORS:
        return values * np.array([-1, -1, 1], dtype=values.dtype)
    if name == "rotation":
        # Half a turn about z times (x, y, z, w).
        x, y, z, w = np.moveaxis(values, -1, 0)
        return np.stack((-y, x, w, -z), axis=-1).astype(values.dtype)
    if name in _TEAMS:
        return np.where(values >= 0, 1 - values, values).astype(values.dtype)
    return values


def reordered(tables: MatchTables, order: Sequence[int]) -> MatchTables:
    """Players in another order; `order[new]` is the old row."""
    rows = np.array(order)
    back = np.append(np.argsort(rows), -1)

    def column(name: str, values: Any) -> Any:
        return back[values].astype(values.dtype) if name in _OWNERS else values

    changed = _each_table(tables, column)
    for name in ("cars", "inputs"):
        table = getattr(tables, name)
        changed[name] = replace(
            table, **{one.name: getattr(table, one.name)[rows] for one in fields(table)}
        )
    boost = changed["boost"]
    changed["boost"] = replace(boost, amount=boost.amount[rows], is_active=boost.is_active[rows])
    return replace(tables, **changed, players=[tables.players[row] for row in order])


def _each_table(tables: MatchTables, column: Any) -> dict[str, Any]:
    return {
        one.name: _changed(getattr(tables, one.name), column)
        for one in fields(tables)
        if is_dataclass(getattr(tables, one.name)) and one.name != "match"
    }


def _changed(table: Any, column: Any) -> Any:
    new = {}
    for one in fields(table):
        value = getattr(table, one.name)
        if is_dataclass(value):
            new[one.name] = _changed(value, column)
        elif isinstance(value, np.ndarray):
            new[one.name] = column(one.name, value)
    return replace(table, **new)
