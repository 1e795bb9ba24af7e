"""Cars that came back after a demolition."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.spans import at, place_of
from rlcoach.replay.kinds import MatchState

LONGEST_SECONDS = 6.0
"""The game brings a car back after 3.0 s. Later the player got a new car some other way: he left
and came back, or a kickoff gave one to everybody."""

DEFINITION = EventDefinition(
    key="respawn",
    label="Respawn",
    summary="A player was back on the field after a demolition.",
    approach="The first frame with a new car after the demolition.",
    limits="Where a goal is scored first, the new car belongs to the kickoff and is no respawn.",
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "demolition": EventField(unit=Unit.NONE, about="number of the demolition, from 0"),
        "seconds": EventField(unit=Unit.SECONDS, about="since the demolition"),
        "boost": EventField(unit=Unit.BOOST, about="in the new car's tank"),
    },
    thresholds={"longest_seconds": LONGEST_SECONDS},
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All respawns, in order of frame."""
    demolitions = found["demolition"]
    rows: list[tuple[int, int, int]] = []
    victims = demolitions.column("victim").tolist()
    for number, (who, frame) in enumerate(zip(victims, demolitions.frame.tolist(), strict=True)):
        back = _frame_back(context, who, frame) if who >= 0 else None
        if back is not None:
            rows.append((back, who, number))
    rows.sort()
    table = np.array(rows, dtype=np.int32).reshape(-1, 3)
    back_frame, player, demolition = table.T
    return Events(
        frame=back_frame,
        player=player,
        position=place_of(context.tables.cars, player, back_frame),
        fields={
            "demolition": demolition,
            "seconds": context.clock[back_frame] - context.clock[demolitions.frame[demolition]],
            "boost": at(context.tables.boost.amount, player, back_frame),
        },
    )


def _frame_back(context: MatchContext, player: int, frame: int) -> int | None:
    cars = context.tables.cars
    end = int(np.searchsorted(context.clock, context.clock[frame] + LONGEST_SECONDS))
    present = cars.present[player, frame:end]
    fresh = present & (cars.life[player, frame:end] != cars.life[player, max(frame - 1, 0)])
    back = np.flatnonzero(fresh)
    if len(back) == 0:
        return None
    first = frame + int(back[0])
    played = context.tables.frames.round[frame] == context.tables.frames.round[first]
    return first if played and _is_play(context, frame, first) else None


def _is_play(context: MatchContext, first: int, last: int) -> bool:
    """No countdown between the two frames: it would have set up all cars anew."""
    state = context.tables.frames.state[first : last + 1]
    return not bool((state == MatchState.COUNTDOWN).any())
