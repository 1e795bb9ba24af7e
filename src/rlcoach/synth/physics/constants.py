"""Numbers of the game: uu, seconds, rad.

Where nothing else is said a value was measured in the game by its bot makers and published with
their tools (RLBot's wiki, Samuel Mish's notes, RocketSim).
"""

from __future__ import annotations

TICK_SECONDS = 1 / 120
GRAVITY_UU_PER_S2 = 650.0

BALL_RADIUS_UU = 91.25
BALL_MASS = 30.0
"""In the unit of `CAR_MASS`; only the ratio matters."""
BALL_RESTITUTION = 0.6
BALL_FRICTION = 0.35
BALL_DRAG_PER_S = 0.03
BALL_MAX_SPEED_UU_PER_S = 6000.0
BALL_MAX_SPIN_RAD_PER_S = 6.0
BALL_ROLL_BELOW_UU_PER_S = 12.0
"""A ball that meets a surface more slowly stays on it: two ticks of gravity."""

CAR_MASS = 180.0
CAR_MAX_SPEED_UU_PER_S = 2300.0
CAR_MAX_SPIN_RAD_PER_S = 5.5
SUPERSONIC_UU_PER_S = 2200.0
STAYS_SUPERSONIC_UU_PER_S = 2100.0
STAYS_SUPERSONIC_SECONDS = 1.0
"""A supersonic car stays so for this long between the two speeds."""

THROTTLE_UU_PER_S2 = ((0.0, 1600.0), (1400.0, 160.0), (1410.0, 0.0))
"""Acceleration by forward speed."""
BRAKE_UU_PER_S2 = 3500.0
COAST_UU_PER_S2 = 525.0
STOP_BELOW_UU_PER_S = 25.0
"""Below this speed a car that coasts is held."""
AIR_THROTTLE_UU_PER_S2 = 66.667

BOOST_GROUND_UU_PER_S2 = 991.667
BOOST_AIR_UU_PER_S2 = 1058.333
BOOST_PCT_PER_S = 100 / 3
BOOST_LEAST_SECONDS = 0.1
"""A tap of boost lasts at least this long."""

CURVATURE_PER_UU = (
    (0.0, 0.0069),
    (500.0, 0.00398),
    (1000.0, 0.00235),
    (1500.0, 0.001375),
    (1750.0, 0.0011),
    (2300.0, 0.00088),
)
"""Of the tightest turn without handbrake, by speed."""
STEER_RESPONSE_PER_S = 20.0
"""How fast the rate of turning follows the wheels; chosen."""
HANDBRAKE_RISE_PER_S = 5.0
HANDBRAKE_FALL_PER_S = 2.0
HANDBRAKE_TURN_RAD_PER_S = 3.45
HANDBRAKE_TURN_RAD_PER_S2 = 12.0
"""Full steering in a slide at 1000 to 1500 uu/s turns by 3.0 rad/s after 0.15 s and by 3.4 after
0.4 s in real replays (915 moments)."""
GRIP_ROOT_UU_PER_S2 = 350.0
"""Sideways deceleration over the square root of the sideways speed. Full steering in real replays
has 15 uu/s sideways at a pull of 1500 uu/s², 61 at 2900, 155 at 4300 (9,521 moments), and slides
that are caught lose 12 per second beyond 300 uu/s."""
HANDBRAKE_GRIP_SHARE = 0.05
"""0.7 per second in the same replays."""

STICK_SHARE = 0.5
"""Of gravity, towards the surface while wheels touch; on walls that much more as gravity pulls
less, if the car moves."""

JUMP_UU_PER_S = 875 / 3
JUMP_HOLD_UU_PER_S2 = 4375 / 3
JUMP_HOLD_SECONDS = 0.2
JUMP_LEAST_SECONDS = 0.025
JUMP_FIRST_SHARE = 0.62
"""Of the holding force during the least time."""
SECOND_JUMP_WITHIN_SECONDS = 1.25
"""After the first jump's force ended; without a first jump there is no limit."""
DOUBLE_JUMP_SHOWN_SECONDS = 0.1
"""How long the file shows a double jump (median of real replays 0.104)."""

