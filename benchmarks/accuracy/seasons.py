"""Which season of the game a day lies in, as ballchasing numbers them.

Seasons 1 to 14 were before the game became free to play, f1 and on after. Dates are those of
Psyonix' announcements as the press listed them; a season begins during its first day, so a match of
that day may belong to the one before.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

_STARTS: tuple[tuple[str, str], ...] = (
    ("2015-07-07", "1"),
    ("2016-02-11", "2"),
    ("2016-06-20", "3"),
    ("2017-03-22", "4"),
    ("2017-07-05", "5"),
    ("2017-09-28", "6"),
    ("2018-02-07", "7"),
    ("2018-05-29", "8"),
    ("2018-09-24", "9"),
    ("2019-02-18", "10"),
    ("2019-05-13", "11"),
    ("2019-08-27", "12"),
    ("2019-12-04", "13"),
    ("2020-03-25", "14"),
    ("2020-09-23", "f1"),
    ("2020-12-09", "f2"),
    ("2021-04-07", "f3"),
    ("2021-08-11", "f4"),
    ("2021-11-17", "f5"),
    ("2022-03-09", "f6"),
    ("2022-06-15", "f7"),
    ("2022-09-07", "f8"),
    ("2022-12-07", "f9"),
    ("2023-03-08", "f10"),
    ("2023-06-07", "f11"),
    ("2023-09-06", "f12"),
    ("2023-12-06", "f13"),
    ("2024-03-06", "f14"),
    ("2024-06-05", "f15"),
    ("2024-09-04", "f16"),
    ("2024-12-04", "f17"),
    ("2025-03-14", "f18"),
    ("2025-06-18", "f19"),
    ("2025-09-17", "f20"),
    ("2025-12-10", "f21"),
    ("2026-03-11", "f22"),
    ("2026-06-10", "f23"),
)
"""First day and code. Season 1 of the first count covers the game from its release on."""


@dataclass(frozen=True)
class Season:
    """A season."""

    code: str

    @property
    def number(self) -> int:
        """The number alone, counted anew since the game is free to play."""
        return int(self.code.removeprefix("f"))


def season_of(date: str) -> Season | None:
    """The season of an ISO 8601 day or time; None before the game was released."""
    place = bisect_right(_STARTS, date[:10], key=lambda entry: entry[0])
    return Season(_STARTS[place - 1][1]) if place else None
