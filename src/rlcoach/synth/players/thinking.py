"""What a player decides to do next."""

from __future__ import annotations

from math import hypot
from random import Random

from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.constants import CAR_MAX_SPEED_UU_PER_S
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.players import kickoff, pads, places
from rlcoach.synth.players.aerial import Aerial
from rlcoach.synth.players.attack import Attack, Attacker
from rlcoach.synth.players.ball_path import BallPath
from rlcoach.synth.players.plans import Chase, Cheer, Go, heading_of
from rlcoach.synth.players.roles import Order, order_of
from rlcoach.synth.players.skill import Skill
from rlcoach.synth.players.strike import Strike
from rlcoach.synth.players.style import Style
from rlcoach.synth.situation import Phase, Situation

Plan = Aerial | Chase | Cheer | Go | Strike | kickoff.GoForKickoff

_CAMERA_SECONDS = 14.0
"""Of a spell with the ball camera and one without."""
_REFUEL_BELOW_PCT = 30.0
_REFUEL_SECONDS = 1.3
_REFUEL_DETOUR_UU = 180.0
_THREAT_UU_PER_S = 300.0
_THREAT_SECONDS = 2.8
"""A ball that will be in the own goal so soon is everybody's business."""
_MIDDLE = 0.6
"""Skill for which the styles' numbers are meant."""
_RESERVE_PCT, _RESERVE_PER_SPEED_PCT = 20.0, 90.0
"""Boost he keeps on ways without haste; the slow do not trust themselves with it."""
_PACE_UU_PER_S, _PACE_PER_SKILL_UU_PER_S = 1600.0, 1167.0
"""Of ways without the ball; the skilled half drives them as fast as a car can."""
_FREE_WAY_UU, _FIRST_WAY_UU = 4400.0, 3000.0
"""The longest way over a big pad of whoever is not needed, and of the first man."""
_PADS_PER_SKILL = 1.5
"""How much earlier and farther he goes for boost who knows where it is."""
_GUARD_FROM_UU, _GUARD_OF_THREE_FROM_UU = -4200.0, -2000.0
"""Forward y of a ball that keeps the last man of two, and of more, in his goal."""
_SURE_SECONDS = 0.4
"""So much sooner at the ball than an opponent."""
_GUARD_UU, _GUARD_UU_PER_S = 250.0, 250.0
"""Who is so near to his place in the goal mouth turns to the ball, and creeps."""
_ON_LINE_UU = 5050.0
"""Where who comes too late for the ball waits for it at his goal."""


