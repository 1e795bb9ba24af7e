"""Which actor is what, and which actor points at which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.network import NONE_ID, Network, Scalars, Vectors

Rows = NDArray[np.int32]


class Role(IntEnum):
    """What an actor's archetype makes it."""

    OTHER = 0
    BALL = 1
    CAR = 2
    PLAYER = 3
    TEAM = 4
    CAMERA = 5
    BOOST = 6
    JUMP = 7
    DOUBLE_JUMP = 8
    DODGE = 9
    FLIP_CAR = 10
    PAD = 11
    TILE = 12
    ITEM = 13


_COMPONENTS = {
    "Boost": Role.BOOST,
    "Jump": Role.JUMP,
    "DoubleJump": Role.DOUBLE_JUMP,
    "Dodge": Role.DODGE,
    "FlipCar": Role.FLIP_CAR,
    "Flip": Role.FLIP_CAR,
    "AutoFlip": Role.FLIP_CAR,
}

_NOT_THE_GAME_BALL = re.compile(r"RingSpawner|Fire_Obstacle|KeepUp")


def role_of(archetype: str) -> Role:
    """The role an archetype's name stands for; modes put their own prefixes before the names."""
    if archetype.startswith("Archetypes.Ball."):
        return Role.OTHER if _NOT_THE_GAME_BALL.search(archetype) else Role.BALL
    if archetype.startswith("Archetypes.Car.") or archetype.endswith(":CarArchetype"):
        return Role.CAR
    if archetype.startswith("TAGame.Default__PRI_"):
        return Role.PLAYER
    if archetype.startswith("Archetypes.Teams.Team"):
        return Role.TEAM
    if archetype.startswith("TAGame.Default__CameraSettingsActor"):
        return Role.CAMERA
    if archetype.startswith("Archetypes.SpecialPickups."):
        return Role.ITEM
    if ".VehiclePickup_Boost_TA_" in archetype:
        return Role.PAD
    if ".BreakOutActor_Platform_TA_" in archetype:
        return Role.TILE
    tail = re.split(r"[.:]", archetype)[-1].removeprefix("CarComponent_")
    is_component = "CarComponents." in archetype or ":" in archetype
    return _COMPONENTS.get(tail, Role.OTHER) if is_component else Role.OTHER


