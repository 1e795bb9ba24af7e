"""What happened in an act by the simulator's own states: touches, jumps, pads, goals and so on.

A kind that the states leave open in an act, such as a slide of a moment, is left out there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.game_data import DEFAULT_HITBOX, hitbox
from rlcoach.synth.physics.constants import BALL_RADIUS_UU, TICK_SECONDS
from rlcoach.synth.physics.recording import Bump, Span, Touch
from rlcoach.synth.physics.vectors import axes_of, into
from rlcoach.synth.scripts.act import NOBODY, Played

EVENT_SECONDS = 0.1
"""Between the tick and what is found: frames are up to 0.05 s apart."""

BODY_SECONDS = 0.25
"""The same for what is read off the bodies of cars, which are sent every second or third frame."""

SUPERSONIC_UU_PER_S, STAYS_UU_PER_S, STAYS_SECONDS = 2200.0, 2100.0, 1.0
"""The game's rule for when a car is fast enough to demolish, and how long it stays so."""

TAP_SECONDS = 0.05
"""A part of a car that is on for less may be off again in the next frame."""

SURE_SECONDS = 0.2
"""What lasts less may fall between two frames or bodies: nobody can say whether it is there."""

AERIAL_UU, UNSURE_UU = 400.0, 40.0
"""Height of the ball in an aerial, and how near to the limit it is open."""

SAME_TOUCH_SECONDS, SAME_UNSURE_SECONDS = 0.12, 0.06
"""Contacts of one car closer than this are one touch, and how near to that it is open."""

SOFT_UU_PER_S = 120.0
"""Change of the ball's velocity that a file shows beyond doubt."""

BRUSH_UU = 160.0
"""Between the centres of two cars that may touch with their corners."""

BUMP_UU_PER_S = 600.0
"""Of two cars toward each other, from which a push is a bump beyond doubt."""

AT_BALL_SECONDS = 0.5
"""Before and after a touch, in which cars push each other over the ball."""

PASS_UU, PASS_SECONDS, SHORT_PASS_UU = 500.0, 3.5, 100.0
"""How far and how late a mate's touch makes a pass, and how near to that it is open."""

FIFTY_SECONDS, FIFTY_UNSURE_SECONDS = 0.2, 0.06
"""How close in time touches of both teams are a 50/50, and how near to that it is open."""

AT_BALL_UU = 25.0
TOUCHING_TICKS = 24
"""How near to the ball a car may be at another's touch, within how many ticks of its own."""

WHEELS = 4


@dataclass(frozen=True)
class Happened:
    """An event."""

    car: int
    seconds: float
    fields: Mapping[str, int] = field(default_factory=dict)
    """Numbers the event has."""
    cars: Mapping[str, int] = field(default_factory=dict)
    """Fields that name other cars."""


Rows = list[Happened] | None
"""All events of a kind in an act, by time; None where that is open."""


@dataclass(frozen=True)
class Basic:
    """A kind of event that the states tell."""

    key: str
    rows: Callable[[Played], Rows]
    tolerance_seconds: float = EVENT_SECONDS
    is_complete: bool = True
    """Nothing else of the kind may be found in the act."""
    is_told: bool = False
    """The game says it, however bodies move."""


def happened(basic: Basic, played: Played) -> Rows:
    """All events of a kind while the act was played and its cars were there."""
    rows = basic.rows(played)
    if rows is None:
        return None
    goal = np.inf if played.goal is None else played.goal.seconds
    return [
        one
        for one in rows
        if one.seconds <= goal
        and not any(wreck.hides(one.car, one.seconds) for wreck in played.wrecks)
    ]


def _begun(spans: list[Span]) -> Rows:
    """Beginnings; what is over before the next frame is open."""
    if any(one.end_seconds - one.start_seconds < TAP_SECONDS for one in spans):
        return None
    return [Happened(one.car, one.start_seconds) for one in spans]


