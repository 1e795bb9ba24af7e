"""What happened frame by frame, as a small file: for a viewer, and for statistics made anew.

    >>> data = pack_frames(tables)
    >>> columns = unpack_frames(data).columns
    >>> columns["car_position"].shape
    (6, 9657, 3)

The file is an `.npz`, which is a zip of arrays, with whole numbers in small steps (`_STEPS`): what
is drawn or measured with them is right to 1 uu, within 32 767 uu of the middle. Along the frames it
holds differences: bodies that stand still or have not been sent anew then cost next to nothing, as
soon as the file is compressed, which is left to who keeps it. The replay itself stays the source of
everything exact.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.tables import Bodies, MatchTables

FORMAT_VERSION = 1
_MISSING = np.int16(-32768)
_LIMIT = 32767
_STEPS: dict[str, float] = {
    "ball_position": 1.0,
    "ball_velocity": 1.0,
    "ball_spin": 0.01,
    "ball_rotation": 1 / 4096,
    "car_position": 1.0,
    "car_velocity": 1.0,
    "car_spin": 0.01,
    "car_rotation": 1 / 4096,
    "boost": 0.5,
    "throttle": 1 / 127,
    "steer": 1 / 127,
}
"""Unit of each column in its file: uu, uu/s, rad/s; boost is 0 to 100, the others -1 to 1."""
_FLAGS = ("ball_present", "ball_updated", "car_present", "car_updated", "handbrake", "is_boosting")


@dataclass(frozen=True)
class FrameFile:
    """A file of frames, read back."""

    players: tuple[str, ...]
    """Ids as in the report, in the order of the columns' first axis."""
    teams: tuple[int | None, ...]
    pads: tuple[tuple[float, float, float, bool], ...]
    """x, y, z and whether it is a big one, by the number `pickup_pad` has."""
    columns: dict[str, NDArray[Any]]
    """`time` (s), `state`, `clock`, `overtime`, `score`, `ball_*`, and by player `car_*`, `boost`,
    `is_boosting` and the sticks; then `pickup_frame`, `pickup_player` and `pickup_pad` by pickup.
    Shapes as in `MatchTables`; NaN where there is nothing."""


def pack_frames(tables: MatchTables) -> bytes:
    """The frames of a match as the bytes of a file."""
    arrays: dict[str, NDArray[Any]] = {
        "time": tables.frames.time.astype(np.float32),
        "state": tables.frames.state,
        "clock": np.clip(tables.frames.clock, -1, _LIMIT).astype(np.int16),
        "overtime": np.packbits(tables.frames.overtime),
        "score": np.clip(tables.frames.score, 0, 255).astype(np.uint8),
        "pickup_frame": tables.pickups.frame,
        "pickup_player": tables.pickups.player.astype(np.int8),
        "pickup_pad": tables.pickups.pad.astype(np.int16),
    }
    for name, values in _measures(tables).items():
        arrays[name] = _differences(_whole(values, _STEPS[name]), _frame_axis(name))
    for name, flags in _flags(tables).items():
        arrays[name] = np.packbits(flags, axis=-1)
    about = {
        "format": FORMAT_VERSION,
        "players": [one.identity.key for one in tables.players],
        "teams": [one.team for one in tables.players],
        "pads": [[pad.x, pad.y, pad.z, pad.is_big] for pad in tables.match.pads],
        "frames": tables.frame_count,
    }
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)
    return packed.getvalue()


def unpack_frames(data: bytes) -> FrameFile:
    """Reads a file of frames back.

    Raises:
        ValueError: it is none, or of a format that is not known.
    """
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise ValueError("no file of frames")
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        stored = {name: archive[name] for name in archive.files}
    about = json.loads(stored.pop("about").tobytes())
    if about["format"] != FORMAT_VERSION:
        raise ValueError(f"frames of format {about['format']}; known is {FORMAT_VERSION}")
    frames = int(about["frames"])
    columns: dict[str, NDArray[Any]] = {}
    for name, values in stored.items():
        if name in _STEPS:
            columns[name] = _measured(_sums(values, _frame_axis(name)), _STEPS[name])
        elif name in (*_FLAGS, "overtime"):
            columns[name] = np.unpackbits(values, axis=-1, count=frames).astype(np.bool_)
        else:
            columns[name] = values
    return FrameFile(
        players=tuple(about["players"]),
        teams=tuple(about["teams"]),
        pads=tuple((x, y, z, is_big) for x, y, z, is_big in about["pads"]),
        columns=columns,
    )


def _measures(tables: MatchTables) -> dict[str, NDArray[Any]]:
    def bodies(prefix: str, table: Bodies) -> dict[str, NDArray[Any]]:
        return {
            f"{prefix}_position": table.position,
            f"{prefix}_velocity": table.velocity,
            f"{prefix}_spin": table.spin,
            f"{prefix}_rotation": table.rotation,
        }

    return {
        **bodies("ball", tables.ball),
        **bodies("car", tables.cars),
        "boost": tables.boost.amount,
        "throttle": tables.inputs.throttle,
        "steer": tables.inputs.steer,
    }


def _flags(tables: MatchTables) -> dict[str, NDArray[np.bool_]]:
    return {
        "ball_present": tables.ball.present,
        "ball_updated": tables.ball.updated,
        "car_present": tables.cars.present,
        "car_updated": tables.cars.updated,
        "handbrake": tables.inputs.handbrake,
        "is_boosting": tables.boost.is_active,
    }


def _frame_axis(name: str) -> int:
    """The axis of the frames, from the end."""
    return -2 if name.startswith(("ball_", "car_")) else -1


def _whole(values: NDArray[Any], step: float) -> NDArray[np.int16]:
    steps = np.clip(np.rint(np.nan_to_num(values, nan=0.0) / step), -_LIMIT, _LIMIT)
    return np.where(np.isnan(values), _MISSING, steps.astype(np.int16))


def _measured(steps: NDArray[np.int16], step: float) -> NDArray[np.float32]:
    values = steps.astype(np.float32) * np.float32(step)
    values[steps == _MISSING] = np.nan
    return values


def _differences(values: NDArray[np.int16], axis: int) -> NDArray[np.int16]:
    """Along the frames, which come last; a difference too large wraps around, and back in sums."""
    last = np.moveaxis(values, axis, -1)
    return np.diff(last, axis=-1, prepend=np.int16(0))


def _sums(differences: NDArray[np.int16], axis: int) -> NDArray[np.int16]:
    return np.moveaxis(np.cumsum(differences, axis=-1, dtype=np.int16), -1, axis)
