"""In the air without a purpose: down onto the wheels, the nose along the way."""

from __future__ import annotations

from rlcoach.synth.physics.aiming import air_sticks
from rlcoach.synth.physics.arena import nearest_surface
from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.constants import GRAVITY_UU_PER_S2
from rlcoach.synth.physics.vectors import Vector

_LOOK_AHEAD_SECONDS = 0.35
_NEAR_UU = 320.0
"""From a surface other than the floor, at which a car turns its wheels to it."""

_OVER = 0.3
"""Cosine between roof and up, from which a dodge's turn is brought to its end by hand."""


def recover(car: Car, toward: Vector) -> Controls:
    """Turns the car so that it lands driving.

    Args:
        car: In the air, or on its roof.
        toward: A level direction to look along if the car hardly moves.
    """
    state = car.jumping
    if state.is_dodging or (state.has_dodged and car.axes[2][2] < _OVER and not car.is_driving):
        # On the way it turns already: with it the car is over soonest.
        left, forward, _ = state.torque
        return Controls(throttle=1.0, pitch=0.0 if state.is_dodging else -forward, roll=-left)
    u, v, w = car.velocity
    x, y, z = car.position
    ahead = _LOOK_AHEAD_SECONDS
    fallen = 0.5 * GRAVITY_UU_PER_S2 * ahead * ahead
    surface = nearest_surface((x + u * ahead, y + v * ahead, z + w * ahead - fallen))
    roof: Vector = (0.0, 0.0, 1.0)
    if surface.distance < _NEAR_UU and surface.normal[2] > -0.5:
        roof = surface.normal
    if u * u + v * v < 300.0**2:
        u, v, w = toward[0], toward[1], 0.0
    into = u * roof[0] + v * roof[1] + w * roof[2]
    nose = (u - into * roof[0], v - into * roof[1], w - into * roof[2])
    if nose == (0.0, 0.0, 0.0):
        nose = car.axes[0]
    pitch, yaw, roll = air_sticks(car, nose, roof)
    return Controls(throttle=1.0, pitch=pitch, yaw=yaw, roll=roll)
