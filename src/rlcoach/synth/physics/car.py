"""A car: its state, and a tick of it with given controls."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil

from rlcoach.replay.game_data import DEFAULT_HITBOX, Hitbox, hitbox
from rlcoach.synth.physics import driving, flying, jumping, suspension
from rlcoach.synth.physics.arena import PlainSurface
from rlcoach.synth.physics.constants import (
    BOOST_AIR_UU_PER_S2,
    BOOST_GROUND_UU_PER_S2,
    BOOST_LEAST_SECONDS,
    BOOST_PCT_PER_S,
    BUMP_AGAIN_SECONDS,
    CAR_MASS,
    CAR_MAX_SPEED_UU_PER_S,
    CAR_MAX_SPIN_RAD_PER_S,
    CAR_REST_UU,
    GRAVITY_UU_PER_S2,
    STAYS_SUPERSONIC_SECONDS,
    STAYS_SUPERSONIC_UU_PER_S,
    SUPERSONIC_UU_PER_S,
    TICK_SECONDS,
)
from rlcoach.synth.physics.jumping import Jumping
from rlcoach.synth.physics.vectors import (
    ZERO,
    Axes,
    Quaternion,
    Vector,
    axes_of,
    cross,
    into,
    limited,
    out_of,
    plus,
    turned,
)

WHEELS_TO_DRIVE = 3
"""With this many wheels on something the car is not in the air."""

_BOOST_PCT_PER_TICK = BOOST_PCT_PER_S * TICK_SECONDS
_ROUNDING = 1e-9
_TOP_SQUARE = CAR_MAX_SPEED_UU_PER_S * CAR_MAX_SPEED_UU_PER_S
_SPIN_SQUARE = CAR_MAX_SPIN_RAD_PER_S * CAR_MAX_SPIN_RAD_PER_S


@dataclass(frozen=True, slots=True)
class Controls:
    """What a player presses; axes from -1 to 1.

    `pitch` lifts the nose, `yaw` and `steer` turn it right, `roll` lowers the right side.
    """

    throttle: float = 0.0
    steer: float = 0.0
    pitch: float = 0.0
    yaw: float = 0.0
    roll: float = 0.0
    jump: bool = False
    boost: bool = False
    handbrake: bool = False


RESTING = Controls()


@dataclass(slots=True)
class Car:
    """A car in uu, uu/s, rad/s and percent of boost; changed by its ticks."""

    position: Vector = (0.0, 0.0, CAR_REST_UU)
    velocity: Vector = ZERO
    rotation: Quaternion = (0.0, 0.0, 0.0, 1.0)
    spin: Vector = ZERO
    boost_pct: float = 100.0
    family: str = DEFAULT_HITBOX
    controls: Controls = RESTING
    axes: Axes = field(init=False)
    box: Hitbox = field(init=False)
    half_uu: Vector = field(init=False)
    lightness: Vector = field(init=False)
    """About its own axes: spin per turning impulse."""
    wheels: int = 0
    """How many wheels stand on the field."""
    is_on_ball: bool = False
    """Whether the wheels stand on the ball, since the end of the last tick."""
    is_lying: bool = False
    """Whether the body touches the floor, since the end of the last tick."""
    jumping: Jumping = field(default_factory=Jumping)
    is_boosting: bool = False
    boosts: int = 0
    """How often boosting began."""
    boosting_seconds: float = 0.0
    bump_seconds: float = BUMP_AGAIN_SECONDS
    """Since the car bumped another one."""
    is_supersonic: bool = False
    """Fast enough to demolish."""
    below_supersonic_seconds: float = 0.0
    """How long it has been a little too slow and still counts."""
    slide: float = 0.0
    """How far the handbrake is on, 0 to 1."""

    def __post_init__(self) -> None:
        """Fills in what follows from rotation and family."""
        self.axes = axes_of(self.rotation)
        self.box = hitbox(self.family)
        length, width, height = self.box.size
        self.half_uu = a, b, c = length / 2, width / 2, height / 2
        third = 3 / CAR_MASS
        self.lightness = third / (b * b + c * c), third / (a * a + c * c), third / (a * a + b * b)

    @property
    def is_driving(self) -> bool:
        """Whether the wheels are on something, the ball included."""
        return self.wheels >= WHEELS_TO_DRIVE or self.is_on_ball

    def control(self, controls: Controls, seconds: float = TICK_SECONDS) -> PlainSurface:
        """A short time of all that changes the car's speed but contacts with bodies.

        Returns:
            Where on the field the car is.
        """
        self.controls = controls
        self.bump_seconds += seconds
        surface = suspension.support(self, seconds)
        jumping.jump(self, seconds)
        if self.wheels >= WHEELS_TO_DRIVE:
            driving.drive(self, seconds)
        elif not self.is_driving:
            flying.steer(self, seconds)
        self._boost(seconds)
        x, y, z = self.velocity
        self.velocity = x, y, z - GRAVITY_UU_PER_S2 * seconds
        return surface

    def _boost(self, seconds: float) -> None:
        wants = self.controls.boost or 0 < self.boosting_seconds < BOOST_LEAST_SECONDS
        was_boosting, self.is_boosting = self.is_boosting, wants and self.boost_pct > 0
        if not self.is_boosting:
            self.boosting_seconds = 0.0
            return
        self.boosts += not was_boosting
        self.boosting_seconds += seconds
        self.boost_pct = max(self.boost_pct - BOOST_PCT_PER_S * seconds, 0.0)
        is_ground = self.wheels >= WHEELS_TO_DRIVE
        rate = BOOST_GROUND_UU_PER_S2 if is_ground else BOOST_AIR_UU_PER_S2
        self.velocity = plus(self.velocity, self.axes[0], rate * seconds)

    def burn(self, controls: Controls, ticks: int) -> int:
        """Takes the boost of several ticks; how many of them, the first ones, are boosted."""
        wanted = ticks if controls.boost else 0
        if not wanted and 0 < self.boosting_seconds < BOOST_LEAST_SECONDS + _ROUNDING:
            left = (BOOST_LEAST_SECONDS - self.boosting_seconds) / TICK_SECONDS
            # Ticks that add up to it stay a rounding below, so that there is one more.
            wanted = min(ticks, ceil(left + _ROUNDING))
        burnt = min(wanted, ceil(self.boost_pct / _BOOST_PCT_PER_TICK - _ROUNDING))
        self.boosts += burnt > 0 and not self.is_boosting
        self.is_boosting = burnt == ticks
        self.boosting_seconds = (
            self.boosting_seconds + ticks * TICK_SECONDS if self.is_boosting else 0.0
        )
        self.boost_pct = max(self.boost_pct - burnt * _BOOST_PCT_PER_TICK, 0.0)
        return burnt

    def move(self, seconds: float = TICK_SECONDS) -> None:
        """A short time of motion."""
        vx, vy, vz = self.velocity
        if vx * vx + vy * vy + vz * vz > _TOP_SQUARE:
            self.velocity = vx, vy, vz = limited(self.velocity, CAR_MAX_SPEED_UU_PER_S)
        sx, sy, sz = self.spin
        if sx * sx + sy * sy + sz * sz > _SPIN_SQUARE:
            self.spin = limited(self.spin, CAR_MAX_SPIN_RAD_PER_S)
        x, y, z = self.position
        self.position = x + seconds * vx, y + seconds * vy, z + seconds * vz
        self.rotation = turned(self.rotation, self.spin, seconds)
        self.axes = axes_of(self.rotation)

    def feel_speed(self, seconds: float) -> None:
        """Says whether the car is supersonic, after so long since it was said last."""
        x, y, z = self.velocity
        square = x * x + y * y + z * z
        if square >= SUPERSONIC_UU_PER_S**2:
            self.is_supersonic, self.below_supersonic_seconds = True, 0.0
        elif self.is_supersonic:
            self.below_supersonic_seconds += seconds
            self.is_supersonic = (
                square >= STAYS_SUPERSONIC_UU_PER_S**2
                and self.below_supersonic_seconds < STAYS_SUPERSONIC_SECONDS
            )

    def hit(self, lever: Vector, impulse: Vector) -> None:
        """Takes an impulse (mass times uu/s) at a point given from the car's centre."""
        self.velocity = plus(self.velocity, impulse, 1 / CAR_MASS)
        self.spin = plus(self.spin, self.ease(cross(lever, impulse)))

    def ease(self, twist: Vector) -> Vector:
        """The change of spin that a turning impulse makes."""
        a, b, c = self.lightness
        x, y, z = into(self.axes, twist)
        return out_of(self.axes, (x * a, y * b, z * c))

    def velocity_at(self, lever: Vector) -> Vector:
        """How fast a point of the car moves."""
        return plus(self.velocity, cross(self.spin, lever))
