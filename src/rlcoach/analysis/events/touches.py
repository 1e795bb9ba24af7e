"""Touches of the ball by cars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.ball_flight import Kicks, ball_radius, kicks
from rlcoach.analysis.contact import box_distance, cars_at
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.plays import in_play, play_number
from rlcoach.analysis.surfaces import surface_of
from rlcoach.analysis.vectors import squared_length
from rlcoach.replay.kinds import Component

BALL_MODES = frozenset(
    {
        *("soccar", "rumble", "spike_rush", "snow_day", "heatseeker", "beach_ball", "super_cube"),
        *("hoops", "dropshot", "gridiron", "training"),
    }
)
"""Modes with a ball to touch: all but knockout."""

MAX_GAP_UU = 60.0
"""Hitbox to ball at the moment the ball's path breaks. Cars are interpolated over two or three
frames: of the breaks where the sent touch team changes, 97 % are within 60 (corpus, 5 matches),
and beyond it breaks without a bounce are as rare as anywhere on the field."""

MIN_KICK_UU_PER_S = 100.0
"""Unexplained change of velocity that is a touch within `MAX_GAP_UU`; at changes of the touch
team 99 % are above 340."""

SOFT_GAP_UU = 10.0
SOFT_KICK_UU_PER_S = 30.0
"""Dribbling: a soft change counts when the hitbox is at the ball."""

CURVE_GAP_UU = 25.0
CURVE_X_UU, CURVE_Y_UU = 3700.0, 4700.0
"""Near walls the bounce off their curved foot is not modelled: there the car must be closer."""

CONTEST_GAP_UU = 20.0
"""An opponent this close at the same break touched too: the file names only one team."""

LATE_TEAM_FRAMES = 2
"""The touch team comes with the ball's update, seldom (2 %) up to three frames after it."""

RESCUE_FRAMES = 4
RESCUE_GAP_UU = 300.0
"""A change of the touch team with no touch found within these frames is given to the nearest car
of the team (carball's limit): items, spikes, contacts lost between updates."""

MERGE_SECONDS = 0.12
"""Contacts of one player closer than this are one touch (subtr-actor)."""

SPLIT_KICK_UU_PER_S = 500.0
"""A hit this hard within a long contact, such as a flick off the roof, is a touch of its own."""

DODGE_SECONDS = 0.25
"""The dodge may be sent this much after the contact it caused, or have begun before it."""

_REACH_UU = 450.0
"""Centre to centre, coarse: beyond any contact, cars moved by three frames included."""

DEFINITION = EventDefinition(
    key="touch",
    label="Touch",
    summary="A car touched the ball.",
    approach=(
        "The ball's path breaks in a way that neither gravity nor a bounce explains, and a car's "
        "hitbox, interpolated to the moment the paths before and after meet, is at the ball. The "
        "team of the last touch, as the file sends it, decides between cars; an opponent at the "
        "ball in the same moment touched too. Contacts of one player closer than 0.12 s are one, "
        "which lasts until the frame of the last."
    ),
    limits=(
        "Very soft contacts during a carry are merged or missed; in rumble and spike rush a hit "
        "by an item counts for the nearest car of the team; of two mates at the ball only the "
        "nearer one is named."
    ),
    source="rlcoach",
    confidence=Confidence.HIGH,
    fields={
        "ball_speed_before": EventField(unit=Unit.UU_PER_SECOND, about="of the ball"),
        "ball_speed_after": EventField(unit=Unit.UU_PER_SECOND, about="of the ball"),
        "kick": EventField(
            unit=Unit.UU_PER_SECOND, about="change of the ball's velocity made by the car"
        ),
        "ball_height": EventField(unit=Unit.UU, about="of the ball's centre"),
        "car_height": EventField(unit=Unit.UU, about="of the car's centre"),
        "surface": EventField(
            unit=Unit.NONE, about="what the car was on: ground, wall, ceiling or air"
        ),
        "gap": EventField(
            unit=Unit.UU, about="hitbox to ball at the moment of contact; below 0 inside"
        ),
        "is_kickoff": EventField(unit=Unit.NONE, about="first touch after a kickoff"),
        "is_repeat": EventField(unit=Unit.NONE, about="the same player touched last in this play"),
        "is_dodge": EventField(unit=Unit.NONE, about="the player dodged within 0.25 s"),
        "contact_time": EventField(unit=Unit.SECONDS, about="moment between two frames"),
    },
    thresholds={
        "max_gap_uu": MAX_GAP_UU,
        "min_kick_uu_per_s": MIN_KICK_UU_PER_S,
        "soft_gap_uu": SOFT_GAP_UU,
        "soft_kick_uu_per_s": SOFT_KICK_UU_PER_S,
        "merge_seconds": MERGE_SECONDS,
        "dodge_seconds": DODGE_SECONDS,
    },
    modes=BALL_MODES,
)


