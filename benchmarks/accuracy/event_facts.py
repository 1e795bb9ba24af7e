"""Facts `event.<kind>`: any kind of event of the catalogue, with the fields a label names."""

from __future__ import annotations

from pydantic import JsonValue

from benchmarks.accuracy.compare import Answer, Events, Missing
from benchmarks.accuracy.subject import Subject
from benchmarks.accuracy.touch_facts import events_of
from rlcoach.report.schema import EventTable

PREFIX = "event."


def is_event(fact: str) -> bool:
    """Whether a fact speaks of events of one kind."""
    return fact.startswith(PREFIX)


def events(subject: Subject) -> Answer:
    """Events of the fact's kind, of the label's player, whose fields are as the label has them."""
    found = events_of(subject, subject.label.fact.removeprefix(PREFIX))
    if isinstance(found, Missing):
        return found
    table, rows = found
    kept = [row for row in rows if _fits(subject, table, row)]
    ends = table.end_time or table.time
    return Events(
        times=tuple(table.time[row] for row in kept),
        frames=tuple(table.frame[row] for row in kept),
        end_times=tuple(ends[row] for row in kept),
    )


def _fits(subject: Subject, table: EventTable, row: int) -> bool:
    wanted = subject.label.where or {}
    return all(_is(subject, table.fields[name][row], value) for name, value in wanted.items())


def _is(subject: Subject, found: JsonValue, wanted: JsonValue) -> bool:
    """Equality; `{"player": name}` is the number of that player."""
    if not isinstance(wanted, dict):
        return found == wanted
    players = subject.report.players
    return isinstance(found, int) and found >= 0 and players[found].name == wanted["player"]
