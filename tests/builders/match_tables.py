"""Tables of a match built by hand: nobody moves, nothing happens, but for what a test puts in."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, get_type_hints

import numpy as np

from rlcoach.replay.columns import columns_of
from rlcoach.replay.header import Header
from rlcoach.replay.kinds import MatchState
from rlcoach.replay.roster import Identity, MatchInfo, Pad, PlayerInfo, Presence
from rlcoach.replay.tables import Bodies, BodyUpdates, MatchTables

STEP_SECONDS = 0.04
SEND_EVERY = 3
"""Frames from one body to the next."""


def header(**properties: Any) -> Header:
    """A header with nothing but these properties."""
    return Header(868, 32, 11, "TAGame.Replay_Soccar_TA", properties)


def player(row: int, team: int | None, frames: int) -> PlayerInfo:
    """A player who is there from the first frame to the last."""
    return PlayerInfo(
        identity=Identity(f"steam:{row}", "steam", str(row), 0, is_bot=False),
        name=f"Player {row}",
        team=team,
        body_id=23,
        camera=None,
        party_leader=None,
        presence=(Presence(0, frames),),
    )


def still_match(
    frames: int = 100, teams: tuple[int | None, ...] = (0, 1), *, ball: bool = True
) -> MatchTables:
    """Play from the first frame on; cars stand in a row at y -1000, the ball at the centre."""
    sizes = {"frame": frames, "player": len(teams), "*": len(teams), "row": 0}
    tables = {
        name: _blank(kind, sizes)
        for name, kind in get_type_hints(MatchTables).items()
        if isinstance(kind, type) and columns_of(kind) and name not in ("ball", "ball_updates")
    }
    tables["frames"] = replace(
        tables["frames"],
        time=10.0 + np.arange(frames) * STEP_SECONDS,
        delta=np.full(frames, STEP_SECONDS),
        state=np.full(frames, MatchState.ACTIVE, dtype=np.int8),
        ball_hit=np.ones(frames, dtype=bool),
        touch_team=np.full(frames, -1, dtype=np.int8),
        balls=np.full(frames, int(ball), dtype=np.int8),
    )
    places = np.zeros((len(teams), 3), dtype=np.float32)
    places[:, 0] = np.arange(len(teams)) * 100.0
    places[:, 1:] = (-1000.0, 17.0)
    tables["cars"], tables["car_updates"] = _standing(places, frames)
    centre = np.array([[0.0, 0.0, 93.0]], dtype=np.float32)
    tables["ball"], tables["ball_updates"] = _single(*_standing(centre, frames), there=ball)
    return MatchTables(
        match=_match_info(),
        players=[player(row, team, frames) for row, team in enumerate(teams)],
        spectators=[],
        unknown_attributes=[],
        sends_dodge_refreshes=False,
        decoder="native",
        **tables,
    )


def moving_match(frames: int = 1500, teams: tuple[int | None, ...] = (0, 0, 1, 1)) -> MatchTables:
    """Cars and ball on closed curves all over the field, a body sent every third frame."""
    tables = still_match(frames, teams)
    time = tables.frames.time - tables.frames.time[0]
    shown = np.arange(0, frames, SEND_EVERY, dtype=np.int32)
    paths = [_path(time[shown], row + 1) for row in range(len(teams))]
    cars, car_updates = _sent(tables.cars, tables.car_updates, shown, paths)
    ball, ball_updates = _sent(
        _many(tables.ball), tables.ball_updates, shown, [_path(time[shown], 0.5)]
    )
    touch_team = ((time // 5) % 2).astype(np.int8)
    return replace(
        tables,
        frames=replace(tables.frames, touch_team=touch_team),
        cars=cars,
        car_updates=car_updates,
        ball=_one(ball),
        ball_updates=ball_updates,
    )


def _path(time: np.ndarray[Any, Any], turn: float) -> tuple[Any, Any]:
    """Places and velocities on a curve that no other number gives."""
    phase = np.array([turn, 2.1 * turn, 0.7 * turn])
    pace = np.array([0.31, 0.23, 0.4]) * (1 + 0.1 * turn)
    size = np.array([3500.0, 4700.0, 450.0])
    angle = time[:, None] * pace + phase
    middle = np.array([0.0, 0.0, 467.0])
    return middle + size * np.sin(angle), size * pace * np.cos(angle)


def _sent(
    bodies: Bodies,
    updates: BodyUpdates,
    shown: np.ndarray[Any, Any],
    paths: list[tuple[Any, Any]],
) -> tuple[Bodies, BodyUpdates]:
    """Bodies that were sent in the frames `shown` at places of `paths`."""
    count, frames = len(paths), bodies.present.shape[1]
    each = np.repeat(np.arange(count), len(shown))
    frame = np.tile(shown, count)
    place = np.concatenate([path[0][: len(shown)] for path in paths]).astype(np.float32)
    pace = np.concatenate([path[1][: len(shown)] for path in paths]).astype(np.float32)
    picked = {item.name: getattr(updates, item.name)[each] for item in fields(updates)}
    sent = BodyUpdates(
        **picked
        | {
            "seq": (frame * count + each).astype(np.int32),
            "frame": frame,
            "position": place,
            "velocity": pace,
        }
    )
    before = np.searchsorted(shown, np.arange(frames), side="right") - 1
    source = (np.arange(count)[:, None] * len(shown) + before).astype(np.int32)
    updated = np.zeros((count, frames), dtype=bool)
    updated[:, shown] = True
    held = replace(
        bodies, source=source, updated=updated, position=place[source], velocity=pace[source]
    )
    return held, sent


def _many(ball: Bodies) -> Bodies:
    return Bodies(**{item.name: getattr(ball, item.name)[None] for item in fields(ball)})


def _one(bodies: Bodies) -> Bodies:
    return Bodies(**{item.name: getattr(bodies, item.name)[0] for item in fields(bodies)})


def _match_info() -> MatchInfo:
    names = [item.name for item in fields(MatchInfo)]
    blank: dict[str, Any] = dict.fromkeys(names)
    pads = (Pad(0.0, -4240.0, 70.0, is_big=False), Pad(3072.0, 4096.0, 73.0, is_big=True))
    return MatchInfo(
        **blank
        | {
            "team_names": (None, None),
            "is_forfeit": False,
            "is_unlimited_time": False,
            "pads": pads,
        }
    )


def _blank(kind: type, sizes: dict[str, int]) -> Any:
    columns: dict[str, Any] = {
        name: np.zeros(
            [size if isinstance(size, int) else sizes[size] for size in declared.shape],
            dtype=declared.dtype,
        )
        for name, declared in columns_of(kind).items()
    }
    hints = get_type_hints(kind)
    for item in fields(kind):
        if item.name not in columns:
            inner = hints[item.name]
            is_table = isinstance(inner, type) and columns_of(inner)
            columns[item.name] = _blank(inner, sizes) if is_table else []
    return kind(**columns)


def _standing(places: np.ndarray[Any, Any], frames: int) -> tuple[Bodies, BodyUpdates]:
    """One update per body, held to the end."""
    count = len(places)
    row = np.arange(count, dtype=np.int32)
    turn = np.zeros((count, 4), dtype=np.float32)
    turn[:, 3] = 1.0
    sent = BodyUpdates(
        seq=row,
        frame=np.zeros(count, dtype=np.int32),
        player=row,
        life=row,
        sleeping=np.zeros(count, dtype=bool),
        position=places,
        velocity=np.zeros_like(places),
        spin=np.zeros_like(places),
        rotation=turn,
    )
    held = np.repeat(row[:, None], frames, axis=1)
    updated = np.zeros((count, frames), dtype=bool)
    updated[:, :1] = True
    return Bodies(
        present=np.ones((count, frames), dtype=bool),
        updated=updated,
        source=held,
        position=places[held],
        velocity=sent.velocity[held],
        spin=sent.spin[held],
        rotation=turn[held],
        life=held,
    ), sent


def _single(bodies: Bodies, updates: BodyUpdates, *, there: bool) -> tuple[Bodies, BodyUpdates]:
    one = _one(bodies)
    sent = replace(updates, player=np.full(1, -1, dtype=np.int32))
    if there:
        return one, sent
    nothing = {
        "present": np.zeros_like(one.present),
        "updated": np.zeros_like(one.updated),
        "source": np.full_like(one.source, -1),
        "life": np.full_like(one.life, -1),
    }
    gone = {
        name: np.full_like(getattr(one, name), np.nan)
        for name in ("position", "velocity", "spin", "rotation")
    }
    empty = {item.name: getattr(sent, item.name)[:0] for item in fields(sent)}
    return replace(one, **nothing, **gone), BodyUpdates(**empty)
