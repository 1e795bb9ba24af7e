"""Bumps: cars knocked by other cars without being demolished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.contact import box_gap, cars_at
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.plays import in_play
from rlcoach.analysis.vectors import squared_length

MAX_GAP_UU = 35.0
"""Between the hitboxes (subtr-actor)."""

GAP_SECONDS = 0.005
"""Cars that meet head on are never as near between two updates as they were: simulated ones that
touched seemed 40 uu apart at a closing speed of 2,160 uu/s."""

MIN_CLOSING_UU_PER_S = 420.0
"""Of the two cars toward each other before the contact (subtr-actor)."""

MIN_PUSH_UU_PER_S = 180.0
"""Change of the victim's velocity away from the attacker (subtr-actor)."""

HARD_PUSH_UU_PER_S = 500.0
HARD_CLOSING_UU_PER_S = 200.0
"""Bumped from behind at little difference in speed, a car still shoots off: a push beyond what
boost (250) or a dodge (500) gives within two updates needs less closing speed."""

FIFTY_FIFTY_SECONDS = 0.35
"""Around a 50/50 the cars push each other through the ball (subtr-actor)."""

MIN_MARGIN_UU_PER_S = 175.0
"""By which the attacker's own way toward the other is faster (subtr-actor)."""

AGAIN_SECONDS = 0.5
"""Contacts of the same two cars within this are one bump."""

MAX_UPDATE_GAP_SECONDS = 0.25
RESTING_UU_PER_S = 5.0
"""A moving car is sent every two or three frames, a resting one when it moves again."""

_REACH_UU = 350.0
_COARSE_FRAMES = 4
_COARSE_REACH_UU = 1400.0
"""Two cars at full speed close 4,600 uu/s: 900 uu in four frames of an old file."""

_MOMENTS = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
"""Between two updates, at which the gap is measured."""

DEFINITION = EventDefinition(
    key="bump",
    label="Bump",
    summary="A car was knocked away by another car.",
    approach=(
        "Between two updates of a car its velocity changed by 180 uu/s or more away from another "
        "car whose hitbox was within 35 uu and which closed in at 420 uu/s or more (200 where the "
        "push is 500 or more), most of it its own; not around a 50/50. Contacts of the same two "
        "within 0.5 s are one."
    ),
    limits="Dodging away at the moment of a near miss looks the same; demolitions are not bumps.",
    source="subtr-actor",
    confidence=Confidence.LOW,
    fields={
        "victim": EventField(unit=Unit.NONE, about="row of the player who was knocked"),
        "push": EventField(unit=Unit.UU_PER_SECOND, about="change of the victim's velocity"),
        "closing": EventField(unit=Unit.UU_PER_SECOND, about="speed toward each other before"),
        "is_mate": EventField(unit=Unit.NONE, about="both are of one team"),
    },
    thresholds={
        "max_gap_uu": MAX_GAP_UU,
        "gap_seconds": GAP_SECONDS,
        "min_closing_uu_per_s": MIN_CLOSING_UU_PER_S,
        "min_push_uu_per_s": MIN_PUSH_UU_PER_S,
        "hard_push_uu_per_s": HARD_PUSH_UU_PER_S,
        "hard_closing_uu_per_s": HARD_CLOSING_UU_PER_S,
        "min_margin_uu_per_s": MIN_MARGIN_UU_PER_S,
    },
)


@dataclass(frozen=True)
class _Knocks:
    """Candidates, one row each: the update of the victim before, and the other car."""

    update: NDArray[np.int64]
    attacker: NDArray[np.int64]

    def pick(self, rows: NDArray[np.bool_]) -> _Knocks:
        return _Knocks(self.update[rows], self.attacker[rows])


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All bumps, at the victim's first update after it."""
    knocks = _near(context, _pushed(context))
    push, closing, margin = _impact(context, knocks)
    real = (push >= MIN_PUSH_UU_PER_S) & (closing >= MIN_CLOSING_UU_PER_S)
    real |= (push >= HARD_PUSH_UU_PER_S) & (closing >= HARD_CLOSING_UU_PER_S)
    real &= (margin >= MIN_MARGIN_UU_PER_S) & ~_in_fifty_fifty(context, knocks, found)
    knocks, push, closing = knocks.pick(real), push[real], closing[real]
    close = _gap(context, knocks) <= MAX_GAP_UU + GAP_SECONDS * closing
    knocks, push, closing = knocks.pick(close), push[close], closing[close]
    updates = context.tables.car_updates
    frame = updates.frame[knocks.update + 1]
    rows = _first_of_each(context, knocks, frame)
    victim, attacker = updates.player[knocks.update[rows]], knocks.attacker[rows]
    return Events(
        frame=frame[rows],
        player=attacker.astype(np.int32),
        position=updates.position[knocks.update[rows] + 1],
        fields={
            "victim": victim,
            "push": push[rows],
            "closing": closing[rows],
            "is_mate": context.team[victim] == context.team[attacker],
        },
    )


def _in_fifty_fifty(
    context: MatchContext, knocks: _Knocks, found: Mapping[str, Events]
) -> NDArray[np.bool_]:
    """[row] whether there was a 50/50 around."""
    time = context.tables.frames.time
    when = time[context.tables.car_updates.frame[knocks.update + 1]]
    known = found.get("fifty_fifty")
    contests = np.append(time[known.frame] if known is not None else np.zeros(0), np.inf)
    after = np.searchsorted(contests, when - FIFTY_FIFTY_SECONDS)
    result: NDArray[np.bool_] = contests[after] <= when + FIFTY_FIFTY_SECONDS
    return result


