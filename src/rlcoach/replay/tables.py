"""The tables of one match: declared once, validated once, read by everything after.

Columns, not objects. Dimensions: `frame` (network frames), `player` (rows of `MatchTables.players`),
`row` (one row per happening). World frame and replay units: uu, uu/s, rad/s, seconds; boost is
0 to 100. Every column states its dtype, shape, unit, allowed range and what missing means; floats
use NaN for missing, integers the value named in `missing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from rlcoach.replay.errors import ReplayError
from rlcoach.replay.interpolate import Motion, interpolated
from rlcoach.replay.roster import MatchInfo, PlayerInfo, SpectatorInfo

Array = NDArray[Any]

WORLD_UU = 200_000.0
"""Beyond any body of any mode and map; a position outside it is a decoding fault."""


class TableFault(ReplayError):
    """A table does not keep its own declaration: the file contradicts itself, or a bug."""


class MatchState(IntEnum):
    """What the match is doing, over all eras of the state attributes."""

    UNKNOWN = 0
    WAITING = 1
    COUNTDOWN = 2
    ACTIVE = 3
    GOAL_SCORED = 4
    GOAL_REPLAY = 5
    FINISHED = 6
    OTHER = 7


class Component(IntEnum):
    """A part of the car whose activations are sent."""

    BOOST = 0
    JUMP = 1
    DOUBLE_JUMP = 2
    DODGE = 3
    FLIP_CAR = 4


class Counter(IntEnum):
    """A number the scoreboard keeps per player."""

    SCORE = 0
    GOALS = 1
    ASSISTS = 2
    SAVES = 3
    SHOTS = 4
    DEMOLISHES = 5
    CAR_DEMOLITIONS = 6
    SELF_DEMOLITIONS = 7
    BREAKOUT_DAMAGE = 8


class StatEvent(IntEnum):
    """What `ReplicatedStatEvent` announces; other names become OTHER."""

    OTHER = 0
    GOAL = 1
    SAVE = 2
    EPIC_SAVE = 3


def column(
    dtype: DTypeLike,
    shape: tuple[str | int, ...],
    *,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    missing: str = "never",
    about: str = "",
) -> Any:
    """Declares a column: what `validate` checks and what the documentation shows."""
    return field(
        metadata={
            "dtype": np.dtype(dtype),
            "shape": shape,
            "unit": unit,
            "range": (low, high),
            "missing": missing,
            "about": about,
        }
    )


def _position(shape: tuple[str | int, ...], missing: str) -> Any:
    return column(
        np.float32, (*shape, 3), unit="uu", low=-WORLD_UU, high=WORLD_UU, missing=missing
    )


@dataclass(frozen=True)
class Frames:
    """[frame] the clockwork of the match."""

    time: Array = column(np.float64, ("frame",), unit="s", low=0, about="absolute, increasing")
    delta: Array = column(np.float64, ("frame",), unit="s", low=0, about="physics time; 0 after a skip")
    state: Array = column(np.int8, ("frame",), low=0, high=7, about="MatchState")
    clock: Array = column(
        np.int32, ("frame",), unit="s", missing="-1", about="as shown; counts up in overtime"
    )
    countdown: Array = column(np.int32, ("frame",), unit="s", missing="-1", about="3, 2, 1, 0")
    round: Array = column(np.int32, ("frame",), missing="-1", about="+1 at each kickoff")
    overtime: Array = column(np.bool_, ("frame",))
    ball_hit: Array = column(np.bool_, ("frame",), about="false from kickoff to the first touch")
    score: Array = column(np.int32, ("frame", 2), low=0, about="goals of blue and orange")
    touch_team: Array = column(
        np.int8, ("frame",), low=-1, high=1, missing="-1", about="team of the last touch, as sent"
    )
    balls: Array = column(np.int8, ("frame",), low=0, about="game balls alive")


@dataclass(frozen=True)
class Bodies:
    """Bodies per frame as last sent (held between updates); NaN while there is no body.

    The ball has shape [frame, …], cars [player, frame, …].
    """

    present: Array = column(np.bool_, ("*", "frame"), about="has a body that takes part")
    updated: Array = column(np.bool_, ("*", "frame"), about="a new body was sent in this frame")
    source: Array = column(
        np.int32, ("*", "frame"), missing="-1", about="row of the update table this frame holds"
    )
    position: Array = column(np.float32, ("*", "frame", 3), unit="uu", missing="NaN: no body")
    velocity: Array = column(np.float32, ("*", "frame", 3), unit="uu/s", missing="NaN: no body")
    spin: Array = column(np.float32, ("*", "frame", 3), unit="rad/s", missing="NaN: no body")
    rotation: Array = column(
        np.float32,
        ("*", "frame", 4),
        missing="NaN: no body",
        about="quaternion x, y, z, w; sign continuous within a life",
    )
    life: Array = column(np.int32, ("*", "frame"), missing="-1", about="which car or ball actor")


@dataclass(frozen=True)
class BodyUpdates:
    """[row] every distinct body that was sent, by life, then in file order.

    `Bodies.source` points here; the next row of the same life is where the body goes next.
    """

    seq: Array = column(np.int32, ("row",), low=0, about="place in the file")
    frame: Array = column(np.int32, ("row",), low=0)
    player: Array = column(np.int32, ("row",), low=-1, missing="-1: the ball")
    life: Array = column(np.int32, ("row",), low=0, about="which actor")
    sleeping: Array = column(np.bool_, ("row",))
    position: Array = _position(("row",), "never")
    velocity: Array = column(np.float32, ("row", 3), unit="uu/s")
    spin: Array = column(np.float32, ("row", 3), unit="rad/s")
    rotation: Array = column(
        np.float32, ("row", 4), low=-1.01, high=1.01, about="quaternion x, y, z, w"
    )


@dataclass(frozen=True)
class Inputs:
    """[player, frame] controls and settings as last sent."""

    throttle: Array = column(np.float32, ("player", "frame"), low=-1.01, high=1.01, missing="NaN")
    steer: Array = column(np.float32, ("player", "frame"), low=-1.01, high=1.01, missing="NaN")
    handbrake: Array = column(np.bool_, ("player", "frame"), about="powerslide and air-roll button")
    ball_cam: Array = column(
        np.int8, ("player", "frame"), low=-1, high=1, missing="-1: not sent yet"
    )
    behind_view: Array = column(np.bool_, ("player", "frame"))
    ping: Array = column(
        np.int16, ("player", "frame"), low=-1, missing="-1", about="raw byte; ms is about 4 times it"
    )


@dataclass(frozen=True)
class Boost:
    """[player, frame] the boost tank."""

    amount: Array = column(
        np.float32,
        ("player", "frame"),
        unit="0-100",
        low=0,
        high=100.01,
        missing="NaN: no car, or an era that does not send amounts",
        about="integrated between updates",
    )
    is_active: Array = column(np.bool_, ("player", "frame"))
    updates: BoostUpdates = field(metadata={})


@dataclass(frozen=True)
class BoostUpdates:
    """[row] the amounts that were sent."""

    seq: Array = column(np.int32, ("row",), low=0)
    frame: Array = column(np.int32, ("row",), low=0)
    player: Array = column(np.int32, ("row",), low=0)
    life: Array = column(np.int32, ("row",), low=0, about="which boost component")
    amount: Array = column(np.int32, ("row",), low=0, high=255, about="raw byte")
    grants: Array = column(np.int32, ("row",), low=-1, missing="-1: not in this era")


@dataclass(frozen=True)
class Activations:
    """[row] parts of cars switching on.

    The game sends a counter that rises at each switch, odd while on. A rise by two or more hides
    a tap between two frames: such activations are rows of their own, `is_hidden`. Most are over
    in the same frame; one that follows an activation without a pause goes on.
    """

    seq: Array = column(np.int32, ("row",), low=0)
    frame: Array = column(np.int32, ("row",), low=0)
    time: Array = column(np.float64, ("row",), unit="s")
    player: Array = column(np.int32, ("row",), low=-1, missing="-1: the car had no player")
    component: Array = column(np.int8, ("row",), low=0, high=4, about="Component")
    end_frame: Array = column(np.int32, ("row",), low=0, about="frame it was off again")
    is_hidden: Array = column(np.bool_, ("row",), about="inferred from a larger step")
    torque: Array = column(
        np.float32, ("row", 3), missing="NaN: not a dodge", about="dodge direction in the car's frame"
    )
    impulse: Array = column(
        np.float32, ("row", 3), unit="uu/s", missing="NaN: not sent", about="of a double jump"
    )


@dataclass(frozen=True)
class DodgeRefreshes:
    """[row] dodges regained in the air (files from 2026-03)."""

    frame: Array = column(np.int32, ("row",), low=0)
    time: Array = column(np.float64, ("row",), unit="s")
    player: Array = column(np.int32, ("row",), low=-1)
    count: Array = column(np.int32, ("row",), low=0, about="the car's counter")


@dataclass(frozen=True)
class Pickups:
    """[row] boost pads taken."""

    frame: Array = column(np.int32, ("row",), low=0)
    time: Array = column(np.float64, ("row",), unit="s")
    player: Array = column(np.int32, ("row",), low=-1, missing="-1: the car had no player")
    pad: Array = column(
        np.int32, ("row",), low=-1, missing="-1: layout unknown", about="row of MatchInfo.pads"
    )
    pad_actor: Array = column(np.int32, ("row",), low=0, about="number in the pad actor's name")
    position: Array = _position(("row",), "NaN: no body")


@dataclass(frozen=True)
class Demolitions:
    """[row] cars destroyed by cars."""

    frame: Array = column(np.int32, ("row",), low=0)
    time: Array = column(np.float64, ("row",), unit="s")
    attacker: Array = column(np.int32, ("row",), low=-1, missing="-1: unknown")
    victim: Array = column(np.int32, ("row",), low=-1, missing="-1: unknown")
    attacker_velocity: Array = column(np.float32, ("row", 3), unit="uu/s")
    victim_velocity: Array = column(np.float32, ("row", 3), unit="uu/s")


@dataclass(frozen=True)
class Counters:
    """[row] a player's scoreboard number as it changed; the first row of a player is a baseline."""

    frame: Array = column(np.int32, ("row",), low=0)
    time: Array = column(np.float64, ("row",), unit="s")
    player: Array = column(np.int32, ("row",), low=0)
    counter: Array = column(np.int8, ("row",), low=0, high=8, about="Counter")
    value: Array = column(np.int32, ("row",))
    rise: Array = column(np.int32, ("row",), about="change since the previous row; 0 for a baseline")


