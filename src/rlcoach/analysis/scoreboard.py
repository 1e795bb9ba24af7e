"""Final numbers: the header's scoreboard where it lists a player, the network's counters else.

The recording ends before the last points are sent (the winner's bonus, a goal at the buzzer), so
for everybody who was there at the end the header knows better; those who left are only in the
network data.
"""

from __future__ import annotations

from dataclasses import dataclass

from rlcoach.replay import header_stats
from rlcoach.replay.header import Header
from rlcoach.replay.header_stats import HeaderPlayer, final_score
from rlcoach.replay.kinds import Counter
from rlcoach.replay.tables import MatchTables

__all__ = ["Board", "final_score", "final_scoreboard"]


@dataclass(frozen=True)
class Board:
    """A player's final scoreboard numbers."""

    score: int
    goals: int
    assists: int
    saves: int
    shots: int


def final_scoreboard(header: Header, tables: MatchTables) -> tuple[list[Board], list[HeaderPlayer]]:
    """The board of every player of `tables`, and the header's players whom no frame shows."""
    rows = header_stats.header_players(header)
    boards = []
    unseen = [row for row in rows if row.team is not None]
    for number, player in enumerate(tables.players):
        row = header_stats.matching(player.identity, player.name, rows)
        if row is None:
            boards.append(_from_counters(tables, number))
            continue
        if row in unseen:
            unseen.remove(row)
        boards.append(Board(row.score, row.goals, row.assists, row.saves, row.shots))
    return boards, unseen


def _from_counters(tables: MatchTables, player: int) -> Board:
    counters = tables.counters
    mine = counters.player == player

    def last(counter: Counter) -> int:
        values = counters.value[mine & (counters.counter == counter)]
        return int(values[-1]) if len(values) else 0

    return Board(
        score=last(Counter.SCORE),
        goals=last(Counter.GOALS),
        assists=last(Counter.ASSISTS),
        saves=last(Counter.SAVES),
        shots=last(Counter.SHOTS),
    )
