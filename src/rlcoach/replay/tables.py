"""The tables of one match: declared once, validated once, read by everything after.

Columns, not objects. Dimensions: `frame` (network frames), `player` (rows of
`MatchTables.players`), `row` (one row per happening). World frame and replay units: uu, uu/s,
rad/s, seconds; boost is 0 to 100. Every column states its dtype, shape, unit, allowed range and
what missing means; floats use NaN for missing, integers the value named in `missing`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Annotated

import numpy as np

from rlcoach.replay.columns import Array, Column, position, validate_table
from rlcoach.replay.interpolate import Motion, interpolated
from rlcoach.replay.roster import MatchInfo, PlayerInfo, SpectatorInfo


@dataclass(frozen=True)
class Frames:
    """[frame] the clockwork of the match."""

    time: Annotated[
        Array, Column(np.float64, ("frame",), unit="s", low=0, about="absolute, increasing")
    ]
    delta: Annotated[
        Array, Column(np.float64, ("frame",), unit="s", low=0, about="physics time; 0 after a skip")
    ]
    state: Annotated[Array, Column(np.int8, ("frame",), low=0, high=7, about="MatchState")]
    clock: Annotated[
        Array,
        Column(
            np.int32, ("frame",), unit="s", missing="-1", about="as shown; counts up in overtime"
        ),
    ]
    countdown: Annotated[
        Array, Column(np.int32, ("frame",), unit="s", missing="-1", about="3, 2, 1, 0")
    ]
    round: Annotated[Array, Column(np.int32, ("frame",), missing="-1", about="+1 at each kickoff")]
    overtime: Annotated[Array, Column(np.bool_, ("frame",))]
    ball_hit: Annotated[
        Array, Column(np.bool_, ("frame",), about="false from kickoff to the first touch")
    ]
    score: Annotated[Array, Column(np.int32, ("frame", 2), low=0, about="goals of blue and orange")]
    touch_team: Annotated[
        Array,
        Column(
            np.int8,
            ("frame",),
            low=-1,
            high=1,
            missing="-1",
            about="team of the last touch, as sent",
        ),
    ]
    balls: Annotated[Array, Column(np.int8, ("frame",), low=0, about="game balls alive")]
    ball_charge: Annotated[
        Array,
        Column(np.int8, ("frame",), low=0, high=2, about="of a dropshot ball: 0, 1, 2; else 0"),
    ]


@dataclass(frozen=True)
class Bodies:
    """Bodies per frame as last sent (held between updates); NaN while there is no body.

    The ball has shape [frame, …], cars [player, frame, …].
    """

    present: Annotated[Array, Column(np.bool_, ("*", "frame"), about="has a body that takes part")]
    updated: Annotated[
        Array, Column(np.bool_, ("*", "frame"), about="a new body was sent in this frame")
    ]
    source: Annotated[
        Array,
        Column(
            np.int32, ("*", "frame"), missing="-1", about="row of the update table this frame holds"
        ),
    ]
    position: Annotated[
        Array, Column(np.float32, ("*", "frame", 3), unit="uu", missing="NaN: no body")
    ]
    velocity: Annotated[
        Array, Column(np.float32, ("*", "frame", 3), unit="uu/s", missing="NaN: no body")
    ]
    spin: Annotated[
        Array, Column(np.float32, ("*", "frame", 3), unit="rad/s", missing="NaN: no body")
    ]
    rotation: Annotated[
        Array,
        Column(
            np.float32,
            ("*", "frame", 4),
            missing="NaN: no body",
            about="quaternion x, y, z, w; sign continuous within a life",
        ),
    ]
    life: Annotated[
        Array, Column(np.int32, ("*", "frame"), missing="-1", about="which car or ball actor")
    ]


@dataclass(frozen=True)
class BodyUpdates:
    """[row] every distinct body that was sent, by life, then in file order.

    `Bodies.source` points here; the next row of the same life is where the body goes next.
    """

    seq: Annotated[Array, Column(np.int32, ("row",), low=0, about="place in the file")]
    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    player: Annotated[Array, Column(np.int32, ("row",), low=-1, missing="-1: the ball")]
    life: Annotated[Array, Column(np.int32, ("row",), low=0, about="which actor")]
    sleeping: Annotated[Array, Column(np.bool_, ("row",))]
    position: Annotated[Array, position(("row",), "never")]
    velocity: Annotated[Array, Column(np.float32, ("row", 3), unit="uu/s")]
    spin: Annotated[Array, Column(np.float32, ("row", 3), unit="rad/s")]
    rotation: Annotated[
        Array, Column(np.float32, ("row", 4), low=-1.01, high=1.01, about="quaternion x, y, z, w")
    ]


@dataclass(frozen=True)
class Inputs:
    """[player, frame] controls and settings as last sent."""

    throttle: Annotated[
        Array, Column(np.float32, ("player", "frame"), low=-1.01, high=1.01, missing="NaN")
    ]
    steer: Annotated[
        Array, Column(np.float32, ("player", "frame"), low=-1.01, high=1.01, missing="NaN")
    ]
    handbrake: Annotated[
        Array, Column(np.bool_, ("player", "frame"), about="powerslide and air-roll button")
    ]
    ball_cam: Annotated[
        Array, Column(np.int8, ("player", "frame"), low=-1, high=1, missing="-1: not sent yet")
    ]
    behind_view: Annotated[Array, Column(np.bool_, ("player", "frame"))]
    ping: Annotated[
        Array,
        Column(
            np.int16,
            ("player", "frame"),
            low=-1,
            missing="-1",
            about="raw byte; ms is about 4 times it",
        ),
    ]


@dataclass(frozen=True)
class HandbrakeUpdates:
    """[row] the handbrake as it was sent, for rules that need the order within a frame."""

    seq: Annotated[Array, Column(np.int32, ("row",), low=0, about="place in the file")]
    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    life: Annotated[Array, Column(np.int32, ("row",), low=0, about="which car, as in BodyUpdates")]
    is_on: Annotated[Array, Column(np.bool_, ("row",))]


@dataclass(frozen=True)
class Boost:
    """[player, frame] the boost tank."""

    amount: Annotated[
        Array,
        Column(
            np.float32,
            ("player", "frame"),
            unit="0-100",
            low=0,
            high=100.01,
            missing="NaN: no car, or an era that does not send amounts",
            about="integrated between updates",
        ),
    ]
    is_active: Annotated[Array, Column(np.bool_, ("player", "frame"))]
    updates: BoostUpdates


@dataclass(frozen=True)
class BoostUpdates:
    """[row] the amounts that were sent."""

    seq: Annotated[Array, Column(np.int32, ("row",), low=0)]
    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    player: Annotated[Array, Column(np.int32, ("row",), low=0)]
    life: Annotated[Array, Column(np.int32, ("row",), low=0, about="which boost component")]
    amount: Annotated[Array, Column(np.int32, ("row",), low=0, high=255, about="raw byte")]
    grants: Annotated[Array, Column(np.int32, ("row",), low=-1, missing="-1: not in this era")]


@dataclass(frozen=True)
class Activations:
    """[row] parts of cars switching on.

    The game sends a counter that rises at each switch, odd while on. A rise by two or more hides
    a tap between two frames: such activations are rows of their own, `is_hidden`. Most are over
    in the same frame; one that follows an activation without a pause goes on.
    """

    seq: Annotated[Array, Column(np.int32, ("row",), low=0)]
    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    time: Annotated[Array, Column(np.float64, ("row",), unit="s")]
    player: Annotated[
        Array, Column(np.int32, ("row",), low=-1, missing="-1: the car had no player")
    ]
    component: Annotated[Array, Column(np.int8, ("row",), low=0, high=4, about="Component")]
    end_frame: Annotated[Array, Column(np.int32, ("row",), low=0, about="frame it was off again")]
    is_hidden: Annotated[Array, Column(np.bool_, ("row",), about="inferred from a larger step")]
    torque: Annotated[
        Array,
        Column(
            np.float32,
            ("row", 3),
            missing="NaN: not a dodge",
            about="dodge direction in the car's frame",
        ),
    ]
    impulse: Annotated[
        Array,
        Column(
            np.float32, ("row", 3), unit="uu/s", missing="NaN: not sent", about="of a double jump"
        ),
    ]


@dataclass(frozen=True)
class DodgeRefreshes:
    """[row] dodges regained in the air (files from 2026-03)."""

    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    time: Annotated[Array, Column(np.float64, ("row",), unit="s")]
    player: Annotated[Array, Column(np.int32, ("row",), low=-1)]
    count: Annotated[Array, Column(np.int32, ("row",), low=0, about="the car's counter")]


@dataclass(frozen=True)
class Pickups:
    """[row] boost pads taken."""

    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    time: Annotated[Array, Column(np.float64, ("row",), unit="s")]
    player: Annotated[
        Array, Column(np.int32, ("row",), low=-1, missing="-1: the car had no player")
    ]
    pad: Annotated[
        Array,
        Column(
            np.int32, ("row",), low=-1, missing="-1: layout unknown", about="row of MatchInfo.pads"
        ),
    ]
    pad_actor: Annotated[
        Array, Column(np.int32, ("row",), low=0, about="number in the pad actor's name")
    ]
    position: Annotated[Array, position(("row",), "NaN: no body")]


@dataclass(frozen=True)
class Demolitions:
    """[row] cars destroyed by cars."""

    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    time: Annotated[Array, Column(np.float64, ("row",), unit="s")]
    attacker: Annotated[Array, Column(np.int32, ("row",), low=-1, missing="-1: unknown")]
    victim: Annotated[Array, Column(np.int32, ("row",), low=-1, missing="-1: unknown")]
    attacker_velocity: Annotated[Array, Column(np.float32, ("row", 3), unit="uu/s")]
    victim_velocity: Annotated[Array, Column(np.float32, ("row", 3), unit="uu/s")]


@dataclass(frozen=True)
class Counters:
    """[row] a player's scoreboard number as it changed; the first row of a player is a baseline."""

    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    time: Annotated[Array, Column(np.float64, ("row",), unit="s")]
    player: Annotated[Array, Column(np.int32, ("row",), low=0)]
    counter: Annotated[Array, Column(np.int8, ("row",), low=0, high=8, about="Counter")]
    value: Annotated[Array, Column(np.int32, ("row",))]
    rise: Annotated[
        Array, Column(np.int32, ("row",), about="change since the previous row; 0 for a baseline")
    ]


