"""Goals in rumble: with which item, and whether anybody had one yet."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.kickoffs import go_frames

ITEM_GOAL_SECONDS = 3.0
"""An item that was on within this time before the goal made it (carball's rule)."""

LASTING_SECONDS = {
    "strong_hit": 12.0,
    "ball_velcro": 10.8,
    "tornado": 8.0,
    "gravity_well": 6.0,
    "boost_override": 5.0,
    "ball_freeze": 4.0,
}
"""How long items stay on: medians of 22 to 33 uses each (the freeze: its longest). The others are
over within about a second."""

DEFINITION = EventDefinition(
    key="rumble_goal",
    label="Rumble goal",
    summary="A goal in rumble, with the item that made it.",
    approach="The scorer's item that was on last within three seconds before the goal.",
    limits="An item that only happened to be on counts too; items of mates do not.",
    source="carball",
    confidence=Confidence.MEDIUM,
    fields={
        "goal": EventField(unit=Unit.NONE, about="number of the goal, from 0"),
        "item": EventField(unit=Unit.NONE, about="the item it was scored with, or null"),
        "is_before_items": EventField(
            unit=Unit.NONE, about="nobody had been given an item since the kickoff"
        ),
    },
    thresholds={"item_goal_seconds": ITEM_GOAL_SECONDS},
    modes=frozenset({"rumble"}),
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """One row per goal; the place is the ball's."""
    items, goals = found["rumble_item"], context.tables.goals
    goes = go_frames(context)
    with_item: list[str | None] = []
    before: list[bool] = []
    for frame, player in zip(goals.frame.tolist(), goals.player.tolist(), strict=True):
        with_item.append(_item_of(context, items, player, frame))
        kickoffs = goes[goes < frame]
        since = int(kickoffs[-1]) if len(kickoffs) else 0
        before.append(not bool(((items.frame >= since) & (items.frame <= frame)).any()))
    last_body = np.maximum(goals.frame - 1, 0)
    return Events(
        frame=goals.frame,
        player=goals.player,
        position=context.tables.ball.position[last_body],
        fields={
            "goal": np.arange(len(goals.frame), dtype=np.int32),
            "item": with_item,
            "is_before_items": before,
        },
    )


def _item_of(context: MatchContext, items: Events, player: int, frame: int) -> str | None:
    if items.end_frame is None or player < 0:
        return None
    used = (items.player == player) & items.column("is_used") & (items.end_frame <= frame)
    for row in np.flatnonzero(used)[::-1].tolist():
        item = str(items.fields["item"][row])
        over = context.clock[items.end_frame[row]] + LASTING_SECONDS.get(item, 0.0)
        if over >= context.clock[frame] - ITEM_GOAL_SECONDS:
            return item
    return None
