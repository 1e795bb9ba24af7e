"""Flip resets: all wheels on the ball in the air, which gives the dodge back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, mechanic_events
from rlcoach.analysis.mechanics.flights import flight_at, flights
from rlcoach.analysis.mechanics.outcomes import scored
from rlcoach.analysis.near_ball import near_ball, runs_of
from rlcoach.analysis.vectors import length
from rlcoach.replay.kinds import Component

REFRESH_SECONDS = 0.1
"""Around the moment the game gives the dodge back, within which the ball must be at the wheels."""

REFRESH_GAP_UU = 60.0
"""Hitbox to ball around that moment; at resets in the corpus at most 24, and other refreshes (off
walls, off cars) have it 200 or more away."""

REFRESH_UNDER = 0.5
"""Least share of the ball's direction that is straight below the car, where the counter is sent."""

CONTACT_GAP_UU = 25.0
"""Hitbox to ball in the frame next to a contact of the wheels: short ones fall between frames."""

CONTACT_UNDER = 0.93
"""The same share without the counter: contacts that give the dodge back have 0.95 and more, most
others, with the edge of the belly, 0.75 to 0.93."""

AT_ONCE_UU = 5.0
"""Of the closest gap of a contact: the first frame within it is the moment of the reset."""

COUNTED_SHARE, PROVEN_SHARE = 0.97, 0.9
"""Confidence by the game's counter, and by a dodge that proves a contact: of 38 resets that ten
files count, the proof finds 33, and nothing else."""

MERGE_SECONDS = 0.5
"""Contacts closer than this are one: a ball that rests on the wheels refreshes twice."""

DODGE_SECONDS = 1.6
"""After a jump, from which on the dodge is gone: 1.25 s from the button's release, which comes up
to 0.2 s after the jump, and the delay of updates."""

USE_LAG_SECONDS = 0.15
"""A dodge this much before the contact as sent may still have come after it: in the corpus the
counter rises up to 0.1 s after the dodge it allowed."""

DEFINITION = EventDefinition(
    key="flip_reset",
    label="Flip reset",
    summary="Touched the ball with all wheels in the air and so got a dodge back.",
    approach=(
        "Where the file sends the counter of regained dodges (from 2026-03): it rose with the ball "
        "under the wheels. In older files: the ball at the underside of a flying car, and then a "
        "dodge that would have been gone without it."
    ),
    limits=(
        "In older files a reset that is never used is missed, and so is one whose dodge comes "
        "while the first would still have been there."
    ),
    source="rlcoach",
    confidence=Confidence.HIGH,
    fields={
        **MECHANIC_FIELDS,
        "is_used": EventField(unit=Unit.NONE, about="dodged or jumped again before landing"),
        "is_scored": EventField(unit=Unit.NONE, about="the player scored within 4 s"),
        "height": EventField(unit=Unit.UU, about="of the ball's centre"),
    },
    thresholds={
        "contact_gap_uu": CONTACT_GAP_UU,
        "contact_under": CONTACT_UNDER,
        "dodge_seconds": DODGE_SECONDS,
    },
    modes=BALL_MODES,
    family=Family.BALL,
    success="The regained dodge was used before landing.",
)


