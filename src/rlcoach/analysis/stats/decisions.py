"""What players decided: rotations, duels, mistakes and what they cost, counted from events."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.roles import roles
from rlcoach.analysis.decisions.rotations import CUT_IN, ROTATED, STAYED
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.mechanics.base import of_kind
from rlcoach.analysis.stats.base import StatContext, StatValues
from rlcoach.analysis.stats.walk import Values, ratio

ROTATION_POINTS = {ROTATED: 100.0, STAYED: 50.0, CUT_IN: 0.0}
"""Going all the way back leaves the team's order whole, staying half way leaves a gap behind,
cutting in takes the mate's ball."""

MIN_ROTATIONS = 10
"""With fewer, one rotation more or less moves the score by over ten points."""

MIN_DUELS = 5
"""Decided ones, for a share: about what a player has in two minutes."""

_LOWER, _HIGHER, _EVEN = Direction.LOWER, Direction.HIGHER, Direction.NEUTRAL


@dataclass(frozen=True)
class _Count:
    """How often a player has a kind of event."""

    name: str
    label: str
    formula: str
    event: str
    direction: Direction
    kind: str | None = None
    """Its field `kind`; None for all."""
    is_success: bool = False
    """Only those that worked."""

    @property
    def definition(self) -> StatDefinition:
        """For the catalogue."""
        key = f"decision.{self.name}"
        plain = _definition(key, self.label, self.formula, Unit.COUNT, self.direction)
        return replace(plain, events=(self.event,), scopes=(Scope.PLAYER, Scope.TEAM))

    def value(self, context: StatContext) -> Values:
        """How often, per player."""
        events = context.events[self.event]
        counted = np.ones(len(events), dtype=bool)
        if self.kind is not None:
            counted &= of_kind(events, self.kind)
        if self.is_success:
            counted &= np.array([one is True for one in events.fields["is_success"]], dtype=bool)
        return context.count(events.player[counted])


def _definition(
    key: str, label: str, formula: str, unit: Unit, direction: Direction
) -> StatDefinition:
    return StatDefinition(
        key=key,
        label=label,
        unit=unit,
        direction=direction,
        formula=formula,
        mask=Mask.LIVE,
        source="rlcoach",
        confidence=Confidence.LOW,
        modes=SOCCAR_LIKE,
        is_experimental=True,
        decimals=0 if unit is Unit.COUNT else 1,
    )


_COUNTS = (
    _Count(
        "rotations",
        "Rotations",
        "Times the player had gone for the ball and left it to a mate.",
        "rotation",
        _EVEN,
    ),
    _Count(
        "rotations_back",
        "Rotations to the back",
        "Rotations after which he was the last man back within 4 s.",
        "rotation",
        _HIGHER,
        kind=ROTATED,
    ),
    _Count(
        "cut_ins",
        "Cut-ins",
        "Rotations broken off: first man again before the mate who had come played the ball.",
        "rotation",
        _LOWER,
        kind=CUT_IN,
    ),
    _Count(
        "double_commits",
        "Double commits",
        "Times going for a ball that a mate was going for, too, and touched first.",
        "double_commit",
        _LOWER,
    ),
    _Count(
        "overcommits",
        "Overcommits",
        "Times the opponents won the ball with nobody behind it and the player nearest to that.",
        "overcommit",
        _LOWER,
    ),
    _Count(
        "caught_ahead_goals",
        "Caught ahead on goals against",
        "Goals against at whose deciding touch he was 1,000 uu or more ahead of the ball.",
        "caught_ahead",
        _LOWER,
        kind="goal",
    ),
    _Count(
        "caught_ahead_turnovers",
        "Caught ahead on turnovers",
        "Turnovers after which the ball came deep while he was still beyond the middle.",
        "caught_ahead",
        _LOWER,
        kind="turnover",
    ),
    _Count(
        "shadow_defences",
        "Shadow defences",
        "Stretches of driving back goal-side in front of an attacker, of 0.7 s or more.",
        "shadow_defence",
        _EVEN,
    ),
    _Count(
        "shadow_defences_held",
        "Shadow defences held",
        "Shadow defences without an attempt on goal until 3 s after them.",
        "shadow_defence",
        _HIGHER,
        is_success=True,
    ),
    _Count(
        "pre_jumps",
        "Pre-jumps",
        "Jumps in front of the own goal shortly before a shot.",
        "pre_jump",
        _EVEN,
    ),
    _Count(
        "duels_won",
        "Duels won",
        "Challenges after which the own team had the ball, or it went its way.",
        "duel",
        _HIGHER,
        kind="won",
    ),
    _Count(
        "duels_lost",
        "Duels lost",
        "Challenges after which the opponents had the ball, or it went their way.",
        "duel",
        _LOWER,
        kind="lost",
    ),
    _Count(
        "duels_faked",
        "Fake challenges",
        "Challenges broken off 300 uu or more from the ball.",
        "duel",
        _EVEN,
        kind="faked",
    ),
    _Count("whiffs", "Whiffs", "Dodges and flights at the ball that missed it.", "whiff", _LOWER),
    _Count(
        "beaten_to_ball",
        "Beaten to the ball",
        "Open races for a free ball that an opponent won by less than 0.75 s.",
        "beaten_to_ball",
        _LOWER,
    ),
    _Count(
        "last_defender",
        "Times last man under pressure",
        "Stretches of 1 s or more alone between the ball and the own goal.",
        "last_defender",
        _EVEN,
    ),
    _Count(
        "last_defender_stopped",
        "Stopped as last man",
        "Such stretches after which he touched the ball next.",
        "last_defender",
        _HIGHER,
        kind="stopped",
    ),
    _Count(
        "counter_attacks",
        "Counter-attacks",
        "Balls won in the own third that the team played in the other half within 5 s.",
        "counter_attack",
        _HIGHER,
    ),
    _Count(
        "clears_to_mate",
        "Clears to a mate",
        "Clears after which the own team touched next, within 3.5 s.",
        "clear_quality",
        _HIGHER,
        kind="to_mate",
    ),
    _Count(
        "clears_to_opponent",
        "Clears to an opponent",
        "Clears after which an opponent touched next, within 2.5 s.",
        "clear_quality",
        _LOWER,
        kind="to_opponent",
    ),
    _Count(
        "conceded_out_of_boost",
        "Goals against out of boost",
        "Goals against at whose deciding touch he was behind the ball with less than 12 boost.",
        "conceded_factor",
        _LOWER,
        kind="out_of_boost",
    ),
    _Count(
        "conceded_saves_possible",
        "Goals against within reach",
        "Goals against whose way in he could have reached 0.3 s before the ball, by estimate.",
        "conceded_factor",
        _LOWER,
        kind="save_possible",
    ),
)