@dataclass(frozen=True)
class _Contacts:
    """One row per player at a kick."""

    kick: NDArray[np.int64]
    """Row of the kicks."""
    player: NDArray[np.int64]
    gap: NDArray[np.float64]

    def pick(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> _Contacts:
        return _Contacts(self.kick[rows], self.player[rows], self.gap[rows])


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All touches, by time."""
    del found
    hits = kicks(context, _REACH_UU)
    near = _near(context, hits)
    contacts = _touching(context, hits, near)
    hits, contacts = _rescued(context, hits, contacts)
    return _events(context, hits, contacts)


def _near(context: MatchContext, hits: Kicks) -> _Contacts:
    """Cars whose hitbox was within reach of the ball, with the gap at the moment of the kick."""
    cars = context.tables.cars.position[:, hits.frame]
    away = cars - hits.position[None, :, :]
    player, kick = np.nonzero(squared_length(away) < _REACH_UU**2)
    frame = np.searchsorted(context.tables.frames.time, hits.time[kick], side="right") - 1
    pose = cars_at(context, player, np.maximum(frame, 0), hits.time[kick])
    distance = box_distance(context, player, pose, hits.position[kick])
    gap = distance - ball_radius(context)
    return _Contacts(kick, player, gap).pick(~np.isnan(gap))


def _touching(context: MatchContext, hits: Kicks, near: _Contacts) -> _Contacts:
    """The nearest car of the touching team at each kick, and an opponent at the ball with it."""
    limit = _gap_limit(hits)[near.kick]
    near = near.pick(near.gap <= limit)
    team = context.team[near.player]
    frame = hits.frame[near.kick]
    sent = context.tables.frames.touch_team
    later = sent[np.minimum(frame + LATE_TEAM_FRAMES, context.frames - 1)]
    fits = (sent[frame] < 0) | (team == sent[frame]) | (team == later)
    main = _first_per_kick(near.pick(fits))
    contested = near.pick(near.gap <= CONTEST_GAP_UU)
    at = np.searchsorted(main.kick, contested.kick)
    at = np.minimum(at, max(len(main.kick) - 1, 0))
    if len(main.kick) == 0:
        return main
    against = (main.kick[at] == contested.kick) & (
        context.team[main.player[at]] != context.team[contested.player]
    )
    other = _first_per_kick(contested.pick(against))
    return _Contacts(
        np.concatenate((main.kick, other.kick)),
        np.concatenate((main.player, other.player)),
        np.concatenate((main.gap, other.gap)),
    )


def _gap_limit(hits: Kicks) -> NDArray[np.float64]:
    """[kick] how far a hitbox may be from the ball for the kick to be a touch; -inf: never."""
    place = np.abs(hits.position)
    curved = (place[:, 0] > CURVE_X_UU) | (place[:, 1] > CURVE_Y_UU)
    hard = np.where(curved, CURVE_GAP_UU, MAX_GAP_UU)
    soft = np.where(hits.unexplained >= SOFT_KICK_UU_PER_S, SOFT_GAP_UU, -np.inf)
    return np.where(hits.unexplained >= MIN_KICK_UU_PER_S, hard, soft)


def _first_per_kick(contacts: _Contacts) -> _Contacts:
    """The nearest car at each kick, by kick."""
    order = np.lexsort((contacts.gap, contacts.kick))
    ordered = contacts.pick(order)
    first = np.diff(ordered.kick, prepend=-1) != 0
    return ordered.pick(first)


def _rescued(context: MatchContext, hits: Kicks, contacts: _Contacts) -> tuple[Kicks, _Contacts]:
    """Adds touches the file names a team for but no contact was found of."""
    sent, play = context.tables.frames.touch_team, in_play(context)
    changed = np.flatnonzero((sent[1:] != sent[:-1]) & (sent[1:] >= 0) & play[1:] & play[:-1]) + 1
    touched = hits.frame[contacts.kick]
    team = context.team[contacts.player]
    near = np.abs(touched[None, :] - changed[:, None]) <= RESCUE_FRAMES
    is_known = (near & (team[None, :] == sent[changed][:, None])).any(axis=1)
    frame = changed[~is_known]
    ball = context.tables.ball
    frame = frame[ball.present[frame]]
    own = context.team[:, None] == sent[frame][None, :]
    player, row = np.nonzero(own & context.tables.cars.present[:, frame])
    time = context.tables.frames.time[frame]
    pose = cars_at(context, player, frame[row], time[row])
    place = ball.position[frame].astype(np.float64)
    gap = box_distance(context, player, pose, place[row]) - ball_radius(context)
    close = gap <= RESCUE_GAP_UU
    added = _first_per_kick(_Contacts(row[close], player[close], gap[close]))
    before = ball.velocity[np.maximum(frame - 1, 0)].astype(np.float64)
    after = ball.velocity[frame].astype(np.float64)
    more = Kicks(frame, time, place, before, after, np.linalg.norm(after - before, axis=1))
    return _joined(hits, more), _Contacts(
        np.concatenate((contacts.kick, added.kick + len(hits))),
        np.concatenate((contacts.player, added.player)),
        np.concatenate((contacts.gap, added.gap)),
    )


def _joined(first: Kicks, second: Kicks) -> Kicks:
    return Kicks(
        frame=np.concatenate((first.frame, second.frame)),
        time=np.concatenate((first.time, second.time)),
        position=np.concatenate((first.position, second.position)),
        before=np.concatenate((first.before, second.before)),
        after=np.concatenate((first.after, second.after)),
        unexplained=np.concatenate((first.unexplained, second.unexplained)),
    )


@dataclass(frozen=True)
class _Run:
    """Contacts that are one touch: rows of the contacts in order of time."""

    first: int
    last: int
    closest: float
    kick: float


def _runs(hits: Kicks, contacts: _Contacts) -> list[_Run]:
    """Merges each player's contacts; rows must be in order of time."""
    open_runs: dict[int, _Run] = {}
    done: list[_Run] = []
    time = hits.time[contacts.kick].tolist()
    power = hits.unexplained[contacts.kick].tolist()
    for row, (player, gap) in enumerate(
        zip(contacts.player.tolist(), contacts.gap.tolist(), strict=True)
    ):
        run = open_runs.get(player)
        begins = run is None or time[row] - time[run.last] >= MERGE_SECONDS
        if run is not None and not begins and power[row] >= SPLIT_KICK_UU_PER_S:
            begins = time[row] - time[run.first] >= MERGE_SECONDS
        if run is not None and not begins:
            open_runs[player] = replace(
                run, last=row, closest=min(run.closest, gap), kick=max(run.kick, power[row])
            )
            continue
        if run is not None:
            done.append(run)
        open_runs[player] = _Run(row, row, gap, power[row])
    done += open_runs.values()
    return sorted(done, key=lambda run: run.first)


def _events(context: MatchContext, hits: Kicks, contacts: _Contacts) -> Events:
    order = np.lexsort((contacts.gap, hits.time[contacts.kick], hits.frame[contacts.kick]))
    contacts = contacts.pick(order)
    merged = _runs(hits, contacts)
    first = np.array([run.first for run in merged], dtype=np.int64)
    last = np.array([run.last for run in merged], dtype=np.int64)
    kick, player = contacts.kick[first], contacts.player[first]
    frame, time, place = hits.frame[kick], hits.time[kick], hits.position[kick]
    held = np.searchsorted(context.tables.frames.time, time, side="right") - 1
    pose = cars_at(context, player, np.maximum(held, 0), time)
    return Events(
        frame=frame.astype(np.int32),
        player=player.astype(np.int32),
        position=place.astype(np.float32),
        end_frame=hits.frame[contacts.kick[last]].astype(np.int32),
        fields={
            "ball_speed_before": np.linalg.norm(hits.before[kick], axis=1),
            "ball_speed_after": np.linalg.norm(hits.after[contacts.kick[last]], axis=1),
            "kick": np.array([run.kick for run in merged], dtype=np.float64),
            "ball_height": place[:, 2],
            "car_height": pose.position[:, 2],
            "surface": surface_of(pose),
            "gap": np.array([run.closest for run in merged], dtype=np.float64),
            "is_kickoff": _is_first_of_kickoff(context, frame),
            "is_repeat": _is_repeat(context, player, frame),
            "is_dodge": _is_dodge(context, player, time),
            "contact_time": time,
        },
    )


def _is_repeat(
    context: MatchContext, player: NDArray[np.int64], frame: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """[touch] the same player's as the touch before it in the same play."""
    result = np.zeros(len(player), dtype=bool)
    play = play_number(context)[frame]
    result[1:] = (player[1:] == player[:-1]) & (play[1:] == play[:-1])
    return result


def _is_first_of_kickoff(context: MatchContext, frame: NDArray[np.int64]) -> NDArray[np.bool_]:
    """[touch] the first since play began with a ball nobody had hit; `frame` ascending."""
    play, hit = in_play(context), context.tables.frames.ball_hit
    begins = play & ~np.append(False, play)[:-1]
    # Before 2016-04 the file does not say whether the ball was hit: then every start counts.
    starts = np.flatnonzero(begins & ~hit)
    result = np.zeros(len(frame), dtype=bool)
    at = np.searchsorted(frame, starts)
    ends = np.append(starts[1:], context.frames)
    inside = np.append(frame, context.frames)[at] < ends
    result[at[inside]] = True
    return result


def _is_dodge(
    context: MatchContext, player: NDArray[np.int64], time: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """[touch] a dodge of the player began within `DODGE_SECONDS` before or after."""
    parts = context.tables.activations
    dodges = parts.component == Component.DODGE
    result = np.zeros(len(time), dtype=bool)
    for one in np.unique(player).tolist():
        began = np.append(parts.time[dodges & (parts.player == one)], np.inf)
        mine = np.flatnonzero(player == one)
        after = np.searchsorted(began, time[mine] - DODGE_SECONDS)
        result[mine] = began[np.minimum(after, len(began) - 1)] <= time[mine] + DODGE_SECONDS
    return result
