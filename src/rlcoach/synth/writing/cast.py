"""Who appears in a record: its match, teams, players, cars, balls and pads as actors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import asin, atan2

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.match_record import NO_LIFE, Demolished, MatchRecord, PadTaken
from rlcoach.synth.writing.actors import Draft, Life, with_ids
from rlcoach.synth.writing.era import Era
from rlcoach.synth.writing.pad_actors import pad_actor_name
from rlcoach.synth.writing.tables import Archetype, Tables

WRECK_SECONDS = 4.97
"""A demolished car's actor stays that long, measured on 718 demolitions."""

_INFO = Archetype(
    "GameInfo_Soccar.GameInfo.GameInfo_Soccar:GameReplicationInfoArchetype", "TAGame.GRI_TA"
)
_EVENT = Archetype("Archetypes.GameEvent.GameEvent_Soccar", "TAGame.GameEvent_Soccar_TA")
_TEAMS = tuple(Archetype(f"Archetypes.Teams.Team{n}", "TAGame.Team_Soccar_TA") for n in (0, 1))
_PLAYER = Archetype("TAGame.Default__PRI_TA", "TAGame.PRI_TA")
_CAMERA = Archetype("TAGame.Default__CameraSettingsActor_TA", "TAGame.CameraSettingsActor_TA")
_BALL = Archetype("Archetypes.Ball.Ball_Default", "TAGame.Ball_TA", has_turn=True)
_CAR = Archetype("Archetypes.Car.Car_Default", "TAGame.Car_TA", has_turn=True)
_PARTS = tuple(
    Archetype(f"Archetypes.CarComponents.CarComponent_{part}", f"TAGame.CarComponent_{part}_TA")
    for part in ("Jump", "DoubleJump", "Dodge", "Boost", "FlipCar")
)
"""In the order of `match_record.PARTS`."""
_PAD_CLASS = "TAGame.VehiclePickup_Boost_TA"


@dataclass(frozen=True)
class Crew:
    """A car with its parts: one life of it."""

    player: int
    start: int
    end: int
    """First frame in which it takes no part: gone, or demolished."""
    wreck: Demolished | None
    car: Life
    parts: tuple[Life, ...]
    """In the order of `match_record.PARTS`."""


@dataclass(frozen=True)
class BallLife:
    """One ball."""

    start: int
    end: int
    ball: Life


@dataclass(frozen=True)
class Cast:
    """All actors of a recording."""

    lives: list[Life]
    info: Life
    event: Life
    teams: tuple[Life, Life]
    players: list[Life]
    cameras: list[Life]
    balls: list[BallLife]
    crews: list[Crew]
    pads: dict[int, Life]
    """By index of the layout, those that were taken."""

    def ball_at(self, frame: int) -> BallLife | None:
        """The ball of a frame."""
        return next((one for one in self.balls if one.start <= frame < one.end), None)

    def crew_at(self, player: int, frame: int) -> Crew | None:
        """The car a player drives in a frame, or has lost in it."""
        own = [one for one in self.crews if one.player == player and one.start <= frame]
        newest = own[-1] if own else None
        return newest if newest is not None and frame <= newest.end else None


@dataclass(frozen=True)
class _CarSpan:
    player: int
    start: int
    end: int
    wreck: Demolished | None
    death: int


