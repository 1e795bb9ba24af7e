"""Which statistics the readable forms of a report show, in tables of one group each.

Keys are those of the catalogue; titles are shorter than its labels, to fit a terminal. The report
as JSON holds all statistics.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rlcoach.report.render import facts
from rlcoach.report.schema import Player, Report


@dataclass(frozen=True)
class StatColumn:
    """One statistic of every player."""

    key: str
    title: str
    decimals: int = 0

    def text(self, player: Player) -> str:
        """The player's number, or a dash."""
        value = player.stats.get(self.key)
        return facts.NOTHING if value is None else f"{value:.{self.decimals}f}"


@dataclass(frozen=True)
class StatTable:
    """A heading and its columns."""

    title: str
    columns: tuple[StatColumn, ...]


TABLES = (
    StatTable(
        "Boost",
        (
            StatColumn("boost.bpm", "used/min"),
            StatColumn("boost.bcpm", "got/min"),
            StatColumn("boost.avg_amount", "mean"),
            StatColumn("boost.amount_collected", "got"),
            StatColumn("boost.amount_stolen", "stolen"),
            StatColumn("boost.count_collected_big", "big"),
            StatColumn("boost.count_collected_small", "small"),
            StatColumn("boost.amount_overfill", "overfill"),
            StatColumn("boost.percent_zero_boost", "0 %", 1),
            StatColumn("boost.percent_full_boost", "100 %", 1),
        ),
    ),
    StatTable(
        "Movement",
        (
            StatColumn("movement.avg_speed", "uu/s"),
            StatColumn("movement.percent_slow_speed", "slow %", 1),
            StatColumn("movement.percent_boost_speed", "boost %", 1),
            StatColumn("movement.percent_supersonic_speed", "super %", 1),
            StatColumn("movement.percent_ground", "ground %", 1),
            StatColumn("movement.percent_low_air", "low %", 1),
            StatColumn("movement.percent_high_air", "high %", 1),
            StatColumn("movement.count_powerslide", "slides"),
        ),
    ),
    StatTable(
        "Positioning",
        (
            StatColumn("positioning.percent_defensive_third", "def %", 1),
            StatColumn("positioning.percent_neutral_third", "mid %", 1),
            StatColumn("positioning.percent_offensive_third", "off %", 1),
            StatColumn("positioning.percent_behind_ball", "behind %", 1),
            StatColumn("positioning.avg_distance_to_ball", "to ball"),
            StatColumn("positioning.avg_distance_to_mates", "to mates"),
            StatColumn("positioning.percent_most_back", "back %", 1),
            StatColumn("positioning.percent_most_forward", "front %", 1),
        ),
    ),
    StatTable(
        "Expected goals",
        (
            StatColumn("xg.for", "xG", 2),
            StatColumn("xg.goals_minus_xg", "goals - xG", 2),
            StatColumn("xg.against", "xG against", 2),
            StatColumn("xg.chances", "chances"),
            StatColumn("xg.shots_on_target", "on target"),
        ),
    ),
)


def tables_of(report: Report) -> Iterator[StatTable]:
    """The tables a report can fill: a column without any number is left out, as is a table."""
    for table in TABLES:
        columns = tuple(
            column
            for column in table.columns
            if any(column.key in player.stats for player in report.players)
        )
        if columns:
            yield StatTable(table.title, columns)
