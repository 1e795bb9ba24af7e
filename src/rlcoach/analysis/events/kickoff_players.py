"""What each player did in each kickoff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.kickoffs import KICKOFF_MODES, ball_place, nearest_players
from rlcoach.analysis.field import BLUE
from rlcoach.analysis.kickoff_spawns import spawn_name
from rlcoach.analysis.moments import car_places
from rlcoach.analysis.spans import at

AT_BALL_UU = 700.0
"""Nearer than this to the ball at the first touch is going for it (carball's rule)."""

STAYED_UU = 20.0
"""A car that settles on its wheels after "go" moves less; any input moves it farther."""

BOOST_X_UU, BACK_Y_UU, MIDDLE_X_UU = 2200.0, 3600.0, 500.0
"""Where the car is at the first touch: beyond both in a corner, or in the middle in front of or
inside the goal (carball's rule)."""

NEVER_WENT_UU = 350.0
"""A nearest player who moved less than this did not mean to take the kickoff."""

CHEAT_UU = 400.0
"""A mate who came this much nearer to the ball cheats up behind the taker."""

ASIDE_UU = 600.0
"""A mate who went this far to the side went for boost."""

FRONT_SHARE, SIDE_SHARE = 0.45, 0.35
"""Least forward part of a front flip and least side part of a diagonal one."""

SPEED_FLIP_COSINE = 0.5
"""A cancelled flip keeps the nose within 60 degrees of the way the car goes; a whole flip turns it
right round."""

SPEED_FLIP_SECONDS = 0.5
"""How long after the dodge the nose is watched; a flip that is not cancelled is upside down by
then."""

BOOSTED_SECONDS = 0.5
"""A taker who boosts for less only rolled to the ball."""

DEFINITION = EventDefinition(
    key="kickoff_player",
    label="Part in a kickoff",
    summary="Where a player spawned at a kickoff, what he did, and where it took him.",
    approach="Places at go and at the first touch (of the clock's start where nobody touched), and"
    " the dodges between them.",
    limits="The approach is read from the first dodge alone; a speed flip is a diagonal one after"
    " which the nose stays ahead. Spawns of unknown maps have no name.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        "kickoff": EventField(unit=Unit.NONE, about="number of the kickoff, from 0"),
        "spawn": EventField(
            unit=Unit.NONE,
            about="diagonal_left, diagonal_right, back_left, back_right or centre, as the player"
            " looks at the ball; null where unknown",
        ),
        "is_taker": EventField(unit=Unit.NONE, about="nearest of his team at the first touch"),
        "is_first_touch": EventField(unit=Unit.NONE, about="touched the ball first"),
        "place": EventField(
            unit=Unit.NONE,
            about="at the first touch: go_to_ball, afk, boost, defend, cheat or unclassified",
        ),
        "approach": EventField(
            unit=Unit.NONE,
            about="of takers: speed_flip, diagonal_flip, front_flip, other_flip, boost, drive,"
            " delay or fake",
        ),
        "support": EventField(
            unit=Unit.NONE, about="of the others: cheat, boost, stay or hold; null for takers"
        ),
        "boost": EventField(unit=Unit.BOOST, about="in the tank at the first touch"),
        "ball_distance": EventField(unit=Unit.UU, about="to the ball at the first touch"),
        "moved": EventField(unit=Unit.UU, about="from the spawn, straight"),
    },
    thresholds={
        "at_ball_uu": AT_BALL_UU,
        "stayed_uu": STAYED_UU,
        "boost_x_uu": BOOST_X_UU,
        "back_y_uu": BACK_Y_UU,
        "middle_x_uu": MIDDLE_X_UU,
        "never_went_uu": NEVER_WENT_UU,
        "cheat_uu": CHEAT_UU,
        "aside_uu": ASIDE_UU,
        "front_share": FRONT_SHARE,
        "side_share": SIDE_SHARE,
        "speed_flip_cosine": SPEED_FLIP_COSINE,
        "speed_flip_seconds": SPEED_FLIP_SECONDS,
        "boosted_seconds": BOOSTED_SECONDS,
    },
    modes=KICKOFF_MODES,
)


@dataclass(frozen=True)
class _Part:
    """One player in one kickoff; fields as in the definition."""

    frame: int
    player: int
    position: tuple[float, float, float]
    end_frame: int
    kickoff: int
    spawn: str | None
    is_taker: bool
    is_first_touch: bool
    place: str
    approach: str | None
    support: str | None
    ball_distance: float
    moved: float


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """One row per kickoff and player on the field, in order of kickoff and player."""
    kickoffs = found["kickoff"]
    parts: list[_Part] = []
    for number in range(len(kickoffs)):
        parts += _parts(context, found, number)
    player = np.array([one.player for one in parts], dtype=np.int32)
    end = np.array([one.end_frame for one in parts], dtype=np.int32)
    return Events(
        frame=np.array([one.frame for one in parts], dtype=np.int32),
        player=player,
        position=np.array([one.position for one in parts], dtype=np.float32).reshape(-1, 3),
        end_frame=end,
        fields={
            "kickoff": [one.kickoff for one in parts],
            "spawn": [one.spawn for one in parts],
            "is_taker": [one.is_taker for one in parts],
            "is_first_touch": [one.is_first_touch for one in parts],
            "place": [one.place for one in parts],
            "approach": [one.approach for one in parts],
            "support": [one.support for one in parts],
            "boost": at(context.tables.boost.amount, player, end),
            "ball_distance": np.array([one.ball_distance for one in parts]),
            "moved": np.array([one.moved for one in parts]),
        },
    )


