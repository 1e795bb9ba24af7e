"""Kickoffs per player: how often, in which part, and how they ended."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.definition import (
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.kickoff_players import (
    AT_BALL_UU,
    BACK_Y_UU,
    BOOST_X_UU,
    MIDDLE_X_UU,
    STAYED_UU,
)
from rlcoach.analysis.events.kickoffs import (
    GOAL_SECONDS,
    KICKOFF_MODES,
    OUTCOME_SECONDS,
    WIN_Y_UU,
)
from rlcoach.analysis.stats.base import StatContext, StatValues

_PLACES = {
    "go_to_ball": f"nearer than {AT_BALL_UU:g} uu to the ball",
    "afk": f"had moved less than {STAYED_UU:g} uu",
    "boost": f"in a corner (|x| > {BOOST_X_UU:g} and |y| > {BACK_Y_UU:g} uu)",
    "defend": f"in front of a goal (|x| < {MIDDLE_X_UU:g} and |y| > {BACK_Y_UU:g} uu)",
    "cheat": f"in the middle (|x| < {MIDDLE_X_UU:g} and |y| < {BACK_Y_UU:g} uu)",
    "unclassified": "at none of the other places",
}

_LABELS = {
    "go_to_ball": "Kickoffs going for the ball",
    "afk": "Kickoffs standing still",
    "boost": "Kickoffs going for boost",
    "defend": "Kickoffs staying back",
    "cheat": "Kickoffs moving up",
    "unclassified": "Kickoffs elsewhere",
}

_EVEN = Direction.NEUTRAL


def _counted(
    name: str,
    label: str,
    formula: str,
    *,
    direction: Direction = _EVEN,
    confidence: Confidence = Confidence.HIGH,
    team: bool = False,
) -> StatDefinition:
    return StatDefinition(
        key=f"kickoff.{name}",
        label=label,
        unit=Unit.COUNT,
        direction=direction,
        formula=formula,
        mask=Mask.WHOLE,
        source="rlcoach",
        confidence=confidence,
        scopes=(Scope.PLAYER, Scope.TEAM) if team else (Scope.PLAYER,),
        events=("kickoff", "kickoff_player"),
        modes=KICKOFF_MODES,
        decimals=0,
    )


def _mean(name: str, label: str, unit: Unit, direction: Direction, formula: str) -> StatDefinition:
    return StatDefinition(
        key=f"kickoff.{name}",
        label=label,
        unit=unit,
        direction=direction,
        formula=formula,
        mask=Mask.WHOLE,
        source="rlcoach",
        confidence=Confidence.HIGH,
        events=("kickoff", "kickoff_player"),
        modes=KICKOFF_MODES,
    )


DEFINITIONS: tuple[StatDefinition, ...] = (
    _counted("total", "Kickoffs", "Kickoffs the player had a car in, to the first touch."),
    _counted(
        "first_touch",
        "Kickoff first touches",
        "Kickoffs in which the player touched the ball before everybody else.",
        direction=Direction.HIGHER,
        team=True,
    ),
    _counted(
        "taken", "Kickoffs taken", "Kickoffs in which he was his team's nearest at the first touch."
    ),
    *(
        _counted(name, _LABELS[name], f"Kickoffs at whose first touch the player was {place}.")
        for name, place in _PLACES.items()
    ),
    _counted(
        "won",
        "Kickoffs won",
        f"Kickoffs he took after which the ball was {WIN_Y_UU:g} uu or more into the other half"
        f" {OUTCOME_SECONDS:g} s after the first touch, or in the goal before.",
        direction=Direction.HIGHER,
        confidence=Confidence.MEDIUM,
        team=True,
    ),
    _counted(
        "lost",
        "Kickoffs lost",
        "Kickoffs he took that the other team won.",
        direction=Direction.LOWER,
        confidence=Confidence.MEDIUM,
        team=True,
    ),
    _counted(
        "goals_for",
        "Kickoff goals",
        f"Kickoffs he took part in after which his team scored within {GOAL_SECONDS:g} s.",
        direction=Direction.HIGHER,
    ),
    _counted(
        "goals_against",
        "Kickoff goals conceded",
        f"Kickoffs he took part in after which his team conceded within {GOAL_SECONDS:g} s.",
        direction=Direction.LOWER,
    ),
    _mean(
        "touch_seconds",
        "Time to the ball",
        Unit.SECONDS,
        Direction.LOWER,
        "Mean time from go to the first touch of the kickoffs in which it was his.",
    ),
    _mean(
        "boost_left",
        "Boost left at kickoff",
        Unit.BOOST,
        Direction.HIGHER,
        "Mean boost in the tank at the first touch of the kickoffs he took.",
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`; nothing where the mode has no kickoffs."""
    parts, kickoffs = context.events.get("kickoff_player"), context.events.get("kickoff")
    if parts is None or kickoffs is None:
        return {}
    number = np.array(parts.fields["kickoff"], dtype=np.intp)
    taker = np.array(parts.fields["is_taker"], dtype=bool)
    first = np.array(parts.fields["is_first_touch"], dtype=bool)
    place = np.array(parts.fields["place"], dtype=object)
    own = context.match.team[parts.player]
    winner = kickoffs.column("winner_team")[number]
    scorer = kickoffs.column("goal_team")[number]

    def count(rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        return context.count(parts.player[rows])

    return {
        "kickoff.total": context.count(parts.player),
        "kickoff.first_touch": count(first),
        "kickoff.taken": count(taker),
        **{f"kickoff.{name}": count(place == name) for name in _PLACES},
        "kickoff.won": count(taker & (winner == own)),
        "kickoff.lost": count(taker & (winner >= 0) & (winner != own)),
        "kickoff.goals_for": count(scorer == own),
        "kickoff.goals_against": count((scorer >= 0) & (scorer != own)),
        "kickoff.touch_seconds": _means(
            context, parts, first, kickoffs.column("touch_seconds")[number]
        ),
        "kickoff.boost_left": _means(context, parts, taker, parts.column("boost")),
    }


def _means(
    context: StatContext, parts: Events, rows: NDArray[np.bool_], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """`[player]` means over the rows that have a value; NaN without any."""
    rows = rows & ~np.isnan(values)
    players = context.match.players
    sums = np.bincount(parts.player[rows], weights=values[rows], minlength=players)
    counts = np.bincount(parts.player[rows], minlength=players)
    means: NDArray[np.float64] = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return means
