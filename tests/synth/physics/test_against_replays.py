"""The simulated world against real replays: from where bodies were, to where they came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rlcoach.analysis.event import Events
from rlcoach.analysis.match_analysis import analyse
from rlcoach.replay.decode import decode
from rlcoach.replay.kinds import Component
from rlcoach.replay.normalize import normalize
from rlcoach.replay.tables import Bodies, MatchTables
from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.manoeuvres import hold
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.physics.world import World
from tests import conftest

pytestmark = pytest.mark.corpus

FLIGHT_FRAMES = 12
ALONE_UU = 350.0
"""No other car this close: nobody touches the ball."""

Match = tuple[MatchTables, Events]


@pytest.fixture(scope="module")
def match() -> Match:
    """Tables and touches of a match of three against three."""
    assert conftest.CORPUS is not None
    path: Path = conftest.CORPUS / "replays" / "boxcars" / "good" / "3381.replay"
    raw = decode(path.read_bytes())
    tables = normalize(raw)
    return tables, analyse(tables, raw.header, "soccar").events["touch"]


def vector(row: NDArray[np.float32]) -> Vector:
    """A row of a table."""
    x, y, z = row.tolist()
    return x, y, z


def ball_at(ball: Bodies, frame: int) -> Ball:
    """The ball as it was sent."""
    return Ball(
        vector(ball.position[frame]), vector(ball.velocity[frame]), vector(ball.spin[frame])
    )


def car_at(tables: MatchTables, player: int, frame: int) -> Car:
    """A car as it was sent."""
    cars = tables.cars
    x, y, z, w = cars.rotation[player, frame].tolist()
    return Car(
        vector(cars.position[player, frame]),
        vector(cars.velocity[player, frame]),
        (x, y, z, w),
        vector(cars.spin[player, frame]),
    )


def is_sent(tables: MatchTables, first: int, last: int) -> bool:
    """Whether the ball was sent in both frames and was the same all the time, in steady frames."""
    ball, time = tables.ball, tables.frames.time[first : last + 1]
    return bool(
        ball.present[first : last + 1].all()
        and ball.updated[[first, last]].all()
        and np.ptp(ball.life[first : last + 1]) == 0
        and np.diff(time).max() < 0.05
    )


def distances(tables: MatchTables, first: int, last: int) -> NDArray[np.float64]:
    """[player] the nearest each car came to the ball; infinite without a car."""
    away = tables.cars.position[:, first : last + 1] - tables.ball.position[first : last + 1]
    found = np.linalg.norm(away.astype(np.float64), axis=2)
    return np.asarray(np.where(np.isnan(found), np.inf, found).min(axis=1))


def in_the_middle(tables: MatchTables, frame: int) -> bool:
    """Away from the rounded edges, which are not quite circles."""
    x, y, _ = np.abs(tables.ball.position[frame])
    return bool(x < 3400 and y < 4400)


def flights(tables: MatchTables) -> Iterator[tuple[int, int]]:
    """First and last frame of stretches in which a moving ball is left alone."""
    for first in range(0, len(tables.frames.time) - FLIGHT_FRAMES, FLIGHT_FRAMES):
        last = first + FLIGHT_FRAMES
        is_moving = np.abs(tables.ball.velocity[first]).max() > 300
        if (
            is_moving
            and is_sent(tables, first, last)
            and in_the_middle(tables, first)
            and in_the_middle(tables, last)
            and distances(tables, first, last).min() > ALONE_UU
        ):
            yield first, last


def lonely_touches(match: Match) -> Iterator[tuple[int, int, int]]:
    """Player, a frame before and one after, of touches by one car whose buttons stay."""
    tables, touches = match
    times, active = tables.frames.time, tables.activations
    contact = np.asarray(touches.column("contact_time"))
    for row, player in enumerate(touches.player.tolist()):
        frame = int(np.searchsorted(times, contact[row])) - 1
        first, last = frame, frame + 3
        if not tables.cars.updated[player, first] or not is_sent(tables, first, last):
            continue
        mine = (active.player == player) & (active.frame > first) & (active.frame <= last)
        near = np.abs(contact - contact[row]) < 0.3
        others = np.delete(distances(tables, first, last), player)
        if (
            not mine.any()
            and near.sum() == 1
            and others.min() > ALONE_UU
            and in_the_middle(tables, first)
        ):
            yield player, first, last


def test_balls_fly_and_bounce_as_in_the_game(match: Match) -> None:
    tables, _ = match
    misses = []
    for first, last in flights(tables):
        seconds = float(tables.frames.time[last] - tables.frames.time[first])
        end = World(ball_at(tables.ball, first), []).play(seconds, []).ball[-1]
        misses.append(np.linalg.norm(end[7:10] - tables.ball.velocity[last]))
    assert len(misses) > 100
    # A frame's time is known to a tick or two, in which a body falls by 11 uu/s.
    assert np.median(misses) < 12
    assert np.percentile(misses, 90) < 60


def test_touches_send_the_ball_where_the_game_does(match: Match) -> None:
    tables, _ = match
    cosines, ratios = [], []
    for player, first, last in lonely_touches(match):
        seconds = float(tables.frames.time[last] - tables.frames.time[first])
        inputs = tables.inputs
        pilot = hold(
            throttle=float(inputs.throttle[player, first]),
            steer=float(inputs.steer[player, first]),
            boost=bool(tables.boost.is_active[player, first]),
        )
        world = World(ball_at(tables.ball, first), [car_at(tables, player, first)])
        end = world.play(seconds, [pilot]).ball[-1, 7:10]
        before = tables.ball.velocity[first] - np.array((0.0, 0.0, 650.0 * seconds))
        real, simulated = tables.ball.velocity[last] - before, end - before
        sizes = np.linalg.norm(real), np.linalg.norm(simulated)
        if world.recording().contact.any():
            cosines.append(real @ simulated / (sizes[0] * sizes[1]))
            ratios.append(sizes[1] / sizes[0])
    assert len(ratios) > 10
    assert np.median(cosines) > 0.99
    assert np.median(ratios) == pytest.approx(1.0, abs=0.06)


def test_full_jumps_are_as_high_as_in_the_game(match: Match) -> None:
    tables, _ = match
    active, time = tables.activations, tables.frames.time
    held = time[np.minimum(active.end_frame, len(time) - 1)] - active.time
    tops = []
    for row in np.flatnonzero((active.component == Component.JUMP) & (held > 0.19) & (held < 0.22)):
        player, frame = active.player[row], active.frame[row]
        height = tables.cars.position[player, frame - 1 : frame + 30, 2]
        after = (active.player == player) & (active.frame > frame) & (active.frame < frame + 36)
        if height[0] < 18 and not after.any() and not tables.boost.is_active[player, frame]:
            tops.append(height.max())
    simulated = World(None, [Car()]).play(1.0, [hold(jump=True)]).cars[:, 0, 2].max()
    assert np.nanmedian(tops) == pytest.approx(simulated, abs=8)
