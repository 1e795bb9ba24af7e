"""One simulated scene, what must be found in it, and how a detector is scored on many of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rlcoach.analysis.event import Events
from rlcoach.replay.tables import MatchTables

SCENES = 24
"""Of each sort per kind of event; place, speed, angle, team and side follow from the seed."""

TOLERANCE_SECONDS = 0.25
"""Between the moment the simulation knows and the nearer end of the event."""


@dataclass(frozen=True)
class Expected:
    """An event that must be found."""

    player: int
    time: float
    """Network time of the moment that makes it what it is."""
    kind: str | None = None
    """Its field `kind`; None where any will do."""
    is_success: bool | None = None
    """Its field `is_success`; None where any will do."""


@dataclass(frozen=True)
class Case:
    """One scene as it was played."""

    name: str
    """What the scene shows, in words."""
    tables: MatchTables
    events: Mapping[str, Events]
    expected: tuple[Expected, ...] = ()
    """Empty for a near miss."""


@dataclass(frozen=True)
class Scenario:
    """Scenes for one kind of event: some in which it happens, some that only look like it."""

    key: str
    """Of the event."""
    positive: Callable[[int], Case]
    """By seed; holds at least one expected event."""
    near_miss: Callable[[int], Case]
    """By seed; holds none."""


@dataclass(frozen=True)
class Tally:
    """How a detector did on a scenario."""

    expected: int
    found: int
    near_misses: int
    fired: int
    """Near misses in which it fired."""
    false: int
    """Events nobody expected, near misses and positives together."""
    failures: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Share of expected events that were found."""
        return self.found / self.expected

    @property
    def precision(self) -> float:
        """Share of found events that were expected."""
        return self.found / max(self.found + self.false, 1)


def tally(scenario: Scenario, scenes: int = SCENES) -> Tally:
    """Plays the scenes of a scenario and counts."""
    expected = found = fired = false = 0
    failures = []
    for seed in range(scenes):
        case = scenario.positive(seed)
        assert case.expected, f"{scenario.key} {seed}: a positive expects something"
        met, extra = _compare(scenario.key, case)
        expected, found, false = expected + len(case.expected), found + met, false + extra
        if met < len(case.expected) or extra:
            failures.append(f"positive {seed} ({case.name}): {met} met, {extra} false")
    for seed in range(scenes):
        case = scenario.near_miss(seed)
        assert not case.expected, f"{scenario.key} {seed}: a near miss expects nothing"
        _, extra = _compare(scenario.key, case)
        fired, false = fired + bool(extra), false + extra
        if extra:
            failures.append(f"near miss {seed} ({case.name}): {extra} false")
    return Tally(expected, found, scenes, fired, false, tuple(failures))


def _compare(key: str, case: Case) -> tuple[int, int]:
    """(expected events found, events nobody expected); each event answers for one expected."""
    events = case.events[key]
    free = list(range(len(events)))
    met = 0
    for wanted in case.expected:
        row = next((row for row in free if _fits(case.tables, events, row, wanted)), None)
        if row is not None:
            free.remove(row)
            met += 1
    return met, len(free)


def _fits(tables: MatchTables, events: Events, row: int, wanted: Expected) -> bool:
    time = tables.frames.time
    ends = events.frame if events.end_frame is None else events.end_frame
    low = float(time[events.frame[row]]) - TOLERANCE_SECONDS
    high = float(time[ends[row]]) + TOLERANCE_SECONDS
    fits = int(events.player[row]) == wanted.player and low <= wanted.time <= high
    if wanted.kind is not None:
        fits = fits and events.fields["kind"][row] == wanted.kind
    if wanted.is_success is not None:
        fits = fits and events.fields["is_success"][row] == wanted.is_success
    return fits
