"""Arranges a `RawReplay` by hand: actors and updates as a decoder would return them, no bytes.

    wire = Wire(frames=90)
    ball = wire.ball()
    wire.body(ball, (0, 0, 93), velocity=(0, 1000, 0), frame=3)
    alice = wire.player("Alice", "Steam|1|0", team=0)
    tables = wire.tables()

Actors and updates may be declared in any order; `build` sorts them into file order: by frame, and
within a frame as declared. Values are those of the file, so the era is chosen with `net_version`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rlcoach.replay.header import Header
from rlcoach.replay.network import (
    NONE_ID,
    RECORD_WIDTH,
    Actors,
    Bodies,
    Floats,
    Network,
    RawReplay,
    Records,
    Scalars,
    Texts,
    Vectors,
)
from rlcoach.replay.normalize import normalize
from rlcoach.replay.normalize.actors import Cast
from rlcoach.replay.tables import MatchTables

BALL = "Archetypes.Ball.Ball_Default"
CAR = "Archetypes.Car.Car_Default"
PLAYER = "TAGame.Default__PRI_TA"
CAMERA = "TAGame.Default__CameraSettingsActor_TA"
GAME = "Archetypes.GameEvent.GameEvent_Soccar"
GAME_INFO = "GameInfo_Soccar.GameInfo.GameInfo_Soccar:GameReplicationInfoArchetype"

UPRIGHT = (0.0, 0.0, 0.0, 1.0)
STILL = (0.0, 0.0, 0.0)

_SYSTEM_IDS = {"Steam": 1, "PlayStation": 2, "Xbox": 4, "Switch": 6, "PsyNet": 7, "Epic": 11}

Numbers = Sequence[float]


@dataclass(frozen=True)
class Actor:
    """A life of an actor id; `number` counts lives as declared."""

    number: int
    actor_id: int


@dataclass(frozen=True)
class Car:
    """A car and its components."""

    actor: Actor
    boost: Actor
    jump: Actor
    double_jump: Actor
    dodge: Actor
    flip_car: Actor


@dataclass(frozen=True)
class Player:
    """A player actor and his first car."""

    pri: Actor
    car: Car


@dataclass
class _Life:
    archetype: int
    actor_id: int
    birth: int
    death: int
    name: int


@dataclass(frozen=True)
class _Update:
    kind: str
    frame: int
    actor: Actor
    attribute: int
    columns: dict[str, Any]


@dataclass
class Wire:
    """A replay under construction."""

    frames: int = 60
    delta: float = 1 / 30
    start: float = 5.0
    """Time of the first frame in seconds; real files seldom start at 0."""
    net_version: int | None = 10
    properties: dict[str, Any] = field(default_factory=dict)
    """The header's."""
    objects: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.time = self.start + self.delta * np.arange(self.frames)
        self.deltas = np.full(self.frames, self.delta)
        self._lives: list[_Life] = []
        self._updates: list[_Update] = []
        self._teams: dict[int, Actor] = {}

    def object(self, name: str) -> int:
        """Index of an object's name, which is added if it is new."""
        return _index(self.objects, name)

    def name(self, name: str) -> int:
        """Index of a name, which is added if it is new."""
        return _index(self.names, name)

    def actor(self, archetype: str, frame: int = 0, *, actor_id: int | None = None) -> Actor:
        """Begins a life; without an id it gets one no other actor has."""
        free = 1 + max((life.actor_id for life in self._lives), default=0)
        actor = Actor(len(self._lives), free if actor_id is None else actor_id)
        self._lives.append(
            _Life(self.object(archetype), actor.actor_id, frame, self.frames, NONE_ID)
        )
        return actor

    def delete(self, actor: Actor, frame: int) -> None:
        """Ends a life."""
        self._lives[actor.number].death = frame

    def scalar(
        self,
        actor: Actor,
        attribute: str,
        value: int | bool | Actor | None,
        frame: int = 0,
        extra: int | Actor | None = 0,
    ) -> None:
        """Sends one number, or a link to an actor; None is a link to nobody."""
        self._send("scalar", actor, attribute, frame, value=_number(value), extra=_number(extra))

    def real(self, actor: Actor, attribute: str, value: float, frame: int = 0) -> None:
        """Sends a float."""
        self._send("float", actor, attribute, frame, value=value)

    def vector(self, actor: Actor, attribute: str, value: Numbers, frame: int = 0) -> None:
        """Sends a vector."""
        self._send("vector", actor, attribute, frame, value=tuple(value))

    def body(
        self,
        actor: Actor,
        position: Numbers,
        *,
        frame: int = 0,
        velocity: Numbers = STILL,
        spin: Numbers = STILL,
        rotation: Numbers = UPRIGHT,
        sleeping: bool = False,
    ) -> None:
        """Sends a rigid body."""
        self._send(
            "body",
            actor,
            "TAGame.RBActor_TA:ReplicatedRBState",
            frame,
            sleeping=sleeping,
            value=(*position, *rotation, *velocity, *spin),
        )

    def record(
        self, actor: Actor, attribute: str, values: Sequence[float | Actor | None], frame: int = 0
    ) -> None:
        """Sends a small structure; columns not given are NaN."""
        row = np.full(RECORD_WIDTH, np.nan)
        row[: len(values)] = [_number(value) for value in values]
        self._send("record", actor, attribute, frame, value=row)

    def text(
        self,
        actor: Actor,
        attribute: str,
        text: str,
        frame: int = 0,
        *,
        name: str = "",
        number: int = 0,
    ) -> None:
        """Sends a string or an identity."""
        self._send("text", actor, attribute, frame, text=text, name=name, number=number)

    def identity(
        self, actor: Actor, attribute: str, identity: str, frame: int = 0, *, name: str = ""
    ) -> None:
        """Sends an identity `"<kind>|<online id>|<local id>"` with the system id of its kind."""
        number = _SYSTEM_IDS.get(identity.partition("|")[0], 0)
        self.text(actor, attribute, identity, frame, name=name, number=number)

    def ball(self, frame: int = 0, archetype: str = BALL) -> Actor:
        """A ball without a body yet."""
        return self.actor(archetype, frame)

    def team(self, number: int) -> Actor:
        """The team actor 0 or 1, there from the first frame."""
        if number not in self._teams:
            self._teams[number] = self.actor(f"Archetypes.Teams.Team{number}")
        return self._teams[number]

    def pri(
        self,
        name: str,
        identity: str | None = None,
        *,
        team: int | None = 0,
        frame: int = 0,
        is_bot: bool = False,
    ) -> Actor:
        """A player actor with name, account and team."""
        pri = self.actor(PLAYER, frame)
        if name:
            self.text(pri, "Engine.PlayerReplicationInfo:PlayerName", name, frame)
        if identity is not None:
            self.identity(pri, "Engine.PlayerReplicationInfo:UniqueId", identity, frame)
        if is_bot:
            self.scalar(pri, "Engine.PlayerReplicationInfo:bBot", 1, frame)
        if team is not None:
            self.scalar(pri, "Engine.PlayerReplicationInfo:Team", self.team(team), frame, extra=1)
        return pri

    def car(self, pri: Actor | None, frame: int = 0) -> Car:
        """A car of a player (None: of nobody yet) with all its components; no body yet."""
        actor = self.actor(CAR, frame)
        if pri is not None:
            self.scalar(actor, "Engine.Pawn:PlayerReplicationInfo", pri, frame, extra=1)
        parts = [
            self.component(kind, actor, frame)
            for kind in ("Boost", "Jump", "DoubleJump", "Dodge", "FlipCar")
        ]
        return Car(actor, *parts)

    def component(self, kind: str, car: Actor, frame: int = 0) -> Actor:
        """A component of a car."""
        part = self.actor(f"Archetypes.CarComponents.CarComponent_{kind}", frame)
        self.scalar(part, "TAGame.CarComponent_TA:Vehicle", car, frame, extra=1)
        return part

    def player(
        self,
        name: str,
        identity: str | None = None,
        *,
        team: int | None = 0,
        frame: int = 0,
        is_bot: bool = False,
    ) -> Player:
        """A player with a car that has a body on the ground from `frame` on."""
        pri = self.pri(name, identity, team=team, frame=frame, is_bot=is_bot)
        car = self.car(pri, frame)
        self.body(car.actor, (0, 0, 17), frame=frame)
        return Player(pri, car)

    def switch(self, part: Actor, *counters: tuple[int, int]) -> None:
        """Sends a component's activation counter: (frame, value) each."""
        for frame, value in counters:
            self.scalar(part, "TAGame.CarComponent_TA:ReplicatedActive", value, frame)

    def demolish(self, attacker: Car | None, victim: Car, frame: int, *, form: str = "") -> None:
        """Sends a demolition from the victim's car, in one of the four forms by name suffix."""
        flags = (0, None) if attacker is None else (1, attacker.actor)
        values = [*flags, 1, victim.actor, 10, 0, 0, 0, 20, 0]
        self.record(victim.actor, f"TAGame.Car_TA:ReplicatedDemolish{form}", values, frame)

    def build(self) -> RawReplay:
        """The replay as declared so far."""
        properties = {"NumFrames": self.frames, **self.properties}
        header = Header(868, 32, self.net_version, "TAGame.Replay_Soccar_TA", properties)
        return RawReplay(header=header, network=self.network(), degraded=None, decoder="native")

    def cast(self) -> Cast:
        """The actors as declared so far."""
        return Cast(self.network())

    def tables(self) -> MatchTables:
        """The tables of the replay as declared so far."""
        return normalize(self.build())

    def row_of(self, actor: Actor) -> int:
        """Row of an actor in the actor table, as things stand."""
        order = sorted(range(len(self._lives)), key=lambda number: self._lives[number].birth)
        return order.index(actor.number)

    def network(self) -> Network:
        """The columns as declared so far."""
        updates = sorted(self._updates, key=lambda update: update.frame)
        numbered = list(enumerate(updates))
        counts = np.bincount([u.attribute for u in updates], minlength=len(self.objects))
        order = sorted(range(len(self._lives)), key=lambda number: self._lives[number].birth)
        row_of = np.argsort(order) if order else np.zeros(0, np.int64)

        def rows(kind: str) -> tuple[list[_Update], dict[str, Any]]:
            found = [(seq, update) for seq, update in numbered if update.kind == kind]
            mine = [update for _, update in found]
            shared: dict[str, Any] = {
                "seq": np.array([seq for seq, _ in found], np.int32),
                "frame": np.array([update.frame for update in mine], np.int32),
                "actor": np.array([row_of[update.actor.number] for update in mine], np.int32),
                "attribute": np.array([update.attribute for update in mine], np.int32),
            }
            return mine, shared

        def column(found: list[_Update], key: str, dtype: type, *width: int) -> Any:
            values = [update.columns[key] for update in found]
            return np.array(values, dtype).reshape(len(values), *width)

        scalars, scalar_columns = rows("scalar")
        floats, float_columns = rows("float")
        vectors, vector_columns = rows("vector")
        bodies, body_columns = rows("body")
        records, record_columns = rows("record")
        texts, text_columns = rows("text")
        every = np.ones(len(bodies), bool)
        return Network(
            frame_time=self.time.astype(np.float32),
            frame_delta=self.deltas.astype(np.float32),
            keyframe_frame=np.zeros(0, np.int32),
            tick_marks=[],
            objects=self.objects,
            names=self.names,
            attribute_updates=counts.astype(np.int64),
            actors=self._actors([self._lives[number] for number in order]),
            scalars=Scalars(
                **scalar_columns,
                value=column(scalars, "value", np.int64),
                extra=column(scalars, "extra", np.int32),
            ),
            floats=Floats(**float_columns, value=column(floats, "value", np.float32)),
            vectors=Vectors(**vector_columns, value=column(vectors, "value", np.float32, 3)),
            bodies=Bodies(
                **body_columns,
                sleeping=column(bodies, "sleeping", np.bool_),
                has_linear=every,
                has_angular=every,
                value=column(bodies, "value", np.float32, 13),
            ),
            records=Records(
                **record_columns, value=column(records, "value", np.float64, RECORD_WIDTH)
            ),
            texts=Texts(
                **text_columns,
                text=[update.columns["text"] for update in texts],
                name=[update.columns["name"] for update in texts],
                number=column(texts, "number", np.int32),
            ),
        )

    def _actors(self, lives: list[_Life]) -> Actors:
        count = len(lives)
        return Actors(
            actor_id=np.array([life.actor_id for life in lives], np.int32),
            object_id=np.array([life.archetype for life in lives], np.int32),
            name_id=np.array([life.name for life in lives], np.int32),
            birth_frame=np.array([life.birth for life in lives], np.int32),
            death_frame=np.array([life.death for life in lives], np.int32),
            has_location=np.zeros(count, bool),
            location=np.zeros((count, 3), np.int32),
            rotation=np.zeros((count, 3), np.int16),
        )

    def _send(self, kind: str, actor: Actor, attribute: str, frame: int, **columns: Any) -> None:
        index = self.object(attribute)
        self._updates.append(_Update(kind, frame, actor, index, columns))


def _index(table: list[str], name: str) -> int:
    if name not in table:
        table.append(name)
    return table.index(name)


def _number(value: float | Actor | None) -> float | int:
    """What stands for a value in a number column."""
    if value is None:
        return NONE_ID
    return value.actor_id if isinstance(value, Actor) else value
