"""Which moments may be drawn for a mechanic: what was found, and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pydantic import JsonValue

from rlcoach import EVENTS
from rlcoach.report.schema import EventTable, Report

APART_SECONDS = 1.5
"""A look-alike is no nearer than this to something found of the same player and mechanic."""


@dataclass(frozen=True)
class Moment:
    """A stretch of one player's play."""

    player: int
    start: float
    """Network seconds."""
    end: float
    word: str | None = None
    """The mechanic's kind that is asked about; None for any."""


Row = dict[str, JsonValue]
Keep = Callable[[Row], bool]


def _any(row: Row) -> bool:
    """All of them."""
    return bool(row)


@dataclass(frozen=True)
class Pool:
    """Events of a kind that may be mistaken for the mechanic."""

    kind: str
    keep: Keep = _any


def _is(row: Row, name: str) -> bool:
    return row.get(name) is True


def _at_least(row: Row, name: str, least: float) -> bool:
    value = row.get(name)
    return isinstance(value, int | float) and value >= least


def _flying(row: Row) -> bool:
    return row.get("surface") == "air"


def _driving(row: Row) -> bool:
    return row.get("surface") == "ground"


def _direction(*words: str) -> Keep:
    return lambda row: row.get("direction") in words


_DIAGONAL = ("forward_left", "forward_right")
_SIDE = ("left", "right")
_ANY_AIR = Pool("touch", lambda row: _flying(row) and _at_least(row, "ball_height", 300))
_NEAR_GOAL = Pool("touch", lambda row: _flying(row) and abs(_y(row)) > 4000)

POOLS: dict[str, Pool] = {
    "fast_aerial": Pool("air_span", lambda row: _at_least(row, "top", 450)),
    "air_roll": Pool("air_span", lambda row: _at_least(row, "seconds", 1.2)),
    "wavedash": Pool("dodge"),
    "half_flip": Pool("dodge", _direction("back", "back_left", "back_right")),
    "speed_flip": Pool("dodge", _direction(*_DIAGONAL)),
    "flip_cancel": Pool("dodge", _direction("forward", "back", *_DIAGONAL)),
    "stall": Pool("dodge", _direction(*_SIDE)),
    "recovery": Pool("air_span", lambda row: _at_least(row, "seconds", 0.8)),
    "powerslide_turn": Pool("powerslide"),
    "ground_dribble": Pool("touch", lambda row: _driving(row) and _is(row, "is_repeat")),
    "bounce_dribble": Pool("touch", lambda row: _driving(row) and _is(row, "is_repeat")),
    "catch": Pool("touch", lambda row: _at_least(row, "ball_speed_before", 900)),
    "flick": Pool("touch", lambda row: _is(row, "is_dodge") and _is(row, "is_repeat")),
    "air_dribble": Pool("touch", lambda row: _flying(row) and _is(row, "is_repeat")),
    "flip_reset": _ANY_AIR,
    "double_tap": _NEAR_GOAL,
    "ceiling_shot": Pool("touch", lambda row: _at_least(row, "car_height", 900)),
    "wall_shot": Pool("touch", lambda row: row.get("surface") == "wall"),
    "wall_aerial": Pool("aerial"),
    "redirect": _ANY_AIR,
    "pinch": Pool("touch", lambda row: _at_least(row, "ball_speed_after", 2400)),
    "power_shot": Pool("touch", lambda row: _at_least(row, "ball_speed_after", 2300)),
    "half_volley": Pool("touch", lambda row: _is(row, "is_dodge")),
    "one_timer": Pool("attempt"),
    "psycho": _NEAR_GOAL,
    "pogo": Pool("touch", lambda row: _is(row, "is_repeat")),
    "dunk": _NEAR_GOAL,
    "backboard_clear": _NEAR_GOAL,
    "pass_play": Pool("pass"),
    "kickoff_approach": Pool("kickoff_approach"),
    "bump_attempt": Pool("challenge"),
    "demolition_attempt": Pool("supersonic_span", lambda row: _at_least(row, "seconds", 0.5)),
}
"""Mechanic to the events its look-alikes are drawn from."""


def _y(row: Row) -> float:
    place = row.get("place")
    y = place[1] if isinstance(place, list) and place else 0.0
    return float(y) if isinstance(y, int | float) else 0.0


ASKED_BY_KIND = frozenset({"kickoff_approach"})
"""Mechanics everybody does in some way: the question is in which."""


def found(report: Report, kind: str) -> list[Moment]:
    """What the report holds of a mechanic."""
    table = report.events.get(kind)
    moments = [] if table is None else _moments(table, _any)
    if kind not in ASKED_BY_KIND:
        return [replace(one, word=None) for one in moments]
    return moments


def look_alikes(report: Report, kind: str) -> list[Moment]:
    """Moments of the mechanic's pool at which nothing of it was found, or another kind of it."""
    if kind in ASKED_BY_KIND:
        return [replace(one, word=_other_word(kind, one)) for one in found(report, kind)]
    pool = POOLS[kind]
    table = report.events.get(pool.kind)
    if table is None:
        return []
    taken = found(report, kind)
    return [one for one in _moments(table, pool.keep) if not any(_near(one, t) for t in taken)]


def _other_word(kind: str, moment: Moment) -> str:
    """One of the other kinds, picked by the moment."""
    words = sorted(word for word in EVENTS[kind].kinds if word != moment.word)
    return words[int(moment.start * 1000) % len(words)]


def _near(one: Moment, other: Moment) -> bool:
    return (
        one.player == other.player
        and one.start <= other.end + APART_SECONDS
        and other.start <= one.end + APART_SECONDS
    )


def _moments(table: EventTable, keep: Keep) -> list[Moment]:
    ends = table.end_time or table.time
    moments = []
    for number, (player, start, end) in enumerate(zip(table.player, table.time, ends, strict=True)):
        row: Row = {name: column[number] for name, column in table.fields.items()}
        row["place"] = list(table.place[number] or ())
        if player is not None and keep(row):
            word = row.get("kind")
            moments.append(Moment(player, start, end, word if isinstance(word, str) else None))
    return moments
