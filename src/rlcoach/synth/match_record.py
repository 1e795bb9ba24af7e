"""A played match as the writer takes it: who, what was set, every network frame, what happened.

Everything is in the world frame and the engine's units: uu, uu/s, rad/s, seconds, boost in percent.
`frame` numbers network frames from 0, `player` rows of `MatchRecord.players`. The simulator and the
scripts make records; the writer turns them into files, and truth is read from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

Platform = Literal["steam", "epic", "ps", "xbox", "switch"]

NO_LIFE = -1
"""In columns of lives: there is no such body."""

PARTS = ("jump", "double_jump", "dodge", "boost", "flip_car")
"""Parts of a car that switch on and off, in the order of `Cars.counters`."""

StateName = Literal[
    "WaitingForPlayers", "Countdown", "Active", "PostGoalScored", "ReplayPlayback", "Finished"
]

StatName = Literal[
    "MatchScore", "MatchGoals", "MatchAssists", "MatchSaves", "MatchShots", "MatchDemolishes"
]


@dataclass(frozen=True)
class CameraSettings:
    """As the game's menu has them."""

    fov: float = 110.0
    height: float = 100.0
    angle: float = -3.0
    distance: float = 270.0
    stiffness: float = 0.45
    swivel: float = 5.0
    transition: float = 1.2


@dataclass(frozen=True)
class MatchPlayer:
    """Who drives."""

    name: str
    team: int
    """0 (blue, attacks toward +y) or 1."""
    platform: Platform = "steam"
    online_id: str = ""
    """As the platform writes it: decimal for Steam, 32 hex digits for Epic."""
    body_id: int = 23
    """Product id of the car body; 23 is the Octane."""
    camera: CameraSettings = field(default_factory=CameraSettings)
    steering_sensitivity: float = 1.4
    party_leader: int | None = None
    """Row of the player who leads his party."""
    is_bot: bool = False


@dataclass(frozen=True)
class MatchSetting:
    """What a match is, besides how it is played."""

    guid: str
    """32 upper-case hex digits."""
    start: datetime
    """Aware; the first countdown begins then."""
    map_name: str = "Stadium_P"
    playlist: int = 13
    match_type: str = "Online"
    """Of the header: Online, Private, Offline, Tournament."""
    team_size: int = 3
    server_name: str = ""
    server_region: str = "EU"
    saver: int = 0
    """Row of the player who saved the file."""
    utc_offset_minutes: int = 0
    """Of the saver's clock: the header's `Date` is his local time."""
    title: str = ""
    """The file's name in the game; empty for none."""


@dataclass(frozen=True)
class BallColumns:
    """The ball in every frame."""

    body: Floats
    """[frame, 13] position xyz, rotation xyzw, velocity xyz, spin xyz; NaN without a ball."""
    life: Whole
    """[frame] counts balls from 0; `NO_LIFE` where there is none."""
    is_hidden: Flags
    """[frame] exploded at a goal: there, but the file sends no more bodies of it."""


@dataclass(frozen=True)
class CarColumns:
    """Cars in every frame."""

    body: Floats
    """[frame, player, 13] as the ball; NaN without a car."""
    life: Whole
    """[frame, player] counts a player's cars from 0; `NO_LIFE` where he drives none."""
    boost_pct: Floats
    """[frame, player]."""
    counters: Whole
    """[frame, player, part] activation counters of `PARTS`, odd while on; 0 for a new car."""
    torque: Floats
    """[frame, player, 3] of the last dodge as the file sends it: +x left of 2.6, +y forward of
    2.24; zero if it was a stall."""
    refreshes: Whole
    """[frame, player] dodges the ball gave back in the air, since the car is new."""
    throttle: Floats
    """[frame, player] -1 to 1."""
    steer: Floats
    """[frame, player] -1 to 1."""
    handbrake: Flags
    """[frame, player]."""
    ball_cam: Flags
    """[frame, player] the ball camera is on."""


@dataclass(frozen=True)
class StateChange:
    """The match enters a state."""

    frame: int
    name: StateName


@dataclass(frozen=True)
class CountdownNumber:
    """What the countdown shows: 3, 2, 1, 0."""

    frame: int
    value: int


@dataclass(frozen=True)
class ClockChange:
    """What the clock shows; counts up in overtime."""

    frame: int
    seconds: int


@dataclass(frozen=True)
class OvertimeStart:
    """Overtime is on, from its countdown."""

    frame: int


@dataclass(frozen=True)
class RoundStart:
    """A kickoff is let go."""

    frame: int
    number: int
    """From 1."""


@dataclass(frozen=True)
class Touched:
    """A car begins to touch the ball."""

    frame: int
    seconds: float
    """Of the record's time: `MatchRecord.time`."""
    player: int
    is_first: bool = False
    """Of its round: the ball has been hit now."""


@dataclass(frozen=True)
class PadTaken:
    """A car takes a boost pad."""

    frame: int
    seconds: float
    player: int
    pad: int
    """Index of the community's layout: `game_data.pad_layout`."""


@dataclass(frozen=True)
class PadReturned:
    """A pad is there again."""

    frame: int
    pad: int


@dataclass(frozen=True)
class Demolished:
    """A car destroys another one; the victim's car takes no part from this frame on."""

    frame: int
    seconds: float
    attacker: int
    victim: int
    attacker_velocity: tuple[float, float, float]
    victim_velocity: tuple[float, float, float]


@dataclass(frozen=True)
class Bumped:
    """A car runs its nose into another one that survives. Not sent; known for the truth."""

    frame: int
    seconds: float
    attacker: int
    victim: int


@dataclass(frozen=True)
class StatRise:
    """A number of the scoreboard, as it is from this frame on."""

    frame: int
    player: int
    name: StatName
    value: int


@dataclass(frozen=True)
class Scored:
    """The ball is behind a line."""

    frame: int
    seconds: float
    team: int
    """Who gets the point."""
    scorer: int | None
    assister: int | None
    is_own: bool = False


@dataclass(frozen=True)
class Saved:
    """A save the game announces."""

    frame: int
    player: int
    is_epic: bool = False


Happening = (
    StateChange
    | CountdownNumber
    | ClockChange
    | OvertimeStart
    | RoundStart
    | Touched
    | PadTaken
    | PadReturned
    | Demolished
    | Bumped
    | StatRise
    | Scored
    | Saved
)


@dataclass(frozen=True)
class MatchRecord:
    """Everything about one played match."""

    setting: MatchSetting
    players: tuple[MatchPlayer, ...]
    time: Floats
    """[frame] seconds as the file has them; does not start at 0, jumps over goal replays."""
    delta: Floats
    """[frame] seconds of physics since the frame before; 0 after a jump."""
    ball: BallColumns
    cars: CarColumns
    happenings: tuple[Happening, ...]
    """By frame."""
    sends_refreshes: bool = True
    """The file counts regained dodges, as since 2026-03."""
    is_unfinished: bool = False
    """The recording stops before the match is decided."""
    begins_in_play: bool = False
    """The ball has been hit before the first frame, as in files saved in the middle of a match."""

    @property
    def frame_count(self) -> int:
        """Number of network frames."""
        return len(self.time)