def _touches(played: Played) -> Rows:
    """Touches that move the ball; what only brushes or carries it is open, and how often."""
    rows: list[Happened] = []
    until: dict[int, float] = {}
    for one in played.recording.touches:
        wait = one.start_seconds - until.get(one.car, -np.inf)
        until[one.car] = one.end_seconds
        pushed = np.subtract(one.ball_velocity_after, one.ball_velocity_before)
        if abs(wait - SAME_TOUCH_SECONDS) < SAME_UNSURE_SECONDS:
            return None
        if float(np.linalg.norm(pushed)) < SOFT_UU_PER_S:
            return None
        if wait > SAME_TOUCH_SECONDS:
            rows.append(Happened(one.car, one.start_seconds))
    return rows


def _pickups(played: Played) -> Rows:
    return [Happened(one.car, one.seconds, {"pad": one.pad}) for one in played.pickups]


def _demolitions(played: Played) -> Rows:
    return [
        Happened(one.attacker, one.seconds, cars={"victim": one.victim}) for one in played.wrecks
    ]


def _respawns(played: Played) -> Rows:
    return [
        Happened(one.victim, one.return_seconds)
        for one in played.wrecks
        if one.return_seconds is not None
    ]


def _bumps(played: Played) -> Rows:
    """Pushes that threw the victim off.

    Open is who of two that meet head on is bumped, a push without much speed, and what cars do to
    each other while they play the ball.
    """
    wrecked = {frozenset((one.attacker, one.victim)) for one in played.wrecks}
    rows = [
        one
        for one in played.recording.bumps
        if frozenset((one.attacker, one.victim)) not in wrecked
    ]
    pairs = {frozenset((one.attacker, one.victim)) for one in rows}
    if len(rows) > len(pairs) or _brush(played, pairs | wrecked):
        return None
    if not all(_is_plain(played, one) for one in rows):
        return None
    return [Happened(one.attacker, one.seconds, cars={"victim": one.victim}) for one in rows]


def _brush(played: Played, known: set[frozenset[int]]) -> bool:
    """Whether two other cars came so near that their bodies may have pushed each other."""
    places = played.recording.cars[:, :, :3]
    return any(
        float(np.linalg.norm(places[:, one] - places[:, other], axis=1).min()) < BRUSH_UU
        for one, other in combinations(range(len(played.teams)), 2)
        if frozenset((one, other)) not in known
    )


def _is_plain(played: Played, bump: Bump) -> bool:
    """A fast push away from the ball, that throws the victim off."""
    tick = played.recording.tick_at(bump.seconds)
    if tick + TOUCHING_TICKS >= len(played.recording.cars):
        return False
    before, after = played.recording.cars[tick - 2], played.recording.cars[tick + 2]
    closing = before[bump.attacker, 7:10] - before[bump.victim, 7:10]
    pushed = after[bump.victim, 7:10] - before[bump.victim, 7:10]
    touched = any(
        abs(touch.start_seconds - bump.seconds) < AT_BALL_SECONDS
        for touch in played.recording.touches
        if touch.car in (bump.attacker, bump.victim)
    )
    is_fast = float(np.linalg.norm(closing)) > BUMP_UU_PER_S
    return is_fast and not touched and float(np.linalg.norm(pushed)) > BUMP_UU_PER_S / 2


def _goals(played: Played) -> Rows:
    if played.goal is None:
        return []
    car = NOBODY if played.goal.car is None else played.goal.car
    return [Happened(car, played.goal.seconds, {"team": played.goal.team})]


def _shots(played: Played) -> Rows:
    """Every goal is a shot."""
    rows = [Happened(one.car, one.seconds) for one in played.rises if one.name == "MatchShots"]
    if played.goal is not None and played.goal.car is not None:
        rows.append(Happened(played.goal.car, played.goal.seconds))
    return rows


def _assists(played: Played) -> Rows:
    if played.goal is None or played.goal.assist is None:
        return []
    return [Happened(played.goal.assist, played.goal.seconds)]


def _risen(name: str) -> Callable[[Played], Rows]:
    """A number of the scoreboard."""

    def rows(played: Played) -> Rows:
        return [Happened(one.car, one.seconds) for one in played.rises if one.name == name]

    return rows


