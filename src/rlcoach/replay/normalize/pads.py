"""Which boost pad was taken: pads send no place, only the number in their actor's name."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay import game_data
from rlcoach.replay.network import NONE_ID
from rlcoach.replay.normalize.actors import Cast
from rlcoach.replay.roster import Pad
from rlcoach.replay.tables import Bodies, Pickups

MAX_PAD_DISTANCE_UU = 300.0
"""A car takes a pad within about 210 uu of its centre, and moves up to 80 uu within a frame;
medians measured per pad were 58 to 135 uu."""

_STANDARD = {"soccar", "soccar/snow day", "soccar/ghost hunt", "soccar/gridiron", "snow day"}


def layout_of_map(map_name: str) -> tuple[Pad, ...]:
    """The pads of a map; empty where its layout is its own or unknown."""
    mode = game_data.map_mode(map_name)
    if mode == "hoops":
        return game_data.pad_layout("hoops")
    return game_data.pad_layout("soccar") if mode in _STANDARD else ()


def pickups(cast: Cast, map_name: str, player_of_car: NDArray[np.int32], cars: Bodies) -> Pickups:
    """Pads taken, each with the pad's place in the layout of the map."""
    found = cast.scalars(
        "TAGame.VehiclePickup_TA:NewReplicatedPickupData",
        "TAGame.VehiclePickup_TA:ReplicatedPickupData",
    )
    # 255 without an instigator is the pad's return; odd counters are the taken states.
    taken = np.flatnonzero((found.extra >= 0) & (found.value % 2 == 1))
    frame = found.frame[taken]
    car = cast.resolve(found.extra[taken].astype(np.int64), frame)
    player = np.append(player_of_car, np.int32(NONE_ID))[car]
    objects = cast.network.actors.object_id[found.actor[taken]]
    number = numbers_of(cast, objects)
    position = cars.position[np.maximum(player, 0), frame] if len(cars.position) else None
    if position is None:
        position = np.full((len(frame), 3), np.nan, dtype=np.float32)
    position = np.where((player >= 0)[:, None], position, np.float32(np.nan))
    return Pickups(
        frame=frame,
        time=cast.network.frame_time[frame].astype(np.float64),
        player=player,
        pad=_pads(map_name, number, position),
        pad_actor=number,
        position=position.astype(np.float32),
    )


def numbers_of(cast: Cast, objects: NDArray[np.int32]) -> NDArray[np.int32]:
    """The number at the end of each object's name: which pad or tile of the map it is."""
    which, back = np.unique(objects, return_inverse=True)
    found = (re.search(r"_(\d{1,9})$", cast.network.objects[index]) for index in which.tolist())
    numbers = np.array([int(one.group(1)) if one else 0 for one in found], dtype=np.int32)
    return numbers[back]


def _pads(
    map_name: str, number: NDArray[np.int32], position: NDArray[np.float32]
) -> NDArray[np.int32]:
    """Layout index per pickup: from the measured table, else by where cars were when they took it."""
    layout = layout_of_map(map_name)
    result = np.full(len(number), NONE_ID, dtype=np.int32)
    if not layout:
        return result
    places = np.array([(pad.x, pad.y) for pad in layout])
    for one in np.unique(number).tolist():
        rows = number == one
        known = game_data.pad_of_actor(map_name, one) if len(layout) > 20 else None
        result[rows] = _nearest(places, position[rows, :2]) if known is None else known
    return result


def _nearest(places: NDArray[np.float64], seen: NDArray[np.float32]) -> int:
    seen = seen[~np.isnan(seen).any(axis=1)]
    if len(seen) == 0:
        return NONE_ID
    distance = np.linalg.norm(places - np.median(seen, axis=0), axis=1)
    index = int(np.argmin(distance))
    return index if distance[index] <= MAX_PAD_DISTANCE_UU else NONE_ID