class Thinker:
    """Chooses plans; knows the style, the skill and the dice of one player."""

    def __init__(self, style: Style, skill: Skill, dice: Random) -> None:
        """One for each match."""
        self._style = style
        self._skill = skill
        self._dice = dice
        self._attacker = Attacker(style, skill, dice)
        pace = _PACE_UU_PER_S + _PACE_PER_SKILL_UU_PER_S * skill.speed
        self._pace_uu_per_s = min(pace, CAR_MAX_SPEED_UU_PER_S)
        self.wants_ball_cam = False
        self._ball_cam_until = 0.0
        self._dodge_again_seconds = 0.0
        self._hunt_again_seconds = 0.0
        self._hunt_until_seconds = 0.0
        self._patrol = 1.0
        self._last: Plan | None = None

    def home(self, situation: Situation, me: int) -> Vector:
        """The way to look along in the air: toward the ball."""
        car = situation.cars[me]
        p, q, _ = situation.ball.position
        if car is None:
            return 1.0, 0.0, 0.0
        return p - car.position[0], q - car.position[1] + 1.0, 0.0

    def plan(self, situation: Situation, me: int, car: Car, path: BallPath) -> Plan | None:
        """The next plan; None leaves the car to its recovery."""
        if isinstance(self._last, Go) and self._last.has_dodged:
            pause = self._dice.uniform(0.5, 2.5) / (
                0.2 + self._style.dodge_share + 0.4 * self._skill.speed
            )
            # Alone against one, a dodge at the wrong moment is a goal.
            alone = len(situation.cars) <= 2
            self._dodge_again_seconds = situation.seconds + pause * (3 if alone else 1)
        self._last = self._choose(situation, me, car, path)
        return self._last

    def _choose(self, situation: Situation, me: int, car: Car, path: BallPath) -> Plan | None:
        side = 1.0 if situation.teams[me] == 0 else -1.0
        now = situation.seconds
        self._choose_camera(now)
        if situation.phase is Phase.AFTER_GOAL:
            return self._last if isinstance(self._last, Cheer) else self._cheer(car, side, now)
        if situation.phase is Phase.KICKOFF and situation.phase_seconds < 0.2:
            return self._kick_off(situation, me, car, side)
        return self._play_on(situation, me, car, path, side)

    def _play_on(
        self, situation: Situation, me: int, car: Car, path: BallPath, side: float
    ) -> Plan | None:
        now = situation.seconds
        place = path.place(now + 0.5)
        order = order_of(
            situation, me, place, side, ahead_seconds=self._style.eagerness_seconds * 0.5
        )
        if not car.is_driving:
            return self._in_the_air(car, path, now, side, order)
        threat = self._threat(path, now, side)
        if threat is not None:
            return self._save(situation, car, path, order, side, threat)
        if self._goes_for_ball(situation, path, order, side):
            attack = self._attacker.attack(car, path, now, order, side=side)
            if attack is not None:
                return self._refuel(situation, car, attack, now) or attack
        elif order.rank == 1 and not order.is_last:
            air = self._attacker.fly(car, path, now, now + order.mate_seconds, side=side)
            if air is not None:
                return air
        return self._support(situation, me, car, path.place(now + 1.2), order, side)

    # ... going for the ball

    def _threat(self, path: BallPath, now: float, side: float) -> float | None:
        """When the ball is in the own goal if nobody stops it, and where on the line."""
        if path.velocities[0][1] * side > -_THREAT_UU_PER_S:
            return None
        seconds = path.goal_seconds(_THREAT_SECONDS)
        if seconds is None or seconds < now or path.places[-1][1] * side > 0:
            return None
        return seconds

    def _save(
        self,
        situation: Situation,
        car: Car,
        path: BallPath,
        order: Order,
        side: float,
        threat: float,
    ) -> Plan:
        now = situation.seconds
        if order.rank == 0 or order.is_last or order.mate_seconds > threat - now:
            attack = self._attacker.attack(car, path, now, order, side=side, must_hit=True)
            if isinstance(attack, (Strike, Aerial)) and attack.meeting.seconds < threat:
                return attack
        return Go((0.8 * path.places[-1][0], -side * _ON_LINE_UU), boosts=True)

    def _refuel(self, situation: Situation, car: Car, attack: Attack, now: float) -> Plan | None:
        """A pad on the way to a ball that he meets only later."""
        if not isinstance(attack, Strike) or car.boost_pct > _REFUEL_BELOW_PCT:
            return None
        if attack.meeting.seconds - now < _REFUEL_SECONDS:
            return None
        pad = pads.pad_on_the_way(
            (car.position[0], car.position[1]),
            (attack.meeting.place[0], attack.meeting.place[1]),
            situation.pads_ready,
            heading=heading_of(car),
            detour_uu=_REFUEL_DETOUR_UU,
        )
        if pad is None:
            return None
        return Go(pads.pad_place(pad), boosts=car.boost_pct > 0, pad=pad)

    def _goes_for_ball(
        self, situation: Situation, path: BallPath, order: Order, side: float
    ) -> bool:
        if order.rank > 0:
            return False
        if order.mates > 0 and not order.is_last:
            return True
        # The last man does not race for a ball he will not have first; with two mates up the field
        # to help against whoever has it, he wants to be sure of it.
        lead = order.opponent_seconds - order.mine_seconds
        ball_y = path.place(situation.seconds)[1] * side
        if ball_y < -3600.0:
            return True
        return lead > (_SURE_SECONDS if order.mates > 1 else 0.0)

    def _in_the_air(
        self, car: Car, path: BallPath, now: float, side: float, order: Order
    ) -> Plan | None:
        if order.rank > 0 or car.jumping.is_dodging:
            return None
        return self._attacker.fly(car, path, now, now + order.opponent_seconds, side=side)

    # ... elsewhere

    def _support(
        self,
        situation: Situation,
        me: int,
        car: Car,
        ball: Vector,
        order: Order,
        side: float,
    ) -> Plan:
        now = situation.seconds
        point = ball[0], ball[1] * side
        guarded = _GUARD_FROM_UU if order.mates == 1 else _GUARD_OF_THREE_FROM_UU
        if order.is_last and order.mates > 0 and point[1] < guarded:
            return self._guard(car, ball, side)
        depth = self._style.support_depth_uu
        if order.mates == 0 or order.rank == 0:
            spot = places.shadow(point, depth_uu=1300.0)
        elif order.rank == 1:
            spot = places.support(point, depth_uu=depth, is_last=order.is_last)
        else:
            spot = places.cover(point, depth_uu=depth)
        target = spot[0], spot[1] * side
        hunt = self._hunt(situation, me, car, order, now)
        if hunt is not None:
            return hunt
        way = hypot(target[0] - car.position[0], target[1] - car.position[1])
        is_hasty = way > 800.0
        pad = self._pad(situation, car, target, order)
        if pad is not None:
            return self._go(car, pads.pad_place(pad), now, is_hasty=True, pad=pad)
        if way < 900.0:
            # He keeps moving: to and fro beside the place.
            self._patrol = 1.0 if car.axes[0][0] > 0 else -1.0
            if abs(target[0] + self._patrol * 900.0) > 3600.0:
                self._patrol = -self._patrol
            target = target[0] + self._patrol * 900.0, target[1]
        return self._go(car, target, now, is_hasty=is_hasty)

    def _guard(self, car: Car, ball: Vector, side: float) -> Go:
        """In the goal mouth, the nose to the ball."""
        x, y = places.goal_mouth(ball[0])
        away = hypot(x - car.position[0], y * side - car.position[1])
        if away > _GUARD_UU:
            return Go((x, y * side), boosts=away > 1500.0)
        return Go((ball[0], ball[1]), speed=_GUARD_UU_PER_S)

    def _pad(
        self,
        situation: Situation,
        car: Car,
        target: tuple[float, float],
        order: Order,
    ) -> int | None:
        boost = car.boost_pct
        if boost > 95.0:
            return None
        here = car.position[0], car.position[1]
        style = self._style
        is_free = order.rank > 0 or order.opponent_seconds > 1.5
        most = _FREE_WAY_UU if order.rank > 0 else _FIRST_WAY_UU
        knows = 1.0 + _PADS_PER_SKILL * (self._skill.boost - _MIDDLE)
        if is_free and boost < style.big_pad_below_pct * min(knows, 1.3):
            pad = pads.big_pad(here, target, situation.pads_ready, most_uu=most)
            if pad is not None:
                return pad
        detour = style.boost_detour_uu * (1.4 - boost / 100) * knows
        return pads.pad_on_the_way(
            here,
            target,
            situation.pads_ready,
            heading=heading_of(car),
            detour_uu=detour if is_free else 0.4 * detour,
        )

    def _go(
        self,
        car: Car,
        target: tuple[float, float],
        now: float,
        *,
        is_hasty: bool,
        pad: int | None = None,
    ) -> Go:
        reserve = max(_RESERVE_PCT + _RESERVE_PER_SPEED_PCT * (_MIDDLE - self._skill.speed), 5.0)
        dodges = now > self._dodge_again_seconds
        return Go(
            target,
            speed=self._pace_uu_per_s,
            boosts=is_hasty and car.boost_pct > reserve,
            dodge_rad=self._diagonal() if dodges and is_hasty else None,
            flips_round=self._skill.speed > 0.45,
            pad=pad,
        )

    def _diagonal(self) -> float:
        if self._dice.random() > 0.3 + 0.5 * self._skill.speed:
            return 0.0
        return 0.7

    def _hunt(
        self, situation: Situation, me: int, car: Car, order: Order, now: float
    ) -> Plan | None:
        if order.is_last or car.boost_pct < 35.0 or order.opponent < 0:
            return None
        if now > self._hunt_until_seconds:
            if now < self._hunt_again_seconds:
                return None
            self._hunt_again_seconds = now + 1.0
            if self._dice.random() > self._style.demolition_share:
                return None
            self._hunt_until_seconds = now + 2.5
        victim = self._victim(situation, me, car)
        return Chase(victim, self._hunt_until_seconds) if victim is not None else None

    def _victim(self, situation: Situation, me: int, car: Car) -> Car | None:
        best, least = None, 2600.0
        heading = heading_of(car)
        for number, other in enumerate(situation.cars):
            if other is None or situation.teams[number] == situation.teams[me]:
                continue
            dx = other.position[0] - car.position[0]
            dy = other.position[1] - car.position[1]
            distance = hypot(dx, dy)
            facing = dx * heading[0] + dy * heading[1]
            if distance < least and facing > 0.7 * distance and other.position[2] < 100.0:
                best, least = other, distance
        return best

    def _kick_off(self, situation: Situation, me: int, car: Car, side: float) -> Plan:
        style, dice = self._style, self._dice
        if kickoff.goes(situation, me, side):
            return kickoff.GoForKickoff(
                side,
                skill=self._skill.kickoff,
                luck=dice.uniform(-1, 1),
                is_fake=dice.random() < style.kickoff_fake_share,
            )
        x, y, _ = car.position
        if kickoff.is_second(situation, me, side) and dice.random() < style.kickoff_cheat_share:
            return Go((0.25 * x, -side * 1500.0), speed=1500.0)
        pad = pads.big_pad((x, y), (0.0, -side * 3000.0), situation.pads_ready, most_uu=9e9)
        target = pads.pad_place(pad) if pad is not None else (0.0, -side * 4000.0)
        return Go(target, boosts=True, dodge_rad=0.0, pad=pad)

    def _cheer(self, car: Car, side: float, now: float) -> Plan:
        kind = self._dice.choice((0, 0, 1, 2, 3))
        return Cheer(now, kind=kind, home=(0.3 * car.position[0], -side * 4000.0))

    def _choose_camera(self, now: float) -> None:
        if now < self._ball_cam_until:
            return
        share = self._style.ball_cam_share
        self.wants_ball_cam = not self.wants_ball_cam or share >= 1.0
        mean = _CAMERA_SECONDS * (share if self.wants_ball_cam else 1 - share)
        self._ball_cam_until = now + self._dice.uniform(0.5, 1.5) * max(mean, 0.4)
