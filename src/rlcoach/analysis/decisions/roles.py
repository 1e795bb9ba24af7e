"""Who goes for the ball: first, second and third man of each team, ten times a second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.snapshots import Snapshots, snapshots
from rlcoach.analysis.field import BALL_REST_Z_UU, BLUE, ORANGE
from rlcoach.analysis.reach import UNKNOWN_BOOST, CarStates, seconds_to_touch
from rlcoach.analysis.vectors import nose
from rlcoach.analysis.wheels import on_wheels

DEBOUNCE_SECONDS = 0.35
"""A man who is first for less than this was only passed by (subtr-actor)."""

TIE_SECONDS = 0.05
"""Times to the ball closer than this are equal: the estimate is no better."""

LEAD_UU_PER_S = 1800.0
"""Players go to where the ball will be: it is led by the time its distance takes at this speed,
between the throttle's 1,410 and the 2,300 uu/s of boost ..."""

MAX_LEAD_SECONDS = 1.0
"""... but not farther, as other cars and walls change its way."""

GRAVITY_UU_PER_S2 = 650.0

ESTIMATE_EVERY = 2
"""Samples: times to the ball are estimated five times a second, well below `DEBOUNCE_SECONDS`, and
held in between; the estimate costs more than all else here."""

HALF_FIELD_UU = 6000.0
"""From the middle to behind either goal: makes a share of a tie out of a depth."""


@dataclass(frozen=True)
class Roles:
    """Shapes [player, sample] and [team, sample] over `Snapshots`."""

    seconds: NDArray[np.float32]
    """[player, sample] estimated time to the ball; inf without car or out of live play."""
    role: NDArray[np.int8]
    """[player, sample] 1 first man, 2 second, and so on; 0 without car or out of live play."""
    first: NDArray[np.int32]
    """[team, sample] row of the first man; -1 where the team has no car, or out of live play."""
    deepest: NDArray[np.int32]
    """[team, sample] row of the living player nearest the own end; -1 as above."""


def roles(context: MatchContext) -> Roles:
    """Roles of both teams. Ask with `context.shared(roles)`."""
    samples = context.shared(snapshots)
    seconds = _seconds_to_ball(context, samples)
    shape = seconds.shape
    role = np.zeros(shape, dtype=np.int8)
    first = np.full((2, shape[1]), -1, dtype=np.int32)
    deepest = first.copy()
    for side in (BLUE, ORANGE):
        team = _team_rows(context, side)
        if len(team) == 0:
            continue
        takes_part = samples.present[team] & samples.is_live
        nearest = _first_men(samples, team, seconds[team])
        depth = np.where(takes_part, samples.depth[team], np.inf)
        last = np.where(takes_part.any(axis=0), depth.argmin(axis=0), -1)
        first[side] = np.where(nearest >= 0, team[nearest], -1)
        deepest[side] = np.where(last >= 0, team[last], -1)
        role[team] = _order(nearest, np.where(takes_part, depth, np.nan))
    return Roles(seconds, role, first, deepest)


def _team_rows(context: MatchContext, side: int) -> NDArray[np.int64]:
    """Rows of a team's players in an order of their own: whoever is listed first is no matter."""
    rows = np.flatnonzero(context.team == side).tolist()
    keys = [one.identity.key for one in context.tables.players]
    return np.array(sorted(rows, key=keys.__getitem__), dtype=np.int64)


def _seconds_to_ball(context: MatchContext, samples: Snapshots) -> NDArray[np.float32]:
    seconds = np.full(samples.present.shape, np.inf, dtype=np.float32)
    asked = samples.present & samples.is_live & (context.team >= 0)[:, None]
    index = np.arange(len(samples.frame))
    # A play begins with an estimate of its own: there is none to be held.
    is_asked = (index % ESTIMATE_EVERY == 0) | ~np.append(False, samples.is_live)[:-1]
    player, at = np.nonzero(asked & is_asked)
    lead = np.minimum(samples.ball_distance[player, at] / LEAD_UU_PER_S, MAX_LEAD_SECONDS)
    cars = car_states_at(context, samples, player, at)
    seconds[player, at] = seconds_to_touch(cars, _led(samples, at, lead))
    seconds = seconds[:, np.maximum.accumulate(np.where(is_asked, index, 0))]
    seconds[~asked] = np.inf
    return seconds


def car_states_at(
    context: MatchContext, samples: Snapshots, player: NDArray[np.int64], at: NDArray[np.int64]
) -> CarStates:
    """[row] cars of players in samples, as `seconds_to_touch` asks for them."""
    frame, boost = samples.frame[at], samples.boost[player, at]
    return CarStates(
        place=samples.place[player, at].astype(np.float64),
        velocity=samples.velocity[player, at].astype(np.float64),
        nose=nose(context.tables.cars.rotation[player, frame]).astype(np.float64),
        boost=np.where(np.isnan(boost), UNKNOWN_BOOST, boost).astype(np.float64),
        on_wheels=context.shared(on_wheels)[player, frame],
    )


def _led(
    samples: Snapshots, at: NDArray[np.int64], lead: NDArray[np.floating]
) -> NDArray[np.float64]:
    """[row, xyz] where the ball will be if it flies on; on the floor it stays."""
    place = samples.ball[at].astype(np.float64) + samples.ball_velocity[at] * lead[:, None]
    place[:, 2] -= GRAVITY_UU_PER_S2 / 2 * lead * lead
    np.maximum(place[:, 2], BALL_REST_Z_UU, out=place[:, 2])
    return place


def _first_men(
    samples: Snapshots, team: NDArray[np.int64], seconds: NDArray[np.float32]
) -> NDArray[np.int64]:
    """[sample] place in `team` of the first man, without those who are it for a moment only."""
    ticks = np.round(seconds / TIE_SECONDS)
    depth = np.nan_to_num(samples.depth[team]) / (2 * HALF_FIELD_UU)
    nearest = np.argmin(ticks + depth, axis=0)
    nearest[~np.isfinite(seconds).any(axis=0)] = -1
    return _debounced(samples, nearest, samples.present[team])


def _debounced(
    samples: Snapshots, nearest: NDArray[np.int64], present: NDArray[np.bool_]
) -> NDArray[np.int64]:
    begins = np.flatnonzero(np.diff(nearest, prepend=-2))
    ends = np.append(begins[1:], len(nearest))
    clock = samples.clock
    result, holder = nearest.copy(), -1
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        one = int(nearest[begin])
        lasts = clock[end - 1] - clock[begin] >= DEBOUNCE_SECONDS
        if one < 0 or holder < 0 or lasts or not present[holder, begin:end].all():
            holder = one
        result[begin:end] = holder
    return result


def _order(first: NDArray[np.int64], depth: NDArray[np.floating]) -> NDArray[np.int8]:
    """[player, sample] the first man, then the others from the foremost to the deepest."""
    ahead = depth[None, :, :] > depth[:, None, :]
    is_first = np.arange(len(depth))[:, None] == first
    # The first man comes before all others wherever he is.
    ahead = (ahead | is_first[None, :, :]) & ~is_first[:, None, :]
    order = 1 + ahead.sum(axis=1)
    return np.where(np.isnan(depth), 0, order).astype(np.int8)
