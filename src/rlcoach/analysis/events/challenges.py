"""Challenges: going for a ball that an opponent is playing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.contact import CarPoses, cars_at
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.plays import play_of
from rlcoach.analysis.vectors import squared_length

MAX_DISTANCE_UU = 1000.0
"""Challenger to ball at the opponent's touch (subtr-actor)."""

MIN_CLOSING_UU_PER_S = 400.0
"""Of the challenger's own way toward the ball (subtr-actor)."""

MIN_ALIGNMENT = 0.45
"""Cosine between the challenger's velocity and the way to the ball (subtr-actor)."""

AGAIN_SECONDS = 1.2
"""Later touches of the opponent within this belong to the same challenge."""

ANSWER_SECONDS = 0.75
"""The challenger's own touch within this makes it a win if it is the first after (subtr-actor's
margin of being beaten to the ball)."""

DEFINITION = EventDefinition(
    key="challenge",
    label="Challenge",
    summary="A player went for the ball while an opponent was playing it.",
    approach=(
        "At an opponent's touch the player is within 1,000 uu of the ball and drives at it with "
        "at least 400 uu/s. He wins if his team has the next touch within 0.75 s."
    ),
    limits="Fakes that turn away after the touch count; kickoffs do not.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        "opponent": EventField(unit=Unit.NONE, about="row of the player who touched"),
        "distance": EventField(unit=Unit.UU, about="to the ball at that touch"),
        "is_won": EventField(unit=Unit.NONE, about="own team touched next, within 0.75 s"),
    },
    thresholds={
        "max_distance_uu": MAX_DISTANCE_UU,
        "min_closing_uu_per_s": MIN_CLOSING_UU_PER_S,
        "min_alignment": MIN_ALIGNMENT,
        "answer_seconds": ANSWER_SECONDS,
    },
    modes=BALL_MODES,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All challenges, at the opponent's touch."""
    touches = found["touch"]
    time = touches.column("contact_time").astype(np.float64)
    row, player = _pressed(context, touches, time)
    kept = _first_of_each(touches, time, row, player)
    row, player = row[kept], player[kept]
    place = touches.position[row]
    pose = cars_at(context, player, touches.frame[row].astype(np.int64), time[row])
    return Events(
        frame=touches.frame[row],
        player=player.astype(np.int32),
        position=place,
        fields={
            "opponent": touches.player[row],
            "distance": np.linalg.norm(place - pose.position, axis=1),
            "is_won": _is_won(context, touches, time, row),
        },
    )


def _pressed(
    context: MatchContext, touches: Events, time: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(touch, challenger) for every opponent on his way to a touched ball, by touch."""
    team = context.team
    against = team[:, None] != team[touches.player][None, :]
    # The first touch of a kickoff is a race of its own; nobody had the ball before.
    against &= ~touches.column("is_kickoff").astype(bool)[None, :]
    away = context.tables.cars.position[:, touches.frame] - touches.position[None, :, :]
    near = squared_length(away) < (2 * MAX_DISTANCE_UU) ** 2
    row, player = np.nonzero((against & near).T)
    pose = cars_at(
        context, player, np.maximum(touches.frame[row].astype(np.int64) - 1, 0), time[row]
    )
    closes = _closes_in(pose, touches.position[row].astype(np.float64))
    return row[closes], player[closes]


def _closes_in(pose: CarPoses, ball: NDArray[np.float64]) -> NDArray[np.bool_]:
    way = ball - pose.position
    distance = np.linalg.norm(way, axis=1)
    speed = np.linalg.norm(pose.velocity, axis=1)
    closing = (pose.velocity * way).sum(axis=1) / np.maximum(distance, 1.0)
    aligned = closing >= MIN_ALIGNMENT * speed
    result: NDArray[np.bool_] = (
        (distance <= MAX_DISTANCE_UU) & (closing >= MIN_CLOSING_UU_PER_S) & aligned
    )
    return result


def _first_of_each(
    touches: Events,
    time: NDArray[np.float64],
    row: NDArray[np.int64],
    player: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Drops what continues a challenge of the same two players."""
    last: dict[tuple[int, int], float] = {}
    kept = []
    for spot, (at, who) in enumerate(zip(row.tolist(), player.tolist(), strict=True)):
        pair = who, int(touches.player[at])
        if time[at] - last.get(pair, -np.inf) > AGAIN_SECONDS:
            kept.append(spot)
        last[pair] = float(time[at])
    return np.array(kept, dtype=np.int64)


def _is_won(
    context: MatchContext,
    touches: Events,
    time: NDArray[np.float64],
    row: NDArray[np.int64],
) -> NDArray[np.bool_]:
    team, play = context.team[touches.player], play_of(context, touches)
    turned = np.zeros(len(touches), dtype=bool)
    turned[:-1] = (
        (team[1:] != team[:-1]) & (play[1:] == play[:-1]) & (np.diff(time) <= ANSWER_SECONDS)
    )
    return turned[row]