@dataclass(frozen=True)
class StatEvents:
    """[row] goals, saves and epic saves as the game announced them."""

    frame: Array = column(np.int32, ("row",), low=0)
    time: Array = column(np.float64, ("row",), unit="s")
    kind: Array = column(np.int8, ("row",), low=0, high=3, about="StatEvent")


@dataclass(frozen=True)
class Goals:
    """[row] goals in the order they fell."""

    frame: Array = column(np.int32, ("row",), low=0)
    time: Array = column(np.float64, ("row",), unit="s")
    team: Array = column(np.int8, ("row",), low=0, high=1, about="who got the point")
    player: Array = column(np.int32, ("row",), low=-1, missing="-1: nobody was credited")
    name: list[str | None] = field(metadata={"about": "the header's name for the scorer"})


@dataclass(frozen=True)
class Items:
    """[row] rumble items: given, switched on."""

    frame: Array = column(np.int32, ("row",), low=0)
    time: Array = column(np.float64, ("row",), unit="s")
    player: Array = column(np.int32, ("row",), low=-1)
    is_use: Array = column(np.bool_, ("row",), about="false: received, true: used")
    item: list[str] = field(metadata={})


@dataclass(frozen=True)
class Tiles:
    """[row] dropshot tiles changing state."""

    frame: Array = column(np.int32, ("row",), low=0)
    time: Array = column(np.float64, ("row",), unit="s")
    tile: Array = column(np.int32, ("row",), low=0, about="number in the tile actor's name")
    state: Array = column(np.int8, ("row",), low=0, about="0 whole, 1 damaged, 2 open")
    offender: Array = column(np.int32, ("row",), low=-1, missing="-1")
    ball_position: Array = _position(("row",), "never")
    direct_hit: Array = column(np.bool_, ("row",))


