"""Drives at opponents to hit them: what bump and demolition attempts share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.plays import in_play
from rlcoach.analysis.spans import spans_of
from rlcoach.analysis.vectors import dot, length, squared_length

EVERY_FRAMES = 3
"""Bodies of cars are sent every two or three frames; looking more often shows the same."""

REACH_UU = 1800.0
"""Centre to centre, coarse: farther apart nobody is being hit yet (two cars at full speed close
3,700 uu in the 0.8 s a course is asked for)."""

AHEAD_SECONDS = 0.8
"""Within which the cars would meet. So long before bumps and demolitions they are 1,400 to 1,700 uu
apart in the median; farther back the ways of both are guesses."""

MAX_MISS_UU = 250.0
"""Centre to centre where they would be nearest if neither steered. 0.3 s before bumps and
demolitions three of four would have missed by less than 225, half of them by less than 152."""

MIN_SPEED_UU_PER_S = 1000.0
"""Of the attacker; bumps have 1,115 and more in nine of ten."""

MIN_CLOSING_UU_PER_S = 300.0
"""Of the two toward each other; slower is driving along with somebody."""

MIN_COSINE = 0.6
"""Between the attacker's way and the victim: he goes at him or cuts him off. Nine of ten
demolitions have more 0.3 s before."""

BALL_UU = 200.0
"""Attacker to ball, foreseen for the meeting: nearer he may go for the ball."""

BALL_COSINE, BALL_REACH_UU = 0.96, 1500.0
"""Whose way leads at a ball this near goes for the ball, whoever stands in it."""

HIT_MIN_SECONDS = 0.2
"""On course before a hit that was meant: shorter ones are cars that ran into each other."""

MISSED_MIN_SECONDS = 0.5
"""On course without a hit: cars that cross each other's ways are on course for less: misses
after 0.4 s are twice as many as those after 0.5 s."""

MISSED_UU = 250.0
"""Centre to centre, how near a miss comes: about two lengths of a car."""

AGAIN_SECONDS = 1.0
"""Courses of the same two within this are one attempt."""

TOUCH_SECONDS = 0.5
"""Before and after: who has just played the ball or is about to is not after the opponent."""

VICTIM_BALL_UU = 400.0
"""Victim to ball at the end of the course: so near the attacker challenges for it. Of moments
looked at, those who went for the ball had it within 371, those who bumped 1,058 and more."""

HIT_SECONDS = 0.5
"""After the course ends, within which the bump or demolition that came of it is seen."""


@dataclass(frozen=True)
class Rams:
    """One row per drive at an opponent, by start. Columns have shape [ram]."""

    attacker: NDArray[np.int64]
    victim: NDArray[np.int64]
    start: NDArray[np.int64]
    """First frame on course."""
    end: NDArray[np.int64]
    """Last frame on course."""
    seconds: NDArray[np.float64]
    """On course."""
    speed: NDArray[np.float64]
    """Of the attacker at the end, uu/s."""
    closing: NDArray[np.float64]
    """Of the two toward each other at the start, uu/s."""
    is_for_ball: NDArray[np.bool_]
    """He touched the ball within `TOUCH_SECONDS` of his way, or the victim had it near."""
    is_bumped: NDArray[np.bool_]
    is_demolished: NDArray[np.bool_]

    def pick(self, keep: NDArray[np.bool_]) -> Rams:
        """The rows that `keep` marks."""
        return Rams(**{name: column[keep] for name, column in vars(self).items()})


def rams(context: MatchContext, found: Mapping[str, Events]) -> Rams:
    """All drives at opponents. Ask with `context.shared(rams, found)`."""
    frames = np.arange(0, context.frames, EVERY_FRAMES)
    attacker, victim = np.nonzero(context.team[:, None] != context.team[None, :])
    spans = spans_of(_on_course(context, attacker, victim, frames))
    pair, start, end = _joined(context, spans.player, frames[spans.first], frames[spans.last])
    time = context.tables.frames.time
    seconds = time[end] - time[start]
    long = seconds >= HIT_MIN_SECONDS
    pair, start, end, seconds = pair[long], start[long], end[long], seconds[long]
    one, other = attacker[pair], victim[pair]
    tries = Rams(
        attacker=one,
        victim=other,
        start=start,
        end=end,
        seconds=seconds,
        speed=length(context.tables.cars.velocity[one, end]).astype(np.float64),
        closing=_closing(context, one, other, start),
        is_for_ball=_for_ball(context, found.get("touch"), (one, other), (start, end)),
        is_bumped=_came(context, found.get("bump"), one, other, (start, end)),
        is_demolished=_came(context, found.get("demolition"), one, other, (start, end)),
    )
    near = (seconds >= MISSED_MIN_SECONDS) & (_nearest(context, tries) <= MISSED_UU)
    return tries.pick(tries.is_bumped | tries.is_demolished | near)


def _closing(
    context: MatchContext,
    attacker: NDArray[np.int64],
    victim: NDArray[np.int64],
    frame: NDArray[np.int64],
) -> NDArray[np.float64]:
    """[ram] uu/s of the two toward each other."""
    cars = context.tables.cars
    way = cars.position[victim, frame].astype(np.float64) - cars.position[attacker, frame]
    pace = cars.velocity[attacker, frame].astype(np.float64) - cars.velocity[victim, frame]
    closing: NDArray[np.float64] = dot(pace, way) / np.maximum(length(way), 1.0)
    return closing


def _for_ball(
    context: MatchContext,
    touches: Events | None,
    pair: tuple[NDArray[np.int64], NDArray[np.int64]],
    span: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> NDArray[np.bool_]:
    """[ram] the attacker touched the ball around his way, or the victim had it near."""
    attacker, victim = pair
    ball = context.tables.ball.position[span[1]] - context.tables.cars.position[victim, span[1]]
    # Without a ball the comparison is false.
    result: NDArray[np.bool_] = squared_length(ball) <= VICTIM_BALL_UU**2
    if touches is None:
        return result
    time = context.tables.frames.time
    when = time[touches.frame]
    touched = touches.player == attacker[:, None]
    touched &= when >= time[span[0]][:, None] - TOUCH_SECONDS
    touched &= when <= time[span[1]][:, None] + TOUCH_SECONDS
    result |= touched.any(axis=1)
    return result


def _nearest(context: MatchContext, tries: Rams) -> NDArray[np.float64]:
    """[ram] uu between the cars at their nearest, until soon after the course."""
    place, time = context.tables.cars.position, context.tables.frames.time
    until = np.searchsorted(time, time[tries.end] + HIT_SECONDS)
    rows = zip(
        *(column.tolist() for column in (tries.attacker, tries.victim, tries.end, until)),
        strict=True,
    )
    nearest = [
        np.fmin.reduce(length(place[one, end:stop] - place[other, end:stop]))
        for one, other, end, stop in rows
    ]
    return np.array(nearest, dtype=np.float64)


def _on_course(
    context: MatchContext,
    attacker: NDArray[np.int64],
    victim: NDArray[np.int64],
    frames: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """[pair, frame] the attacker is about to hit the victim and not the ball."""
    cars = context.tables.cars
    place = cars.position[:, frames]
    there = cars.present[:, frames] & in_play(context)[frames]
    result = np.zeros((len(attacker), len(frames)), dtype=bool)
    for one, other in zip(*np.nonzero(np.triu(context.team[:, None] != context.team)), strict=True):
        near = squared_length(place[one] - place[other]) < REACH_UU**2
        spot = np.flatnonzero(near & there[one] & there[other])
        for first, second in ((one, other), (other, one)):
            pair = (attacker == first) & (victim == second)
            hits = _will_hit(context, (int(first), int(second)), frames[spot])
            result[np.ix_(pair, spot)] = hits
    return result


def _will_hit(
    context: MatchContext, pair: tuple[int, int], frames: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """[frame] whether one is on course for the other."""
    cars, ball = context.tables.cars, context.tables.ball
    place, pace = cars.position[pair[0], frames], cars.velocity[pair[0], frames]
    way = cars.position[pair[1], frames] - place
    closing = pace - cars.velocity[pair[1], frames]
    speed, distance = length(pace), np.maximum(length(way), 1.0)
    seconds = dot(way, closing) / np.maximum(squared_length(closing), 1.0)
    miss = length(way - closing * seconds[:, None])
    holds: NDArray[np.bool_] = (seconds > 0) & (seconds <= AHEAD_SECONDS) & (miss <= MAX_MISS_UU)
    holds &= (speed >= MIN_SPEED_UU_PER_S) & (dot(pace, way) >= MIN_COSINE * speed * distance)
    holds &= dot(closing, way) >= MIN_CLOSING_UU_PER_S * distance
    to_ball = ball.position[frames] - place
    meeting = to_ball + (ball.velocity[frames] - pace) * seconds[:, None]
    away = np.maximum(length(to_ball), 1.0)
    at_ball = (away < BALL_REACH_UU) & (dot(pace, to_ball) > BALL_COSINE * speed * away)
    # Without a ball the comparisons are false: nobody can be going for it.
    holds &= ~(at_ball | (length(meeting) < BALL_UU))
    return holds


def _joined(
    context: MatchContext,
    pair: NDArray[np.int32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Courses of the same two with short breaks as one."""
    time = context.tables.frames.time
    rows: list[list[int]] = []
    latest: dict[int, list[int]] = {}
    for one, first, last in zip(pair.tolist(), start.tolist(), end.tolist(), strict=True):
        known = latest.get(one)
        if known is not None and time[first] - time[known[2]] <= AGAIN_SECONDS:
            known[2] = last
            continue
        latest[one] = [one, first, last]
        rows.append(latest[one])
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _came(
    context: MatchContext,
    events: Events | None,
    attacker: NDArray[np.int64],
    victim: NDArray[np.int64],
    span: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> NDArray[np.bool_]:
    """[ram] whether an event of the same two came within it or soon after."""
    if events is None:
        return np.zeros(len(attacker), dtype=bool)
    time = context.tables.frames.time
    when = time[events.frame]
    same = (events.player == attacker[:, None]) & (events.column("victim") == victim[:, None])
    same &= (when >= time[span[0]][:, None]) & (when <= time[span[1]][:, None] + HIT_SECONDS)
    came: NDArray[np.bool_] = same.any(axis=1)
    return came