def cast_of(record: MatchRecord, era: Era, tables: Tables) -> Cast:
    """Gives everything that appears an actor, an id and a name."""
    frames = record.frame_count
    count = len(record.players)
    drafts = [
        _draft(_INFO, "GRI_TA_0", 0, frames),
        _draft(_EVENT, "GameEvent_Soccar_TA_0", 0, frames),
        *(_draft(team, f"Team_Soccar_TA_{n}", 0, frames) for n, team in enumerate(_TEAMS)),
        *(_draft(_PLAYER, f"PRI_TA_{n}", 0, frames) for n in range(count)),
        *(_draft(_CAMERA, f"CameraSettingsActor_TA_{n}", 0, frames) for n in range(count)),
    ]
    ball_spans = _spans(record.ball.life)
    first_ball = len(drafts)
    for number, (start, end) in enumerate(ball_spans):
        body = record.ball.body[start]
        drafts.append(_body_draft(_BALL, f"Ball_TA_{number}", start, end, body))
    car_spans = _car_spans(record, [start for start, _ in ball_spans])
    first_car = len(drafts)
    for number, span in enumerate(car_spans):
        drafts += _car_drafts(record, span, number)
    first_pad = len(drafts)
    pads = _first_pickups(record)
    for pad, frame in pads.items():
        drafts.append(_pad_draft(record, pad, frame))

    lives = with_ids(drafts, era.max_channels)
    for life in sorted(lives, key=lambda one: (one.birth, one.number)):
        tables.object_id(life.archetype.name)
        tables.name_id(life.name)
    size = 1 + len(_PARTS)
    crews = [
        Crew(
            player=span.player,
            start=span.start,
            end=span.end,
            wreck=span.wreck,
            car=lives[first_car + size * number],
            parts=tuple(lives[first_car + size * number + 1 : first_car + size * (number + 1)]),
        )
        for number, span in enumerate(car_spans)
    ]
    return Cast(
        lives=lives,
        info=lives[0],
        event=lives[1],
        teams=(lives[2], lives[3]),
        players=lives[4 : 4 + count],
        cameras=lives[4 + count : 4 + 2 * count],
        balls=[
            BallLife(start, end, lives[first_ball + number])
            for number, (start, end) in enumerate(ball_spans)
        ],
        crews=crews,
        pads={pad: lives[first_pad + at] for at, pad in enumerate(pads)},
    )


def _draft(archetype: Archetype, name: str, birth: int, death: int) -> Draft:
    return Draft(archetype, name, birth, death)


def _body_draft(
    archetype: Archetype, name: str, birth: int, death: int, body: NDArray[np.float64]
) -> Draft:
    """An actor that appears where its body is."""
    x, y, z = np.nan_to_num(body[0:3]).tolist()
    turn = _turn(*np.nan_to_num(body[3:7]).tolist()) if archetype.has_turn else (0.0, 0.0, 0.0)
    return replace(Draft(archetype, name, birth, death), place=(x, y, z), turn=turn)


def _turn(x: float, y: float, z: float, w: float) -> tuple[float, float, float]:
    """Pitch up, yaw and roll of a quaternion, in rad."""
    pitch = -asin(min(max(2 * (w * y - z * x), -1.0), 1.0))
    yaw = atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))
    roll = atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y))
    return pitch, yaw, roll


def _spans(life: NDArray[np.int64]) -> list[tuple[int, int]]:
    """First frame and frame after the last of each life."""
    starts = np.flatnonzero(np.append(True, life[1:] != life[:-1])).tolist()
    ends = [*starts[1:], len(life)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if life[start] > NO_LIFE]


def _car_spans(record: MatchRecord, balls: list[int]) -> list[_CarSpan]:
    """All lives of all cars, by their beginning."""
    wrecks = [one for one in record.happenings if isinstance(one, Demolished)]
    found = []
    for player in range(len(record.players)):
        for start, end in _spans(record.cars.life[:, player]):
            wreck = next((w for w in wrecks if w.victim == player and start < w.frame <= end), None)
            if wreck is None:
                found.append(_CarSpan(player, start, end, None, end))
                continue
            restart = next((frame for frame in balls if frame > wreck.frame), record.frame_count)
            gone = record.time[wreck.frame] + WRECK_SECONDS
            death = min(int(np.searchsorted(record.time, gone)), restart)
            found.append(_CarSpan(player, start, wreck.frame, wreck, max(death, wreck.frame + 1)))
    return sorted(found, key=lambda span: (span.start, span.player))


def _car_drafts(record: MatchRecord, span: _CarSpan, number: int) -> list[Draft]:
    body = record.cars.body[span.start, span.player]
    return [
        _body_draft(archetype, f"{archetype.class_name[7:]}_{number}", span.start, span.death, body)
        for archetype in (_CAR, *_PARTS)
    ]


def _first_pickups(record: MatchRecord) -> dict[int, int]:
    """Each pad that was taken, and the frame in which it was for the first time."""
    found: dict[int, int] = {}
    for one in record.happenings:
        if isinstance(one, PadTaken):
            found.setdefault(one.pad, one.frame)
    return found


def _pad_draft(record: MatchRecord, pad: int, frame: int) -> Draft:
    name = pad_actor_name(record.setting.map_name, pad)
    archetype = Archetype(
        f"{record.setting.map_name}.TheWorld:PersistentLevel.{name}", _PAD_CLASS, has_place=False
    )
    return Draft(archetype, name, frame, record.frame_count)
