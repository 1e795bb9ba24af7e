"""The scoreboard as statistics."""

from __future__ import annotations

import numpy as np

from rlcoach.analysis.definition import Direction, StatDefinition, Unit
from rlcoach.analysis.stats.base import StatContext, StatValues
from rlcoach.analysis.stats.parity import parity, summed
from rlcoach.analysis.stats.walk import Values, share

_UP, _DOWN = Direction.HIGHER, Direction.LOWER

_COUNTED: dict[str, tuple[str, Unit, tuple[str, ...]]] = {
    "score": ("Score", Unit.POINTS, ()),
    "goals": ("Goals", Unit.COUNT, ("goal",)),
    "assists": ("Assists", Unit.COUNT, ("assist",)),
    "saves": ("Saves", Unit.COUNT, ("save",)),
    "shots": ("Shots", Unit.COUNT, ("shot",)),
}
"""Counter to its label, unit, and the events that show when it rose."""

DEFINITIONS: tuple[StatDefinition, ...] = (
    *(
        summed(
            f"core.{name}",
            label,
            unit,
            _UP,
            "As the game's own scoreboard shows it at the end.",
            decimals=0,
            source="game",
            events=events,
        )
        for name, (label, unit, events) in _COUNTED.items()
    ),
    summed(
        "core.shots_against",
        "Shots against",
        Unit.COUNT,
        _DOWN,
        "Shots of the other team, for everybody on this one.",
        events=("shot",),
    ),
    summed(
        "core.goals_against",
        "Goals against",
        Unit.COUNT,
        _DOWN,
        "Goals of the other team's players, for everybody on this one.",
        events=("goal",),
    ),
    summed(
        "core.shooting_percentage",
        "Shooting percentage",
        Unit.PERCENT,
        _UP,
        "Goals as a share of shots; 0 without a shot.",
        decimals=6,
    ),
    parity(
        "core.mvp",
        "MVP",
        Unit.COUNT,
        _UP,
        "1 for the highest score of the winning team, else 0.",
    ),
    summed(
        "demo.inflicted",
        "Demolitions",
        Unit.COUNT,
        _UP,
        "Opponents demolished.",
        events=("demolition",),
    ),
    summed(
        "demo.taken",
        "Times demolished",
        Unit.COUNT,
        _DOWN,
        "Own car demolished.",
        events=("demolition",),
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`."""
    match, boards = context.match, context.boards
    values: StatValues = {
        f"core.{name}": np.array([getattr(board, name) for board in boards], dtype=np.float64)
        for name in _COUNTED
    }
    teams = {name: _team_sum(context, values[f"core.{name}"]) for name in ("goals", "shots")}
    for name in ("shots", "goals"):
        against = teams[name][::-1]
        values[f"core.{name}_against"] = np.where(match.team >= 0, against[match.team], np.nan)
        values[f"team:core.{name}_against"] = against
    values["core.shooting_percentage"] = _shooting(values["core.goals"], values["core.shots"])
    values["team:core.shooting_percentage"] = _shooting(teams["goals"], teams["shots"])
    values["core.mvp"] = _mvp(context, values["core.score"])
    values["demo.inflicted"] = context.count(match.tables.demolitions.attacker)
    values["demo.taken"] = context.count(match.tables.demolitions.victim)
    return values


def _team_sum(context: StatContext, values: Values) -> Values:
    return np.array([values[context.match.team == side].sum() for side in (0, 1)])


def _shooting(goals: Values, shots: Values) -> Values:
    """Without a shot the percentage is 0, and precision is single, as ballchasing prints it."""
    return np.nan_to_num(share(goals, shots)).astype(np.float32).astype(np.float64)


def _mvp(context: StatContext, score: Values) -> Values:
    best = np.zeros(len(score))
    blue, orange = context.final_score
    if blue != orange:
        winners = np.flatnonzero(context.match.team == (0 if blue > orange else 1))
        if len(winners):
            best[winners[np.argmax(score[winners])]] = 1
    return best
