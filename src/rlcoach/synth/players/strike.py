"""Hitting the ball: the way to it along the ground, the jump, and the dodge into it."""

from __future__ import annotations

from math import hypot

from rlcoach.synth.physics.aiming import air_sticks
from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.constants import CAR_MAX_SPEED_UU_PER_S
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.players.aerial import Aerial
from rlcoach.synth.players.ball_path import BallPath
from rlcoach.synth.players.driving import TURN_RADIUS_PER_SPEED, drive
from rlcoach.synth.players.meeting import CONTACT_UU, How, Meeting
from rlcoach.synth.players.moves import Dodge, Move, angle_to, dodge_at, seconds_to_contact
from rlcoach.synth.players.reach import JUMP_TOP_UU, rise_seconds

_HOP_SECONDS = 0.13
"""Before contact a dodge at a ball on the floor begins with its jump."""
_FACING_RAD = 1.7
_OVER_NOSE_UU = 100.0
_GUIDED_SECONDS = 0.5
"""Before the meeting the way is no longer planned but led by the ball."""
_GENTLY_UU_PER_S, _LEAST_UU_PER_S = 200.0, 700.0
"""So much faster than the ball he is who takes it along, and never slower than this."""
_STEER_ABOVE_BOOST_PCT = 8.0
_WIDE_TURN = 2.2
"""Of the radius of the tightest turn: cars come in on a wider one."""


