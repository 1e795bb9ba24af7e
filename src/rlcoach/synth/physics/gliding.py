"""Flight far from everything, a network frame at once.

The equations are those of `flying`, `jumping` and `Car`, which change a car tick by tick. Over a
frame pushes and torques are nearly constant in the car's own axes: they are applied once, along
the axes the car has in the middle of the frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rlcoach.synth.physics.arena import (
    BACK_WALL_Y_UU,
    CEILING_Z_UU,
    CORNER_SUM_UU,
    RAMP_RADIUS_UU,
    SIDE_WALL_X_UU,
    surface_at,
)
from rlcoach.synth.physics.constants import (
    AIR_PITCH_DAMPING_PER_S,
    AIR_PITCH_RAD_PER_S2,
    AIR_ROLL_DAMPING_PER_S,
    AIR_ROLL_RAD_PER_S2,
    AIR_THROTTLE_UU_PER_S2,
    AIR_YAW_DAMPING_PER_S,
    AIR_YAW_RAD_PER_S2,
    BOOST_AIR_UU_PER_S2,
    CAR_MAX_SPEED_UU_PER_S,
    CAR_MAX_SPIN_RAD_PER_S,
    CAR_REST_UU,
    DODGE_LEVEL_FROM_SECONDS,
    DODGE_LEVEL_SHARE_PER_TICK,
    DODGE_LEVEL_UNTIL_SECONDS,
    DODGE_PITCH_LOCK_SECONDS,
    DODGE_PITCH_RAD_PER_S2,
    DODGE_ROLL_RAD_PER_S2,
    DODGE_SECONDS,
    GRAVITY_UU_PER_S2,
    TICK_SECONDS,
)
from rlcoach.synth.physics.vectors import ZERO, Axes, Vector, axes_of, into, limited, out_of, turned

if TYPE_CHECKING:
    from rlcoach.synth.physics.car import Car, Controls
    from rlcoach.synth.physics.jumping import Jumping

_REACH_UU = 105.0
"""Nothing of a car is farther from its centre; as `suspension` has it, with room."""
_ROOM_UU = 2.0
"""Between body or wheels and the floor: more than a turning car comes nearer between two looks."""
_INNER_X_UU = SIDE_WALL_X_UU - RAMP_RADIUS_UU
_INNER_Y_UU = BACK_WALL_Y_UU - RAMP_RADIUS_UU
_INNER_SUM_UU = CORNER_SUM_UU - 1.5 * RAMP_RADIUS_UU
"""Inside of these there is nothing but floor and ceiling."""
_TOP_UU = CEILING_Z_UU - _REACH_UU

_FRONT_UU, _REAR_UU, _TRACK_UU, _WHEEL_UU = 51.3, 33.8, 29.5, CAR_REST_UU + 4.0
"""How far the wheels are from the centre: ahead, behind, aside and below."""


def glide(car: Car, controls: Controls, ticks: int) -> bool:
    """Flies on; false, and nothing done, if there is a surface near or a jump begins."""
    state = car.jumping
    seconds = ticks * TICK_SECONDS
    if state.is_jumping or state.is_flipping or (controls.jump and not state.is_pressed):
        return False
    dodged = state.dodge_seconds
    is_dodging = state.has_dodged and dodged < DODGE_SECONDS
    if is_dodging and dodged + seconds >= DODGE_SECONDS - TICK_SECONDS:
        return False
    room = _room(car, seconds)
    if room < _ROOM_UU:
        return False
    # Torques and pushes of a tick come before its turn: on the average half a tick early.
    early = 0.5 * (seconds - TICK_SECONDS)
    middle = turned(car.rotation, car.spin, early)
    axes = axes_of(middle)
    torque = state.torque if is_dodging else ZERO
    spin = limited(_spun(car, controls, axes, torque, ticks), CAR_MAX_SPIN_RAD_PER_S)
    rotation = turned(middle, spin, seconds - early)
    new_axes = axes_of(rotation)
    if room < _REACH_UU and room < _ROOM_UU + max(
        _depth(car, car.axes), _depth(car, axes), _depth(car, new_axes)
    ):
        return False
    car.controls = controls
    car.wheels, car.is_on_ball, car.is_lying = 0, False, False
    car.bump_seconds += seconds
    _push(car, axes[0], ticks, level_from=dodged if is_dodging else None)
    car.spin, car.rotation, car.axes = spin, rotation, new_axes
    _pass(state, seconds, is_pressed=controls.jump)
    return True


def _room(car: Car, seconds: float) -> float:
    """How far the centre stays away from everything; no less than `_REACH_UU` in flight up high.

    Smaller values are heights above the open floor; 0 where another surface is near.
    """
    x, y, z = car.position
    vx, vy, vz = car.velocity
    end = x + vx * seconds, y + vy * seconds, z + (vz - GRAVITY_UU_PER_S2 * seconds) * seconds
    if not (_is_inside(x, y) and _is_inside(end[0], end[1])):
        least = min(surface_at(car.position)[0], surface_at(end)[0])
        return least if least > _REACH_UU else 0.0
    return min(z, end[2]) if max(z, end[2]) < _TOP_UU else 0.0


def _is_inside(x: float, y: float) -> bool:
    far_x, far_y = abs(x), abs(y)
    return far_x < _INNER_X_UU and far_y < _INNER_Y_UU and far_x + far_y < _INNER_SUM_UU


def _depth(car: Car, axes: Axes) -> float:
    """How far a car reaches down from its centre: its body, or a wheel that could carry it."""
    nose, side, roof = axes[0][2], axes[1][2], axes[2][2]
    (ahead, _, above), (length, width, height) = car.box.offset, car.half_uu
    depth = length * abs(nose) + width * abs(side) + height * abs(roof)
    depth -= ahead * nose + above * roof
    if roof < 0.0:
        return depth
    wheels = _REAR_UU * nose if nose > 0 else -_FRONT_UU * nose
    return max(depth, wheels + _TRACK_UU * abs(side) + _WHEEL_UU * roof)


def _push(car: Car, nose: Vector, ticks: int, *, level_from: float | None) -> None:
    """Moves the car, with gravity, throttle, boost, and what a dodge takes of vertical speed."""
    seconds = ticks * TICK_SECONDS
    controls = car.controls
    rate = controls.throttle * AIR_THROTTLE_UU_PER_S2
    rate += car.burn(controls, ticks) / ticks * BOOST_AIR_UU_PER_S2
    ax, ay, az = rate * nose[0], rate * nose[1], rate * nose[2] - GRAVITY_UU_PER_S2
    vx, vy, vz = car.velocity
    x, y, z = car.position
    velocity = vx + ax * seconds, vy + ay * seconds, vz + az * seconds
    # In every tick the speed changes before the way is gone.
    late = 0.5 * seconds * (seconds + TICK_SECONDS)
    if level_from is not None:
        velocity, z = _levelled(velocity, (vz, az), z, ticks, level_from)
    else:
        z += vz * seconds + az * late
    car.velocity = limited(velocity, CAR_MAX_SPEED_UU_PER_S)
    car.position = x + vx * seconds + ax * late, y + vy * seconds + ay * late, z


def _levelled(
    velocity: Vector, climb: tuple[float, float], z: float, ticks: int, dodged: float
) -> tuple[Vector, float]:
    """Velocity and height after ticks of a dodge that began so many seconds ago."""
    vz, az = climb
    for _ in range(ticks):
        dodged += TICK_SECONDS
        if dodged >= DODGE_LEVEL_FROM_SECONDS and (vz < 0 or dodged < DODGE_LEVEL_UNTIL_SECONDS):
            vz *= 1 - DODGE_LEVEL_SHARE_PER_TICK
        vz += az * TICK_SECONDS
        z += vz * TICK_SECONDS
    return (velocity[0], velocity[1], vz), z


def _spun(car: Car, controls: Controls, axes: Axes, torque: Vector, ticks: int) -> Vector:
    """The spin after a frame of input, damping and a dodge's torque."""
    state = car.jumping
    seconds = ticks * TICK_SECONDS
    rolls, pitches, yaws = into(axes, car.spin)
    pitch, yaw = controls.pitch, controls.yaw
    left, forward, _ = torque
    if torque != ZERO:
        cancels = pitch * forward > 0
        forward *= 1 - min(abs(pitch), 1.0) if cancels else 1.0
        rolls += DODGE_ROLL_RAD_PER_S2 * left * seconds
        pitches += DODGE_PITCH_RAD_PER_S2 * forward * seconds
        if not cancels:
            return out_of(axes, (rolls, pitches, yaws))
    if state.has_dodged and state.dodge_seconds < DODGE_SECONDS + DODGE_PITCH_LOCK_SECONDS:
        pitch = 0.0
    return out_of(
        axes,
        (
            _steered(rolls, -AIR_ROLL_RAD_PER_S2 * controls.roll, AIR_ROLL_DAMPING_PER_S, ticks),
            _steered(
                pitches,
                -AIR_PITCH_RAD_PER_S2 * pitch,
                AIR_PITCH_DAMPING_PER_S * (1 - abs(pitch)),
                ticks,
            ),
            _steered(yaws, AIR_YAW_RAD_PER_S2 * yaw, AIR_YAW_DAMPING_PER_S * (1 - abs(yaw)), ticks),
        ),
    )


def _steered(spin: float, rate: float, damping: float, ticks: int) -> float:
    """Spin about an axis after ticks of a torque and damping."""
    if damping == 0.0:
        return spin + rate * ticks * TICK_SECONDS
    keep = (1 - damping * TICK_SECONDS) ** ticks
    return spin * keep + rate / damping * (1 - keep)


def _pass(state: Jumping, seconds: float, *, is_pressed: bool) -> None:
    """Time goes by in the air."""
    state.is_pressed = is_pressed
    state.double_seconds += seconds
    state.dodge_seconds += seconds
    if state.has_jumped:
        state.jump_seconds += seconds
        state.free_seconds += seconds
