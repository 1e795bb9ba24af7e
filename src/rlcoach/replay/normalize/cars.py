"""What cars do: controls, boost, and the parts that switch on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.kinds import Component
from rlcoach.replay.network import NONE_ID, Scalars
from rlcoach.replay.normalize.actors import Cast, Role, Rows
from rlcoach.replay.normalize.bodies import Lives
from rlcoach.replay.normalize.hold import hold, merged
from rlcoach.replay.tables import (
    Activations,
    Bodies,
    Boost,
    BoostUpdates,
    DodgeRefreshes,
    HandbrakeUpdates,
    Inputs,
)

BOOST_DRAIN_RAW_PER_SECOND = 85.0
"""255 raw in 3.0 s; regression over 2,259 real boost spans gives 84.8."""

BOOST_FULL_RAW = 255.0

_COMPONENT_OF_ROLE = {
    Role.BOOST: Component.BOOST,
    Role.JUMP: Component.JUMP,
    Role.DOUBLE_JUMP: Component.DOUBLE_JUMP,
    Role.DODGE: Component.DODGE,
    Role.FLIP_CAR: Component.FLIP_CAR,
}


def inputs(
    cast: Cast,
    lives: Lives,
    player_of_car: NDArray[np.int32],
    player_of_actor: NDArray[np.int32],
    *,
    players: int,
) -> Inputs:
    """Controls per car and settings per player, held over frames."""
    frames = cast.network.frame_count
    until = taking_part_until(cast, lives)

    def control(name: str, rest: float, dtype: type) -> NDArray[Any]:
        found = cast.scalars(name)
        known = (player_of_car[found.actor] >= 0) & (found.frame < until[found.actor])
        # A new car starts with every control at rest.
        row, frame, value = merged(
            (lives.owner, lives.start, np.full(len(lives.start), rest)),
            (player_of_car[found.actor][known], found.frame[known], found.value[known]),
        )
        return hold((players, frames), row, frame, value, initial=rest, dtype=dtype)

    def setting(
        found: Scalars, owner: NDArray[np.int32], initial: int, dtype: type
    ) -> NDArray[Any]:
        row = owner[found.actor]
        known = row >= 0
        return hold(
            (players, frames),
            row[known],
            found.frame[known],
            found.value[known],
            initial=initial,
            dtype=dtype,
        )

    camera_owner = _camera_owner(cast, player_of_actor)
    ball_cam = cast.scalars(
        "TAGame.CameraSettingsActor_TA:bUsingSecondaryCamera", "TAGame.PRI_TA:bUsingSecondaryCamera"
    )
    behind = cast.scalars(
        "TAGame.CameraSettingsActor_TA:bUsingBehindView", "TAGame.PRI_TA:bUsingBehindView"
    )
    throttle = control("TAGame.Vehicle_TA:ReplicatedThrottle", 128, np.float32)
    steer = control("TAGame.Vehicle_TA:ReplicatedSteer", 128, np.float32)
    return Inputs(
        throttle=(throttle - np.float32(128)) / np.float32(127),
        steer=(steer - np.float32(128)) / np.float32(127),
        handbrake=control("TAGame.Vehicle_TA:bReplicatedHandbrake", 0, np.bool_),
        ball_cam=setting(ball_cam, camera_owner, NONE_ID, np.int8),
        behind_view=setting(behind, camera_owner, 0, np.bool_),
        ping=setting(
            cast.scalars("Engine.PlayerReplicationInfo:Ping"), player_of_actor, NONE_ID, np.int16
        ),
    )


def handbrake_updates(cast: Cast, player_of_car: NDArray[np.int32]) -> HandbrakeUpdates:
    """Presses and releases of cars that have a player."""
    found = cast.scalars("TAGame.Vehicle_TA:bReplicatedHandbrake")
    known = player_of_car[found.actor] >= 0
    return HandbrakeUpdates(
        seq=found.seq[known],
        frame=found.frame[known],
        life=found.actor[known],
        is_on=found.value[known] == 1,
    )


def _camera_owner(cast: Cast, player_of_actor: NDArray[np.int32]) -> NDArray[np.int32]:
    """[actor] player of camera actors, and of player actors for the eras without cameras."""
    padded = np.append(player_of_actor, np.int32(NONE_ID))
    through_camera = padded[cast.last_link("TAGame.CameraSettingsActor_TA:PRI")]
    return np.where(player_of_actor >= 0, player_of_actor, through_camera)


def player_of_component(cast: Cast, player_of_car: NDArray[np.int32]) -> NDArray[np.int32]:
    """[actor] the player whose car a component belongs to, -1 for all other actors."""
    padded = np.append(player_of_car, np.int32(NONE_ID))
    return padded[cast.last_link("TAGame.CarComponent_TA:Vehicle")]


def taking_part_until(cast: Cast, lives: Lives) -> NDArray[np.int32]:
    """[actor] frame from which it counts no more: deleted, or its car demolished or replaced.

    The actors of a demolished car live on for two seconds beside those of the next one.
    """
    until = cast.network.actors.death_frame.copy()
    until[lives.actor] = lives.end
    car = cast.last_link("TAGame.CarComponent_TA:Vehicle")
    return np.where(car >= 0, np.minimum(until, until[car]), until)


def activations(cast: Cast, owner: NDArray[np.int32], until: NDArray[np.int32]) -> Activations:
    """Switches of components: rising edges of the counters, and taps hidden in larger steps.

    Args:
        cast: The actors of the file.
        owner: `player_of_component`.
        until: `taking_part_until`; what is on then is off from there.
    """
    found = cast.scalars("TAGame.CarComponent_TA:ReplicatedActive")
    component_of = np.full(len(Role), NONE_ID, dtype=np.int8)
    for role, kind in _COMPONENT_OF_ROLE.items():
        component_of[role] = kind
    component = component_of[cast.role[found.actor]]
    picked = np.flatnonzero(component >= 0)
    picked = picked[np.argsort(found.actor[picked], kind="stable")]
    actor, frame, value = found.actor[picked], found.frame[picked], found.value[picked]

    before = np.zeros_like(value)
    same = actor[1:] == actor[:-1]
    before[1:][same] = value[:-1][same]
    step = (value - before) & 255
    switched_on = (before + step + 1) // 2 - (before + 1) // 2
    is_first = np.ones(len(actor), dtype=bool)
    is_first[1:] = ~same
    rises = (value % 2 == 1) & (before % 2 == 0)
    # A first value above 1 is the state at the beginning of the file, and a value that goes down
    # (once in 5,000) a correction by the server: neither hides taps.
    hidden = np.where(is_first | (step >= 128), 0, switched_on - rises).astype(np.int64)

    ends = np.full(len(actor), cast.network.frame_count, dtype=np.int32)
    ends[:-1][same] = frame[1:][same]
    ends = np.maximum(np.minimum(ends, until[actor]), frame)

    edge, tap = np.flatnonzero(rises), np.repeat(np.arange(len(actor)), hidden)
    # Off and on again between two frames: the last of these taps goes on, the others are over.
    goes_on = (value % 2 == 1) & (before % 2 == 1)
    is_last = np.ones(len(tap), dtype=bool)
    is_last[:-1] = tap[1:] != tap[:-1]
    rows = np.concatenate((edge, tap))
    is_hidden = np.concatenate((np.zeros(len(edge), dtype=bool), np.ones(len(tap), dtype=bool)))
    end = np.concatenate((ends[edge], np.where(is_last & goes_on[tap], ends[tap], frame[tap])))
    seq = found.seq[picked][rows]
    order = np.argsort(seq, kind="stable")
    rows, is_hidden, end, seq = rows[order], is_hidden[order], end[order], seq[order]
    return Activations(
        seq=seq,
        frame=frame[rows],
        time=_time(cast)[frame[rows]],
        player=owner[actor[rows]],
        component=component[picked][rows],
        end_frame=end.astype(np.int32),
        is_hidden=is_hidden,
        torque=_vector_at(
            cast, "TAGame.CarComponent_Dodge_TA:DodgeTorque", actor[rows], frame[rows]
        ),
        impulse=_vector_at(
            cast, "TAGame.CarComponent_DoubleJump_TA:DoubleJumpImpulse", actor[rows], frame[rows]
        ),
    )


def _vector_at(cast: Cast, name: str, actor: Rows, frame: NDArray[np.int32]) -> NDArray[np.float32]:
    """The vector each actor holds at the end of `frame`; NaN where it never sent one."""
    found = cast.vectors(name)
    result = np.full((len(actor), 3), np.nan, dtype=np.float32)
    if len(found.frame) == 0:
        return result
    factor = cast.network.frame_count + 1
    keys = found.actor.astype(np.int64) * factor + found.frame
    order = np.argsort(keys, kind="stable")
    wanted = actor.astype(np.int64) * factor + frame
    spot = np.searchsorted(keys[order], wanted, side="right") - 1
    row = order[np.maximum(spot, 0)]
    known = (spot >= 0) & (found.actor[row] == actor)
    result[known] = found.value[row[known]]
    return result


def boost(
    cast: Cast, owner: NDArray[np.int32], lives: Lives, bodies: Bodies, active: Activations
) -> Boost:
    """Boost updates, and the tank between them."""
    players, frames = bodies.present.shape
    updates = _boost_updates(cast, owner)
    is_active = _spans(active, Component.BOOST, players, frames)
    drain = is_active * (cast.network.frame_delta * np.float32(BOOST_DRAIN_RAW_PER_SECOND))
    drain[_unlimited(cast, owner, players)] = 0
    spent = np.cumsum(drain, axis=1, dtype=np.float64)
    # The frame's own delta came before its update: drain counts from the frame after. What the
    # tank would hold had it never drained is constant between updates, so that is what is held.
    at_update = updates.amount + spent[updates.player, updates.frame]
    counts = updates.frame < taking_part_until(cast, lives)[updates.life]
    # What a new car has is sent with it or a frame later; until then it is not known.
    row, frame, value = merged(
        (lives.owner, lives.start, np.full(len(lives.start), np.nan)),
        (updates.player[counts], updates.frame[counts], at_update[counts]),
    )
    brimful = hold((players, frames), row, frame, value, initial=np.nan, dtype=np.float64)
    amount = np.maximum(brimful - spent, 0) * (100.0 / BOOST_FULL_RAW)
    amount[~bodies.present] = np.nan
    return Boost(amount=amount.astype(np.float32), is_active=is_active, updates=updates)


def _boost_updates(cast: Cast, owner: NDArray[np.int32]) -> BoostUpdates:
    found = cast.scalars(
        "TAGame.CarComponent_Boost_TA:ReplicatedBoostAmount",
        "TAGame.CarComponent_Boost_TA:ReplicatedBoost",
    )
    has_grants = found.attribute == cast.attribute("TAGame.CarComponent_Boost_TA:ReplicatedBoost")
    player = owner[found.actor]
    known = player >= 0
    return BoostUpdates(
        seq=found.seq[known],
        frame=found.frame[known],
        player=player[known],
        life=found.actor[known],
        amount=found.value[known].astype(np.int32),
        grants=np.where(has_grants, found.extra, NONE_ID)[known].astype(np.int32),
    )


def _unlimited(cast: Cast, owner: NDArray[np.int32], players: int) -> NDArray[np.bool_]:
    """[player] who never runs out: a mutator of the whole match in every file seen."""
    found = cast.scalars(
        "TAGame.CarComponent_Boost_TA:UnlimitedBoostRefCount",
        "TAGame.CarComponent_Boost_TA:bUnlimitedBoost",
    )
    result = np.zeros(players, dtype=bool)
    who = owner[found.actor[found.value > 0]]
    result[who[who >= 0]] = True
    return result


def _spans(
    active: Activations, component: Component, players: int, frames: int
) -> NDArray[np.bool_]:
    """[player, frame] whether `component` is on."""
    rows = (active.component == component) & (active.player >= 0)
    change = np.zeros((players, frames + 1), dtype=np.int32)
    np.add.at(change, (active.player[rows], active.frame[rows]), 1)
    np.add.at(change, (active.player[rows], active.end_frame[rows]), -1)
    return np.cumsum(change[:, :-1], axis=1) > 0


def dodge_refreshes(cast: Cast, player_of_car: NDArray[np.int32]) -> DodgeRefreshes:
    """Rises of the counter of dodges regained in the air."""
    found = cast.scalars("TAGame.Car_TA:DodgesRefreshedCounter")
    order = np.argsort(found.actor, kind="stable")
    actor, value = found.actor[order], found.value[order]
    # A car that appears with a counter is one the recording lost sight of.
    is_state = found.frame[order] == cast.network.actors.birth_frame[actor]
    before = np.where(is_state, value, 0)
    same = actor[1:] == actor[:-1]
    before[1:][same] = value[:-1][same]
    rows = order[value > before]
    rows.sort()
    return DodgeRefreshes(
        frame=found.frame[rows],
        time=_time(cast)[found.frame[rows]],
        player=player_of_car[found.actor[rows]],
        count=found.value[rows].astype(np.int32),
    )


def _time(cast: Cast) -> NDArray[np.float64]:
    return cast.network.frame_time.astype(np.float64)