def _powerslides(played: Played) -> Rows:
    """The handbrake on, with the wheels on the floor."""
    recording = played.recording
    on_floor = (recording.wheels == WHEELS) & (recording.cars[:, :, 2] < 30.0)
    return _sure((recording.inputs[:, :, 2] > 0) & on_floor)


def _supersonic(played: Played) -> Rows:
    speed = np.linalg.norm(played.recording.cars[:, :, 7:10], axis=2)
    fast = np.zeros(speed.shape, dtype=np.bool_)
    for car in range(speed.shape[1]):
        fast[:, car] = _by_rule(speed[:, car])
    return _sure(fast)


def _by_rule(speed: NDArray[np.float64]) -> NDArray[np.bool_]:
    """[tick] supersonic: from 2,200 uu/s on, and for a second while above 2,100."""
    result, since = np.zeros(len(speed), dtype=np.bool_), np.inf
    for tick, now in enumerate(speed.tolist()):
        since = 0.0 if now >= SUPERSONIC_UU_PER_S else since + TICK_SECONDS
        if now < STAYS_UU_PER_S:
            since = np.inf
        result[tick] = since <= STAYS_SECONDS
    return result


def _sure(mask: NDArray[np.bool_]) -> Rows:
    """Stretches of truth that last, if no other is so short that it may or may not be seen."""
    rows = []
    for car in range(mask.shape[1]):
        edges = np.flatnonzero(np.diff(mask[:, car], prepend=False, append=False))
        for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            if (end - first) * TICK_SECONDS < SURE_SECONDS:
                return None
            rows.append(Happened(car, first * TICK_SECONDS))
        pauses = (edges[2::2] - edges[1:-1:2]) * TICK_SECONDS
        if (pauses < SURE_SECONDS).any():
            return None
    return sorted(rows, key=lambda one: one.seconds)


def _flights(played: Played) -> Rows:
    """Times in the air that begin with a jump off the floor and last."""
    recording = played.recording
    jumps = [(one.car, one.start_seconds) for one in recording.jumps]
    return [
        Happened(one.car, one.start_seconds)
        for one in recording.flights
        if one.end_seconds - one.start_seconds >= 2 * SURE_SECONDS
        and any(car == one.car and abs(at - one.start_seconds) < SURE_SECONDS for car, at in jumps)
        and recording.cars[recording.tick_at(one.start_seconds), one.car, 2] < 60.0
    ]


def _aerials(played: Played) -> Rows:
    """Touches by flying cars of a high ball."""
    known = _touches(played)
    if known is None:
        return None
    begun, rows = {(one.car, one.seconds) for one in known}, []
    for touch in played.recording.touches:
        tick = played.recording.tick_at(touch.start_seconds)
        height = float(played.recording.ball[tick, 2])
        wheels = int(played.recording.wheels[tick, touch.car])
        if abs(height - AERIAL_UU) < UNSURE_UU or (height > AERIAL_UU and 0 < wheels < WHEELS):
            return None
        if height > AERIAL_UU and wheels == 0 and (touch.car, touch.start_seconds) in begun:
            rows.append(Happened(touch.car, touch.start_seconds))
    return rows


def _passes(played: Played) -> Rows:
    """Touches that a mate touched next, a distance away."""
    rows = []
    for one, after in pairwise(played.recording.touches):
        if one.car == after.car or played.teams[one.car] != played.teams[after.car]:
            continue
        here, there = (_ball_at(played, touch) for touch in (one, after))
        distance = float(np.linalg.norm(there - here))
        wait = after.start_seconds - one.start_seconds
        if abs(distance - PASS_UU) < SHORT_PASS_UU or abs(wait - PASS_SECONDS) < SURE_SECONDS:
            return None
        if distance > PASS_UU and wait < PASS_SECONDS:
            rows.append(Happened(one.car, one.start_seconds, cars={"receiver": after.car}))
    return rows


