"""How ballchasing adds up time: per update, not per frame.

It reacts to each new value of an attribute: the time since the previous distinct update of the
same actor goes to the class of the *new* value. So the first update of an actor counts nothing,
what comes after its last one is lost (a demolished car loses its three seconds by itself, as the
replacement is a new actor), and waiting at a kickoff is credited to the first movement after it.
Means are plain means over updates. Recovered by fitting 24 players; with these rules 58 of the
published fields are equal to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.vectors import length as vectors_length
from rlcoach.replay.tables import BoostUpdates

Values = NDArray[np.float64]

GROUND_Z_UU = 20.001
"""z of 20 is on the ground; old files hold whole uu, newer ones floats just above."""

COUNTDOWN_FROM, COUNTDOWN_TO = 3, 0

LEAVER_SECONDS = 5.0

ACTIVE_TIME = "presence without the counted-down seconds, and 5 s more for leaving in play"
"""What `active_time` is, for formulas."""


@dataclass(frozen=True)
class UpdateWalk:
    """Updates of cars and tanks with the time each is worth."""

    match: MatchContext

    @property
    def players(self) -> int:
        """Number of players."""
        return self.match.players

    @cached_property
    def player(self) -> NDArray[np.int32]:
        """[body update] whose car it is."""
        return self.match.tables.car_updates.player

    @cached_property
    def worth(self) -> Values:
        """[body update] seconds since the update before of the same car."""
        updates = self.match.tables.car_updates
        return since_previous(self.match.clock[updates.frame], updates.life)

    @cached_property
    def speed(self) -> Values:
        """[body update] uu/s."""
        return length(self.match.tables.car_updates.velocity)

    @cached_property
    def height(self) -> Values:
        """[body update] uu."""
        return self.match.tables.car_updates.position[:, 2].astype(np.float64)

    @cached_property
    def forward_y(self) -> Values:
        """[body update] y toward the opponent's goal, uu."""
        sign = self.match.sign[self.player].astype(np.float64)
        return self.match.tables.car_updates.position[:, 1] * sign

    @cached_property
    def ball(self) -> Values:
        """[body update, xyz] the ball in the same frame; NaN without one."""
        frame = self.match.tables.car_updates.frame
        return self.match.tables.ball.position[frame].astype(np.float64)

    @cached_property
    def ball_distance(self) -> Values:
        """[body update] uu between the centres; NaN without ball."""
        return length(self.match.tables.car_updates.position - self.ball)

    @cached_property
    def boost(self) -> BoostWalk:
        """The tank's updates."""
        return BoostWalk(self.match)

    def seconds(self, mask: NDArray[np.bool_]) -> Values:
        """[player] time worth of the body updates in `mask`."""
        return sums_by(self.player[mask], self.worth[mask], self.players)

    def mean(self, values: Values, mask: NDArray[np.bool_] | None = None) -> Values:
        """[player] plain mean over body updates; NaN without any."""
        known = ~np.isnan(values) if mask is None else mask & ~np.isnan(values)
        return mean_by(self.player[known], values[known], self.players)