@dataclass(frozen=True)
class MatchTables:
    """Everything one replay says, as tables. Built by `rlcoach.read`."""

    match: MatchInfo
    players: list[PlayerInfo]
    spectators: list[SpectatorInfo]
    frames: Frames
    ball: Bodies
    ball_updates: BodyUpdates
    cars: Bodies
    car_updates: BodyUpdates
    inputs: Inputs
    boost: Boost
    activations: Activations
    dodge_refreshes: DodgeRefreshes
    pickups: Pickups
    demolitions: Demolitions
    counters: Counters
    stat_events: StatEvents
    goals: Goals
    items: Items
    tiles: Tiles
    unknown_attributes: list[str]
    sends_dodge_refreshes: bool
    """Whether the file's era sends the counter of regained dodges."""
    decoder: str

    @cached_property
    def ball_motion(self) -> Motion:
        """The ball between its updates: [frame] views for contact tests."""
        return interpolated(self.ball, self.ball_updates, self.frames.time)

    @cached_property
    def car_motion(self) -> Motion:
        """Cars between their updates: [player, frame] views for contact tests."""
        return interpolated(self.cars, self.car_updates, self.frames.time)

    @property
    def frame_count(self) -> int:
        """Number of network frames."""
        return len(self.frames.time)

    @property
    def player_count(self) -> int:
        """Number of players, late joiners and leavers included."""
        return len(self.players)


