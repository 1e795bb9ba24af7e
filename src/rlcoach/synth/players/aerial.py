"""Flying to the ball."""

from __future__ import annotations

from math import sqrt

from rlcoach.synth.physics.aiming import air_sticks
from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.constants import BOOST_AIR_UU_PER_S2, GRAVITY_UU_PER_S2
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.players.ball_path import BallPath
from rlcoach.synth.players.meeting import Meeting
from rlcoach.synth.players.moves import dodge_at, seconds_to_contact

_UP: Vector = (0.0, 0.0, 1.0)
_BEHIND_UU = 95.0
"""Where the car's centre should be, behind the ball's, when they meet."""
_SECOND_JUMP_SECONDS = 0.27
_AFTER_SECONDS = 0.2
"""Past the meeting after which the flight has missed."""
_BURST_SHARE = 0.3
"""Boost comes in bursts, on while what is needed is this share of what it gives."""


class Aerial:
    """A take-off and a flight to a meeting."""

    is_committed = True

    def __init__(
        self,
        path: BallPath,
        meeting: Meeting,
        *,
        push: tuple[float, float],
        doubles: bool,
        dodges: bool,
        beside_uu: Vector,
    ) -> None:
        """A flight that pushes the ball along a level unit vector.

        Args:
            path: Of the ball.
            meeting: When and where.
            push: The way of the hit.
            doubles: Whether the take-off is a double jump.
            dodges: Whether he dodges into the ball if he still can.
            beside_uu: Where he flies, from the ball's middle: from below the ball goes up.
        """
        self.path = path
        self.meeting = meeting
        self._push = push
        self._doubles = doubles
        self._dodges = dodges
        self._beside = beside_uu
        self._start: float | None = None

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Controls until the next frame; None when the hit is done or missed."""
        if self._start is None:
            self._start = seconds if car.is_driving else seconds - 1.0
        now = seconds - self._start
        left = self.meeting.seconds - seconds
        if left < -_AFTER_SECONDS or (now > 0.3 and car.is_driving):
            return None
        state = car.jumping
        if self._doubles and _SECOND_JUMP_SECONDS <= now < 0.5 and state.has_second:
            # Without a stick in that moment: with one it would be a dodge.
            return Controls(throttle=1.0, jump=not state.is_pressed, boost=True)
        if self._dodges and left < 0.15 and state.has_second and not state.is_pressed:
            ball, velocity = self.path.place(seconds), self.path.velocity(seconds)
            if seconds_to_contact(car, ball, velocity) < 0.09:
                return dodge_at(car, ball)
        if state.is_dodging:
            return Controls(throttle=1.0)
        return self._fly(car, max(left, 0.05), jump=now < 0.2)

    def _fly(self, car: Car, left: float, *, jump: bool) -> Controls:
        p, q, r = self.meeting.place
        x, y, z = car.position
        u, v, w = car.velocity
        rise = 0.5 * GRAVITY_UU_PER_S2 * left * left
        scale = 2 / (left * left)
        needed = (
            (p - self._push[0] * _BEHIND_UU + self._beside[0] - x - u * left) * scale,
            (q - self._push[1] * _BEHIND_UU + self._beside[1] - y - v * left) * scale,
            (r + self._beside[2] - z - w * left + rise) * scale,
        )
        size = sqrt(needed[0] ** 2 + needed[1] ** 2 + needed[2] ** 2)
        nose = needed
        if size < 0.12 * BOOST_AIR_UU_PER_S2 or left < 0.25:
            # Nearly there: look at the ball.
            nose = (p - x, q - y, r - z)
        pitch, yaw, roll = air_sticks(car, nose, _UP)
        ahead = car.axes[0]
        along = (
            (needed[0] * ahead[0] + needed[1] * ahead[1] + needed[2] * ahead[2]) / size
            if size > 0
            else 0.0
        )
        boosts = along > 0.75 and size > _BURST_SHARE * BOOST_AIR_UU_PER_S2
        return Controls(throttle=1.0, pitch=pitch, yaw=yaw, roll=roll, jump=jump, boost=boosts)