@dataclass(frozen=True)
class BoostWalk:
    """Distinct updates of boost tanks: repeats of amount and grant counter are none."""

    match: MatchContext

    @cached_property
    def _rows(self) -> NDArray[np.int64]:
        updates = self.match.tables.boost.updates
        order = np.argsort(updates.life, kind="stable")
        life, amount, grants = (
            column[order] for column in (updates.life, updates.amount, updates.grants)
        )
        keep = np.ones(len(order), dtype=bool)
        keep[1:] = (
            (life[1:] != life[:-1]) | (amount[1:] != amount[:-1]) | (grants[1:] != grants[:-1])
        )
        return order[keep]

    @cached_property
    def updates(self) -> BoostUpdates:
        """The distinct updates, by tank."""
        sent, rows = self.match.tables.boost.updates, self._rows
        return BoostUpdates(
            seq=sent.seq[rows],
            frame=sent.frame[rows],
            player=sent.player[rows],
            life=sent.life[rows],
            amount=sent.amount[rows],
            grants=sent.grants[rows],
        )

    @cached_property
    def worth(self) -> Values:
        """[boost update] seconds since the update before of the same tank."""
        return since_previous(self.match.clock[self.updates.frame], self.updates.life)

    @cached_property
    def before(self) -> NDArray[np.int32]:
        """[boost update] raw amount before it; -1 for a tank's first."""
        before = np.full(len(self.updates.amount), -1, dtype=np.int32)
        same = self.updates.life[1:] == self.updates.life[:-1]
        before[1:][same] = self.updates.amount[:-1][same]
        return before

    @cached_property
    def rise(self) -> Values:
        """[boost update] change in boost of 0 to 100; 0 for a tank's first."""
        change = (self.updates.amount - self.before) / 2.55
        return np.where(self.before < 0, 0.0, change)

    def seconds(self, mask: NDArray[np.bool_]) -> Values:
        """[player] time worth of the boost updates in `mask`."""
        return self.total(self.worth, mask)

    def total(self, values: Values, mask: NDArray[np.bool_]) -> Values:
        """[player] sum of `values` over the boost updates in `mask`."""
        return sums_by(self.updates.player[mask], values[mask], self.match.players)


def since_previous(time: Values, life: NDArray[Any]) -> Values:
    """[row] time since the row before of the same life; 0 for its first. Rows are by life."""
    worth = np.diff(time, prepend=time[:1])
    worth[1:][life[1:] != life[:-1]] = 0.0
    result: Values = np.maximum(worth, 0.0)
    return result


def length(vectors: NDArray[Any]) -> Values:
    """Lengths of `[…, xyz]`, in double precision: thresholds fall between neighbouring floats."""
    result: Values = vectors_length(vectors.astype(np.float64))
    return result


def mean_by(player: NDArray[np.int32], values: Values, players: int) -> Values:
    """[player] mean of `values`; NaN for players without any."""
    return ratio(sums_by(player, values, players), sums_by(player, None, players))


def sums_by(player: NDArray[np.int32], values: Values | None, players: int) -> Values:
    """[player] sum of `values`, or how often each player occurs."""
    result: Values = np.bincount(player, values, minlength=players).astype(np.float64)
    return result


def ratio(part: Values, whole: Values) -> Values:
    """Part by whole; NaN where the whole is not positive."""
    result: Values = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return result


def share(part: Values, whole: Values) -> Values:
    """Percent; NaN where there is no whole."""
    return ratio(100.0 * part, whole)


def active_time(match: MatchContext) -> Values:
    """[player] presence minus the three counted-down seconds of each kickoff in it.

    Who leaves in open play counts on for `LEAVER_SECONDS`; fitted on the four labelled leavers
    (two left in play: 4.97 and 4.98 s more; two after a goal: nothing).
    """
    if match.frames == 0:
        return np.zeros(match.players)
    result = np.zeros(match.players)
    pauses = countdowns(match)
    last = match.frames - 1
    for row, one in enumerate(match.tables.players):
        back = [span.start_frame for span in one.presence[1:]]
        for span, until in zip(one.presence, [*back, last], strict=False):
            start, end = span.start_frame, min(span.end_frame, last)
            result[row] += match.clock[end] - match.clock[start]
            if match.live[end]:
                result[row] += min(LEAVER_SECONDS, match.clock[until] - match.clock[end])
            result[row] -= sum(
                match.clock[to] - match.clock[since]
                for since, to in pauses
                if since >= start and to <= end
            )
    return result


def countdowns(match: MatchContext) -> list[tuple[int, int]]:
    """Frames at which the countdown showed 3, and then 0, of each kickoff."""
    shown = match.tables.frames.countdown
    change = np.flatnonzero(np.diff(shown, prepend=shown[:1] - 1))
    found, since = [], None
    for frame in change.tolist():
        if shown[frame] == COUNTDOWN_FROM:
            since = frame
        elif shown[frame] == COUNTDOWN_TO and since is not None:
            found.append((since, frame))
            since = None
    return found
