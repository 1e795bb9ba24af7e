"""What cars did by the simulator's states; what they leave open is not said."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.physics.constants import (
    STAYS_SUPERSONIC_SECONDS,
    STAYS_SUPERSONIC_UU_PER_S,
    SUPERSONIC_UU_PER_S,
    TICK_SECONDS,
)
from rlcoach.synth.physics.recording import Bump, Span
from rlcoach.synth.scripts.act import Played
from rlcoach.synth.scripts.happened import SURE_SECONDS, Happened, Rows

TAP_SECONDS = 0.05
"""A part of a car that is on for less may be off again in the next frame."""

BRUSH_UU = 160.0
"""Between the centres of two cars that may touch with their corners."""

BUMP_UU_PER_S = 600.0
"""Of two cars toward each other, from which a push is a bump beyond doubt."""

AT_BALL_SECONDS = 0.5
"""Before and after a touch, in which cars push each other over the ball."""

LAST_TICKS = 24
"""Before the end of an act, in which a push may not be seen."""

WHEELS = 4


def begun(spans: list[Span]) -> Rows:
    """Beginnings; what is over before the next frame is open."""
    if any(one.end_seconds - one.start_seconds < TAP_SECONDS for one in spans):
        return None
    return [Happened(one.car, one.start_seconds) for one in spans]


def bumps(played: Played) -> Rows:
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
    if tick + LAST_TICKS >= len(played.recording.cars):
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


def powerslides(played: Played) -> Rows:
    """The handbrake on, with the wheels on the floor."""
    recording = played.recording
    on_floor = (recording.wheels == WHEELS) & (recording.cars[:, :, 2] < 30.0)
    return _sure((recording.inputs[:, :, 2] > 0) & on_floor)


def supersonic(played: Played) -> Rows:
    """Stretches fast enough to demolish."""
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
        if now < STAYS_SUPERSONIC_UU_PER_S:
            since = np.inf
        result[tick] = since <= STAYS_SUPERSONIC_SECONDS
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


def flights(played: Played) -> Rows:
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
