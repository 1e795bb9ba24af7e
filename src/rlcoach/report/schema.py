"""The report: what one analysed replay says, as typed and versioned JSON.

Missing is `null`, never zero. Times are absolute network seconds (`frame.time`, which seldom
starts at 0), frames are 0-based network frames. A breaking change bumps `SCHEMA_VERSION`; the
committed JSON Schema (`docs/report.schema.json`) is generated from this module.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 2

PlayerId = str
"""`steam:7656…`, `epic:…`, `ps:…`, `xbox:…`, `switch:…`, `psynet:…` or `qq:…`, with `#1` … behind
the id of a split-screen guest; `bot:<name>` for bots, `local:<name>` for players without account,
`header:<name>` where only the header is readable."""


class Model(BaseModel):
    """Frozen, and closed: an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Model):
    """The file the report was made from."""

    sha256: str
    size_bytes: int


class Match(Model):
    """What was played, where and when."""

    replay_id: str | None = Field(description="The header's own id of this file.")
    match_guid: str | None = Field(description="Same for every player's file of one match.")
    name: str | None = Field(description="The name the player gave the replay.")
    recorded_by: str | None = Field(description="Name of the player who saved the replay.")
    date: str | None = Field(
        description="Local time of saving on the saver's clock, ISO 8601 without zone."
    )
    start_epoch: int | None = Field(description="Unix time of the match start, where sent.")
    build: str | None
    version: tuple[int, int, int | None]
    game_class: str | None = Field(
        description="Class of the game event, for example GameEvent_Soccar_TA."
    )
    mode: str | None = Field(
        description="soccar, hoops, dropshot, rumble, snow_day, heatseeker, knockout, gridiron, …"
    )
    match_type: str | None = Field(
        description="The header's word: Online, Private, Lan, Offline, …"
    )
    match_type_class: str | None
    game_type: str | None = Field(
        description="Ranked, Casual, Private, Tournament, Lan, Offline, …"
    )
    playlist_id: int | None
    playlist: str | None
    map: str | None = Field(description="Map package, lower case.")
    map_name: str | None
    team_size: int | None
    server_id: str | None
    server_name: str | None
    server_region: str | None
    is_sample: bool = Field(
        default=False,
        description="Made by `rlcoach sample` or a script: kept out of comparisons with people.",
    )
    overtime: bool
    overtime_seconds: int | None = Field(
        description="Last overtime clock value, null without overtime."
    )
    forfeit: bool
    frames: int | None = Field(
        description="Network frames; null where only the header is readable."
    )
    start_time: float | None = Field(description="Time of the first frame.")
    end_time: float | None = Field(description="Time of the last frame.")
    recorded_fps: float | None


Stats = dict[str, int | float]
"""Statistics by key of the catalogue (`rlcoach stats`). What does not apply is absent."""


class Team(Model):
    """One side."""

    team: Literal[0, 1] = Field(description="0 defends y < 0 (blue), 1 defends y > 0 (orange).")
    name: str | None = Field(description="Custom or club name, null where none was set.")
    score: int | None
    players: list[PlayerId]
    stats: Stats = Field(default_factory=dict)


class CameraSettings(Model):
    """Camera settings as the game's menu names them."""

    fov: float
    height: float
    pitch: float
    distance: float
    stiffness: float
    swivel_speed: float
    transition_speed: float | None


class Car(Model):
    """The car body a player drove longest, and its hitbox family."""

    body_id: int
    body: str | None = Field(description="null for a body this version does not know.")
    hitbox: str = Field(description="Hitbox family; Octane is assumed for unknown bodies.")


class Presence(Model):
    """One stretch of a player owning a place in the match, from join to leave."""

    start_frame: int
    end_frame: int
    start_time: float
    end_time: float


class Counts(Model):
    """How often a component of the car was activated over the whole file, countdowns included."""

    jumps: int
    double_jumps: int
    dodges: int
    auto_flips: int = Field(description="Automatic roll back onto the wheels.")
    dodge_refreshes: int | None = Field(
        description="null before the game sent the counter (2026-03)."
    )
    boost_activations: int


class BallCam(Model):
    """Use of the ball camera over the whole file."""

    toggles: int
    on_share: float | None = Field(description="Share of the time with a car, 0 to 1.")


class PlayerShapes(Model):
    """What pages draw of one player, in forward coordinates: y toward the opponent's goal.

    Series have an entry per sample (`Shapes.samples`), null while the player has no car; a series
    without any number is null as a whole.
    """

    mean_position: tuple[int, int, int] | None = Field(description="x, y, z in uu, active play.")
    occupancy: list[list[float]] | None = Field(
        description="[row][column] seconds of active play; row 0 is the own end, column 0 the "
        "right side when facing forward (the game's x grows to the left there). See "
        "`Shapes.grid`, without which this is null."
    )
    boost: list[int | None] | None = Field(description="0 to 100.")
    speed: list[int | None] | None = Field(description="uu/s, to 10.")
    ball_distance: list[int | None] | None = Field(description="uu between centres, to 10.")
    mates_distance: list[int | None] | None = Field(
        description="uu, mean over teammates with a car, to 10; null where none has one."
    )


