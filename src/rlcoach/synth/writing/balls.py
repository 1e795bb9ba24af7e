"""What balls send: bodies, touches, explosions."""

from __future__ import annotations

import numpy as np

from rlcoach.synth.match_record import Scored, Touched
from rlcoach.synth.writing import values
from rlcoach.synth.writing.bits import joined
from rlcoach.synth.writing.bodies import BODY, body_words
from rlcoach.synth.writing.cast import BallLife
from rlcoach.synth.writing.context import Writing

PLACE_UNIT_PER_UU = 1.0
"""Places of explosions and velocities of demolitions are whole uu in every era."""

_GOALS = ("GoalVolume_TA_4", "GoalVolume_TA_0")
"""The goal each team shoots at: team 0 at the one with y > 0."""
_GOAL_ACTORS = ("GoalVolume_TA_4.Goal_TA_14", "GoalVolume_TA_0.Goal_TA_13")


def send_balls(writing: Writing) -> None:
    """Everything of all balls."""
    for life in writing.cast.balls:
        event = values.link(writing.cast.event.actor_id)
        writing.sheet.send(life.ball, "TAGame.Ball_TA:GameEvent", event)
        _send_bodies(writing, life)
        _send_touches(writing, life)
    for one in writing.record.happenings:
        if isinstance(one, Scored):
            _send_explosion(writing, one)


def goal_volume(goal: Scored) -> str:
    """The name of the goal the ball is in."""
    return _GOALS[goal.team]


def _send_bodies(writing: Writing, life: BallLife) -> None:
    """The body in every frame in which it is another one; after a goal it lies where it was."""
    rows = writing.record.ball.body[life.start : life.end]
    hidden = np.flatnonzero(writing.record.ball.is_hidden[life.start : life.end])
    count = int(hidden[0]) + 1 if len(hidden) else len(rows)
    rows = rows[:count]
    # An exploded ball may have no body in the record: it is where it was last seen.
    known = np.maximum.accumulate(np.where(np.isnan(rows[:, 0]), 0, np.arange(count)))
    rows = rows[known]
    asleep = np.zeros(count, dtype=bool)
    asleep[-1] = len(hidden) > 0
    words = body_words(rows, writing.era.body, asleep=asleep)
    is_other = np.ones(count, dtype=bool)
    is_other[1:] = (words.values[1:] != words.values[:-1]).any(axis=1)
    frames = np.flatnonzero(is_other)
    writing.sheet.send_words(
        life.ball, BODY, life.start + frames, words.values[frames], words.widths[frames]
    )


def _send_touches(writing: Writing, life: BallLife) -> None:
    """The team that touched it last, when it is another one."""
    last: int | None = None
    for one in writing.record.happenings:
        if not isinstance(one, Touched) or not life.start <= one.frame < life.end:
            continue
        team = writing.record.players[one.player].team
        if team != last:
            hit = values.byte(team)
            writing.sheet.send(life.ball, "TAGame.Ball_TA:HitTeamNum", hit, one.frame)
        last = team


def _send_explosion(writing: Writing, goal: Scored) -> None:
    life = writing.cast.ball_at(goal.frame)
    if life is None:
        return
    rows = writing.record.ball.body[life.start : goal.frame + 1, 0:3]
    place = rows[~np.isnan(rows[:, 0])][-1].tolist()
    map_name = writing.record.setting.map_name
    actor = f"{map_name}.TheWorld:PersistentLevel.{_GOAL_ACTORS[goal.team]}"
    scorer = None if goal.scorer is None else writing.cast.players[goal.scorer].actor_id
    explosion = joined(
        values.object_link(writing.tables.object_id(actor)),
        values.vector(place, PLACE_UNIT_PER_UU, writing.era.body.size_limit),
        values.link(scorer),
    )
    for name in ("bCollideActors", "bBlockActors"):
        writing.sheet.send(life.ball, f"Engine.Actor:{name}", values.flag(False), goal.frame)
    attribute = "TAGame.Ball_TA:ReplicatedExplosionDataExtended"
    writing.sheet.send(life.ball, attribute, explosion, goal.frame)
