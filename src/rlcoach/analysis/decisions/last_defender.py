"""Last man under pressure: alone between the ball and the own goal."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.control import control, team_in_control
from rlcoach.analysis.decisions.roles import Roles, roles
from rlcoach.analysis.decisions.snapshots import Snapshots, snapshots
from rlcoach.analysis.decisions.strikes import seconds_to_goal_against, strikes
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import BLUE, ORANGE
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events

MIN_SECONDS = 1.0
"""Shorter stretches are a mate on his way past the ball."""

GRACE_SECONDS = 0.5
"""A mate who is back for less does not relieve him."""

ATTACKER_UU = 2500.0
"""An opponent this near the ball takes part: a second and a bit at full speed."""

OUTCOME_SECONDS = 3.0
"""After the stretch, in which a touch or a goal still belongs to it (a shot on the way)."""

MIN_TEAM = 2
"""Alone one is always the last man."""

STOPPED, CONCEDED, RELIEVED = "stopped", "conceded", "relieved"

DEFINITION = EventDefinition(
    key="last_defender",
    label="Last man under pressure",
    summary="Was the only one between the ball and the own goal while the opponents had it there.",
    approach=(
        "For at least 1 s the opponents touched last, the ball is in the own half, an opponent "
        "is within 2,500 uu of it, the player is goal-side of it and all living mates are not."
    ),
    limits="A demolished mate counts as not there.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "seconds": EventField(unit=Unit.SECONDS, about="length"),
        "attackers": EventField(
            unit=Unit.COUNT, about="opponents within 2,500 uu of the ball at its end"
        ),
    },
    thresholds={
        "min_seconds": MIN_SECONDS,
        "grace_seconds": GRACE_SECONDS,
        "attacker_uu": ATTACKER_UU,
        "outcome_seconds": OUTCOME_SECONDS,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    kinds={
        STOPPED: "he touched the ball next",
        CONCEDED: "a goal was conceded before anybody of the team touched the ball",
        RELIEVED: "a mate touched next or came back, or the ball went elsewhere",
    },
    success="Stopped; failed where conceded.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All stretches as the last man under pressure."""
    samples, men = context.shared(snapshots), context.shared(roles)
    touches = found["touch"]
    runs = context.shared(control, touches)
    holder = team_in_control(runs, samples.frame)
    alone = _alone(context, samples, men, holder)
    spans = samples.spans(alone, grace_seconds=GRACE_SECONDS)
    seconds = samples.clock[spans.last] - samples.clock[spans.first]
    spans, seconds = spans.picked(seconds >= MIN_SECONDS), seconds[seconds >= MIN_SECONDS]
    kinds = _outcomes(
        context, found, spans.player, samples.frame[spans.first], samples.frame[spans.last]
    )
    against = context.team[:, None] == 1 - context.team[spans.player][None, :]
    near = samples.ball_distance[:, spans.last] <= ATTACKER_UU
    return mechanic_events(
        context,
        Moves(
            player=spans.player,
            start=samples.frame[spans.first],
            end=samples.frame[spans.last],
            kind=kinds,
            strength=between(seconds, 0.0, 4.0),
            confidence=between(seconds, 0.0, 2 * MIN_SECONDS),
            is_success=[{STOPPED: True, CONCEDED: False}.get(kind) for kind in kinds],
            evidence={"seconds": seconds, "attackers": (against & near).sum(axis=0)},
        ),
    )


def _alone(
    context: MatchContext, samples: Snapshots, men: Roles, holder: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """[player, sample] the only one goal-side of a ball the opponents play in his half."""
    behind = samples.present & (samples.depth < samples.ball_depth)
    result = np.zeros(behind.shape, dtype=bool)
    near = samples.present & (samples.ball_distance <= ATTACKER_UU)
    for side in (BLUE, ORANGE):
        team = np.flatnonzero(context.team == side)
        others = np.flatnonzero(context.team == 1 - side)
        if len(team) < MIN_TEAM or len(others) == 0:
            continue
        pressed = (holder == 1 - side) & (samples.ball_depth[team[0]] < 0)
        pressed &= near[others].any(axis=0) & (behind[team].sum(axis=0) == 1)
        result[team] = behind[team] & pressed & (men.deepest[side] == team[:, None])
    return result


def _outcomes(
    context: MatchContext,
    found: Mapping[str, Events],
    player: NDArray[np.int32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> list[str]:
    touches = found["touch"]
    team = context.team[touches.player]
    goal = seconds_to_goal_against(
        context, context.shared(strikes, touches), start, context.team[player]
    )
    clock = context.clock
    touched = clock[touches.frame]
    kinds = []
    for row, who in enumerate(player.tolist()):
        until = clock[end[row]] + OUTCOME_SECONDS
        own = (touches.frame >= start[row]) & (team == context.team[who]) & (touched <= until)
        goal_at = clock[start[row]] + goal[row]
        own &= touched <= goal_at
        first = np.flatnonzero(own)
        if len(first):
            kinds.append(STOPPED if touches.player[first[0]] == who else RELIEVED)
        else:
            kinds.append(CONCEDED if goal_at <= until else RELIEVED)
    return kinds
