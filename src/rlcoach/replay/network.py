"""The contract between the decoders and everything after them: flat columns of what was sent.

A decoder (`decode_native`, in Rust, or `decode_python`) returns a plain dict of numpy arrays and
lists, the *wire form*; `RawReplay.from_wire` turns it into the typed columns below. Both decoders
return the same wire form, value by value.

Rules every decoder keeps:

- An **actor** here is one life of an actor id: ids are reused, so a row stands for (id, birth).
  `NewActor` for an id that is alive with the same object is a keyframe refresh, not a birth.
- In the frame of such a refresh, an update of that actor whose value equals the last one sent for
  the same attribute is dropped: a keyframe re-sends state and must never look like an event.
  Repeats outside a refresh are kept.
- `seq` numbers every update of the file in file order (dropped ones count), so updates of
  different tables can be put back into the order they were sent.
- Values are as boxcars gives them: no scaling by era, no unit conversion.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.header import Header

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
Bool = NDArray[np.bool_]

NONE_ID = -1
"""Stands for "no actor", "no name", "no location" in integer columns."""

RECORD_WIDTH = 12
"""Columns of `Records.value`; what they mean depends on the attribute type, see `Records`."""


@dataclass(frozen=True)
class Actors:
    """One row per actor life, in order of birth. All columns have shape [actor]."""

    actor_id: Int32
    object_id: Int32
    """Index into `objects` of the archetype."""
    name_id: Int32
    """Index into `names`; -1 where the era sends none."""
    birth_frame: Int32
    death_frame: Int32
    """Frame of deletion or replacement; the number of frames if alive at the end."""
    has_location: Bool
    location: Int32
    """[actor, xyz] spawn place as sent; zero where `has_location` is false."""
    rotation: NDArray[np.int16]
    """[actor, (yaw, pitch, roll)] spawn rotation as boxcars names it; zero where not sent."""


@dataclass(frozen=True)
class Updates:
    """Columns shared by all update tables; shape [update], ordered by `seq`."""

    seq: Int32
    frame: Int32
    actor: Int32
    """Row of `Actors`."""
    attribute: Int32
    """Index into `objects` of the attribute's name."""


@dataclass(frozen=True)
class Scalars(Updates):
    """Updates that are one number, or two.

    | attribute type | value | extra |
    |---|---|---|
    | Boolean | 0 or 1 | 0 |
    | Byte, Int, Enum, PlayerHistoryKey | the number | 0 |
    | Int64, QWord | the number (QWord wraps into signed) | 0 |
    | FlaggedByte | the byte | flag |
    | GameMode | the mode | its first number |
    | ActiveActor | actor id, -1 = none | active |
    | Welded | actor id, -1 = none | active |
    | Pickup, PickupNew | picked_up | instigator's actor id, -1 = none |
    | ReplicatedBoost | boost_amount | grant_count |
    | StatEvent | object id, -1 = none | its flag |
    | TeamPaint | team | primary colour |
    | Loadout | body | body |
    | TeamLoadout | blue body | orange body |
    """

    value: Int64
    extra: Int32


@dataclass(frozen=True)
class Floats(Updates):
    """Float updates."""

    value: Float32


@dataclass(frozen=True)
class Vectors(Updates):
    """Location updates (dodge torque, jump impulses): [update, xyz]."""

    value: Float32


@dataclass(frozen=True)
class Bodies(Updates):
    """Rigid bodies.

    `value` is [update, 13]: position xyz, rotation xyzw, linear velocity xyz, angular velocity
    xyz; velocities that were not sent are zero and `has_linear` / `has_angular` say so.
    """

    sleeping: Bool
    has_linear: Bool
    has_angular: Bool
    value: Float32


@dataclass(frozen=True)
class Records(Updates):
    """Small structures, one row each: `value` is [update, 12], unused columns are NaN.

    Missing optional numbers are NaN, missing actors -1, booleans 0 or 1.

    | attribute type | columns |
    |---|---|
    | CamSettings | fov, height, angle, distance, stiffness, swivel, transition |
    | Demolish | attacker flag, attacker, victim flag, victim, both velocities xyz |
    | DemolishFx | as Demolish, then custom flag, custom id |
    | DemolishExtended | as Demolish, then self_demolish, goal explosion owner active |
    | Explosion | flag, actor, location xyz |
    | ExtendedExplosion | flag, actor, location xyz, secondary actor |
    | DamageState | tile state, damaged, offender, ball position xyz, direct hit |
    | AppliedDamage | id, position xyz, damage index, total damage |
    | PickupInfo | active and actor of the three available pickups in turn, items_are_preview |
    """

    value: Float64