def _pushed(context: MatchContext) -> NDArray[np.int64]:
    """Updates of cars after which the velocity changes by enough."""
    updates, time = context.tables.car_updates, context.tables.frames.time
    if len(updates.frame) < 2:
        return np.zeros(0, dtype=np.int64)
    change = np.diff(updates.velocity, axis=0)
    hard = np.flatnonzero(squared_length(change) >= MIN_PUSH_UU_PER_S**2)
    first, second = updates.frame[hard], updates.frame[hard + 1]
    known = (updates.life[hard] == updates.life[hard + 1]) & (updates.player[hard] >= 0)
    resting = (np.abs(updates.velocity[hard]) < RESTING_UU_PER_S).all(axis=1)
    known &= (time[second] - time[first] <= MAX_UPDATE_GAP_SECONDS) | resting
    known &= in_play(context)[second]
    # A demolished car stops where it was: that is no knock.
    known &= context.tables.cars.present[updates.player[hard], second]
    hard = hard[known]
    company, player = _has_company(context), updates.player[hard]
    # Of a resting car the update before may be long ago.
    near = company[player, updates.frame[hard] // _COARSE_FRAMES]
    near |= company[player, updates.frame[hard + 1] // _COARSE_FRAMES]
    rows: NDArray[np.int64] = hard[near]
    return rows


def _has_company(context: MatchContext) -> NDArray[np.bool_]:
    """[player, every few frames] whether another car is so near that they may meet."""
    place = context.tables.cars.position[:, ::_COARSE_FRAMES]
    near = np.zeros(place.shape[:2], dtype=bool)
    for one in range(len(place) - 1):
        away = place[one + 1 :] - place[one]
        close = squared_length(away) < _COARSE_REACH_UU**2
        near[one + 1 :] |= close
        near[one] |= close.any(axis=0)
    return near


def _start(context: MatchContext, knocks: _Knocks) -> NDArray[np.int64]:
    """[row] the frame the knock came after: of the update before, or the last one of a rest."""
    updates, time = context.tables.car_updates, context.tables.frames.time
    first = updates.frame[knocks.update].astype(np.int64)
    second = updates.frame[knocks.update + 1].astype(np.int64)
    silent = time[second] - time[first] > MAX_UPDATE_GAP_SECONDS
    return np.where(silent, second - 1, first)


def _near(context: MatchContext, rows: NDArray[np.int64]) -> _Knocks:
    """With every other car around."""
    updates, cars = context.tables.car_updates, context.tables.cars
    victim, frame = updates.player[rows], updates.frame[rows + 1]
    away = cars.position[:, frame] - updates.position[rows + 1]
    near = squared_length(away) < _REACH_UU**2
    near[victim, np.arange(len(rows))] = False
    near &= cars.present[:, frame]
    attacker, spot = np.nonzero(near)
    return _Knocks(rows[spot], attacker)


def _impact(
    context: MatchContext, knocks: _Knocks
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Push on the victim, closing speed before, and the attacker's lead in it; all uu/s."""
    updates, time = context.tables.car_updates, context.tables.frames.time
    before = updates.velocity[knocks.update].astype(np.float64)
    change = updates.velocity[knocks.update + 1].astype(np.float64) - before
    frame = _start(context, knocks)
    pose = cars_at(context, knocks.attacker, frame, time[frame])
    way = updates.position[knocks.update].astype(np.float64) - pose.position
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1.0)
    # As last sent: an attacker who is sent before the victim already has the speed of after.
    velocity = context.tables.cars.velocity[knocks.attacker, frame].astype(np.float64)
    own, other = (velocity * way).sum(axis=1), (before * way).sum(axis=1)
    return (change * way).sum(axis=1), own - other, own + other


def _gap(context: MatchContext, knocks: _Knocks) -> NDArray[np.float64]:
    """Smallest gap between the two hitboxes around the knock, uu."""
    updates, time = context.tables.car_updates, context.tables.frames.time
    # All moments of all rows in one go: [moment, row], laid flat.
    first, second = time[_start(context, knocks)], time[updates.frame[knocks.update + 1]]
    when = (first + _MOMENTS[:, None] * (second - first)).ravel()
    frame = np.searchsorted(time, when, side="right") - 1
    victim = np.tile(updates.player[knocks.update].astype(np.int64), len(_MOMENTS))
    attacker = np.tile(knocks.attacker, len(_MOMENTS))
    one = cars_at(context, victim, frame, when)
    other = cars_at(context, attacker, frame, when)
    gaps = box_gap(context, (victim, one), (attacker, other))
    smallest: NDArray[np.float64] = np.fmin.reduce(gaps.reshape(len(_MOMENTS), -1), axis=0)
    return smallest


def _first_of_each(
    context: MatchContext, knocks: _Knocks, frame: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Rows by frame, repeats of the same two cars dropped."""
    time = context.tables.frames.time[frame]
    victim = context.tables.car_updates.player[knocks.update]
    last: dict[frozenset[int], float] = {}
    kept = []
    for row in np.argsort(frame, kind="stable").tolist():
        pair = frozenset((int(victim[row]), int(knocks.attacker[row])))
        if time[row] - last.get(pair, -np.inf) > AGAIN_SECONDS:
            kept.append(row)
        last[pair] = float(time[row])
    return np.array(kept, dtype=np.int64)
