"""Rigid bodies: one unit for all eras, one car per player, a body in every frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.header import Header
from rlcoach.replay.network import NONE_ID
from rlcoach.replay.normalize.actors import Cast, Role, Rows
from rlcoach.replay.normalize.hold import runs
from rlcoach.replay.tables import Bodies, BodyUpdates

_QUATERNIONS_SINCE = 7
_UU_SINCE = 5
_OLD_POSITION_SCALE = 100.0
_OLD_VELOCITY_SCALE = 10.0
_SPIN_UNIT = 0.01
"""Angular velocities are sent in 1/100 rad/s."""


@dataclass(frozen=True)
class Lives:
    """Actors that have a body, and from when to when it takes part. Shape [life]."""

    actor: Rows
    owner: NDArray[np.int32]
    """Player row; 0 for the ball, of which there is one."""
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    """First frame without it: deleted, replaced by a newer one, or demolished."""


def cut_short(lives: Lives, actor: Rows, frame: NDArray[np.int32]) -> Lives:
    """Ends lives early: a demolished car takes no part although its actor stays for 5 seconds."""
    end = lives.end.copy()
    spot = {int(a): i for i, a in enumerate(lives.actor)}
    for one, when in zip(actor.tolist(), frame.tolist(), strict=True):
        if one in spot:
            end[spot[one]] = min(end[spot[one]], when)
    return Lives(lives.actor, lives.owner, lives.start, end)


def car_lives(cast: Cast, player_of_car: NDArray[np.int32]) -> Lives:
    """Lives of cars that have a player; of two cars of one player the newest counts."""
    cars = cast.rows(Role.CAR)
    return _lives(cast, cars[player_of_car[cars] >= 0], player_of_car)


def ball_lives(cast: Cast) -> Lives:
    """Lives of the game ball; where a mode has several, the first of them (index 0)."""
    balls = cast.rows(Role.BALL)
    index = cast.scalars("TAGame.Ball_TA:GameBallIndex")
    second = np.unique(index.actor[index.value > 0])
    nobody = np.zeros(len(cast.role), dtype=np.int32)
    return _lives(cast, balls[~np.isin(balls, second)], nobody)


def _lives(cast: Cast, rows: Rows, owner_of: NDArray[np.int32]) -> Lives:
    actors = cast.network.actors
    owner = owner_of[rows]
    start = actors.birth_frame[rows]
    end = actors.death_frame[rows].copy()
    order = np.lexsort((start, owner))
    heirs, same = order[1:], owner[order[1:]] == owner[order[:-1]]
    before = order[:-1][same]
    end[before] = np.minimum(end[before], start[heirs[same]])
    return Lives(rows, owner, start, end)


def updates(cast: Cast, header: Header, lives: Lives) -> BodyUpdates:
    """All distinct bodies of `lives`, in the units of today and sorted by life."""
    sent = cast.network.bodies
    owner = np.full(len(cast.role), NONE_ID, dtype=np.int32)
    owner[lives.actor] = lives.owner
    picked = np.flatnonzero(owner[sent.actor] >= 0)
    life = sent.actor[picked]
    keys = life.astype(np.uint16) if len(cast.role) < 65_536 else life
    picked = picked[np.argsort(keys, kind="stable")]
    value = sent.value.take(picked, axis=0)
    distinct = _distinct(sent.actor[picked], value)
    if not distinct.all():
        picked, value = picked[distinct], value[distinct]
    life = sent.actor[picked]
    net_version = header.net_version or 0
    position, velocity, spin = value[:, 0:3], value[:, 7:10], value[:, 10:13] * _SPIN_UNIT
    if net_version < _UU_SINCE:
        position = position * _OLD_POSITION_SCALE
        velocity = velocity * _OLD_VELOCITY_SCALE
        spin = spin * _OLD_VELOCITY_SCALE
    rotation = value[:, 3:7]
    if net_version < _QUATERNIONS_SINCE:
        rotation = _from_euler(rotation)
    return BodyUpdates(
        seq=sent.seq[picked],
        frame=sent.frame[picked],
        player=owner[life],
        life=life,
        sleeping=sent.sleeping[picked],
        position=np.ascontiguousarray(position, dtype=np.float32),
        velocity=np.ascontiguousarray(velocity, dtype=np.float32),
        spin=np.ascontiguousarray(spin, dtype=np.float32),
        rotation=_continuous(rotation, life),
    )


def _distinct(life: NDArray[np.int32], value: NDArray[np.float32]) -> NDArray[np.bool_]:
    """False for a body that repeats all thirteen numbers of the one before it."""
    keep = np.ones(len(life), dtype=bool)
    # Most bodies move: comparing one number first leaves few rows for the other twelve.
    close = np.flatnonzero((value[1:, 0] == value[:-1, 0]) & (life[1:] == life[:-1]))
    keep[close + 1] = (value[close + 1] != value[close]).any(axis=1)
    return keep


def _from_euler(sent: NDArray[np.float32]) -> NDArray[np.float32]:
    """Legacy rotation (half turns of pitch, yaw and reversed roll) to a quaternion, ZYX order.

    A positive pitch is nose down: only so do cars on walls face where they drive, and bodies turn
    as their spin says.
    """
    half = sent[:, :3].astype(np.float64) * (np.pi / 2)
    pitch, yaw, roll = half[:, 0], half[:, 1], -half[:, 2]
    cp, sp, cy, sy, cr, sr = (f(a) for a in (pitch, yaw, roll) for f in (np.cos, np.sin))
    return np.stack(
        (
            sr * cp * cy - cr * sp * sy,
            cr * sp * cy + sr * cp * sy,
            cr * cp * sy - sr * sp * cy,
            cr * cp * cy + sr * sp * sy,
        ),
        axis=1,
    ).astype(np.float32)


def _continuous(rotation: NDArray[np.float32], life: NDArray[np.int32]) -> NDArray[np.float32]:
    """Chooses between q and -q so that neighbours of a life lie on the same side."""
    if len(rotation) == 0:
        return rotation.astype(np.float32)
    turn = np.einsum("ij,ij->i", rotation[1:], rotation[:-1]) < 0
    turn &= life[1:] == life[:-1]
    odd = np.zeros(len(rotation), dtype=bool)
    np.logical_xor.accumulate(turn, out=odd[1:])
    sign = np.where(odd, np.float32(-1), np.float32(1))
    return rotation * sign[:, None]


def dense(lives: Lives, sent: BodyUpdates, rows: int, frame_count: int) -> Bodies:
    """Holds the updates over the frames of their lives: `[rows, frame, …]`."""
    end_of = np.zeros(int(lives.actor.max(initial=-1)) + 1, dtype=np.int32)
    end_of[lives.actor] = lives.end
    current = sent.frame < end_of[sent.life] if len(sent.life) else np.zeros(0, dtype=bool)
    taken = np.flatnonzero(current).astype(np.int32)
    owner, frame = np.maximum(sent.player[taken], 0), sent.frame[taken]
    held = runs((rows, frame_count), owner, frame, ends=(lives.owner, lives.end))

    updated = np.zeros((rows, frame_count), dtype=bool)
    updated[owner, frame] = True
    source = held.lay(np.append(taken, np.int32(NONE_ID)))
    row_of_run = np.append(taken, np.int32(len(sent.frame)))[held.pick]

    def lay(values: NDArray[np.float32]) -> NDArray[np.float32]:
        none = np.full((1, values.shape[1]), np.nan, dtype=np.float32)
        per_run = np.concatenate((values, none)).take(row_of_run, axis=0)
        flat = np.repeat(per_run, held.length, axis=0)
        return flat.reshape(rows, frame_count, values.shape[1])

    return Bodies(
        present=source >= 0,
        updated=updated,
        source=source,
        position=lay(sent.position),
        velocity=lay(sent.velocity),
        spin=lay(sent.spin),
        rotation=lay(sent.rotation),
        life=np.repeat(np.append(sent.life, np.int32(NONE_ID))[row_of_run], held.length).reshape(
            rows, frame_count
        ),
    )


def single(bodies: Bodies) -> Bodies:
    """The one row of `bodies`, for the ball."""
    return Bodies(
        present=bodies.present[0],
        updated=bodies.updated[0],
        source=bodies.source[0],
        position=bodies.position[0],
        velocity=bodies.velocity[0],
        spin=bodies.spin[0],
        rotation=bodies.rotation[0],
        life=bodies.life[0],
    )