class JumpStrike:
    """A jump, or two, up to the ball and a dodge into it."""

    def __init__(self, seconds: float, path: BallPath, *, height_uu: float, dodges: bool) -> None:
        """Begins now, for a contact with the car's centre at a height."""
        self._start = seconds
        self._path = path
        self._height_uu = height_uu
        self._doubles = height_uu > JUMP_TOP_UU - 20.0
        self._dodges = dodges and not self._doubles

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Jump while it must rise, look at the ball, dodge when it is near."""
        now = seconds - self._start
        state = car.jumping
        if now > 1.6 or (now > 0.3 and car.is_driving):
            return None
        rises = car.position[2] < self._height_uu - 60.0 or self._doubles
        if now < 0.2 and (rises or now < 0.03):
            return Controls(throttle=1.0, jump=True)
        if self._doubles and not state.has_doubled and now < 0.4:
            return Controls(throttle=1.0, jump=not state.is_pressed)
        ball, velocity = self._path.place(seconds), self._path.velocity(seconds)
        contact = seconds_to_contact(car, ball, velocity)
        if self._dodges and state.has_second and not state.is_pressed and -0.05 < contact < 0.1:
            return dodge_at(car, ball)
        if state.is_dodging:
            return Controls(throttle=1.0)
        x, y, z = car.position
        nose = (ball[0] - x, ball[1] - y, ball[2] - z)
        pitch, yaw, roll = air_sticks(car, nose, (0.0, 0.0, 1.0))
        return Controls(throttle=1.0, pitch=pitch, yaw=yaw, roll=roll)


class Strike:
    """The way to a meeting with the ball, and the hit."""

    def __init__(
        self,
        path: BallPath,
        meeting: Meeting,
        *,
        push: tuple[float, float],
        dodges: bool,
        is_gentle: bool,
        late_seconds: float,
    ) -> None:
        """A strike that pushes the ball along a level unit vector.

        Args:
            path: Of the ball.
            meeting: When and where.
            push: The way of the hit.
            dodges: Whether he dodges into the ball.
            is_gentle: Whether he only takes the ball along.
            late_seconds: How much too late (or early) he jumps.
        """
        self.path = path
        self.meeting = meeting
        self._push = push
        self._dodges = dodges
        self._is_gentle = is_gentle
        self._late_seconds = late_seconds
        self._move: Move | None = None

    @property
    def is_committed(self) -> bool:
        """Whether he has left the ground for it."""
        return self._move is not None

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Controls until the next frame; None when the hit is done or missed."""
        if self._move is not None:
            return self._move.press(car, seconds)
        left = self.meeting.seconds - seconds
        if left < -0.25 or not car.is_driving:
            return None
        if left < 0.9:
            self._move = self._take_off(car, seconds, left)
            if self._move is not None:
                return self._move.press(car, seconds)
        return self._approach(car, seconds, left)

    def _take_off(self, car: Car, seconds: float, left: float) -> Move | None:
        if car.axes[2][2] < 0.8:
            return None
        if self.meeting.how is How.JUMP:
            return self._jump(car, seconds, left)
        return self._dodge(car, seconds) if self._dodges else None

    def _jump(self, car: Car, seconds: float, left: float) -> Move | None:
        height = self.meeting.place[2] - _OVER_NOSE_UU
        lead = rise_seconds(height) - self._late_seconds
        if left > lead + 0.02 or not self._will_be_there(car, left):
            return None
        if car.boost_pct > _STEER_ABOVE_BOOST_PCT:
            # With boost he can still correct his flight.
            return Aerial(
                self.path,
                self.meeting,
                push=self._push,
                doubles=height > JUMP_TOP_UU - 20.0,
                dodges=self._dodges,
                beside_uu=(0.0, 0.0, 30.0 - _OVER_NOSE_UU),
            )
        return JumpStrike(seconds, self.path, height_uu=height, dodges=self._dodges)

    def _dodge(self, car: Car, seconds: float) -> Move | None:
        ball, velocity = self.path.place(seconds), self.path.velocity(seconds)
        contact = seconds_to_contact(car, ball, velocity) + self._late_seconds
        if contact > _HOP_SECONDS or ball[2] > 190.0:
            return None
        angle = angle_to(car, ball)
        if abs(angle) > _FACING_RAD:
            return None
        return Dodge(seconds, angle)

    def _will_be_there(self, car: Car, left: float) -> bool:
        x, y, _ = car.position
        u, v, _ = car.velocity
        p, q, _ = self.meeting.place
        return hypot(p - x - u * left, q - y - v * left) < 1.4 * CONTACT_UU

    def _approach(self, car: Car, seconds: float, left: float) -> Controls:
        if self.meeting.how is How.DRIVE and left < _GUIDED_SECONDS:
            return self._last_metres(car, seconds)
        target = self._behind(car, self.meeting.place)
        x, y, _ = car.position
        p, q, _ = self.meeting.place
        # By way of that point, and from there to the ball.
        distance = hypot(target[0] - x, target[1] - y) + hypot(p - target[0], q - target[1])
        distance -= CONTACT_UU
        haste = 1.2 if self.meeting.how is How.JUMP else 2.5
        speed = min(haste * distance / max(left, 0.05), CAR_MAX_SPEED_UU_PER_S)
        return drive(car, target, speed=speed, boosts=True)

    def _last_metres(self, car: Car, seconds: float) -> Controls:
        """Full speed at where the ball will be when the car is there, on the side of the hit."""
        x, y, _ = car.position
        u, v, _ = car.velocity
        speed = max(hypot(u, v), 600.0)
        p, q, r = self.path.place(seconds)
        for _ in range(2):
            ahead = max(hypot(p - x, q - y) - CONTACT_UU, 0.0) / speed
            p, q, r = self.path.place(seconds + min(ahead, _GUIDED_SECONDS))
        target = self._behind(car, (p, q, r))
        if not self._is_gentle:
            return drive(car, target, boosts=True, brakes=False)
        u, v, _ = self.path.velocity(seconds)
        return drive(car, target, speed=max(hypot(u, v) + _GENTLY_UU_PER_S, _LEAST_UU_PER_S))

    def _behind(self, car: Car, place: Vector) -> Vector:
        """The point behind the ball to drive at, so that the way bends into the line of the hit."""
        p, q, r = place
        a, b = self._push
        x, y, z = car.position
        along = (p - x) * a + (q - y) * b
        beside = abs((p - x) * b - (q - y) * a)
        behind = CONTACT_UU * 0.85
        if along > 0:
            behind += self._lead(car, along - behind, beside)
        return p - a * behind, q - b * behind, r if r > 250.0 and z > 60.0 else z

    def _lead(self, car: Car, along: float, beside: float) -> float:
        """How far behind the ball to aim, so that the way bends into the line of the hit."""
        along = max(along, 1.0)
        distance = hypot(along, beside)
        # On a circle through car and ball with the line of the hit as its tangent ...
        circle = distance * distance / (2 * along)
        # ... and from far off straight on, with a turn at the end.
        speed = max(hypot(car.velocity[0], car.velocity[1]), 1000.0)
        corner = _WIDE_TURN * TURN_RADIUS_PER_SPEED * speed * beside / (distance + along)
        return min(circle, corner, 0.9 * along)
