"""When somebody with a day job plays: evenings, more of them at weekends, a few games each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from random import Random
from zoneinfo import ZoneInfo

DAYS = 92
"""About three months."""

_GAMES_OF_A_SESSION = (1, 2, 3, 4, 5, 6)
_SESSION_WEIGHTS = (8, 18, 28, 22, 14, 10)

_WEEKDAY_WEIGHTS = (6, 6, 7, 7, 11, 13, 11)
"""Monday to Sunday."""

_EVENING = time(18, 20)
_EVENING_MINUTES = 160
"""In which sessions begin."""

_GAME_MINUTES = (7.5, 11.5)
"""From one kickoff to that of the next match: five minutes of play, stoppages, the queue."""

_MOST_SESSIONS = 80
"""Beyond these, sessions grow instead of becoming more."""


@dataclass(frozen=True)
class Evening:
    """The starts of one session's matches, aware and local."""

    starts: tuple[datetime, ...]


def evenings(games: int, random: Random, *, until: date, zone: ZoneInfo) -> list[Evening]:
    """Sessions with so many games in all, in order; the last one is on the evening of `until`."""
    sizes = _sizes(games, random)
    days = _days(len(sizes), random, until)
    return [
        Evening(_starts(day, size, random, zone)) for day, size in zip(days, sizes, strict=True)
    ]


def _sizes(games: int, random: Random) -> list[int]:
    mean = sum(n * w for n, w in zip(_GAMES_OF_A_SESSION, _SESSION_WEIGHTS, strict=True)) / sum(
        _SESSION_WEIGHTS
    )
    longer = ceil(games / (mean * _MOST_SESSIONS))
    sizes: list[int] = []
    left = games
    while left > 0:
        wanted = random.choices(_GAMES_OF_A_SESSION, _SESSION_WEIGHTS)[0] * longer
        sizes.append(min(wanted, left) if len(sizes) < DAYS - 1 else left)
        left -= sizes[-1]
    return sizes


def _days(count: int, random: Random, until: date) -> list[date]:
    """Different days, `until` and the first of the season among them, the rest by weekday."""
    season = [until - timedelta(days=back) for back in range(DAYS)]
    chosen = {season[0]} if count == 1 else {season[0], season[-1]}
    while len(chosen) < count:
        weights = [0 if day in chosen else _WEEKDAY_WEIGHTS[day.weekday()] for day in season]
        chosen.add(random.choices(season, weights)[0])
    return sorted(chosen)


def _starts(day: date, size: int, random: Random, zone: ZoneInfo) -> tuple[datetime, ...]:
    begin = datetime.combine(day, _EVENING) + timedelta(minutes=random.uniform(0, _EVENING_MINUTES))
    # An evening that is too long for its games begins earlier, so that it ends on its day.
    longest = timedelta(minutes=_GAME_MINUTES[1] * size)
    begin = min(begin, datetime.combine(day, time(23, 50)) - longest)
    starts = []
    for _ in range(size):
        starts.append(begin.replace(microsecond=0, tzinfo=zone))
        begin += timedelta(minutes=random.uniform(*_GAME_MINUTES))
    return tuple(starts)
