"""Matches made of matches: seen from the other side, with players in another order, thinned out.

Properties hold between what is found in a match and in its transformed self.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.columns import Column, columns_of
from rlcoach.replay.header import Header
from rlcoach.replay.roster import PlayerInfo
from rlcoach.replay.tables import Bodies, BodyUpdates, MatchTables

Array = NDArray[Any]

TURNED = {
    "position",
    "velocity",
    "spin",
    "ball_position",
    "attacker_velocity",
    "victim_velocity",
}
"""Columns of vectors in the world. A dodge's torque is in the car's frame and stays."""

PLAYER_COLUMNS = {"player", "attacker", "victim", "offender"}
"""Columns that name a row of players, -1 for nobody."""


def mirror(tables: MatchTables) -> MatchTables:
    """The match with teams swapped on a field turned by half a turn: everybody attacks as before.

    Pads keep their numbers and move; numbers of dropshot tiles stay.
    """
    changed = _map_columns(tables, _turned)
    frames = replace(
        changed.frames,
        score=np.ascontiguousarray(changed.frames.score[:, ::-1]),
        touch_team=_other_team(changed.frames.touch_team),
    )
    match = replace(
        changed.match,
        team_names=changed.match.team_names[::-1],
        pads=tuple(replace(pad, x=-pad.x, y=-pad.y) for pad in changed.match.pads),
    )
    players = [
        replace(one, team=None if one.team is None else 1 - one.team) for one in changed.players
    ]
    goals = replace(changed.goals, team=_other_team(changed.goals.team))
    return replace(changed, frames=frames, match=match, players=players, goals=goals)


def mirror_header(header: Header) -> Header:
    """The header of the mirrored match; what equals zero is absent in files, and may stand here."""
    properties = header.properties
    scores = {
        "Team0Score": properties.get("Team1Score", 0),
        "Team1Score": properties.get("Team0Score", 0),
    }
    lists = {
        name: [_swapped(row, team) for row in properties[name]]
        for name, team in (("PlayerStats", "Team"), ("Goals", "PlayerTeam"))
        if isinstance(properties.get(name), list)
    }
    return replace(header, properties=properties | scores | lists)


def permute(tables: MatchTables, order: list[int]) -> MatchTables:
    """The match with player `order[i]` in row i."""
    place = np.empty(len(order) + 1, dtype=np.int64)
    place[order] = np.arange(len(order))
    place[-1] = -1

    def moved(name: str, array: Array, shape: tuple[str | int, ...]) -> Array:
        if name in PLAYER_COLUMNS:
            return place[array].astype(array.dtype)
        return array[order] if shape[0] in ("player", "*") else array

    ball, ball_updates = tables.ball, tables.ball_updates
    changed = _map_columns(tables, moved)
    players: list[PlayerInfo] = [tables.players[row] for row in order]
    return replace(changed, players=players, ball=ball, ball_updates=ball_updates)


def thin_out(tables: MatchTables) -> MatchTables:
    """The match with every second body of a life left out, its first and last kept."""
    ball, ball_updates = _thinned(tables.ball, tables.ball_updates)
    cars, car_updates = _thinned(tables.cars, tables.car_updates)
    return replace(tables, ball=ball, ball_updates=ball_updates, cars=cars, car_updates=car_updates)


def declared_columns(table: object) -> dict[str, Column]:
    """The declared columns of one table; none for what is no table."""
    return columns_of(cast(Hashable, type(table)))


def _turned(name: str, array: Array, shape: tuple[str | int, ...]) -> Array:
    if name == "rotation":
        x, y, z, w = np.moveaxis(array, -1, 0)
        return np.stack((-y, x, w, -z), axis=-1)
    if name in TURNED and shape[-1] == 3:
        return np.asarray(array * np.array([-1, -1, 1], dtype=array.dtype))
    return array


def _other_team(team: Array) -> Array:
    return np.where(team >= 0, 1 - team, team).astype(team.dtype)


def _swapped(row: dict[str, Any], name: str) -> dict[str, Any]:
    team = row.get(name, 0)
    return row | {name: 1 - team if team in (0, 1) else team}


def _thinned(bodies: Bodies, updates: BodyUpdates) -> tuple[Bodies, BodyUpdates]:
    rows = np.arange(len(updates.frame))
    if not len(rows):
        return bodies, updates
    is_first = np.append(True, updates.life[1:] != updates.life[:-1])
    is_last = np.append(is_first[1:], True)
    first = np.maximum.accumulate(np.where(is_first, rows, 0))
    keep = ((rows - first) % 2 == 0) | is_last
    kept_before = np.cumsum(keep) - 1
    source = np.where(bodies.source >= 0, kept_before[bodies.source], -1).astype(np.int32)
    left = BodyUpdates(**{item.name: getattr(updates, item.name)[keep] for item in fields(updates)})
    held = source >= 0

    def lay(name: str) -> Array:
        values = getattr(bodies, name).copy()
        values[held] = getattr(left, name)[source[held]]
        return np.asarray(values)

    updated = bodies.updated & keep[np.maximum(bodies.source, 0)]
    moved = {name: lay(name) for name in ("position", "velocity", "spin", "rotation")}
    return replace(bodies, source=source, updated=updated, **moved), left


def _map_columns(tables: MatchTables, change: Any) -> MatchTables:
    """Every declared column of every table through `change(name, array, shape)`."""
    return replace(
        tables,
        **{name: _mapped(table, change) for name, table in _tables(tables)},
    )


def _tables(owner: Any) -> Iterator[tuple[str, Any]]:
    for item in fields(owner):
        value = getattr(owner, item.name)
        if is_dataclass(value) and declared_columns(value):
            yield item.name, value


def _mapped(table: Any, change: Any) -> Any:
    columns = {
        name: change(name, getattr(table, name), declared.shape)
        for name, declared in declared_columns(table).items()
    }
    inner = {name: _mapped(value, change) for name, value in _tables(table)}
    return replace(table, **columns, **inner)