@dataclass(frozen=True)
class Cast:
    """The actors of one file with their roles, and look-ups by attribute name."""

    network: Network

    @cached_property
    def role(self) -> NDArray[np.int8]:
        """[actor] `Role`."""
        table = np.zeros(len(self.network.objects), dtype=np.int8)
        used = np.unique(self.network.actors.object_id)
        for index in used[used >= 0]:
            table[index] = role_of(self.network.objects[index])
        return table[self.network.actors.object_id]

    def rows(self, role: Role) -> Rows:
        """Actor rows of `role`, in order of birth."""
        return np.flatnonzero(self.role == role).astype(np.int32)

    def archetype(self, actor: int) -> str:
        """Name of an actor's archetype."""
        return self.network.objects[self.network.actors.object_id[actor]]

    def attribute(self, name: str) -> int:
        """Object index of an attribute; -2, which no update carries, if the file has none."""
        return self.network.object_index.get(name, -2)

    def scalars(self, *names: str) -> Scalars:
        """The scalar updates of the attributes `names`, in file order."""
        table, starts = self._scalars_by_attribute
        found = [index for index in map(self.attribute, names) if index >= 0]
        parts = [slice(starts[index], starts[index + 1]) for index in found]
        columns = (table.seq, table.frame, table.actor, table.attribute, table.value, table.extra)
        if len(parts) == 1:
            return Scalars(*(column[parts[0]] for column in columns))
        joined = [np.concatenate([column[:0], *(column[p] for p in parts)]) for column in columns]
        order = np.argsort(joined[0], kind="stable")
        return Scalars(*(column[order] for column in joined))

    def vectors(self, name: str) -> Vectors:
        """The vector updates of one attribute."""
        table = self.network.vectors
        pick = np.flatnonzero(table.attribute == self.attribute(name))
        return Vectors(
            seq=table.seq[pick],
            frame=table.frame[pick],
            actor=table.actor[pick],
            attribute=table.attribute[pick],
            value=table.value[pick],
        )

    def records(self, name: str) -> NDArray[np.int64]:
        """Rows of the record table that carry the attribute `name`."""
        return np.flatnonzero(self.network.records.attribute == self.attribute(name))

    def texts(self, name: str) -> list[int]:
        """Rows of the text table that carry the attribute `name`."""
        return [
            int(row) for row in np.flatnonzero(self.network.texts.attribute == self.attribute(name))
        ]

    @cached_property
    def _scalars_by_attribute(self) -> tuple[Scalars, NDArray[np.int64]]:
        """The scalar table sorted by attribute, then as sent, and where each attribute starts."""
        table = self.network.scalars
        # 16-bit keys get numpy's radix sort; files have a few hundred objects.
        few = len(self.network.objects) < 65_536
        keys = table.attribute.astype(np.uint16) if few else table.attribute
        rows = np.argsort(keys, kind="stable")
        counts = np.bincount(table.attribute, minlength=len(self.network.objects))
        columns = (table.seq, table.frame, table.actor, table.attribute, table.value, table.extra)
        sorted_table = Scalars(*(column[rows] for column in columns))
        return sorted_table, np.concatenate(([0], np.cumsum(counts)))

    @cached_property
    def _births(self) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
        """Actor rows sorted by (id, birth), their keys, and the factor keys are built with."""
        actors = self.network.actors
        factor = self.network.frame_count + 1
        keys = actors.actor_id.astype(np.int64) * factor + actors.birth_frame
        order = np.argsort(keys, kind="stable")
        return order, keys[order], factor

    def resolve(self, ids: NDArray[np.int64], frames: NDArray[np.int32]) -> Rows:
        """Actor ids as sent in `frames` to actor rows; -1 where nothing fits.

        The other end of a link may be born some frames after the link was sent, so an id that
        is free at the time means its next owner.
        """
        order, keys, factor = self._births
        if len(order) == 0:
            return np.full(len(ids), NONE_ID, dtype=np.int32)
        actors = self.network.actors
        spot = np.searchsorted(keys, ids * factor + frames, side="right") - 1
        now = order[np.maximum(spot, 0)]
        alive = (spot >= 0) & (actors.actor_id[now] == ids) & (actors.death_frame[now] > frames)
        following = np.minimum(spot + 1, len(order) - 1)
        later = order[following]
        late = ~alive & (spot + 1 < len(order)) & (actors.actor_id[later] == ids)
        rows = np.where(alive, now, np.where(late, later, NONE_ID))
        return np.where(ids >= 0, rows, NONE_ID).astype(np.int32)

    def links(self, name: str) -> tuple[Rows, Rows, NDArray[np.int32]]:
        """Resolved updates of an ActiveActor attribute: (from row, to row, frame), ends missing
        left out."""
        found = self.scalars(name)
        target = self.resolve(found.value, found.frame)
        known = target >= 0
        return found.actor[known], target[known], found.frame[known]

    def last_link(self, name: str) -> Rows:
        """[actor] the actor each actor last pointed at through `name`; -1 for none."""
        table = np.full(len(self.network.actors.actor_id), NONE_ID, dtype=np.int32)
        source, target, _ = self.links(name)
        table[source] = target
        return table

    def last_text(self, name: str) -> dict[int, int]:
        """Actor row to the row of the text table it last sent for `name`."""
        return {int(self.network.texts.actor[row]): row for row in self.texts(name)}

    def last_value(self, name: str) -> int | None:
        """The last value sent for a scalar attribute, whoever sent it."""
        found = self.scalars(name)
        return int(found.value[-1]) if len(found.value) else None
