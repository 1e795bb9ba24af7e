"""From the parser's frames to columns: whose life an update belongs to, and which to drop."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

from rlcoach.replay import degraded
from rlcoach.replay.degraded import NetworkUnreadableError
from rlcoach.replay.python_tables import ActorTable, UpdateTables, pack_missing
from rlcoach.replay.python_values import Value


def walk(parsed: Value, announced_frames: int) -> dict[str, Any]:
    """Everything of the wire form but the header; empties `parsed` to keep memory low.

    Args:
        parsed: What `subtr_actor.parse_replay` returned.
        announced_frames: How many frames the header says there are.

    Raises:
        NetworkUnreadableError: there is another number of frames.
    """
    network_frames = parsed.pop("network_frames") or {"frames": []}
    frames = network_frames.pop("frames")
    if len(frames) != announced_frames:
        raise NetworkUnreadableError(degraded.frames_lost(announced_frames, len(frames)))
    wire = {
        "frame_time": np.array([frame["time"] for frame in frames], np.float32),
        "frame_delta": np.array([frame["delta"] for frame in frames], np.float32),
        "keyframe_frame": np.array([each["frame"] for each in parsed["keyframes"]], np.int32),
        "tick_marks": [(each["description"], each["frame"]) for each in parsed["tick_marks"]],
        "objects": parsed["objects"],
        "names": parsed["names"],
    }
    parsed.clear()
    lives = _Walk(object_count=len(wire["objects"]))
    frames.reverse()
    for number in range(announced_frames):
        lives.frame(number, frames.pop())
    return wire | lives.wire(announced_frames)


class _Walk:
    """State while the frames go by."""

    def __init__(self, *, object_count: int) -> None:
        self._actors = ActorTable()
        self._updates = UpdateTables()
        self._sent = [0] * object_count
        self._seq = 0
        self._alive: dict[int, tuple[int, int, dict[int, Value]]] = {}
        """By actor id: row of the life, object id, last value by attribute."""

    def frame(self, number: int, frame: Value) -> None:
        """Applies one frame: deletions, then new actors, then updates."""
        for actor_id in frame["deleted_actors"]:
            if (life := self._alive.pop(actor_id, None)) is not None:
                self._actors.end(life[0], number)
        refreshed: set[int] = set()
        for actor in frame["new_actors"]:
            if self._is_refresh(actor):
                refreshed.add(actor["actor_id"])
            else:
                refreshed.discard(actor["actor_id"])
                self._begin(number, actor)
        self._apply_updates(number, frame["updated_actors"], refreshed)

    def _is_refresh(self, actor: Value) -> bool:
        """Whether the actor already lives with the same object."""
        life = self._alive.get(actor["actor_id"])
        return life is not None and life[1] == actor["object_id"]

    def _begin(self, number: int, actor: Value) -> None:
        """Starts a life, and ends the one that had the same id."""
        actor_id = actor["actor_id"]
        if (replaced := self._alive.get(actor_id)) is not None:
            self._actors.end(replaced[0], number)
        self._alive[actor_id] = (self._actors.begin(actor, number), actor["object_id"], {})

    def _apply_updates(self, number: int, updates: list[Value], refreshed: set[int]) -> None:
        """Adds a row for every update; runs about a hundred thousand times per match."""
        alive, sent, writers = self._alive, self._sent, self._updates.writers
        for seq, update in enumerate(updates, self._seq):
            attribute = update["object_id"]
            sent[attribute] += 1
            kind, value = update["attribute"].popitem()
            actor_id = update["actor_id"]
            life = alive.get(actor_id)
            writer = writers.get(kind)
            if life is None or writer is None:
                continue
            row, _, last = life
            if actor_id in refreshed and attribute in last and last[attribute] == value:
                continue
            last[attribute] = value
            extend, pack, convert = writer
            cells = convert(value)
            try:
                extend(pack(seq, number, row, attribute, *cells))
            except struct.error:
                extend(pack_missing(pack, (seq, number, row, attribute, *cells)))
        self._seq += len(updates)

    def wire(self, frame_count: int) -> dict[str, Any]:
        """The part of the wire form that the walk gathered."""
        return {
            "attribute_updates": np.array(self._sent, np.int64),
            "actors": self._actors.wire(frame_count),
            **self._updates.wire(),
        }
