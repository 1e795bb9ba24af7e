"""Why a goal was conceded: what went wrong in the seconds before, one event per reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.roles import car_states_at
from rlcoach.analysis.decisions.snapshots import Snapshots, snapshots
from rlcoach.analysis.decisions.strikes import Strikes, strikes
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, mechanic_events, of_kind
from rlcoach.analysis.plays import play_number
from rlcoach.analysis.reach import seconds_to_touch

BEFORE_SECONDS = 8.0
"""Before the goal: as long as one attack lasts."""

LOW_BOOST = 12.0
"""One small pad: not enough to fly or to turn a race."""

REACTION_SECONDS = 0.3
"""A save was possible if the ball's way could be reached with this to spare: people need 0.2 to
0.3 s to see where a ball goes."""

WHIFF_SECONDS = 4.0
"""A miss longer ago was of another ball."""

AWAY_SECONDS = 3.5
"""The game brings a car back 3.0 s after a demolition; frames and updates come a bit later."""

KINDS = {
    "last_back": "was the last man back at the deciding touch",
    "ahead_of_ball": "was caught ahead of the ball, kind `caught_ahead`",
    "out_of_boost": "was behind the ball but had less than 12 boost",
    "demolished": "had no car at the deciding touch, since a demolition",
    "double_commit": "went for the same ball as a mate in the 8 s before",
    "lost_duel": "lost a challenge in the 8 s before; the last one is named",
    "whiff": "missed the ball in the 4 s before",
    "save_possible": "could have reached the ball on its way in",
}

DEFINITION = EventDefinition(
    key="conceded_factor",
    label="Why a goal was conceded",
    summary="Something a defender did, or was in, before a goal against.",
    approach=(
        "Of each goal against: where the defenders were and what boost they had at the deciding "
        "touch, the double commits, lost challenges and misses before it, and whether somebody "
        "could have reached the ball's way to the goal 0.3 s earlier than the ball."
    ),
    limits=(
        "Facts, no verdict: the last man back is named for every goal. Whether a save was "
        "possible is an estimate that knows no other cars in the way."
    ),
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "goal": EventField(unit=Unit.NONE, about="which goal of the match, from 0"),
        "seconds": EventField(unit=Unit.SECONDS, about="before the goal"),
        "margin": EventField(
            unit=Unit.SECONDS, about="to spare for the save; null for other kinds"
        ),
    },
    thresholds={
        "before_seconds": BEFORE_SECONDS,
        "low_boost": LOW_BOOST,
        "reaction_seconds": REACTION_SECONDS,
        "whiff_seconds": WHIFF_SECONDS,
        "away_seconds": AWAY_SECONDS,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    kinds=KINDS,
    is_experimental=True,
)

FROM_EVENTS: Mapping[str, tuple[str, str | None, float]] = {
    "caught_ahead": ("ahead_of_ball", "goal", BEFORE_SECONDS),
    "double_commit": ("double_commit", None, BEFORE_SECONDS),
    "duel": ("lost_duel", "lost", BEFORE_SECONDS),
    "whiff": ("whiff", None, WHIFF_SECONDS),
}
"""Kind of event to factor, the event's kind that counts (None: all), and how long before."""


