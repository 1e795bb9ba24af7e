"""What happened to the ball by the simulator's states; what they leave open is not said."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.game_data import DEFAULT_HITBOX, hitbox
from rlcoach.synth.physics.constants import BALL_RADIUS_UU
from rlcoach.synth.physics.recording import Touch
from rlcoach.synth.physics.vectors import axes_of, into
from rlcoach.synth.scripts.act import NOBODY, Played
from rlcoach.synth.scripts.happened import SURE_SECONDS, Happened, Rows

AERIAL_UU, UNSURE_UU = 400.0, 40.0
"""Height of the ball in an aerial, and how near to the limit it is open."""

SAME_TOUCH_SECONDS, SAME_UNSURE_SECONDS = 0.12, 0.06
"""Contacts of one car closer than this are one touch, and how near to that it is open."""

GOAL_FRAME_SECONDS = 0.05
"""Around a goal, in which no frame shows what a touch did: in the goal's own the ball has burst."""

SOFT_UU_PER_S = 120.0
"""Change of the ball's velocity that a file shows beyond doubt."""

PASS_UU, PASS_SECONDS, SHORT_PASS_UU = 500.0, 3.5, 100.0
"""How far and how late a mate's touch makes a pass, and how near to that it is open."""

FIFTY_SECONDS, FIFTY_UNSURE_SECONDS = 0.2, 0.06
"""How close in time touches of both teams are a 50/50, and how near to that it is open."""

DEEP_Y_UU, OUT_Y_UU, CLEAR_SECONDS = -2114.0, -1314.0, 5.0
"""A clear begins 400 uu inside the own third and gets 400 uu out of it."""

AT_BALL_UU = 25.0

TOUCHING_TICKS = 24
"""How near to the ball a car may be at another's touch, within how many ticks of its own."""

WHEELS = 4


def touches(played: Played) -> Rows:
    """Touches that move the ball; what only brushes or carries it is open, and how often."""
    rows: list[Happened] = []
    until: dict[int, float] = {}
    goal_seconds = np.inf if played.goal is None else played.goal.seconds
    for one in played.recording.touches:
        if abs(one.start_seconds - goal_seconds) < GOAL_FRAME_SECONDS:
            return None
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


def aerials(played: Played) -> Rows:
    """Touches by flying cars of a high ball."""
    known = touches(played)
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


def passes(played: Played) -> Rows:
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


def fifties(played: Played) -> Rows:
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


def clears(played: Played) -> Rows:
    """Touches deep in the own third that get the ball out of it before anybody touches it."""
    rows, known = [], touches(played)
    if known is None:
        return None
    ends = [one.seconds for one in known[1:]]
    for one, end in zip(known, [*ends, np.inf][: len(known)], strict=True):
        forward = 1.0 if played.teams[one.car] == 0 else -1.0
        first = played.recording.tick_at(one.seconds)
        last = played.recording.tick_at(min(end, one.seconds + CLEAR_SECONDS))
        depth = played.recording.ball[first : last + 1, 1] * forward
        start, farthest = float(depth[0]), float(depth.max())
        if abs(start - DEEP_Y_UU) < UNSURE_UU or abs(farthest - OUT_Y_UU) < 2 * UNSURE_UU:
            return None
        if start < DEEP_Y_UU and farthest > OUT_Y_UU:
            rows.append(one)
    return rows