class Player(Model):
    """One player, whatever actors stood for him and however often he rejoined."""

    id: PlayerId
    platform: str | None = Field(
        description="steam, epic, ps, xbox, switch, psynet, qq; null for bots and where unknown."
    )
    online_id: str | None
    name: str
    team: Literal[0, 1] | None
    is_bot: bool
    party_leader: PlayerId | None
    car: Car | None
    camera: CameraSettings | None
    presence: list[Presence]
    score: int | None
    goals: int | None
    assists: int | None
    saves: int | None
    shots: int | None
    demolitions: int | None = Field(description="Opponents demolished.")
    demolished: int | None = Field(description="Times demolished by an opponent.")
    counts: Counts | None = Field(description="null where only the header is readable.")
    ball_cam: BallCam | None
    stats: Stats = Field(default_factory=dict)
    shapes: PlayerShapes | None = Field(
        default=None, description="null for players whom no frame shows."
    )


class Spectator(Model):
    """Somebody connected without a team."""

    id: PlayerId
    name: str


class Party(Model):
    """Players who queued together."""

    leader: PlayerId
    members: list[PlayerId]


class Goal(Model):
    """One goal."""

    frame: int
    time: float | None
    clock: int | None = Field(description="Match clock in seconds as shown; counts up in overtime.")
    in_overtime: bool | None
    team: Literal[0, 1] = Field(description="The team that got the point.")
    player: PlayerId | None = Field(description="Who was credited; null where nobody was.")
    player_name: str | None = Field(description="The header's name for the scorer.")


class Demolition(Model):
    """One car destroyed by another."""

    frame: int
    time: float
    attacker: PlayerId | None
    victim: PlayerId | None


class EventTable(Model):
    """All events of one kind, as columns with one entry per event, in order of time.

    `player` is an index into the report's players. `fields` are those of the kind's definition
    in the catalogue.
    """

    frame: list[int]
    time: list[float]
    player: list[int | None]
    place: list[tuple[float, float, float] | None] = Field(description="x, y, z in uu.")
    end_frame: list[int] | None = Field(description="null for kinds of an instant.")
    end_time: list[float] | None
    fields: dict[str, list[int] | list[int | float | bool | str | None]]


class GridExtent(Model):
    """Measures of the players' occupancy grids. What lies beyond counts in the outermost cells."""

    rows: int = Field(description="Over y, own end first.")
    columns: int = Field(description="Over x, from -half_width_uu.")
    half_width_uu: float
    half_length_uu: float


class Momentum(Model):
    """Who pressed, second by second, seen by blue; null in seconds without play.

    `value` is 100 * (place + possession) / 2, averaged over the seconds of play since the kickoff,
    at most ten: 100 is blue on the ball at orange's goal, -100 orange at blue's. `place` is the
    ball's y over 5120 uu, `possession` +1 while blue touched the ball last, -1 while orange did,
    0 from the kickoff to the first touch.
    """

    step_seconds: float
    ball_y: list[int | None] = Field(description="uu in the world, mean over the second, to 10.")
    possession: list[float | None] = Field(description="-1 to 1, mean over the second.")
    value: list[int | None] = Field(description="-100 to 100.")


class Shapes(Model):
    """What pages draw of the match, and the time axis of the players' shapes.

    Sample i stands at i * sample_seconds on a clock that starts with the recording and leaves out
    its jumps. Absolute time is that clock plus `Match.start_time` plus all jumps up to there.
    """

    sample_seconds: float
    samples: int
    jumps: list[tuple[float, float]] = Field(
        description="Where on the clock the recording jumps, and by how many seconds."
    )
    grid: GridExtent | None = Field(description="null where the arena has another shape.")
    momentum: Momentum | None = Field(description="null where no ball was in play.")


class Totals(Model):
    """Activations over all cars, those that no player could be found for included."""

    jumps: int
    double_jumps: int
    dodges: int
    auto_flips: int
    boost_activations: int
    demolitions: int


class Quality(Model):
    """How much of the file could be trusted and understood."""

    decoder: str
    era: str | None = Field(description="Replay format family, for example `2018-05 quaternions`.")
    degraded: str | None = Field(
        description="Why only the header was read; null for a whole report."
    )
    missing: list[str] = Field(description="What this file does not hold, in sentences.")
    unknown_attributes: list[str] = Field(
        description="Attributes this version of rlcoach has never seen."
    )


class Report(Model):
    """Everything rlcoach says about one replay."""

    schema_version: Literal[2] = 2
    source: Source
    match: Match
    teams: list[Team]
    players: list[Player]
    spectators: list[Spectator]
    parties: list[Party]
    goals: list[Goal]
    demolitions: list[Demolition]
    totals: Totals | None
    events: dict[str, EventTable] = Field(
        default_factory=dict, description="By kind; kinds that do not apply are absent."
    )
    shapes: Shapes | None = Field(
        default=None, description="null where only the header is readable."
    )
    quality: Quality