def _parts(context: MatchContext, found: Mapping[str, Events], number: int) -> list[_Part]:
    kickoffs = found["kickoff"]
    go, player = int(kickoffs.frame[number]), int(kickoffs.player[number])
    end = go if kickoffs.end_frame is None else int(kickoffs.end_frame[number])
    takers = {nearest for nearest, _ in nearest_players(context, end).values()}
    was, now = context.tables.cars.position[:, go].astype(np.float64), car_places(context, end)
    # The ball's resting place: at the first touch it has already moved.
    ball = ball_place(context, go)
    distance = np.linalg.norm(now - ball, axis=1)
    parts = []
    for who in np.flatnonzero(~np.isnan(distance) & (context.team >= BLUE)).tolist():
        start = now[who] if np.isnan(was[who]).any() else was[who]
        moved = float(np.linalg.norm(now[who] - start))
        place = place_at_touch(now[who], distance=float(distance[who]), moved=moved)
        taker = who in takers
        gain = float(np.linalg.norm(start - ball)) - float(distance[who])
        aside = abs(float(now[who][0])) - abs(float(start[0]))
        parts.append(
            _Part(
                frame=go,
                player=who,
                position=(float(start[0]), float(start[1]), float(start[2])),
                end_frame=end,
                kickoff=number,
                spawn=spawn_name(start, float(context.sign[who])),
                is_taker=taker,
                is_first_touch=who == player,
                place=place,
                approach=_approach(context, found, (who, go, end), (place, moved))
                if taker
                else None,
                support=None if taker else _support(moved=moved, gain=gain, aside=aside),
                ball_distance=float(distance[who]),
                moved=moved,
            )
        )
    return parts


def place_at_touch(place: NDArray[np.float64], *, distance: float, moved: float) -> str:
    """What being there at the first touch is called."""
    x, y = abs(float(place[0])), abs(float(place[1]))
    if distance < AT_BALL_UU:
        return "go_to_ball"
    if moved < STAYED_UU:
        return "afk"
    if x > BOOST_X_UU and y > BACK_Y_UU:
        return "boost"
    if x < MIDDLE_X_UU and y != BACK_Y_UU:
        return "defend" if y > BACK_Y_UU else "cheat"
    return "unclassified"


def _support(*, moved: float, gain: float, aside: float) -> str:
    if moved < STAYED_UU:
        return "stay"
    if aside >= ASIDE_UU:
        return "boost"
    return "cheat" if gain >= CHEAT_UU else "hold"


def _approach(
    context: MatchContext,
    found: Mapping[str, Events],
    when: tuple[int, int, int],
    went: tuple[str, float],
) -> str:
    (player, go, end), (place, moved) = when, went
    if place != "go_to_ball":
        return "fake" if moved < NEVER_WENT_UU or place == "boost" else "delay"
    dodges = found["dodge"]
    rows = np.flatnonzero((dodges.player == player) & (dodges.frame >= go) & (dodges.frame <= end))
    if len(rows):
        row = int(rows[0])
        forward = float(dodges.column("forward")[row])
        right = abs(float(dodges.column("right")[row]))
        if forward > 0 and right >= SIDE_SHARE:
            is_cancelled = _nose_stays_ahead(context, player, int(dodges.frame[row]), end)
            return "speed_flip" if is_cancelled else "diagonal_flip"
        return "front_flip" if forward >= FRONT_SHARE else "other_flip"
    boosted = context.tables.boost.is_active[player, go:end] * context.step[go:end]
    return "boost" if float(boosted.sum()) >= BOOSTED_SECONDS else "drive"


def _nose_stays_ahead(context: MatchContext, player: int, first: int, end: int) -> bool:
    cars = context.tables.cars
    last = int(np.searchsorted(context.clock, context.clock[first] + SPEED_FLIP_SECONDS))
    rows = slice(first, min(last, end) + 1)
    x, y, z, w = cars.rotation[player, rows].astype(np.float64).T
    nose = np.stack((1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w)), axis=1)
    velocity = cars.velocity[player, rows].astype(np.float64)
    speed = np.linalg.norm(velocity, axis=1)
    cosine = np.einsum("fx,fx->f", nose, velocity) / np.where(speed > 0, speed, np.nan)
    return bool(np.nanmin(np.append(cosine, 1.0)) >= SPEED_FLIP_COSINE)
