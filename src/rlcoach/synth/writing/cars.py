"""What cars and their parts send: bodies, controls, boost, jumps, demolitions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.match_record import PARTS, Demolished, PadTaken, RoundStart
from rlcoach.synth.writing import values
from rlcoach.synth.writing.balls import PLACE_UNIT_PER_UU
from rlcoach.synth.writing.bits import Bits, joined
from rlcoach.synth.writing.bodies import BODY, body_words, vector_words
from rlcoach.synth.writing.cast import Crew
from rlcoach.synth.writing.context import Writing
from rlcoach.synth.writing.seeds import dice

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SEND_GAPS = (1, 2, 3)
SEND_SHARES = (0.18, 0.54, 0.28)
"""How many frames lie between two bodies of a moving car, and how often: real files have gaps of
1 in 9 to 28 % of cases, 2 in 48 to 72 %, 3 in 20 to 40 %."""

IMPULSE_UU_PER_S = 525.0
"""A double jump is sent as that long a vector along the roof."""

FULL_TANK = 255
_LEAST_RISE_PCT = 0.1
"""Less than a step of what is sent: a rise by it is rounding."""

_VECTOR_PER_UNIT = 100.0
"""Torques and impulses have two decimals in every era."""
_STICK_REST, _STICK_RANGE = 128, 127
_VEHICLE = "TAGame.Vehicle_TA:"
_CAR = "TAGame.Car_TA:"
_PART = "TAGame.CarComponent_TA:"
_BOOST = "TAGame.CarComponent_Boost_TA:"


def send_cars(writing: Writing) -> None:
    """Everything of all cars."""
    cadences = [_cadence(writing, player) for player in range(len(writing.record.players))]
    rounds = [one.frame for one in writing.record.happenings if isinstance(one, RoundStart)]
    for crew in writing.cast.crews:
        _send_links(writing, crew)
        _send_driving(writing, crew, rounds)
        _send_bodies(writing, crew, cadences[crew.player])
        _send_controls(writing, crew)
        _send_parts(writing, crew)
        _send_boost(writing, crew)
        _send_refreshes(writing, crew)
        if crew.wreck is not None:
            _send_wreck(writing, crew, crew.wreck)


def _cadence(writing: Writing, player: int) -> NDArray[np.bool_]:
    """[frame] whether the car of a player is due, if it has moved."""
    frames = writing.record.frame_count
    gaps = dice(writing.record.setting.guid, f"cadence {player}").choice(
        SEND_GAPS, size=frames + 1, p=SEND_SHARES
    )
    due = np.cumsum(gaps)
    is_due = np.zeros(frames, dtype=bool)
    is_due[due[due < frames]] = True
    is_due[writing.keyframes] = True
    return is_due


def _send_links(writing: Writing, crew: Crew) -> None:
    sheet, car = writing.sheet, crew.car
    pri = writing.cast.players[crew.player]
    sheet.send(car, "Engine.Pawn:PlayerReplicationInfo", values.link(pri.actor_id))
    team = writing.record.players[crew.player].team
    sheet.send(car, _CAR + "TeamPaint", values.team_paint(team))
    for part in crew.parts:
        sheet.send(part, _PART + "Vehicle", values.link(car.actor_id))


def _send_driving(writing: Writing, crew: Crew, rounds: Sequence[int]) -> None:
    """A car can drive when the round begins, or at once if it appears within one."""
    births = [life.start for life in writing.cast.balls if life.start <= crew.start]
    of_round = births[-1] if births else 0
    begun = next((frame for frame in rounds if frame >= of_round), None)
    if begun is not None and begun < crew.end:
        frame = max(begun, crew.start)
        writing.sheet.send(crew.car, _VEHICLE + "bDriving", values.flag(True), frame)


def _send_bodies(writing: Writing, crew: Crew, cadence: NDArray[np.bool_]) -> None:
    """The body whenever the car is due and the body is another one than was sent last."""
    due = crew.start + np.flatnonzero(cadence[crew.start : crew.end])
    due = np.unique(np.append(due, crew.start))
    rows = writing.record.cars.body[due, crew.player]
    asleep = np.zeros(len(due), dtype=bool)
    if crew.wreck is not None:
        # It lies where it was last seen.
        due = np.append(due, crew.wreck.frame)
        rows = np.concatenate((rows, writing.record.cars.body[[crew.end - 1], crew.player]))
        asleep = np.append(asleep, True)
    words = body_words(rows, writing.era.body, asleep=asleep)
    is_other = np.ones(len(due), dtype=bool)
    is_other[1:] = (words.values[1:] != words.values[:-1]).any(axis=1)
    writing.sheet.send_words(
        crew.car, BODY, due[is_other], words.values[is_other], words.widths[is_other]
    )


def _send_controls(writing: Writing, crew: Crew) -> None:
    cars, span = writing.record.cars, slice(crew.start, crew.end)
    sticks = {"ReplicatedThrottle": cars.throttle, "ReplicatedSteer": cars.steer}
    for name, stick in sticks.items():
        shown = np.rint(_STICK_REST + _STICK_RANGE * stick[span, crew.player]).astype(np.int64)
        _send_changes(writing, crew, _VEHICLE + name, np.clip(shown, 0, 255), _STICK_REST)
    pressed = cars.handbrake[span, crew.player].astype(np.int64)
    frames = np.flatnonzero(np.diff(pressed, prepend=0))
    writing.sheet.send_column(
        crew.car, _VEHICLE + "bReplicatedHandbrake", crew.start + frames, pressed[frames], 1
    )


def _send_changes(writing: Writing, crew: Crew, attribute: str, shown: Whole, rest: int) -> None:
    """A byte of the car whenever it changes."""
    frames = np.flatnonzero(np.diff(shown, prepend=rest))
    writing.sheet.send_column(crew.car, attribute, crew.start + frames, shown[frames], 8)


def _send_parts(writing: Writing, crew: Crew) -> None:
    """Counters of parts that switched, and what goes with a dodge or double jump."""
    cars, span = writing.record.cars, slice(crew.start, crew.end)
    for at, part in enumerate(crew.parts):
        counter = cars.counters[span, crew.player, at]
        frames = np.flatnonzero(np.diff(counter, prepend=0))
        writing.sheet.send_column(
            part, _PART + "ReplicatedActive", crew.start + frames, counter[frames], 8
        )
    _send_torque(writing, crew)
    _send_impulse(writing, crew)


def _send_torque(writing: Writing, crew: Crew) -> None:
    """The direction of the last dodge, when it is another one."""
    torque = writing.record.cars.torque[crew.start : crew.end, crew.player]
    steps = np.rint(np.nan_to_num(torque) * _VECTOR_PER_UNIT).astype(np.int64)
    before = np.zeros_like(steps)
    before[1:] = steps[:-1]
    frames = np.flatnonzero((steps != before).any(axis=1))
    words = vector_words(torque[frames], _VECTOR_PER_UNIT, writing.era.body)
    dodge = crew.parts[PARTS.index("dodge")]
    attribute = "TAGame.CarComponent_Dodge_TA:DodgeTorque"
    writing.sheet.send_words(dodge, attribute, crew.start + frames, words.values, words.widths)


def _send_impulse(writing: Writing, crew: Crew) -> None:
    """Where the roof points when a double jump begins."""
    at = PARTS.index("double_jump")
    counter = writing.record.cars.counters[crew.start : crew.end, crew.player, at]
    begun = (counter + 1) // 2
    frames = crew.start + np.flatnonzero(np.diff(begun, prepend=0) > 0)
    roof = _roof(writing.record.cars.body[frames, crew.player, 3:7])
    words = vector_words(roof * IMPULSE_UU_PER_S, _VECTOR_PER_UNIT, writing.era.body)
    attribute = "TAGame.CarComponent_DoubleJump_TA:DoubleJumpImpulse"
    writing.sheet.send_words(crew.parts[at], attribute, frames, words.values, words.widths)


def _roof(rotation: Floats) -> Floats:
    """[row, xyz] up of bodies turned by quaternions."""
    x, y, z, w = rotation.T
    return np.stack((2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)), axis=1)


def _send_boost(writing: Writing, crew: Crew) -> None:
    """The tank when the car appears, when it rises, and when boosting stops."""
    record, at = writing.record, PARTS.index("boost")
    tank = record.cars.boost_pct[crew.start : crew.end, crew.player]
    counter = record.cars.counters[crew.start : crew.end, crew.player, at]
    grants = np.zeros(len(tank), dtype=np.int64)
    for one in record.happenings:
        is_own = isinstance(one, PadTaken) and one.player == crew.player
        if is_own and crew.start <= one.frame < crew.end:
            grants[one.frame - crew.start] += 1
    told = grants > 0
    told[0] = True
    told[1:] |= np.diff(tank) > _LEAST_RISE_PCT
    told[1:] |= np.diff(counter // 2) > 0
    frames = np.flatnonzero(told)
    amount = np.rint(np.clip(np.nan_to_num(tank[frames]), 0, 100) * FULL_TANK / 100)
    shown = amount.astype(np.int64)
    boost = crew.parts[at]
    if writing.era.has_boost_grants:
        both = np.cumsum(grants)[frames] % 256 | shown << 8
        writing.sheet.send_column(boost, _BOOST + "ReplicatedBoost", crew.start + frames, both, 32)
    else:
        attribute = _BOOST + "ReplicatedBoostAmount"
        writing.sheet.send_column(boost, attribute, crew.start + frames, shown, 8)


def _send_refreshes(writing: Writing, crew: Crew) -> None:
    """Dodges the ball gave back, from zero on."""
    count = writing.record.cars.refreshes[crew.start : crew.end, crew.player]
    frames = np.flatnonzero(np.diff(count, prepend=-1))
    writing.sheet.send_column(
        crew.car, _CAR + "DodgesRefreshedCounter", crew.start + frames, count[frames], 32
    )


def _send_wreck(writing: Writing, crew: Crew, wreck: Demolished) -> None:
    """The demolition, told by the victim's car, which is neither seen nor felt from then on."""
    car, frame = crew.car, wreck.frame
    for name, is_so in (("bCollideActors", False), ("bHidden", True), ("bBlockActors", False)):
        writing.sheet.send(car, f"Engine.Actor:{name}", values.flag(is_so), frame)
    writing.sheet.send(car, "Engine.Pawn:PlayerReplicationInfo", values.link(None), frame)
    attacker = writing.cast.crew_at(wreck.attacker, frame)
    attacker_id = None if attacker is None else attacker.car.actor_id
    velocities = joined(
        *(
            values.vector(velocity, PLACE_UNIT_PER_UU, writing.era.body.size_limit)
            for velocity in (wreck.attacker_velocity, wreck.victim_velocity)
        )
    )
    cars = joined(values.link(attacker_id), values.link(car.actor_id))
    if writing.era.has_extended_demolitions:
        pri = writing.cast.players[wreck.attacker]
        attribute = "ReplicatedDemolishExtended"
        value = joined(_extended(pri.actor_id), cars, velocities)
    else:
        attribute = "ReplicatedDemolish"
        value = joined(cars, velocities)
    writing.sheet.send(car, _CAR + attribute, value, frame)


def _extended(attacker: int) -> Bits:
    """The attacking player; nobody demolished himself, and no goal explosion did it."""
    nobody = values.link(None)
    return joined(values.link(attacker), nobody, values.flag(False), nobody)
