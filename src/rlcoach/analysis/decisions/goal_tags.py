"""Tags of goals: how they were scored. One event per goal and tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rlcoach.analysis.context import MatchContext
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
from rlcoach.analysis.field import GOAL_HALF_WIDTH_UU
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, mechanic_events
from rlcoach.analysis.plays import play_number

AERIAL_UU = 400.0
"""Height of the ball, as of the kind `aerial`."""

HIGH_AERIAL_UU = 840.0
"""Where ballchasing's high air begins, above the crossbar by a ball and a car."""

LONG_DISTANCE_DEPTH_UU = 1024.0
"""Ball no farther in the opponents' half than this at the deciding touch (subtr-actor)."""

OWN_HALF_UU = 100.0
"""Ball behind the middle line by about its radius: a ball on the kickoff spot is in no half."""

OWN_HALF_SECONDS = 8.0
"""A ball that rolls longer was let in."""

NET_HALF_WIDTH_UU = 2 * GOAL_HALF_WIDTH_UU
"""A defender behind the ball but farther to the side than this does not guard the goal."""

DEMOLITION_SECONDS = 5.25
"""Before the goal: three until the victim is back, and his way into the goal (subtr-actor)."""

COUNTER_SECONDS = 10.0
"""From winning the ball in the own third to the goal."""

STRIKE_SECONDS = 0.35
"""Between a mechanic that strikes the ball and the deciding touch, which are one moment."""

STRIKES = (
    "double_tap",
    "flick",
    "ceiling_shot",
    "wall_shot",
    "redirect",
    "pinch",
    "one_timer",
    "half_volley",
)
"""Kinds of events that are the deciding touch itself; the tag has the same name."""

LEADING: Mapping[str, float] = {"flip_reset": 8.0, "air_dribble": 5.0, "ground_dribble": 5.0}
"""Kind of event to seconds: mechanics that lead to the deciding touch, and how long before the
goal they may end (subtr-actor: resets 8, others 3 to 5). Nobody else may touch in between."""

KINDS = {
    "aerial": "by a car in the air, with the ball at 400 uu or higher",
    "high_aerial": "the same at 840 uu or higher",
    "long_distance": "from no farther than 1,024 uu into the opponents' half",
    "own_half": "from the own half",
    "empty_net": "no living defender was between the ball and the goal",
    "double_tap": "off the backboard and in by the same player",
    "flip_reset": "after regaining the dodge on the ball; `count` says how often",
    "flick": "by a flick",
    "air_dribble": "at the end of an air dribble",
    "ground_dribble": "at the end of a dribble on the ground",
    "ceiling_shot": "by a car that came from the ceiling",
    "wall_shot": "by a car on or just off the wall",
    "redirect": "by turning a pass or rebound toward the goal",
    "pinch": "by squeezing the ball",
    "one_timer": "by the first touch of a pass",
    "half_volley": "by hitting the ball right after its bounce",
    "demolition": "the scorers had demolished an opponent in the 5.25 s before",
    "kickoff": "within 12 s of the kickoff's first touch",
    "counter_attack": "at the end of a counter-attack",
    "own_goal": "put in by the conceding team",
    "deflected": "last touched by the conceding team on its way in",
}

DEFINITION = EventDefinition(
    key="goal_tag",
    label="Goal tag",
    summary="How a goal was scored.",
    approach=(
        "Of each goal: where ball, scorer and defenders were at the scoring team's last touch, "
        "and the scorer's mechanics that led there, with nobody else's touch in between."
    ),
    limits="A goal may have several tags or none. Tags of mechanics miss what those miss.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "goal": EventField(unit=Unit.NONE, about="which goal of the match, from 0"),
        "count": EventField(unit=Unit.COUNT, about="how often in that attack"),
    },
    thresholds={
        "aerial_uu": AERIAL_UU,
        "high_aerial_uu": HIGH_AERIAL_UU,
        "long_distance_depth_uu": LONG_DISTANCE_DEPTH_UU,
        "own_half_seconds": OWN_HALF_SECONDS,
        "demolition_seconds": DEMOLITION_SECONDS,
        "counter_seconds": COUNTER_SECONDS,
        "strike_seconds": STRIKE_SECONDS,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    kinds=KINDS,
)


