"""Mechanics in the readable forms of a report: a row each, a column per player.

Which there are, what they are called and which are experimental is the catalogue's word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rlcoach.analysis.definitions import STATS
from rlcoach.analysis.stats.mechanics import GROUP, MECHANICS
from rlcoach.report.render import facts
from rlcoach.report.schema import Player, Report

TITLE = "Mechanics"
MARK = "*"
"""Behind the name of what is experimental."""

NOTE = f"{MARK} experimental: not checked against truth made by others, or not good enough at it"


@dataclass(frozen=True)
class MechanicRow:
    """One mechanic of a match."""

    label: str
    cells: tuple[str, ...]
    """Per player of `players_in_order`: how often, and the share that worked where known."""
    is_experimental: bool


def players_in_order(report: Report) -> list[Player]:
    """Blue, orange, then the rest; highest score first."""
    return [one for team in (0, 1, None) for one in facts.players_of(report, team)]


def mechanic_rows(report: Report) -> list[MechanicRow]:
    """The mechanics that somebody did, in the order of the catalogue, checked ones first."""
    players = players_in_order(report)
    rows = list(_rows(players))
    return sorted(rows, key=lambda row: row.is_experimental)


def _rows(players: Sequence[Player]) -> Iterator[MechanicRow]:
    for kind in MECHANICS:
        key = f"{GROUP}.{kind.key}"
        if any(player.stats.get(key) for player in players):
            is_experimental = STATS[key].is_experimental
            label = kind.label + (MARK if is_experimental else "")
            yield MechanicRow(label, tuple(_cell(one, key) for one in players), is_experimental)


def _cell(player: Player, key: str) -> str:
    count, worked = player.stats.get(key), player.stats.get(f"{key}_success")
    if count is None:
        return facts.NOTHING
    return f"{count:.0f}" if worked is None else f"{count:.0f} ({worked:.0f} %)"
