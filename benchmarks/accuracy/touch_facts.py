"""Facts about the ball: touches, passes, shots and what else is read from event tables."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.accuracy.compare import Answer, Events, Missing
from benchmarks.accuracy.subject import Subject
from rlcoach.report.schema import EventTable

Keep = Callable[[EventTable, int], bool]


def of_events(kind: str, keep: Keep | None = None) -> Callable[[Subject], Answer]:
    """Events of a kind: of the label's player, or of everybody where the label names none."""

    def extract(subject: Subject) -> Answer:
        table = subject.report.events.get(kind)
        if table is None:
            return Missing.NO_VALUE
        rows = [
            row
            for row in range(len(table.frame))
            if _is_of(subject, table, row) and (keep is None or keep(table, row))
        ]
        return Events(
            times=tuple(table.time[row] for row in rows),
            frames=tuple(table.frame[row] for row in rows),
        )

    return extract


def _is_of(subject: Subject, table: EventTable, row: int) -> bool:
    if subject.player is None:
        return True
    number = table.player[row]
    return number is not None and subject.report.players[number].id == subject.player.id


def is_true(field: str) -> Keep:
    """Events whose field is true."""
    return lambda table, row: table.fields[field][row] is True


TOUCH_FACTS: dict[str, Callable[[Subject], Answer]] = {
    "aerials": of_events("aerial"),
    "assists_events": of_events("assist"),
    "ball_carry": of_events("ball_carry"),
    "bumps": of_events("bump"),
    "clears": of_events("clear"),
    "hits": of_events("touch"),
    "kickoff_hits": of_events("touch", is_true("is_kickoff")),
    "passes": of_events("pass"),
    "saves_by_touch": of_events("stop"),
    "saves_events": of_events("save"),
    "shots_by_touch": of_events("attempt"),
    "shots_events": of_events("shot"),
}
"""Facts read from events of the ball."""
