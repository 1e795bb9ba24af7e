"""The native decoder; `src/rlcoach/replay/network.py` says what the columns mean."""

from typing import Any, TypedDict, type_check_only

import numpy as np
from numpy.typing import NDArray

__version__: str
BOXCARS_VERSION: str
"""Version of the parser inside."""
BUILD_PROFILE: str
"""`release`, or `debug`, which is many times slower."""

class DecodeFailure(Exception):
    """Base of the decoder's errors. The message is a sentence for the owner of the file."""

class NotAReplayError(DecodeFailure):
    """Not the shape of a replay."""

class CorruptReplayError(DecodeFailure):
    """The header is damaged."""

class TooLargeError(DecodeFailure):
    """Larger than any replay."""

def decode(data: bytes) -> _Whole | _HeaderOnly:
    """Decodes a replay into flat columns, or the header alone with the reason for it."""

def decode_header(data: bytes) -> _Header:
    """Decodes the header section alone."""

def decode_raw(data: bytes) -> int:
    """Decodes all but the columns and counts the frames: what the benchmarks divide by."""

@type_check_only
class _Header(TypedDict):
    major_version: int
    minor_version: int
    net_version: int | None
    game_type: str
    properties: dict[str, Any]

@type_check_only
class _HeaderOnly(TypedDict):
    header: _Header
    degraded: tuple[str, str]
    """Kind (`truncated`, `body_checksum`, `unreadable`), and the parser's words if any."""

@type_check_only
class _Whole(TypedDict):
    header: _Header
    degraded: None
    frame_time: NDArray[np.float32]
    frame_delta: NDArray[np.float32]
    keyframe_frame: NDArray[np.int32]
    tick_marks: list[tuple[str, int]]
    objects: list[str]
    names: list[str]
    attribute_updates: NDArray[np.int64]
    actors: _Actors
    scalars: _Scalars
    floats: _Floats
    vectors: _Floats
    bodies: _Bodies
    records: _Records
    texts: _Texts

@type_check_only
class _Actors(TypedDict):
    actor_id: NDArray[np.int32]
    object_id: NDArray[np.int32]
    name_id: NDArray[np.int32]
    birth_frame: NDArray[np.int32]
    death_frame: NDArray[np.int32]
    has_location: NDArray[np.bool_]
    location: NDArray[np.int32]
    rotation: NDArray[np.int16]

@type_check_only
class _Updates(TypedDict):
    seq: NDArray[np.int32]
    frame: NDArray[np.int32]
    actor: NDArray[np.int32]
    attribute: NDArray[np.int32]

@type_check_only
class _Scalars(_Updates):
    value: NDArray[np.int64]
    extra: NDArray[np.int32]

@type_check_only
class _Floats(_Updates):
    value: NDArray[np.float32]

@type_check_only
class _Bodies(_Updates):
    sleeping: NDArray[np.bool_]
    has_linear: NDArray[np.bool_]
    has_angular: NDArray[np.bool_]
    value: NDArray[np.float32]

@type_check_only
class _Records(_Updates):
    value: NDArray[np.float64]

@type_check_only
class _Texts(_Updates):
    text: list[str]
    name: list[str]
    number: NDArray[np.int32]