@dataclass(frozen=True)
class _Goal:
    """What the tags of one goal are decided on."""

    row: int
    scorer: int
    team: int
    frame: int
    touch: int
    """Row of the deciding touch; -1 for none."""
    touch_frame: int
    alone_from: int
    """Frame after the last touch by anybody but the scorer before the deciding touch."""


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All tags, at the deciding touch."""
    touches = found["touch"]
    goals = [_goal(context, found, row) for row in range(len(context.tables.goals.frame))]
    samples = context.shared(snapshots)
    rows: list[tuple[_Goal, str, int]] = []
    for goal in goals:
        tags = dict.fromkeys(_of_fact(context, found, goal), 1)
        if goal.touch >= 0 and "own_goal" not in tags:
            tags |= dict.fromkeys(_of_place(context, touches, samples, goal), 1)
            tags |= _of_mechanics(context, found, goal)
        rows += [(goal, tag, count) for tag, count in tags.items()]
    return mechanic_events(
        context,
        Moves(
            player=np.array([goal.scorer for goal, _, _ in rows], dtype=np.int64),
            start=np.array([goal.touch_frame for goal, _, _ in rows], dtype=np.int64),
            end=np.array([goal.frame for goal, _, _ in rows], dtype=np.int64),
            kind=[tag for _, tag, _ in rows],
            strength=np.ones(len(rows)),
            confidence=0.8,
            evidence={
                "goal": np.array([goal.row for goal, _, _ in rows], dtype=np.int64),
                "count": np.array([count for _, _, count in rows], dtype=np.int64),
            },
        ),
    )


def _goal(context: MatchContext, found: Mapping[str, Events], row: int) -> _Goal:
    touches = found["touch"]
    struck: Strikes = context.shared(strikes, touches)
    scorer, touch = int(found["goal"].player[row]), int(struck.touch[row])
    alone_from = int(struck.touch_frame[row])
    if touch >= 0:
        play = context.shared(play_number)[touches.frame]
        others = np.flatnonzero((play[:touch] == play[touch]) & (touches.player[:touch] != scorer))
        first = int(np.searchsorted(context.shared(play_number), play[touch]))
        alone_from = int(touches.frame[others[-1]]) + 1 if len(others) else first
    return _Goal(
        row=row,
        scorer=scorer,
        team=int(struck.team[row]),
        frame=int(struck.frame[row]),
        touch=touch,
        touch_frame=int(struck.touch_frame[row]),
        alone_from=min(alone_from, int(struck.touch_frame[row])),
    )


def _of_fact(context: MatchContext, found: Mapping[str, Events], goal: _Goal) -> Iterator[str]:
    """Tags that follow from other events."""
    goals, clock = found["goal"], context.clock
    last = int(goals.column("last_touch")[goal.row])
    if bool(goals.column("is_own_goal")[goal.row]):
        yield "own_goal"
    elif last >= 0 and context.team[last] != goal.team:
        yield "deflected"
    demolitions = found["demolition"]
    since = clock[goal.frame] - clock[demolitions.frame]
    soon = (since >= 0) & (since <= DEMOLITION_SECONDS) & (demolitions.player >= 0)
    if (soon & (context.team[demolitions.player] == goal.team)).any():
        yield "demolition"
    play = context.shared(play_number)
    kickoffs = found["kickoff"]
    scored = kickoffs.column("goal_team").astype(np.int64) == goal.team
    if (scored & (play[kickoffs.frame] == play[goal.frame])).any():
        yield "kickoff"
    counters = found["counter_attack"]
    since = clock[goal.frame] - clock[counters.frame]
    ends = np.zeros(0) if counters.end_frame is None else counters.end_frame
    led = (since >= 0) & (since <= COUNTER_SECONDS) & (ends >= goal.touch_frame)
    if (led & (context.team[counters.player] == goal.team)).any():
        yield "counter_attack"


def _of_place(
    context: MatchContext, touches: Events, samples: Snapshots, goal: _Goal
) -> Iterator[str]:
    """Tags that follow from where ball and cars were at the deciding touch."""
    sign = -1.0 if goal.team == 1 else 1.0
    place = touches.position[goal.touch]
    depth = float(place[1]) * sign
    if touches.fields["surface"][goal.touch] == "air":
        if place[2] >= AERIAL_UU:
            yield "aerial"
        if place[2] >= HIGH_AERIAL_UU:
            yield "high_aerial"
    seconds = context.clock[goal.frame] - context.clock[goal.touch_frame]
    if depth <= LONG_DISTANCE_DEPTH_UU:
        yield "long_distance"
    if depth <= -OWN_HALF_UU and seconds <= OWN_HALF_SECONDS:
        yield "own_half"
    at = int(samples.at(np.array([goal.touch_frame]))[0])
    defends = samples.present[:, at] & (context.team == 1 - goal.team)
    guards = samples.place[:, at, 1] * sign > depth
    guards &= np.abs(samples.place[:, at, 0]) <= NET_HALF_WIDTH_UU
    if not (defends & guards).any():
        yield "empty_net"


def _of_mechanics(
    context: MatchContext, found: Mapping[str, Events], goal: _Goal
) -> dict[str, int]:
    """Tag to count: the scorer's mechanics behind the goal."""
    clock, tags = context.clock, dict[str, int]()
    for key in (*STRIKES, *LEADING):
        events = found.get(key)
        if events is None or goal.scorer < 0:
            continue
        end = events.frame if events.end_frame is None else events.end_frame
        mine = (events.player == goal.scorer) & (events.frame <= goal.frame)
        if key in LEADING:
            mine &= clock[goal.frame] - clock[end] <= LEADING[key]
            mine &= end >= goal.alone_from
        else:
            mine &= clock[goal.touch_frame] - clock[end] <= STRIKE_SECONDS
            mine &= clock[events.frame] - clock[goal.touch_frame] <= STRIKE_SECONDS
        if mine.any():
            tags[key] = int(mine.sum())
    return tags
