"""Going for the ball: driving, jumping or flying to it, and where to send it."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, hypot
from random import Random

from rlcoach.synth.physics.car import Car
from rlcoach.synth.players import aim
from rlcoach.synth.players.aerial import Aerial
from rlcoach.synth.players.ball_path import BallPath
from rlcoach.synth.players.meeting import CONTACT_UU, How, Meeting, air_meeting, ground_meeting
from rlcoach.synth.players.plans import Go
from rlcoach.synth.players.roles import Order
from rlcoach.synth.players.skill import Skill
from rlcoach.synth.players.strike import Strike
from rlcoach.synth.players.style import Style

Attack = Aerial | Go | Strike

_ROUND_PER_SPEED, _ROUND_SINE = 1.9, 0.95
"""uu per uu/s: a car bends by an angle into the line of its hit from this far times its sine, and
by no more than this sine."""
_FLY_FROM_UU = 230.0
_DOUBLE_FROM_UU = 420.0
"""Height of balls worth a flight, and one that begins with a double jump."""
_FLY_ABOVE_BOOST_PCT = 15.0
_PRESSED_SECONDS = 0.5
_FLY_LATER_SECONDS, _FLY_SOONER_SECONDS = 1.0, -0.3
"""With an opponent near a flight may reach the ball this much later than the wheels would; without
it must be there this much sooner, as hits from the ground go straighter."""
_HASTY_TURN_SHARE = 0.5
"""Of the time turns cost, what he allows for where any hit is better than none."""
_AGAIN_SECONDS = 0.4
"""After which the dice are thrown again for a high ball."""
_LEAST_FORWARD = -0.15
"""Hits that go farther back than this are left to others, or he goes round the ball first."""
_CONTEST_SECONDS = 0.6
"""With less time than this before an opponent comes any hit is good that does not go home."""
_KEEP_SECONDS = 0.5
"""With more time than this before an opponent comes he may take the ball along."""
_KEEP_UNTIL_UU = 1500.0
"""Forward y, from which on he shoots."""
_SET_UP_RAD = 0.75
_SET_UP_SECONDS = 0.8
"""Off the wished way by more, and so much sooner at the ball than an opponent: first behind it."""

_SET_UP_FROM_UU = -2500.0
"""Forward y; nearer to his own goal he takes no such time."""


@dataclass(frozen=True, slots=True)
class _Chance:
    """A ball he can meet, as things stand."""

    path: BallPath
    meeting: Meeting
    now: float
    order: Order


@dataclass(slots=True)
class _Mood:
    """How well a player will do with the ball on its present way; thrown once for each."""

    path: BallPath
    off_rad: float
    late_seconds: float
    dodges: bool
    is_gentle: bool


class Attacker:
    """Chooses hits for one player."""

    def __init__(self, style: Style, skill: Skill, dice: Random) -> None:
        """One for each match."""
        self._style = style
        self._skill = skill
        self._dice = dice
        self._mood: _Mood | None = None
        self._air_again_seconds = 0.0

    def attack(
        self,
        car: Car,
        path: BallPath,
        now: float,
        order: Order,
        *,
        side: float,
        must_hit: bool = False,
    ) -> Attack | None:
        """The best way to the ball; None if there is none.

        Args:
            car: His own.
            path: Of the ball, as he sees it.
            now: Seconds.
            order: How all stand to the ball.
            side: 1 if he attacks toward +y, else -1.
            must_hit: Whether any hit is better than none.
        """
        top = 250.0 + 250.0 * self._skill.aerial
        ground = ground_meeting(
            car,
            path,
            now,
            boost_pct=car.boost_pct,
            top_uu=top,
            turn_share=_HASTY_TURN_SHARE if must_hit else 1.0,
        )
        limit = now + 9.0
        if ground is not None:
            is_pressed = order.opponent_seconds < ground.seconds - now + _PRESSED_SECONDS
            limit = ground.seconds + (_FLY_LATER_SECONDS if is_pressed else -_FLY_SOONER_SECONDS)
        flight = self.fly(car, path, now, limit, side=side, must_hit=must_hit)
        if flight is not None:
            return flight
        if ground is None:
            return None
        return self._strike(car, _Chance(path, ground, now, order), side=side, must_hit=must_hit)

    def fly(
        self,
        car: Car,
        path: BallPath,
        now: float,
        limit: float,
        *,
        side: float,
        must_hit: bool = False,
    ) -> Aerial | None:
        """A flight to the ball that is there before a time, if he dares."""
        if now < self._air_again_seconds or car.boost_pct < _FLY_ABOVE_BOOST_PCT:
            return None
        doubles = (
            car.is_driving
            and self._skill.aerial > 0.5
            and path.place(now + 1.0)[2] > _DOUBLE_FROM_UU
        )
        meeting = air_meeting(car, path, now, doubles=doubles, least_uu=_FLY_FROM_UU)
        if meeting is None or meeting.seconds > limit:
            return None
        line = _line(car, meeting)
        if not must_hit and aim.vector_of(line)[1] * side < _LEAST_FORWARD:
            return None
        self._air_again_seconds = now + _AGAIN_SECONDS
        if self._dice.random() > self._style.aerial_share * (0.5 + 0.9 * self._skill.aerial):
            return None
        spread = 70.0 * (1.1 - self._skill.aerial)
        gauss = self._dice.gauss
        wanted = self._wanted(car, path, meeting, side, passes=False)
        push = aim.limited_direction(wanted, _closing(car, meeting, now), 0.7)
        return Aerial(
            path,
            meeting,
            push=aim.vector_of(push),
            doubles=doubles,
            dodges=not doubles,
            beside_uu=(
                gauss(0, spread),
                gauss(0, spread),
                gauss(0, spread) - aim.height_below(meeting.place, side),
            ),
        )

    def _strike(self, car: Car, chance: _Chance, *, side: float, must_hit: bool) -> Attack:
        path, meeting, now, order = chance.path, chance.meeting, chance.now, chance.order
        spare = 0.0 if must_hit else order.opponent_seconds - (meeting.seconds - now)
        wanted = self._wanted(car, path, meeting, side, passes=order.mates > 0)
        p, q, _ = meeting.place
        distance = hypot(p - car.position[0], q - car.position[1])
        speed = max(hypot(car.velocity[0], car.velocity[1]), 900.0)
        # The tightest turn sets how far round he can still come.
        sine = max(distance - CONTACT_UU, 0.0) / (_ROUND_PER_SPEED * speed)
        most = max(asin(min(sine, _ROUND_SINE)), 0.06)
        line = _line(car, meeting)
        if meeting.how is How.JUMP:
            line = _closing(car, meeting, now)
            most = min(most, 0.6)
        angle = aim.limited_direction(wanted, line, most)
        push = aim.vector_of(angle)
        is_back = push[1] * side < _LEAST_FORWARD
        has_time = spare > _CONTEST_SECONDS or aim.goes_home(meeting.place, push, side)
        if not must_hit and is_back and has_time:
            wide = 350.0 if car.position[0] >= p else -350.0
            return self._go_behind(car, (p + wide, q - side * 700.0))
        is_set_up = spare < _SET_UP_SECONDS or abs(aim.turn(angle, wanted)) < _SET_UP_RAD
        if not is_set_up and q * side > _SET_UP_FROM_UU:
            a, b = aim.vector_of(wanted)
            return self._go_behind(car, (p - 900.0 * a, q - 900.0 * b))
        mood = self._mood_for(path)
        keeps = mood.is_gentle and spare > _KEEP_SECONDS and q * side < _KEEP_UNTIL_UU
        return Strike(
            path,
            meeting,
            push=push,
            dodges=mood.dodges and not keeps,
            is_gentle=keeps,
            late_seconds=mood.late_seconds,
        )

    def _go_behind(self, car: Car, target: tuple[float, float]) -> Go:
        return Go(target, boosts=car.boost_pct > 20, flips_round=self._skill.speed > 0.45)

    def _wanted(
        self, car: Car, path: BallPath, meeting: Meeting, side: float, *, passes: bool
    ) -> float:
        """The way he wants to push the ball, with his error."""
        line = _line(car, meeting)
        target = aim.target_for(meeting.place, side, line=line, passes=passes)
        speed = hypot(car.velocity[0], car.velocity[1])
        wanted = aim.push_direction(meeting.place, meeting.velocity, target, speed)
        return wanted + self._mood_for(path).off_rad

    def _mood_for(self, path: BallPath) -> _Mood:
        if self._mood is None or self._mood.path is not path:
            clumsy = 1 - self._skill.accuracy
            self._mood = _Mood(
                path,
                off_rad=self._dice.gauss(0, 0.01 + 0.15 * clumsy),
                late_seconds=self._dice.gauss(0, 0.005 + 0.04 * clumsy),
                dodges=self._dice.random() < self._style.hit_dodge_share,
                is_gentle=self._dice.random() < self._style.control_share,
            )
        return self._mood


def _line(car: Car, meeting: Meeting) -> float:
    """The direction from a car to where it meets the ball."""
    p, q, _ = meeting.place
    return atan2(q - car.position[1], p - car.position[0])


def _closing(car: Car, meeting: Meeting, now: float) -> float:
    """The direction in which a car that is there in time comes at the ball, seen from the ball."""
    left = max(meeting.seconds - now, 0.1)
    p, q, _ = meeting.place
    u, v, _ = meeting.velocity
    return atan2((q - car.position[1]) / left - v, (p - car.position[0]) / left - u)