@dataclass(frozen=True)
class Texts(Updates):
    """Strings and identities.

    | attribute type | text | name | number |
    |---|---|---|---|
    | String | the string | "" | 0 |
    | UniqueId | identity | name inside a PlayStation id | system id |
    | PartyLeader | identity, "" = none | as above | system id |
    | Reservation | identity | player name | reservation number |

    An identity is `"<kind>|<online id>|<local id>"`, kind as boxcars spells its RemoteId variant
    (Steam, PlayStation, PsyNet, Switch, Xbox, QQ, Epic, SplitScreen).
    """

    text: list[str]
    name: list[str]
    number: Int32


@dataclass(frozen=True)
class Network:
    """Everything the frames of one replay sent, as columns."""

    frame_time: Float32
    """[frame] seconds; strictly increasing, does not start at 0."""
    frame_delta: Float32
    """[frame] seconds of physics since the previous frame; 0 after a skip."""
    keyframe_frame: Int32
    """[keyframe] frame numbers announced by the body's keyframe list."""
    tick_marks: list[tuple[str, int]]
    objects: list[str]
    names: list[str]
    attribute_updates: Int64
    """[object] how often each attribute was sent, keyframe repeats included."""
    actors: Actors
    scalars: Scalars
    floats: Floats
    vectors: Vectors
    bodies: Bodies
    records: Records
    texts: Texts

    @property
    def frame_count(self) -> int:
        """Number of network frames."""
        return len(self.frame_time)

    @cached_property
    def object_index(self) -> dict[str, int]:
        """Object name to its first index."""
        return {name: index for index, name in reversed(list(enumerate(self.objects)))}


@dataclass(frozen=True)
class RawReplay:
    """A decoded file. Without readable frames `network` is None, and `degraded` says why."""

    header: Header
    network: Network | None
    degraded: str | None
    decoder: str
    """`native` or `python`."""

    @classmethod
    def from_wire(cls, wire: dict[str, Any], *, decoder: str) -> RawReplay:
        """Types the dict a decoder returned."""
        header = Header(**wire["header"])
        if wire["degraded"] is not None:
            return cls(header=header, network=None, degraded=wire["degraded"], decoder=decoder)
        network = Network(
            frame_time=wire["frame_time"],
            frame_delta=wire["frame_delta"],
            keyframe_frame=wire["keyframe_frame"],
            tick_marks=wire["tick_marks"],
            objects=wire["objects"],
            names=wire["names"],
            attribute_updates=wire["attribute_updates"],
            actors=Actors(**wire["actors"]),
            scalars=Scalars(**wire["scalars"]),
            floats=Floats(**wire["floats"]),
            vectors=Vectors(**wire["vectors"]),
            bodies=Bodies(**wire["bodies"]),
            records=Records(**wire["records"]),
            texts=Texts(**wire["texts"]),
        )
        return cls(header=header, network=network, degraded=None, decoder=decoder)


def empty_network() -> Network:
    """A recording of no frames and no actors, as replays saved before the first frame hold."""

    def ints() -> Int32:
        return np.zeros(0, dtype=np.int32)

    def flags() -> Bool:
        return np.zeros(0, dtype=np.bool_)

    def updates() -> dict[str, Any]:
        return {name: ints() for name in ("seq", "frame", "actor", "attribute")}

    def rows(width: int) -> Float32:
        return np.zeros((0, width), dtype=np.float32)

    return Network(
        frame_time=np.zeros(0, dtype=np.float32),
        frame_delta=np.zeros(0, dtype=np.float32),
        keyframe_frame=ints(),
        tick_marks=[],
        objects=[],
        names=[],
        attribute_updates=np.zeros(0, dtype=np.int64),
        actors=Actors(
            actor_id=ints(),
            object_id=ints(),
            name_id=ints(),
            birth_frame=ints(),
            death_frame=ints(),
            has_location=flags(),
            location=np.zeros((0, 3), dtype=np.int32),
            rotation=np.zeros((0, 3), dtype=np.int16),
        ),
        scalars=Scalars(**updates(), value=np.zeros(0, dtype=np.int64), extra=ints()),
        floats=Floats(**updates(), value=np.zeros(0, dtype=np.float32)),
        vectors=Vectors(**updates(), value=rows(3)),
        bodies=Bodies(
            **updates(),
            sleeping=flags(),
            has_linear=flags(),
            has_angular=flags(),
            value=rows(13),
        ),
        records=Records(**updates(), value=np.zeros((0, RECORD_WIDTH), dtype=np.float64)),
        texts=Texts(**updates(), text=[], name=[], number=ints()),
    )
