"""Fifty-fifties: both teams at the ball at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.plays import play_end, play_of

MAX_SECONDS = 0.2
"""Between touches of the two teams (subtr-actor; carball uses 5 frames)."""

RESOLVE_SECONDS = 0.35
"""After the last touch, when the ball's way shows who won (subtr-actor)."""

MIN_GAIN_UU = 180.0
"""Toward a goal at that moment (subtr-actor), or ..."""

MIN_SPEED_UU_PER_S = 220.0
"""... speed toward it (subtr-actor). With neither it was a draw."""

DEFINITION = EventDefinition(
    key="fifty_fifty",
    label="50/50",
    summary="Players of both teams hit the ball at the same time.",
    approach=(
        "Touches in a row by both teams, each within 0.2 s of the one before, are one 50/50. It "
        "is won by the team toward whose attack the ball has gained 180 uu, or moves at 220 uu/s, "
        "0.35 s after the last of the touches."
    ),
    limits=(
        "`player` is the first to touch, `opponent` the first of the other team; others in the "
        "scramble are not named. Kickoffs are marked, to be counted apart."
    ),
    source="subtr-actor",
    confidence=Confidence.MEDIUM,
    fields={
        "opponent": EventField(unit=Unit.NONE, about="row of the first player of the other team"),
        "winner": EventField(unit=Unit.NONE, about="row of who of the two won; -1: a draw"),
        "gain": EventField(unit=Unit.UU, about="of the ball toward `player`'s attack"),
        "is_kickoff": EventField(unit=Unit.NONE, about="the first touches after a kickoff"),
    },
    thresholds={
        "max_seconds": MAX_SECONDS,
        "resolve_seconds": RESOLVE_SECONDS,
        "min_gain_uu": MIN_GAIN_UU,
        "min_speed_uu_per_s": MIN_SPEED_UU_PER_S,
    },
    modes=BALL_MODES,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All 50/50s, at their first touch."""
    touches = found["touch"]
    groups = _groups(context, touches)
    first = np.array([group[0] for group in groups], dtype=np.int64)
    last = np.array([group[-1] for group in groups], dtype=np.int64)
    team = context.team[touches.player]
    other = np.array(
        [next(row for row in group if team[row] != team[group[0]]) for group in groups],
        dtype=np.int64,
    )
    kickoff = touches.column("is_kickoff").astype(bool)
    player, opponent = touches.player[first], touches.player[other]
    gain, result = outcome(context, touches, first, last)
    return Events(
        frame=touches.frame[first],
        player=player,
        position=touches.position[first],
        end_frame=touches.frame[last],
        fields={
            "opponent": opponent,
            "winner": np.select([result > 0, result < 0], [player, opponent], -1),
            "gain": gain,
            "is_kickoff": kickoff[first],
        },
    )


def _groups(context: MatchContext, touches: Events) -> list[list[int]]:
    """Rows of touches that contest the ball together, at least one of each team."""
    time = touches.column("contact_time").astype(np.float64)
    play, team = play_of(context, touches), context.team[touches.player]
    near = (np.diff(time) <= MAX_SECONDS) & (play[1:] == play[:-1])
    near &= team[1:] != team[:-1]
    groups: list[list[int]] = []
    for row in np.flatnonzero(near).tolist():
        if groups and groups[-1][-1] == row:
            groups[-1].append(row + 1)
        else:
            groups.append([row, row + 1])
    return groups


def outcome(
    context: MatchContext,
    touches: Events,
    first: NDArray[np.int64],
    last: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Gain toward the first player's attack in uu, and +1 won, -1 lost, 0 drawn, by him."""
    frames, ball = context.tables.frames, context.tables.ball
    sign = context.sign[touches.player[first]].astype(np.float64)
    when = frames.time[touches.frame[last]] + RESOLVE_SECONDS
    at = np.minimum(np.searchsorted(frames.time, when), play_end(context, touches.frame[last]))
    gain = (ball.position[at, 1] - touches.position[first, 1]) * sign
    speed = ball.velocity[at, 1] * sign
    gain, speed = np.nan_to_num(gain), np.nan_to_num(speed)
    by_gain = np.where(np.abs(gain) >= MIN_GAIN_UU, np.sign(gain), 0)
    by_speed = np.where(np.abs(speed) >= MIN_SPEED_UU_PER_S, np.sign(speed), 0)
    return gain, np.where(by_gain != 0, by_gain, by_speed).astype(np.int64)
