"""Rumble items: given, held, used or lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.kickoffs import go_frames
from rlcoach.analysis.spans import place_of

RUMBLE = frozenset({"rumble", "spike_rush"})

DEFINITION = EventDefinition(
    key="rumble_item",
    label="Rumble item",
    summary="A player was given an item; the event ends when he uses or loses it.",
    approach="The game makes an object for each item, and switches it on when it is used.",
    limits="A demolition takes the object away and gives it back; that is one item here. An item"
    " that has its effect in the instant it is taken away, as a freeze of a frozen ball, is never"
    " switched on and counts as not used.",
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "item": EventField(unit=Unit.NONE, about="the game's name, as ball_freeze"),
        "is_used": EventField(unit=Unit.NONE, about="used, not lost"),
        "held_seconds": EventField(unit=Unit.SECONDS, about="until it was used; null if lost"),
    },
    modes=RUMBLE,
)


@dataclass
class _Held:
    """An item in somebody's hands."""

    item: str
    player: int
    given: int
    until: int
    is_used: bool = False
    is_over: bool = False


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All items, in the order they were given."""
    held = _items(context, found["demolition"])
    frame = np.array([one.given for one in held], dtype=np.int32)
    until = np.array([one.until for one in held], dtype=np.int32)
    player = np.array([one.player for one in held], dtype=np.int32)
    used = np.array([one.is_used for one in held], dtype=bool)
    return Events(
        frame=frame,
        player=player,
        position=place_of(context.tables.cars, player, frame),
        end_frame=until,
        fields={
            "item": [one.item for one in held],
            "is_used": used,
            "held_seconds": np.where(used, context.clock[until] - context.clock[frame], np.nan),
        },
    )


def item_name(archetype: str) -> str:
    """`BallFreeze` to `ball_freeze`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", archetype).lower()


def _items(context: MatchContext, demolitions: Events) -> list[_Held]:
    table = context.tables.items
    goes = go_frames(context)
    victims, times = demolitions.column("victim"), demolitions.frame
    now: dict[int, _Held] = {}
    held: list[_Held] = []
    columns = (table.frame.tolist(), table.player.tolist(), table.is_use.tolist(), table.item)
    for frame, player, is_use, archetype in zip(*columns, strict=True):
        item, mine = item_name(archetype), now.get(player)
        if is_use:
            if mine is not None and mine.item == item and not mine.is_over:
                mine.until, mine.is_used, mine.is_over = frame, True, True
            continue
        if mine is not None and not mine.is_over:
            between = (victims == player) & (times >= mine.given) & (times <= frame)
            restarted = ((goes > mine.given) & (goes <= frame)).any()
            if mine.item == item and between.any() and not restarted:
                continue
            mine.until = frame
        now[player] = _Held(item, player, frame, max(context.frames - 1, 0))
        held.append(now[player])
    for one in held:
        later = goes[goes > one.given]
        if not one.is_used and len(later):
            one.until = min(one.until, int(later[0]))
    return held