@dataclass(frozen=True)
class _Factor:
    """One reason of one goal."""

    player: int
    kind: str
    goal: int
    frame: int
    margin: float = np.nan


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All reasons of all goals, each at its moment."""
    struck = context.shared(strikes, found["touch"])
    samples = context.shared(snapshots)
    rows = [
        factor
        for goal in range(len(struck))
        for factor in (
            *_of_places(context, samples, struck, goal),
            *_demolished(context, found["demolition"], struck, goal),
            *_of_events(context, found, struck, goal),
        )
    ]
    rows += _possible_saves(context, samples, struck)
    frame = np.array([one.frame for one in rows], dtype=np.int64)
    goal = np.array([one.goal for one in rows], dtype=np.int64)
    end = struck.frame[goal]
    return mechanic_events(
        context,
        Moves(
            player=np.array([one.player for one in rows], dtype=np.int64),
            start=frame,
            end=frame,
            kind=[one.kind for one in rows],
            strength=np.ones(len(rows)),
            confidence=0.7,
            evidence={
                "goal": goal,
                "seconds": np.maximum(context.clock[end] - context.clock[frame], 0.0),
                "margin": np.array([one.margin for one in rows], dtype=np.float64),
            },
        ),
    )


def _of_places(
    context: MatchContext, samples: Snapshots, struck: Strikes, goal: int
) -> Iterator[_Factor]:
    """Where the defenders were at the deciding touch, and with what."""
    frame = int(struck.touch_frame[goal])
    at = int(samples.at(np.array([frame]))[0])
    defenders = np.flatnonzero(context.team == 1 - struck.team[goal])
    living = defenders[samples.present[defenders, at]]
    if len(living):
        last = int(living[np.argmin(samples.depth[living, at])])
        yield _Factor(last, "last_back", goal, frame)
    for player in living.tolist():
        is_behind = samples.depth[player, at] < samples.ball_depth[player, at]
        if is_behind and samples.boost[player, at] < LOW_BOOST:
            yield _Factor(player, "out_of_boost", goal, frame)


def _demolished(
    context: MatchContext, demolitions: Events, struck: Strikes, goal: int
) -> Iterator[_Factor]:
    """Defenders without a car at the deciding touch because it was destroyed; others had left."""
    frame = int(struck.touch_frame[goal])
    victim = demolitions.column("victim").astype(np.int64)
    since = context.clock[frame] - context.clock[demolitions.frame]
    waits = (since >= 0) & (since <= AWAY_SECONDS) & (victim >= 0)
    for player in sorted(set(victim[waits].tolist())):
        is_defender = context.team[player] == 1 - struck.team[goal]
        if is_defender and not context.tables.cars.present[player, frame]:
            yield _Factor(player, "demolished", goal, frame)


def _of_events(
    context: MatchContext, found: Mapping[str, Events], struck: Strikes, goal: int
) -> Iterator[_Factor]:
    """What the defenders did in the seconds before, once per player and kind."""
    end, clock, play = int(struck.frame[goal]), context.clock, context.shared(play_number)
    for key, (factor, wanted, seconds) in FROM_EVENTS.items():
        events = found[key]
        since = clock[end] - clock[events.frame]
        mine = (since >= 0) & (since <= seconds) & (play[events.frame] == play[end])
        mine &= context.team[events.player] == 1 - struck.team[goal]
        if wanted is not None:
            mine &= of_kind(events, wanted)
        rows = np.flatnonzero(mine)
        who = {int(events.player[row]): int(events.frame[row]) for row in rows}
        if key == "double_commit":
            mates = {int(events.column("mate")[row]): int(events.frame[row]) for row in rows}
            who = mates | who
        for player, frame in who.items():
            yield _Factor(player, factor, goal, frame)


def _possible_saves(context: MatchContext, samples: Snapshots, struck: Strikes) -> list[_Factor]:
    """Defenders who could have been on the ball's way in, at the deciding touch."""
    ways = [_way_in(context, samples, struck, goal) for goal in range(len(struck))]
    player = np.concatenate([way[0] for way in ways] or [np.zeros(0, np.int64)])
    start = np.concatenate([way[1] for way in ways] or [np.zeros(0, np.int64)])
    at = np.concatenate([way[2] for way in ways] or [np.zeros(0, np.int64)])
    goal = np.repeat(np.arange(len(struck)), [len(way[0]) for way in ways])
    if len(player) == 0:
        return []
    needed = seconds_to_touch(
        car_states_at(context, samples, player, start), samples.ball[at].astype(np.float64)
    )
    spare = samples.clock[at] - samples.clock[start] - needed
    found = []
    for one, who in sorted(set(zip(goal.tolist(), player.tolist(), strict=True))):
        mine = (goal == one) & (player == who)
        best = float(spare[mine].max())
        if best >= REACTION_SECONDS:
            frame = int(struck.touch_frame[one])
            found.append(_Factor(who, "save_possible", one, frame, best))
    return found


def _way_in(
    context: MatchContext, samples: Snapshots, struck: Strikes, goal: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Defender, sample of the deciding touch, and sample of the ball, every one with every one."""
    start, end = samples.at(np.array([struck.touch_frame[goal], struck.frame[goal]])).tolist()
    defenders = np.flatnonzero((context.team == 1 - struck.team[goal]) & samples.present[:, start])
    way = np.arange(start + 1, end + 1)
    player, at = np.repeat(defenders, len(way)), np.tile(way, len(defenders))
    return player, np.full(len(player), start, dtype=np.int64), at
