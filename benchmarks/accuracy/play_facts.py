"""Facts about kickoffs, boost pads, special modes, and when the match was played."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.accuracy.compare import Answer, Events, Missing
from benchmarks.accuracy.subject import Subject


def kickoffs(subject: Subject) -> Answer:
    """Kickoffs, at the time their countdown began: labels give windows that end before "go"."""
    table = subject.report.events.get("kickoff")
    if table is None:
        return Missing.NO_VALUE
    countdowns = [
        seconds if isinstance(seconds, float) else 0.0
        for seconds in table.fields["countdown_seconds"]
    ]
    times = tuple(go - seconds for go, seconds in zip(table.time, countdowns, strict=True))
    return Events(times=times, frames=tuple(table.frame))


def kickoff_type(subject: Subject) -> Answer:
    """Kickoffs of the label's class; where no player is named, the number all players share."""
    key = f"kickoff.{subject.label.kickoff_class}"
    players = subject.report.players if subject.player is None else [subject.player]
    found = [player.stats[key] for player in players if key in player.stats]
    if not found:
        return Missing.NO_VALUE
    return found[0] if len(set(found)) == 1 else list(found)


FACTS: dict[str, Callable[[Subject], Answer]] = {
    "kickoff_type": kickoff_type,
    "kickoffs": kickoffs,
}
