"""Actors of a recording: who lives from when to when, and under which id."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from rlcoach.synth.writing.tables import Archetype

REST_FRAMES = 300
"""A freed id is given out again only after about ten seconds, in real files too."""


@dataclass(frozen=True)
class Draft:
    """An actor before it has an id."""

    archetype: Archetype
    name: str
    birth: int
    death: int
    """First frame without it."""
    place: tuple[float, float, float] = (0.0, 0.0, 0.0)
    turn: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Pitch up, yaw, roll in rad."""


@dataclass(frozen=True)
class Life(Draft):
    """An actor with its id."""

    number: int = 0
    """Counts lives in the order they are given out."""
    actor_id: int = 0


class IdsExhaustedError(ValueError):
    """More actors at a time than the file has channels for."""


def with_ids(drafts: Sequence[Draft], limit: int) -> list[Life]:
    """Gives every draft the lowest id that has rested; in the order of the drafts.

    Raises:
        IdsExhaustedError: an id of `limit` or more would be needed.
    """
    order = sorted(range(len(drafts)), key=lambda at: drafts[at].birth)
    resting: list[tuple[int, int]] = []
    free: list[int] = []
    given: dict[int, int] = {}
    next_id = 0
    for at in order:
        while resting and resting[0][0] <= drafts[at].birth:
            heapq.heappush(free, heapq.heappop(resting)[1])
        if free:
            given[at] = heapq.heappop(free)
        else:
            given[at], next_id = next_id, next_id + 1
        heapq.heappush(resting, (drafts[at].death + REST_FRAMES, given[at]))
    if next_id > limit:
        raise IdsExhaustedError(f"{next_id} actors do not fit into {limit} channels")
    return [
        Life(
            archetype=draft.archetype,
            name=draft.name,
            birth=draft.birth,
            death=draft.death,
            place=draft.place,
            turn=draft.turn,
            number=at,
            actor_id=given[at],
        )
        for at, draft in enumerate(drafts)
    ]