@dataclass(frozen=True)
class StatEvents:
    """[row] goals, saves and epic saves as the game announced them."""

    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    time: Annotated[Array, Column(np.float64, ("row",), unit="s")]
    kind: Annotated[Array, Column(np.int8, ("row",), low=0, high=3, about="StatEvent")]


@dataclass(frozen=True)
class Goals:
    """[row] goals in the order they fell."""

    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    time: Annotated[Array, Column(np.float64, ("row",), unit="s")]
    team: Annotated[Array, Column(np.int8, ("row",), low=0, high=1, about="who got the point")]
    player: Annotated[Array, Column(np.int32, ("row",), low=-1, missing="-1: nobody was credited")]
    name: list[str | None]
    """The header's name for the scorer."""


@dataclass(frozen=True)
class Items:
    """[row] rumble items: given, switched on."""

    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    time: Annotated[Array, Column(np.float64, ("row",), unit="s")]
    player: Annotated[Array, Column(np.int32, ("row",), low=-1)]
    is_use: Annotated[Array, Column(np.bool_, ("row",), about="false: received, true: used")]
    item: list[str]


@dataclass(frozen=True)
class Tiles:
    """[row] dropshot tiles changing state."""

    frame: Annotated[Array, Column(np.int32, ("row",), low=0)]
    time: Annotated[Array, Column(np.float64, ("row",), unit="s")]
    tile: Annotated[
        Array, Column(np.int32, ("row",), low=0, about="number in the tile actor's name")
    ]
    state: Annotated[Array, Column(np.int8, ("row",), low=0, about="0 whole, 1 damaged, 2 open")]
    offender: Annotated[Array, Column(np.int32, ("row",), low=-1, missing="-1")]
    ball_position: Annotated[Array, position(("row",), "never")]
    direct_hit: Annotated[Array, Column(np.bool_, ("row",))]


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
    handbrake_updates: HandbrakeUpdates
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


def validate(tables: MatchTables) -> None:
    """Checks every column against its declaration.

    Raises:
        TableFault: naming table, column and what is wrong.
    """
    sizes = {"frame": tables.frame_count, "player": tables.player_count}
    for name in (item.name for item in fields(tables)):
        table = getattr(tables, name)
        if is_dataclass(table):
            validate_table(name, table, {**sizes, "*": 1 if name == "ball" else sizes["player"]})
    validate_table("boost.updates", tables.boost.updates, sizes)
