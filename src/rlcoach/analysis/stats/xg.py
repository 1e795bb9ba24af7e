"""Expected goals of players and teams, from the chances of the match."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.stats.base import StatContext, StatValues
from rlcoach.analysis.xg.chances import XG_MODES

Column = NDArray[np.float64]


def _definition(
    key: str, label: str, formula: str, *, direction: Direction, unit: Unit = Unit.NONE
) -> StatDefinition:
    return StatDefinition(
        key=key,
        label=label,
        unit=unit,
        direction=direction,
        formula=formula,
        mask=Mask.ACTIVE,
        source="rlcoach",
        confidence=Confidence.MEDIUM,
        scopes=(Scope.PLAYER, Scope.TEAM),
        events=("chance",),
        modes=XG_MODES,
        decimals=0 if unit is Unit.COUNT else 2,
    )


DEFINITIONS: tuple[StatDefinition, ...] = (
    _definition(
        "xg.for",
        "Expected goals",
        "Sum of the player's credits for chances. Chances of one attack share what the attack is "
        "worth, so that no attack counts twice.",
        direction=Direction.HIGHER,
    ),
    _definition(
        "xg.against",
        "Expected goals against",
        "Expected goals of the opponents; for a player, between his first and his last car.",
        direction=Direction.LOWER,
    ),
    _definition(
        "xg.goals_minus_xg",
        "Goals minus expected goals",
        "Goals on the scoreboard less expected goals. Above 0 the player scored more than the "
        "chances were worth; one match is mostly luck.",
        direction=Direction.HIGHER,
    ),
    _definition(
        "xg.chances",
        "Chances",
        "Touches that sent the ball into the goal or just past it, had nobody touched it again.",
        direction=Direction.HIGHER,
        unit=Unit.COUNT,
    ),
    _definition(
        "xg.shots_on_target",
        "Shots on target",
        "Chances that would have gone in by themselves, within 4 s; unlike the scoreboard's shots "
        "every such touch counts.",
        direction=Direction.HIGHER,
        unit=Unit.COUNT,
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`; none without chances to look for."""
    if "chance" not in context.events:
        return {}
    match, chances = context.match, context.events["chance"]
    credit = chances.column("credit").astype(np.float64)
    own = np.bincount(chances.player, weights=credit, minlength=match.players)
    goals = np.array([board.goals for board in context.boards], dtype=np.float64)
    on_target = chances.column("is_on_target").astype(bool)
    by_team = np.array([own[match.team == side].sum() for side in (0, 1)])
    return {
        "xg.for": own,
        "xg.against": _against(match, chances, credit),
        "team:xg.against": by_team[::-1],
        "xg.goals_minus_xg": goals - own,
        "xg.chances": context.count(chances.player),
        "xg.shots_on_target": context.count(chances.player[on_target]),
    }


def _against(match: MatchContext, chances: Events, credit: Column) -> Column:
    """[player] of opponents while the player was there; NaN without team or car."""
    result = np.full(match.players, np.nan)
    team = match.team[chances.player]
    for player, present in enumerate(match.tables.cars.present):
        seen = np.flatnonzero(present)
        if len(seen) == 0 or match.team[player] < 0:
            continue
        theirs = (chances.frame >= seen[0]) & (chances.frame <= seen[-1])
        result[player] = credit[theirs & (team != match.team[player])].sum()
    return result