def _fifties(played: Played) -> Rows:
    """Touches by both teams at once; nobody's, as both hit.

    Whether an opponent who is as good as at the ball hits it too is open.
    """
    rows: list[Happened] = []
    if any(_is_shared(played, touch) for touch in played.recording.touches):
        return None
    last = -np.inf
    for one, after in pairwise(played.recording.touches):
        wait = after.start_seconds - one.start_seconds
        if played.teams[one.car] == played.teams[after.car]:
            continue
        if abs(wait - FIFTY_SECONDS) < FIFTY_UNSURE_SECONDS:
            return None
        if wait < FIFTY_SECONDS and one.start_seconds - last > FIFTY_SECONDS:
            rows.append(Happened(NOBODY, one.start_seconds))
        if wait < FIFTY_SECONDS:
            last = after.start_seconds
    return rows


def _is_shared(played: Played, touch: Touch) -> bool:
    """An opponent's car is at the ball too, but does not touch it."""
    tick = played.recording.tick_at(touch.start_seconds)
    around = played.recording.contact[max(tick - TOUCHING_TICKS, 0) : tick + TOUCHING_TICKS]
    return any(
        played.teams[car] != played.teams[touch.car]
        and not around[:, car].any()
        and _gap_uu(played, tick, car) < AT_BALL_UU
        for car in range(len(played.teams))
    )


def _gap_uu(played: Played, tick: int, car: int) -> float:
    """From the hitbox of a car to the ball."""
    row, ball = played.recording.cars[tick, car], played.recording.ball[tick, :3]
    x, y, z, w = row[3:7].tolist()
    ax, ay, az = (ball - row[:3]).tolist()
    box = hitbox(DEFAULT_HITBOX)
    local = into(axes_of((x, y, z, w)), (ax, ay, az))
    outside = [
        max(abs(at - offset) - size / 2, 0.0)
        for at, offset, size in zip(local, box.offset, box.size, strict=True)
    ]
    return float(np.linalg.norm(outside)) - BALL_RADIUS_UU


def _ball_at(played: Played, touch: Touch) -> NDArray[np.float64]:
    return played.recording.ball[played.recording.tick_at(touch.start_seconds), :3]


def _kickoffs(played: Played) -> Rows:
    """The moment of "go"; who touches the ball first."""
    if not played.is_kickoff:
        return []
    touches = played.recording.touches[:2]
    at_once = len(touches) == 2 and touches[1].start_seconds - touches[0].start_seconds < 0.05
    return None if at_once or not touches else [Happened(touches[0].car, 0.0)]


def _kickoff_players(played: Played) -> Rows:
    """Everybody who is there, at "go"."""
    if not (played.is_kickoff and played.recording.touches):
        return [] if not played.is_kickoff else None
    return [Happened(car, 0.0) for car in range(len(played.teams))]


BASICS: tuple[Basic, ...] = (
    Basic("jump", lambda played: _begun(played.recording.jumps)),
    Basic("double_jump", lambda played: _begun(played.recording.double_jumps)),
    Basic("dodge", lambda played: _begun(list(played.recording.dodges))),
    Basic("touch", _touches),
    Basic("pickup", _pickups, is_told=True),
    Basic("demolition", _demolitions, is_told=True),
    Basic("respawn", _respawns),
    Basic("bump", _bumps, BODY_SECONDS),
    Basic("goal", _goals, is_told=True),
    Basic("shot", _shots, is_told=True),
    Basic("save", _risen("MatchSaves"), is_told=True),
    Basic("assist", _assists, is_told=True),
    Basic("powerslide", _powerslides),
    Basic("supersonic_span", _supersonic, BODY_SECONDS),
    Basic("air_span", _flights, BODY_SECONDS, is_complete=False),
    Basic("aerial", _aerials),
    Basic("pass", _passes),
    Basic("fifty_fifty", _fifties),
    Basic("kickoff", _kickoffs),
    Basic("kickoff_player", _kickoff_players),
)
"""Kinds of the catalogue that the states of any simulated act tell."""
