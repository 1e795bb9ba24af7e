"""Facts about the ball: touches, passes, shots and what else is read from event tables."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.accuracy.compare import Answer, Events, Missing
from benchmarks.accuracy.subject import Subject
from rlcoach.report.schema import EventTable

Keep = Callable[[EventTable, int], bool]


def of_events(
    kind: str, keep: Keep | None = None, *, at_end: bool = False
) -> Callable[[Subject], Answer]:
    """Events of a kind: of the label's player, or of everybody where the label names none.

    They are placed in time by their beginning, or by their end.
    """

    def extract(subject: Subject) -> Answer:
        found = events_of(subject, kind)
        if isinstance(found, Missing):
            return found
        table, rows = found
        times, frames = table.time, table.frame
        if at_end:
            times, frames = table.end_time or times, table.end_frame or frames
        kept = [row for row in rows if keep is None or keep(table, row)]
        return Events(
            times=tuple(times[row] for row in kept), frames=tuple(frames[row] for row in kept)
        )

    return extract


def events_of(subject: Subject, kind: str) -> tuple[EventTable, list[int]] | Missing:
    """The table of a kind and its rows of the label's player, or all where it names none."""
    table = subject.report.events.get(kind)
    if table is None:
        return Missing.NO_VALUE
    return table, [row for row in range(len(table.frame)) if _is_of(subject, table, row)]


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