def columns(table: Any) -> Iterator[tuple[str, Field[Any]]]:
    """The declared columns of a table."""
    for item in fields(table):
        if "dtype" in item.metadata:
            yield item.name, item


def validate(tables: MatchTables) -> None:
    """Checks every column against its declaration.

    Raises:
        TableFault: naming table, column and what is wrong.
    """
    sizes = {"frame": tables.frame_count, "player": tables.player_count}
    for name in (item.name for item in fields(tables)):
        table = getattr(tables, name)
        if hasattr(table, "__dataclass_fields__"):
            _validate_table(name, table, sizes)
    _validate_table("boost.updates", tables.boost.updates, sizes)


def _validate_table(name: str, table: Any, sizes: dict[str, int]) -> None:
    rows: int | None = None
    for key, item in columns(table):
        array = getattr(table, key)
        where = f"{name}.{key}"
        wanted = item.metadata["shape"]
        if name == "ball":
            wanted = tuple(size for size in wanted if size != "*")
        if array.dtype != item.metadata["dtype"]:
            raise TableFault(f"{where}: dtype {array.dtype}, not {item.metadata['dtype']}")
        if array.ndim != len(wanted):
            raise TableFault(f"{where}: {array.ndim} dimensions, not {len(wanted)}")
        for have, want in zip(array.shape, wanted, strict=True):
            size = {"row": rows, "*": sizes["player"], **sizes}.get(str(want), want)
            if size is not None and have != size:
                raise TableFault(f"{where}: shape {array.shape}, expected {wanted} with {sizes}")
            if want == "row":
                rows = have
        _validate_range(where, array, *item.metadata["range"])


def _validate_range(where: str, array: Array, low: float | None, high: float | None) -> None:
    if array.size == 0 or (low is None and high is None):
        return
    # NaN never compares, so missing values pass.
    if low is not None and (array < low).any():
        raise TableFault(f"{where}: below {low}")
    if high is not None and (array > high).any():
        raise TableFault(f"{where}: above {high}")
