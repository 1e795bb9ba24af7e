"""How far a dodge's forward or backward turn was held back by the stick."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.events.dodges import FORWARD_TORQUE, SIDE_TORQUE
from rlcoach.analysis.mechanics.dodge_motion import OFFSETS_SECONDS, dodge_motion
from rlcoach.analysis.vectors import length

WATCHED_SECONDS = 0.6
"""Of a dodge: its torque lasts 0.65 s, the last body may come later."""

FULL_SPIN_RAD_PER_S = 5.5
"""The game's limit, which a dodge reaches within two ticks."""

MIN_ROLL_SHARE = 0.6
"""Of the roll a dodge would do, in one whose forward turn alone is cancelled: a cancelled dodge
rolls faster than a whole one, as the spin's limit is no longer shared."""

PUSH_SECONDS, PUSH_UU_PER_S = 0.2, 250.0
"""After the dodge, when its own push has been sent even by late bodies; and what boost (100) and
gravity cannot change of the horizontal velocity within 0.1 s."""

PITCH, ROLL, YAW = 0, 1, 2
"""Axes of `DodgeMotion.turn`."""


def watched(start: float = 0.0, end: float = WATCHED_SECONDS) -> NDArray[np.bool_]:
    """[sample] those after `start` up to `end`, seconds since the dodge."""
    slack = 0.01
    inside: NDArray[np.bool_] = (start + slack < OFFSETS_SECONDS) & (end + slack > OFFSETS_SECONDS)
    return inside


def cancelled_share(context: MatchContext) -> NDArray[np.float64]:
    """[dodge] 0 for one that pitches as the game turns it, 1 where the nose stayed; about.

    The torque that is sent says how much of the turn is pitch: a dodge spins as fast as a car can.
    NaN for straight side dodges, dodges without direction and cars that were gone.
    """
    motion = context.shared(dodge_motion)
    pitch, roll = FORWARD_TORQUE * motion.forward, SIDE_TORQUE * motion.right
    size = np.hypot(pitch, roll)
    part = np.divide(pitch, size, out=np.full(len(motion), np.nan), where=np.abs(pitch) > 0)
    turned = motion.turn[:, watched(), PITCH].sum(axis=1)
    share: NDArray[np.float64] = 1.0 - turned / (part * FULL_SPIN_RAD_PER_S * WATCHED_SECONDS)
    return share


def stays_up(context: MatchContext) -> NDArray[np.bool_]:
    """[dodge] no landing stopped its turn while it is watched."""
    motion = context.shared(dodge_motion)
    up: NDArray[np.bool_] = motion.landing >= WATCHED_SECONDS
    return up


def keeps_rolling(context: MatchContext) -> NDArray[np.bool_]:
    """[dodge] it rolls as the game turns it: what stops a whole turn is a hit, not the stick."""
    motion = context.shared(dodge_motion)
    pitch, roll = FORWARD_TORQUE * motion.forward, SIDE_TORQUE * motion.right
    size = np.hypot(pitch, roll)
    part = np.divide(roll, size, out=np.zeros(len(motion)), where=size > 0)
    turned = motion.turn[:, watched(), ROLL].sum(axis=1)
    whole = part * FULL_SPIN_RAD_PER_S * WATCHED_SECONDS
    rolling: NDArray[np.bool_] = turned * np.sign(whole) >= MIN_ROLL_SHARE * np.abs(whole)
    return rolling


def is_pushed(context: MatchContext) -> NDArray[np.bool_]:
    """[dodge] something other than the dodge changed its way while it is watched."""
    motion = context.shared(dodge_motion)
    after = motion.velocity[:, watched(start=PUSH_SECONDS), :2]
    change = np.max(length(after[:, 2:] - after[:, :-2]), axis=1, initial=0.0)
    pushed: NDArray[np.bool_] = change > PUSH_UU_PER_S
    return pushed