ROTATION_SCORE, DUEL_SHARE = "decision.rotation_score", "decision.duel_win_percent"
FIRST_MAN, PRESSURES = "decision.first_man_percent", "decision.pressures"

_MEANS = (
    replace(
        _definition(
            ROTATION_SCORE,
            "Rotation score",
            "Mean over the rotations: 100 where he was the last man back within 4 s, 50 where he "
            "stayed half way, 0 where he cut back in. From 10 rotations on; the team's is the "
            "mean over the rotations of all its players.",
            Unit.POINTS,
            _HIGHER,
        ),
        events=("rotation",),
        scopes=(Scope.PLAYER, Scope.TEAM),
    ),
    replace(
        _definition(
            DUEL_SHARE,
            "Duels won, share",
            "Duels won of those won or lost; from 5 on.",
            Unit.PERCENT,
            _HIGHER,
        ),
        events=("duel",),
    ),
    _definition(
        FIRST_MAN,
        "First man by time",
        "Share of the live time with a car in which he was estimated to reach the ball before his "
        "mates, for at least 0.35 s at a time. Unlike `positioning.time_first_man`, which goes by "
        "distance.",
        Unit.PERCENT,
        _EVEN,
    ),
    replace(
        _definition(
            PRESSURES,
            "Spells of pressure",
            "Times the team kept the ball in the opponents' half for 4 s or more.",
            Unit.COUNT,
            _HIGHER,
        ),
        events=("pressure",),
        scopes=(Scope.TEAM,),
    ),
)

DEFINITIONS: tuple[StatDefinition, ...] = (*(one.definition for one in _COUNTS), *_MEANS)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`; nothing in modes without decisions."""
    if "rotation" not in context.events:
        return {}
    values: StatValues = {f"decision.{one.name}": one.value(context) for one in _COUNTS}
    values[ROTATION_SCORE], values[f"team:{ROTATION_SCORE}"] = _rotation_scores(context)
    duels = context.events["duel"]
    won = context.count(duels.player[of_kind(duels, "won")])
    decided = won + context.count(duels.player[of_kind(duels, "lost")])
    values[DUEL_SHARE] = np.where(decided >= MIN_DUELS, 100.0 * ratio(won, decided), np.nan)
    values[FIRST_MAN] = _first_man(context.match)
    pressing = context.events["pressure"].column("team").astype(np.int64)
    values[f"team:{PRESSURES}"] = np.bincount(pressing, minlength=2).astype(np.float64)
    return values


def _rotation_scores(context: StatContext) -> tuple[Values, Values]:
    """[player] and [team] mean points; NaN below the least number of rotations."""
    rotations = context.events["rotation"]
    points = np.array([ROTATION_POINTS[kind] for kind in rotations.fields["kind"]])
    team = context.match.team[rotations.player].astype(np.int64)
    return (
        _mean_points(rotations.player.astype(np.int64), points, context.match.players),
        _mean_points(team, points, 2),
    )


def _mean_points(group: NDArray[np.int64], points: Values, groups: int) -> Values:
    count = np.bincount(group, minlength=groups)
    total: Values = np.bincount(group, points, groups).astype(np.float64)
    mean = ratio(total, count.astype(np.float64))
    return np.where(count >= MIN_ROTATIONS, mean, np.nan)


def _first_man(match: MatchContext) -> Values:
    """[player] percent; NaN without a mate or live time."""
    men = match.shared(roles)
    first: Values = (men.role == 1).sum(axis=1).astype(np.float64)
    taking_part: Values = (men.role > 0).sum(axis=1).astype(np.float64)
    mates = np.array([(match.team == team).sum() for team in match.team])
    return np.where(mates > 1, 100.0 * ratio(first, taking_part), np.nan)