@dataclass(frozen=True)
class _Contacts:
    """One row per contact of wheels and ball. Columns have shape [contact]."""

    player: NDArray[np.int64]
    frame: NDArray[np.int64]
    time: NDArray[np.float64]
    under: NDArray[np.float64]
    """Share of the ball's direction that is straight below the car."""

    def pick(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> _Contacts:
        return _Contacts(self.player[rows], self.frame[rows], self.time[rows], self.under[rows])


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All flip resets, from the contact to the dodge that used it."""
    del found
    is_counted = context.tables.sends_dodge_refreshes
    contacts = _counted(context) if is_counted else _touching(context)
    contacts = _merged(contacts)
    dodge, is_proof = _next_dodges(context, contacts)
    if not is_counted:
        contacts, dodge = contacts.pick(is_proof), dodge[is_proof]
    is_used = ~np.isnan(dodge)
    time = context.tables.frames.time
    last = np.searchsorted(time, np.where(is_used, dodge, contacts.time))
    ball = context.tables.ball.position[contacts.frame].astype(np.float64)
    return mechanic_events(
        context,
        Moves(
            player=contacts.player,
            start=contacts.frame,
            end=np.minimum(last, context.frames - 1),
            kind="flip_reset",
            strength=contacts.under,
            confidence=COUNTED_SHARE if is_counted else PROVEN_SHARE,
            is_success=is_used,
            place=ball,
            evidence={
                "is_used": is_used,
                "is_scored": scored(context, contacts.player, contacts.frame),
                "height": ball[:, 2],
            },
        ),
    )


def _counted(context: MatchContext) -> _Contacts:
    """Refreshes the game sent with the ball at the wheels."""
    near, sent = context.shared(near_ball), context.tables.dodge_refreshes
    under = _under(near.local)
    fits = (near.gap < REFRESH_GAP_UU) & (under > REFRESH_UNDER)
    rows, shares = [], []
    for row, (player, time) in enumerate(
        zip(sent.player.tolist(), sent.time.tolist(), strict=True)
    ):
        at = fits & (near.player == player) & (np.abs(near.time - time) <= REFRESH_SECONDS)
        if at.any():
            rows.append(row)
            shares.append(under[at].max())
    kept = np.array(rows, dtype=np.int64)
    return _Contacts(
        sent.player[kept].astype(np.int64),
        sent.frame[kept].astype(np.int64),
        sent.time[kept],
        np.array(shares),
    )


def _touching(context: MatchContext) -> _Contacts:
    """Contacts of the ball with the underside of flying cars."""
    near = context.shared(near_ball)
    under = _under(near.local)
    rows = np.flatnonzero(~near.stands & (near.gap < CONTACT_GAP_UU) & (under >= CONTACT_UNDER))
    player, time = near.player[rows], near.time[rows]
    first, last = runs_of(player, time, MERGE_SECONDS)
    reset, shares = [], []
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        gap = near.gap[rows[a : b + 1]]
        reset.append(a + int((gap <= gap.min() + AT_ONCE_UU).argmax()))
        shares.append(under[rows[a : b + 1]].max())
    at = np.array(reset, dtype=np.int64)
    return _Contacts(player[at], near.frame[rows[at]], time[at], np.array(shares))


def _under(local: NDArray[np.float64]) -> NDArray[np.float64]:
    share: NDArray[np.float64] = -local[:, 2] / np.maximum(length(local), 1.0)
    return share


def _merged(contacts: _Contacts) -> _Contacts:
    """One of each player's contacts closer than `MERGE_SECONDS`."""
    ordered = contacts.pick(np.lexsort((contacts.time, contacts.player)))
    first, _ = runs_of(ordered.player, ordered.time, MERGE_SECONDS)
    return ordered.pick(first)


def _next_dodges(
    context: MatchContext, contacts: _Contacts
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """[contact] when a dodge or second jump used it, NaN for never; whether it proves the reset."""
    flown, parts = context.shared(flights), context.tables.activations
    spends = (parts.component == Component.DODGE) | (parts.component == Component.DOUBLE_JUMP)
    flight = flight_at(flown, contacts.player, contacts.time)
    moment = np.full(len(flight), np.nan)
    is_proof = np.zeros(len(flight), dtype=bool)
    for row, at in enumerate(flight.tolist()):
        if at < 0:
            continue
        player, time = contacts.player[row], float(contacts.time[row])
        until = _next_contact(contacts, row, float(flown.end[at]))
        mine = spends & (parts.player == player) & (parts.time <= until)
        spent = parts.time[mine & (parts.time >= flown.start[at] - USE_LAG_SECONDS)]
        later = spent[spent > time - USE_LAG_SECONDS]
        if len(later) == 0:
            continue
        moment[row] = later[0]
        is_gone = later[0] - flown.jump[at] > DODGE_SECONDS
        is_proof[row] = bool(is_gone or len(spent) > 1)
    return moment, is_proof


def _next_contact(contacts: _Contacts, row: int, end: float) -> float:
    """Seconds: until the player's next contact, after which a dodge is that one's, or `end`."""
    after = row + 1
    if after == len(contacts.time) or contacts.player[after] != contacts.player[row]:
        return end
    return min(end, float(contacts.time[after]) - USE_LAG_SECONDS)
