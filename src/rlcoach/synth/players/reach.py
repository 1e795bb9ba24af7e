"""How soon a car is somewhere: on the ground by its engine and boost, above it by its jumps."""

from __future__ import annotations

from bisect import bisect_left
from math import sqrt

from rlcoach.synth.physics.constants import (
    BOOST_GROUND_UU_PER_S2,
    BOOST_PCT_PER_S,
    CAR_MAX_SPEED_UU_PER_S,
    CAR_REST_UU,
    GRAVITY_UU_PER_S2,
    JUMP_HOLD_SECONDS,
    JUMP_HOLD_UU_PER_S2,
    JUMP_UU_PER_S,
    THROTTLE_UU_PER_S2,
    along,
)

_STEP_SECONDS = 1 / 60
_ENGINE_SPEED_UU_PER_S = 1400.0
"""As fast as the engine alone makes a car."""
_STEPS = 300
_SPEED_STEP_UU_PER_S = 10.0


class _Run:
    """A car at full throttle from standing: distances every 1/60 s, and when it has a speed."""

    def __init__(self, boost_uu_per_s2: float, top_uu_per_s: float) -> None:
        speed = distance = 0.0
        self.top_uu_per_s = top_uu_per_s
        self.distances = [0.0]
        speeds = [0.0]
        for _ in range(_STEPS):
            rate = along(THROTTLE_UU_PER_S2, speed) + boost_uu_per_s2
            speed = min(speed + rate * _STEP_SECONDS, top_uu_per_s)
            distance += speed * _STEP_SECONDS
            self.distances.append(distance)
            speeds.append(speed)
        count = int(top_uu_per_s / _SPEED_STEP_UU_PER_S)
        self._steps = [
            min(bisect_left(speeds, number * _SPEED_STEP_UU_PER_S), _STEPS)
            for number in range(count + 1)
        ]
        self._last = count

    def step_of(self, speed: float) -> int:
        """The step at which the run has a speed."""
        return self._steps[min(max(int(speed / _SPEED_STEP_UU_PER_S), 0), self._last)]

    def seconds(self, distance: float, speed: float) -> float:
        """Time for a distance from a speed on."""
        first = self.step_of(speed)
        distances = self.distances
        end = distances[first] + distance
        if end >= distances[-1]:
            beyond = (end - distances[-1]) / self.top_uu_per_s
            return (_STEPS - first) * _STEP_SECONDS + beyond
        return (bisect_left(distances, end) - first) * _STEP_SECONDS


_ENGINE = _Run(0.0, _ENGINE_SPEED_UU_PER_S)
_BOOST = _Run(BOOST_GROUND_UU_PER_S2, CAR_MAX_SPEED_UU_PER_S)
_LEAST_BOOST_PCT = 12.0


def drive_seconds(distance: float, speed: float, boost_pct: float) -> float:
    """Time for a straight way at full throttle, boosting as long as the tank lasts."""
    if boost_pct < _LEAST_BOOST_PCT:
        if speed > _ENGINE_SPEED_UU_PER_S:
            return distance / speed
        return _ENGINE.seconds(distance, speed)
    seconds = _BOOST.seconds(distance, speed)
    lasts = boost_pct / BOOST_PCT_PER_S
    if seconds <= lasts:
        return seconds
    # The tank is empty on the way: from there on the speed stays.
    first = _BOOST.step_of(speed)
    last = min(first + int(lasts / _STEP_SECONDS), _STEPS - 1)
    distances = _BOOST.distances
    reached = (distances[last + 1] - distances[last]) / _STEP_SECONDS
    left = distance - (distances[last] - distances[first])
    return lasts + left / max(reached, _ENGINE_SPEED_UU_PER_S)


_HELD_SPEED = JUMP_UU_PER_S + (JUMP_HOLD_UU_PER_S2 - GRAVITY_UU_PER_S2) * JUMP_HOLD_SECONDS
_HELD_RISE = (
    JUMP_UU_PER_S * JUMP_HOLD_SECONDS
    + 0.5 * (JUMP_HOLD_UU_PER_S2 - GRAVITY_UU_PER_S2) * JUMP_HOLD_SECONDS**2
)
JUMP_TOP_UU = CAR_REST_UU + _HELD_RISE + _HELD_SPEED**2 / (2 * GRAVITY_UU_PER_S2)
"""Height of the car's centre at the top of a held jump."""
DOUBLE_JUMP_TOP_UU = (
    CAR_REST_UU + _HELD_RISE + (_HELD_SPEED + JUMP_UU_PER_S) ** 2 / (2 * GRAVITY_UU_PER_S2)
)


def rise_seconds(height: float) -> float:
    """From pressing jump until the car's centre is at a height, by a jump or a double jump."""
    rise = height - CAR_REST_UU
    if rise <= _HELD_RISE:
        return max(rise, 0.0) / _HELD_RISE * JUMP_HOLD_SECONDS
    speed = _HELD_SPEED if height < JUMP_TOP_UU - 20.0 else _HELD_SPEED + JUMP_UU_PER_S
    root = speed * speed - 2 * GRAVITY_UU_PER_S2 * (rise - _HELD_RISE)
    return JUMP_HOLD_SECONDS + (speed - sqrt(max(root, 0.0))) / GRAVITY_UU_PER_S2
