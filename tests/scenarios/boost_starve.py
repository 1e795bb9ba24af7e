"""Opponents kept without boost, and opponents who have some or took the pads themselves."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.builders.pitch import Pitch
from tests.builders.wire import Player
from tests.scenarios.case import Case, Expected, Scenario

KEY = "boost_starve"
FRAMES = 300
DELTA = 1 / 30

AMOUNT = "TAGame.CarComponent_Boost_TA:ReplicatedBoost"
TAKEN = "TAGame.VehiclePickup_TA:NewReplicatedPickupData"
PAD = "Stadium_P.TheWorld:PersistentLevel.VehiclePickup_Boost_TA_{}"
RAW_PER_PERCENT = 2.55

CORNERS = ((-3072.0, 4096.0, 17.0), (3072.0, 4096.0, 17.0))
MIDDLES = ((-3584.0, 0.0, 17.0), (3584.0, 0.0, 17.0))


@dataclass(frozen=True)
class Plan:
    """Who takes which pads when, and what the opponents have left."""

    name: str
    corners: int = 2
    middles: int = 1
    by_opponents: bool = False
    """The opponents take the pads themselves, and burn the boost."""
    boost: float = 10.0
    """Of each opponent, from `empty_frame` on."""
    empty_frame: int = 110
    filled_frame: int = FRAMES
    """When the opponents have boost again."""


def positive(seed: int) -> Case:
    dice = Random(79 * seed + 1)
    plan = Plan(
        f"both corners and {1 + seed % 2} of the middle pads taken",
        middles=1 + seed % 2,
        boost=dice.uniform(0, 18),
        empty_frame=dice.randint(60, 160),
    )
    return _case(seed, plan, is_starved=True)


def near_miss(seed: int) -> Case:
    dice = Random(83 * seed + 1)
    plan = (
        Plan("opponents with boost", boost=dice.uniform(35, 80)),
        Plan("one corner left", corners=1, middles=2),
        Plan("both middle pads left", middles=0),
        Plan("the opponents took the pads themselves", by_opponents=True),
        Plan("for a moment only", filled_frame=110 + dice.randint(20, 45)),
    )[seed % 5]
    return _case(seed, plan, is_starved=False)


def _case(seed: int, plan: Plan, *, is_starved: bool) -> Case:
    dice = Random(seed)
    team = seed % 2
    way = 1.0 if team == 0 else -1.0
    pitch = Pitch(frames=FRAMES)
    pitch.wire.properties["MapName"] = "Stadium_P"
    names = ("Alice", "Bob")
    own = [pitch.player(name, team=team) for name in names]
    opponents = [pitch.player(name, team=1 - team) for name in ("Carol", "Dave")]
    pitch.fly((0.0, way * 2500.0, 93.0))
    for row, player in enumerate((*own, *opponents)):
        pitch.drive(player, (500.0 * row, -1000.0, 17.0), until=2)
        _amount(pitch, player, 60.0, 0)
    pads = [*CORNERS[: plan.corners], *MIDDLES[: plan.middles]]
    dice.shuffle(pads)
    takers = opponents if plan.by_opponents else own
    last = ""
    for number, (x, y, z) in enumerate(pads):
        who = dice.randint(0, 1)
        last = names[who]
        _take(pitch, takers[who], (way * x, way * y, z), frame=10 + 12 * number, number=number)
    for player in opponents:
        _amount(pitch, player, plan.boost, plan.empty_frame)
        if plan.filled_frame < FRAMES:
            _amount(pitch, player, 80.0, plan.filled_frame)
    analysis = pitch.analysis()
    tables = analysis.context.tables
    taker = [one.name for one in tables.players].index(last or names[0])
    time = float(tables.frames.time[plan.empty_frame])
    return Case(
        name=plan.name,
        tables=tables,
        events=analysis.events,
        expected=(Expected(taker, time, KEY),) if is_starved else (),
    )


def _take(
    pitch: Pitch, player: Player, place: tuple[float, float, float], *, frame: int, number: int
) -> None:
    """The car is at a pad, which says so."""
    pad = pitch.wire.actor(PAD.format(900 + number))
    pitch.wire.body(player.car.actor, place, frame=frame)
    pitch.wire.scalar(pad, TAKEN, 1, frame, extra=player.car.actor)


def _amount(pitch: Pitch, player: Player, percent: float, frame: int) -> None:
    pitch.wire.scalar(player.car.boost, AMOUNT, round(percent * RAW_PER_PERCENT), frame, extra=0)


SCENARIO = Scenario(KEY, positive, near_miss)
