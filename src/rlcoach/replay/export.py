"""The tables of a match as two flat ones: a row per frame, and a row per happening."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.kinds import Component, Counter, MatchState, StatEvent
from rlcoach.replay.tables import MatchTables

if TYPE_CHECKING:
    import pandas as pd

Column = NDArray[Any] | list[Any]

_AXES = ("x", "y", "z")
_ROTATION_AXES = ("x", "y", "z", "w")


def frames_dataframe(tables: MatchTables) -> pd.DataFrame:
    """`frames_table` as a pandas DataFrame.

    Raises:
        ImportError: pandas is not installed (`pip install rlcoach[dataframes]`).
    """
    frame: pd.DataFrame = _pandas().DataFrame(frames_table(tables))
    return frame


def events_dataframe(tables: MatchTables) -> pd.DataFrame:
    """`events_table` as a pandas DataFrame.

    Raises:
        ImportError: pandas is not installed (`pip install rlcoach[dataframes]`).
    """
    frame: pd.DataFrame = _pandas().DataFrame(events_table(tables))
    return frame


def _pandas() -> Any:
    try:
        return importlib.import_module("pandas")
    except ImportError as error:
        raise ImportError("DataFrames need pandas: pip install rlcoach[dataframes]") from error


def frames_table(tables: MatchTables) -> dict[str, Column]:
    """One row per frame and player; the ball and the match repeat for each player.

    Long form: `frame`, `time` (s), `player` (identity), `name`, `team`, then the player's columns
    `car_*` (uu, uu/s, rad/s), `boost` (0 to 100), controls, and `ball_*`, `state`, `clock`,
    `score_*` of the match. Without players there is one row per frame.
    """
    players = max(tables.player_count, 1)
    frames = tables.frame_count

    def per_match(values: NDArray[Any]) -> NDArray[Any]:
        return np.tile(values, players)

    states = np.array([state.name.lower() for state in MatchState], dtype=object)
    result: dict[str, Column] = {
        "frame": per_match(np.arange(frames, dtype=np.int32)),
        "time": per_match(tables.frames.time),
        "delta": per_match(tables.frames.delta),
        "state": per_match(states[tables.frames.state]),
        "clock": per_match(tables.frames.clock),
        "overtime": per_match(tables.frames.overtime),
        "score_blue": per_match(tables.frames.score[:, 0]),
        "score_orange": per_match(tables.frames.score[:, 1]),
        "touch_team": per_match(tables.frames.touch_team),
        "ball_charge": per_match(tables.frames.ball_charge),
        "ball_updated": per_match(tables.ball.updated),
    }
    for name, values in _body_columns("ball", tables.ball):
        result[name] = per_match(values)
    if tables.player_count:
        _add_players(result, tables)
    return result


def _add_players(result: dict[str, Column], tables: MatchTables) -> None:
    frames = tables.frame_count
    result["player"] = [one.identity.key for one in tables.players for _ in range(frames)]
    result["name"] = [one.name for one in tables.players for _ in range(frames)]
    team = [-1 if one.team is None else one.team for one in tables.players]
    result["team"] = np.repeat(np.array(team, dtype=np.int8), frames)
    result["car_present"] = tables.cars.present.ravel()
    result["car_updated"] = tables.cars.updated.ravel()
    for name, values in _body_columns("car", tables.cars):
        result[name] = values.ravel()
    result["boost"] = tables.boost.amount.ravel()
    result["is_boosting"] = tables.boost.is_active.ravel()
    result["throttle"] = tables.inputs.throttle.ravel()
    result["steer"] = tables.inputs.steer.ravel()
    result["handbrake"] = tables.inputs.handbrake.ravel()
    result["ball_cam"] = tables.inputs.ball_cam.ravel()
    result["ping"] = tables.inputs.ping.ravel()


def _body_columns(prefix: str, bodies: Any) -> Iterator[tuple[str, NDArray[Any]]]:
    for name in ("position", "velocity", "spin"):
        for axis, letter in enumerate(_AXES):
            yield f"{prefix}_{name}_{letter}", getattr(bodies, name)[..., axis]
    for axis, letter in enumerate(_ROTATION_AXES):
        yield f"{prefix}_rotation_{letter}", bodies.rotation[..., axis]


def events_table(tables: MatchTables) -> dict[str, Column]:
    """One row per happening, by time.

    Columns: `time` (s), `frame`, `kind`, `player`, `other`, `detail`, `value`.
    Kinds: activations of car parts (`boost`, `jump`, …), `pickup` (value: pad), `demolition`
    (other: the victim), `counter` (detail: which, value: the new number), `announcement`, `goal`,
    `dodge_refresh`, `item`, `tile`.
    """
    rows = sorted(_events(tables), key=lambda row: (row[0], row[1]))
    columns = list(zip(*rows, strict=True)) if rows else [()] * 7
    return {
        "time": np.array(columns[0], dtype=np.float64),
        "frame": np.array(columns[1], dtype=np.int32),
        "kind": list(columns[2]),
        "player": list(columns[3]),
        "other": list(columns[4]),
        "detail": list(columns[5]),
        "value": np.array(columns[6], dtype=np.float64),
    }


Row = tuple[float, int, str, str | None, str | None, str | None, float]


def _events(tables: MatchTables) -> Iterator[Row]:
    who: list[str | None] = [one.identity.key for one in tables.players]
    who.append(None)  # row -1: nobody

    def times(table: Any) -> list[tuple[float, int]]:
        return list(zip(table.time.tolist(), table.frame.tolist(), strict=True))

    active = tables.activations
    for row, (time, frame) in enumerate(times(active)):
        kind = Component(int(active.component[row])).name.lower()
        detail = "hidden" if active.is_hidden[row] else None
        yield time, frame, kind, who[active.player[row]], None, detail, np.nan
    for row, (time, frame) in enumerate(times(tables.pickups)):
        pad = float(tables.pickups.pad[row])
        yield time, frame, "pickup", who[tables.pickups.player[row]], None, None, pad
    for row, (time, frame) in enumerate(times(tables.demolitions)):
        attacker, victim = tables.demolitions.attacker[row], tables.demolitions.victim[row]
        yield time, frame, "demolition", who[attacker], who[victim], None, np.nan
    for row, (time, frame) in enumerate(times(tables.counters)):
        detail = Counter(int(tables.counters.counter[row])).name.lower()
        value = float(tables.counters.value[row])
        yield time, frame, "counter", who[tables.counters.player[row]], None, detail, value
    for row, (time, frame) in enumerate(times(tables.stat_events)):
        detail = StatEvent(int(tables.stat_events.kind[row])).name.lower()
        yield time, frame, "announcement", None, None, detail, np.nan
    for row, (time, frame) in enumerate(times(tables.goals)):
        team = float(tables.goals.team[row])
        yield time, frame, "goal", who[tables.goals.player[row]], None, "team", team
    for row, (time, frame) in enumerate(times(tables.dodge_refreshes)):
        count = float(tables.dodge_refreshes.count[row])
        player = who[tables.dodge_refreshes.player[row]]
        yield time, frame, "dodge_refresh", player, None, None, count
    yield from _mode_events(tables, who)


def _mode_events(tables: MatchTables, who: list[str | None]) -> Iterator[Row]:
    items, tiles = tables.items, tables.tiles
    for row, name in enumerate(items.item):
        detail = f"{name} used" if items.is_use[row] else f"{name} received"
        at = float(items.time[row]), int(items.frame[row])
        yield *at, "item", who[items.player[row]], None, detail, np.nan
    for row in range(len(tiles.frame)):
        at = float(tiles.time[row]), int(tiles.frame[row])
        state = float(tiles.state[row])
        yield *at, "tile", who[tiles.offender[row]], None, str(tiles.tile[row]), state