DODGE_DEADZONE = 0.5
DODGE_UU_PER_S = 500.0
DODGE_SIDE_GAIN = 0.9
DODGE_BACK_GAIN = 1.5
"""How much stronger a dodge to the side and one against the motion get up to top speed."""
DODGE_BACK_SHARE = 16 / 15
DODGE_SLOW_UU_PER_S = 100.0
"""Below this speed a dodge back counts as one against the motion."""
DODGE_SECONDS = 0.65
DODGE_ROLL_RAD_PER_S2 = 260.0
DODGE_PITCH_RAD_PER_S2 = 224.0
DODGE_TORQUE_SENT_SHARE = 0.01
"""The file sends a torque of 2.6 for a full roll and 2.24 for a full pitch."""
DODGE_LEVEL_FROM_SECONDS = 0.15
DODGE_LEVEL_UNTIL_SECONDS = 0.21
DODGE_LEVEL_SHARE_PER_TICK = 0.35
"""Loss of vertical speed in this window, and after it while falling, until the dodge ends."""
DODGE_PITCH_LOCK_SECONDS = 0.3
"""After a dodge, in which pitch input does nothing."""

AIR_PITCH_RAD_PER_S2 = 12.46
AIR_YAW_RAD_PER_S2 = 9.11
AIR_ROLL_RAD_PER_S2 = 38.34
AIR_PITCH_DAMPING_PER_S = 2.876
AIR_YAW_DAMPING_PER_S = 1.917
AIR_ROLL_DAMPING_PER_S = 4.794
"""Loss of spin in the air; input on pitch and yaw takes the damping of its own axis away."""

CAR_REST_UU = 17.0
"""Centre of a standing car above its surface."""
WHEELS_UU = ((51.25, 25.9), (51.25, -25.9), (-33.75, 29.5), (-33.75, -29.5))
"""Forward and right of the four wheels of the commonest car."""
WHEEL_DROOP_UU = 2.5
"""How far an unloaded wheel hangs below where it stands; lengthens contact on take-off."""
SPRING_PER_S2 = 1600.0
SPRING_DAMPING_PER_S = 56.0
"""All four springs together, per mass: 6 Hz at 0.7 of critical damping, chosen so that a landing
from a jump bends them by some 8 uu and does not bounce."""
BODY_RESTITUTION = 0.3
BODY_FRICTION = 0.3
"""Of the body against the field."""
RIGHTING_RAD_PER_S2 = 80.0
RIGHTING_UU_PER_S2 = 100.0
"""A car that lies or stands on less than four wheels is turned and pulled onto them by throttle."""
FLIP_OVER_UU_PER_S = 200.0
FLIP_OVER_RAD_PER_S2 = 50.0
FLIP_OVER_SECONDS = 0.4
"""A car on its roof that jumps is thrown up and turned; shown for 0.397 s in real replays."""
FLIP_OVER_ROLL_RAD = 2.8
"""A car is on its roof from here on."""

CAR_BALL_FRICTION = 2.0
HIT_SHARE_BY_SPEED = ((0.0, 0.65), (500.0, 0.65), (2300.0, 0.55), (4600.0, 0.3))
"""The game adds this share of the speed between car and ball to every hit."""
HIT_HEIGHT_SHARE = 0.35
HIT_FORWARD_SHARE = 0.65
"""The direction of the addition is from car to ball, flattened, with less along the nose."""
HIT_MAX_SPEED_UU_PER_S = 4600.0

BUMP_PUSH_GROUND = ((0.0, 0.83), (1400.0, 1100.0), (2200.0, 1530.0))
BUMP_PUSH_AIR = ((0.0, 0.83), (1400.0, 1390.0), (2200.0, 1945.0))
BUMP_PUSH_UP = ((0.0, 0.33), (1400.0, 278.0), (2200.0, 417.0))
"""uu/s the victim gets along the attacker's way, and up, by the speed the attacker comes at."""
BUMP_NOSE_UU = 64.5
"""Who is hit by a part of a car farther ahead than this is bumped."""
BUMP_AGAIN_SECONDS = 0.25
CAR_CAR_RESTITUTION = 0.1


def along(curve: tuple[tuple[float, float], ...], x: float) -> float:
    """A curve's value, linear between its points and constant beyond them."""
    before = curve[0]
    for point in curve:
        if x < point[0]:
            share = (x - before[0]) / (point[0] - before[0]) if point is not before else 0.0
            return before[1] + share * (point[1] - before[1])
        before = point
    return before[1]
