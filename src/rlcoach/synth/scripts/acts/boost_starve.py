"""Opponents kept without boost, and opponents who have some or took the pads themselves."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from rlcoach.replay.game_data import pad_layout
from rlcoach.synth.scripts.act import Act, Wanted
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.arranged import REST_Z_UU, Arranged

KEY = "boost_starve"
SECONDS = 10.0

CORNERS = ((-3072.0, 4096.0), (3072.0, 4096.0))
MIDDLES = ((-3584.0, 0.0), (3584.0, 0.0))
"""The big pads of the opponents' half and of the halfway line."""


@dataclass(frozen=True)
class Plan:
    """Who takes which pads when, and what the opponents have left."""

    name: str
    corners: int = 2
    middles: int = 1
    by_opponents: bool = False
    """The opponents take the pads themselves, and burn the boost."""
    boost: float = 10.0
    """Of each opponent, from `empty_seconds` on."""
    empty_seconds: float = 110 / 30
    filled_seconds: float = SECONDS
    """When the opponents have boost again."""


def _positive(seed: int) -> Act:
    dice = Random(79 * seed + 1)
    plan = Plan(
        f"both corners and {1 + seed % 2} of the middle pads taken",
        middles=1 + seed % 2,
        boost=dice.uniform(0, 18),
        empty_seconds=dice.uniform(2.0, 5.3),
    )
    return _act(seed, plan, is_starved=True)


def _near_miss(seed: int) -> Act:
    dice = Random(83 * seed + 1)
    plan = (
        Plan("opponents with boost", boost=dice.uniform(35, 55)),
        Plan("one corner left", corners=1, middles=2),
        Plan("both middle pads left", middles=0),
        Plan("the opponents took the pads themselves", by_opponents=True, empty_seconds=5.0),
        Plan("for a moment only", filled_seconds=110 / 30 + dice.uniform(0.7, 1.5)),
    )[seed % 5]
    return _act(seed, plan, is_starved=False)


def _act(seed: int, plan: Plan, *, is_starved: bool) -> Act:
    dice = Random(seed)
    team = seed % 2
    way = 1.0 if team == 0 else -1.0
    play = Arranged(SECONDS)
    own = [play.car(team=team, boost_pct=60.0) for _ in range(2)]
    opponents = [play.car(team=1 - team, boost_pct=60.0) for _ in range(2)]
    play.fly((0.0, way * 2500.0, REST_Z_UU))
    for row, car in enumerate((*own, *opponents)):
        play.drive(car, (500.0 * row, -1000.0, 17.0), until=0.1)
    pads = [*CORNERS[: plan.corners], *MIDDLES[: plan.middles]]
    dice.shuffle(pads)
    takers = opponents if plan.by_opponents else own
    last = own[0]
    for number, (x, y) in enumerate(pads):
        last = takers[dice.randint(0, 1)]
        at = 0.4 + 0.4 * number
        play.drive(last, (way * x, way * y, 17.0), start=at - 0.15, until=at + 0.1)
        play.collect(last, _pad(way * x, way * y), at=at)
        play.boost(last, 100.0, at=at)
    for car in opponents:
        play.burn(car, plan.boost, at=plan.empty_seconds)
        if plan.filled_seconds < SECONDS:
            play.boost(car, 80.0, at=plan.filled_seconds)
    wanted = (Wanted(last, plan.empty_seconds, KEY),) if is_starved else ()
    return Act(KEY, plan.name, play.played(), wanted)


def _pad(x: float, y: float) -> int:
    """The big pad at a place."""
    pads = pad_layout("soccar")
    return next(number for number, pad in enumerate(pads) if (pad.x, pad.y) == (x, y))


KIND = Kind(KEY, _positive, _near_miss)
