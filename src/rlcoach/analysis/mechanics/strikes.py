"""What hits of the ball have in common: where from, where to, and what came before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.ball_path import inside_mouth, paths_to_line
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import BACK_WALL_Y_UU, forward
from rlcoach.analysis.mechanics.bounces import Bounces, bounces
from rlcoach.analysis.mechanics.touch_motion import TouchMotion, touch_motion
from rlcoach.analysis.surfaces import surface_of
from rlcoach.analysis.vectors import length

CONTEST_SECONDS = 0.2
"""Between touches of both teams that are one contest (as `fifty_fifty`)."""

LOOK_AHEAD_SECONDS = 4.0
"""How far the ball's way is followed to the goal line (subtr-actor): slow lobs arrive by then."""

NEAR_MISS_UU = 200.0
"""From the frame to the ball's centre (as `chance`): what misses by about its own width still looks
like a shot at the goal, what passes higher or wider does not."""

MAX_PLAYERS = 1024
"""More than any file has; makes one number of frame and player."""


@dataclass(frozen=True)
class Strikes:
    """One row per `touch` event, in their order. Columns have shape [touch] or [touch, xyz].

    Places and velocities are seen by the toucher's team: y grows toward the opponent's goal.
    """

    touch: TouchMotion
    """The same touches in the world."""
    place: NDArray[np.float64]
    """The ball's centre at the contact."""
    before: NDArray[np.float64]
    """The ball's velocity before, uu/s."""
    after: NDArray[np.float64]
    """The ball's velocity after, uu/s."""
    speed: NDArray[np.float64]
    """The ball's speed after, uu/s."""
    kick: NDArray[np.float64]
    """Change of the ball's velocity made by the car, uu/s."""
    is_airborne: NDArray[np.bool_]
    """The car stood on nothing."""
    is_contested: NDArray[np.bool_]
    """An opponent touched within `CONTEST_SECONDS` before or after."""
    previous: NDArray[np.int64]
    """Row of the touch before in the same play; -1 without one."""
    sender: NDArray[np.int64]
    """Who made it; -1 without one."""
    since_sent: NDArray[np.float64]
    """Seconds since it; infinite without one."""
    bounce: NDArray[np.int64]
    """Row in `bounces` of the last bounce since the touch before; -1 without one."""
    bounced_off: NDArray[np.int64]
    """Its surface as in `bounces`; -1 without one."""
    since_bounce: NDArray[np.float64]
    """Seconds since it; infinite without one."""
    following: NDArray[np.int64]
    """Row of the next touch in the same play that is no part of the same contest; -1 without."""
    is_on_target: NDArray[np.bool_]
    """An attempt, a credited shot or the last touch of a goal for the own team."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.speed)


def strikes(context: MatchContext, found: Mapping[str, Events]) -> Strikes:
    """All touches as strikes. Ask with `context.shared(strikes, found)`."""
    touch = context.shared(touch_motion, found)
    place, after = forward(touch.ball, touch.sign), forward(touch.after, touch.sign)
    previous, following = _neighbours(touch)
    since_sent = touch.time - np.append(touch.time, -np.inf)[previous]
    bounced = context.shared(bounces)
    bounce = _bounces_within(bounced, touch, since_sent)
    return Strikes(
        touch=touch,
        place=place,
        before=forward(touch.before, touch.sign),
        after=after,
        speed=length(after),
        kick=found["touch"].column("kick").astype(np.float64),
        is_airborne=np.array([word == "air" for word in surface_of(touch.car)], dtype=bool),
        is_contested=_contested(context, touch),
        previous=previous,
        sender=np.append(touch.player, -1)[previous],
        since_sent=since_sent,
        bounce=bounce,
        bounced_off=np.append(bounced.surface.astype(np.int64), -1)[bounce],
        since_bounce=touch.time - np.append(bounced.time, -np.inf)[bounce],
        following=following,
        is_on_target=_on_target(context, found, touch),
    )


def team_keeps(
    context: MatchContext, strike: Strikes, rows: NDArray[np.int64]
) -> list[bool | None]:
    """[row] whether the own team has the next touch; None where nobody touches in this play."""
    after = strike.following[rows]
    team = np.append(context.team[strike.touch.player], -1)
    kept = (team[after] == team[rows]).tolist()
    return [None if row < 0 else keeps for row, keeps in zip(after.tolist(), kept, strict=True)]


def aims_at_goal(context: MatchContext, found: Mapping[str, Events]) -> NDArray[np.bool_]:
    """[touch] the ball left alone goes in, or from the opponent's half misses by its width.

    Ask with `context.shared(aims_at_goal, found)`.
    """
    strike = context.shared(strikes, found)
    paths = paths_to_line(strike.place, strike.after, LOOK_AHEAD_SECONDS)
    inside = inside_mouth(paths.crossing)
    in_their_half = strike.place[:, 1] > 0
    aims: NDArray[np.bool_] = (inside > 0) | ((inside >= -NEAR_MISS_UU) & in_their_half)
    return aims & (strike.place[:, 1] < BACK_WALL_Y_UU)


def _neighbours(touch: TouchMotion) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows = np.arange(len(touch), dtype=np.int64)
    previous = np.full(len(touch), -1, dtype=np.int64)
    previous[1:] = np.where(touch.play[1:] == touch.play[:-1], rows[:-1], -1)
    # Touches are in order of frames; within a frame their moments may not be.
    later = np.searchsorted(np.maximum.accumulate(touch.time), touch.time + CONTEST_SECONDS)
    known = later < len(touch)
    known[known] = touch.play[later[known]] == touch.play[known]
    return previous, np.where(known, later, -1)


def _contested(context: MatchContext, touch: TouchMotion) -> NDArray[np.bool_]:
    team = context.team[touch.player]
    both = (np.diff(touch.time) <= CONTEST_SECONDS) & (team[1:] != team[:-1])
    both &= touch.play[1:] == touch.play[:-1]
    contested = np.zeros(len(touch), dtype=bool)
    contested[1:] |= both
    contested[:-1] |= both
    return contested


def _bounces_within(
    bounced: Bounces, touch: TouchMotion, seconds: NDArray[np.float64]
) -> NDArray[np.int64]:
    """[touch] the last bounce at most so long before it; -1 without one."""
    row = np.searchsorted(bounced.time, touch.time) - 1
    since = touch.time - np.append(bounced.time, -np.inf)[row]
    return np.where(since < seconds, row, -1)


def _on_target(
    context: MatchContext, found: Mapping[str, Events], touch: TouchMotion
) -> NDArray[np.bool_]:
    keys = touch.frame * MAX_PLAYERS + touch.player
    named = []
    if "attempt" in found:
        named.append(
            found["attempt"].frame.astype(np.int64) * MAX_PLAYERS + found["attempt"].player
        )
    if "shot" in found:
        at = found["shot"].column("touch_frame").astype(np.int64)
        named.append(at * MAX_PLAYERS + found["shot"].player)
    if "goal" in found:
        goals = found["goal"]
        who = goals.column("last_touch").astype(np.int64)
        own = np.append(context.team, -1)[who] == goals.column("team")
        at = goals.column("last_touch_frame").astype(np.int64)
        named.append((at * MAX_PLAYERS + who)[own])
    return np.isin(keys, np.concatenate(named)) if named else np.zeros(len(keys), dtype=bool)
