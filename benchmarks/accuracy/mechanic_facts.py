"""Facts about mechanics: what labels call them, and which events and fields answer."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import JsonValue

from benchmarks.accuracy.compare import Answer, Missing
from benchmarks.accuracy.subject import Subject
from benchmarks.accuracy.touch_facts import Keep, events_of, of_events
from rlcoach.report.schema import EventTable

REVERSE = ("reverse", "turn_180")
"""Kinds of flicks that labels call reverse: the car dodges backward and the ball flies on ahead."""


def is_kind(*kinds: str) -> Keep:
    """Events of some of the mechanic's kinds."""
    return lambda table, row: table.fields["kind"][row] in kinds


def is_not_kind(*kinds: str) -> Keep:
    """Events of all other kinds."""
    return lambda table, row: table.fields["kind"][row] not in kinds


def dribble_time(subject: Subject) -> Answer:
    """Seconds the player carried the ball: who counts his time counts loose control too."""
    rows = events_of(subject, "ball_carry")
    if isinstance(rows, Missing):
        return rows
    table, kept = rows
    return sum(_number(table.fields["seconds"][row]) for row in kept)


def goal_tag(subject: Subject) -> Answer:
    """What is known of the goal that bears the label's tag: as much as the label states.

    Without a number in the label any goal of the match may bear it.
    """
    rows = events_of(subject, "goal_tag")
    wanted = subject.label.value
    if isinstance(rows, Missing):
        return rows
    if not isinstance(wanted, dict):
        return Missing.NO_VALUE
    table, kept = rows
    tags: list[JsonValue] = [_tag(table, row, list(wanted)) for row in kept]
    return next((tag for tag in tags if tag == wanted), tags)


_TAG_COUNT = "_count"
"""End of the label's key for how often the mechanic led to the goal, `flip_reset_count`."""


def _tag(table: EventTable, row: int, names: list[str]) -> dict[str, JsonValue]:
    kind = table.fields["kind"][row]
    known: dict[str, JsonValue] = {
        "goal_index": table.fields["goal"][row],
        "tag": kind,
        f"{kind}{_TAG_COUNT}": table.fields["count"][row],
    }
    return {name: known.get(name) for name in names}


def _number(value: JsonValue) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"not a number: {value!r}")
    return float(value)


def _keyboard_share(subject: Subject) -> Answer:
    """Share of driving time on a keyboard."""
    if subject.player is None:
        return Missing.NO_PLAYER
    share = subject.player.stats.get("inputs.keyboard_share")
    return Missing.NO_VALUE if share is None else share / 100


MECHANIC_FACTS: dict[str, Callable[[Subject], Answer]] = {
    "controller/kbm": _keyboard_share,
    "double_tap": of_events("double_tap", at_end=True),
    "dribble_time": dribble_time,
    "dribbles": of_events("ground_dribble"),
    "dunks": of_events("dunk"),
    "fifty_fifty": of_events("fifty_fifty"),
    "flicks": of_events("flick"),
    "flip_reset": of_events("flip_reset"),
    "flip_reset_contact": of_events("flip_reset"),
    "goal_tag": goal_tag,
    "half_flip": of_events("half_flip"),
    "non_reverse_flick": of_events("flick", is_not_kind(*REVERSE)),
    "reverse_flick": of_events("flick", is_kind(*REVERSE)),
    "speed_flip": of_events("speed_flip"),
    "wall_aerial": of_events("wall_aerial", at_end=True),
}
"""Facts read from events of mechanics. Labels of double taps and wall aerials name the moment the
ball was hit, which is the end of ours."""

FACTS_OF_KIND: dict[str, tuple[str, ...]] = {
    "double_tap": ("double_tap",),
    "flick": ("flicks", "reverse_flick", "non_reverse_flick"),
    "flip_reset": ("flip_reset", "flip_reset_contact"),
    "goal_tag": ("goal_tag",),
    "ground_dribble": ("dribbles", "dribble_time", "ball_carry"),
    "half_flip": ("half_flip",),
    "kickoff_approach": ("kickoff_type",),
    "pass_play": ("passes",),
    "speed_flip": ("speed_flip",),
    "wall_aerial": ("wall_aerial",),
}
"""Kind of event to the facts that labels state about it."""
