"""What is found in a match beside its labels: how often, and whether that can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from rlcoach import EVENTS
from rlcoach.report.schema import EventTable, Report

MIN_SECONDS = 60.0
"""Shorter recordings are clips made to show one thing."""

MINUTES_FROM = ("movement.time_ground", "movement.time_low_air", "movement.time_high_air")

RESET_GAP_UU = 30.0
"""Hitbox to ball at a reset: the wheels reach 15 uu below the hitbox. Contacts are often too soft
to be touches."""

NEAR_SECONDS = 0.3
"""Between an event and the touch or dodge it consists of."""


@dataclass(frozen=True)
class Observed:
    """Events of one human match."""

    playlist: str
    """`1v1`, `2v2`, `3v3` …"""
    player_minutes: float
    counts: dict[str, int] = field(default_factory=dict)
    """Kind to events of players."""
    absurd: tuple[str, ...] = ()
    """What cannot be, in words."""


def observe(report: Report) -> Observed | None:
    """Rates of a match of humans in soccar; None for anything else."""
    seconds = sum(player.stats.get(key, 0.0) for player in report.players for key in MINUTES_FROM)
    length = (report.match.end_time or 0.0) - (report.match.start_time or 0.0)
    is_human = not report.match.is_sample and not any(player.is_bot for player in report.players)
    sides = [sum(one.team == team for one in report.players) for team in (0, 1)]
    if report.match.mode != "soccar" or not is_human or length < MIN_SECONDS or min(sides) == 0:
        return None
    size = report.match.team_size or max(sides)
    counts = {
        kind: sum(player is not None for player in table.player)
        for kind, table in report.events.items()
    }
    absurd = tuple(f"{kind}: {says}" for kind, says, holds in RULES if not holds(report))
    return Observed(f"{size}v{size}", seconds / 60, counts, absurd)


def _fewer(kind: str, other: str, *words: str) -> Callable[[Report], bool]:
    """No player has more of a kind than of the dodges it consists of."""

    def holds(report: Report) -> bool:
        found, base = report.events.get(kind), report.events.get(other)
        if found is None or base is None:
            return True
        directions = base.fields.get("direction", [])
        for player in {one for one in found.player if one is not None}:
            mine = [
                row
                for row, who in enumerate(base.player)
                if who == player and (not words or directions[row] in words)
            ]
            if found.player.count(player) > len(mine):
                return False
        return True

    return holds


def _each_near(kind: str, other: str, *, at_end: bool = False) -> Callable[[Report], bool]:
    """Each event has one of another kind of the same player at its moment."""

    def holds(report: Report) -> bool:
        found, base = report.events.get(kind), report.events.get(other)
        if found is None or base is None:
            return True
        times = found.end_time if at_end and found.end_time else found.time
        return all(
            any(_is_near(base, row, player, time) for row in range(len(base.time)))
            for player, time in zip(found.player, times, strict=True)
        )

    return holds


def _at_most(kind: str, field: str, most: float) -> Callable[[Report], bool]:
    """No event has more than that in a field."""

    def holds(report: Report) -> bool:
        found = report.events.get(kind)
        values = [] if found is None else found.fields[field]
        return all(isinstance(value, int | float) and value <= most for value in values)

    return holds


def _is_near(base: EventTable, row: int, player: int | None, time: float) -> bool:
    end = (base.end_time or base.time)[row]
    inside = base.time[row] - NEAR_SECONDS <= time <= end + NEAR_SECONDS
    return base.player[row] == player and inside


RULES: tuple[tuple[str, str, Callable[[Report], bool]], ...] = (
    (
        "half_flip",
        "more than backward dodges",
        _fewer("half_flip", "dodge", "back", "back_left", "back_right"),
    ),
    ("speed_flip", "more than dodges", _fewer("speed_flip", "dodge")),
    ("flip_cancel", "more than dodges", _fewer("flip_cancel", "dodge")),
    ("wavedash", "more than dodges", _fewer("wavedash", "dodge")),
    ("stall", "more than dodges", _fewer("stall", "dodge")),
    ("flick", "more than dodges", _fewer("flick", "dodge")),
    ("recovery", "more than times in the air", _fewer("recovery", "air_span")),
    ("flip_reset", "one without ball contact", _at_most("flip_reset", "gap", RESET_GAP_UU)),
    ("double_tap", "one without a second touch", _each_near("double_tap", "touch", at_end=True)),
    ("power_shot", "one without a touch", _each_near("power_shot", "touch")),
    ("pinch", "one without a touch", _each_near("pinch", "touch")),
    ("fast_aerial", "more than jumps", _fewer("fast_aerial", "jump")),
    ("one_timer", "more than touches", _fewer("one_timer", "touch")),
    ("catch", "one without a touch", _each_near("catch", "touch")),
)
"""Kind, what would be absurd, and the rule that must hold."""

KINDS = tuple(key for key, one in EVENTS.items() if one.family != "play")
"""Kinds whose rates are published."""
