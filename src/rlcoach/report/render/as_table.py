"""Reports for a terminal, as `rich` renderables. Nothing from a replay is read as rich markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from rlcoach.report.render import facts
from rlcoach.report.render.mechanic_rows import NOTE, TITLE, mechanic_rows, players_in_order
from rlcoach.report.render.stat_tables import StatTable, tables_of
from rlcoach.report.schema import Player, Report
from rlcoach.report.text import terminal

_STYLES = {0: "bright_blue", 1: "dark_orange", None: "dim"}
_NARROW = {"date": 10, "played": 15, "score": 8}
_WIDE = 118
"""From this many columns on, titles are written out."""


@dataclass(frozen=True)
class OverviewRow:
    """One match in one line; far smaller than its report, so that thousands can be kept."""

    file: str
    date: str
    what: str
    where: str
    score: str
    blue: str
    orange: str
    goals: int | None
    seconds: float | None
    overtime: bool

    @classmethod
    def of(cls, file: str, report: Report) -> OverviewRow:
        """The line for a report."""
        goals = [team.score for team in report.teams if team.score is not None]
        blue, orange = (
            ", ".join(player.name for player in facts.players_of(report, team)) for team in (0, 1)
        )
        return cls(
            file=file,
            date=facts.when(report) or facts.NOTHING,
            what=facts.what(report),
            where=facts.where(report),
            score=facts.score(report) + (" OT" if report.match.overtime else ""),
            blue=blue or facts.NOTHING,
            orange=orange or facts.NOTHING,
            goals=sum(goals) if goals else None,
            seconds=facts.recorded_seconds(report),
            overtime=report.match.overtime,
        )


def match_summary(
    report: Report, *, file: str, width: int, is_full: bool = False
) -> RenderableType:
    """One match: how it ended, who played, what each did, who scored, and what to know about it.

    `is_full` adds a table of statistics for boost, movement and positions each, and mechanics.
    """
    parts: list[RenderableType] = [_headline(report), _plain(file, "dim"), _players(report, width)]
    if is_full:
        for table in tables_of(report):
            parts += [Text(""), _statistics(report, table)]
        parts += _mechanics(report)
        parts.append(Text(""))
    if report.goals:
        parts.append(_goals(report))
    parts += [_plain(remark, "yellow") for remark in facts.remarks(report)]
    parts.append(Text(""))
    return Group(*parts)


def overview(rows: Sequence[OverviewRow], *, width: int) -> RenderableType:
    """One line per match; map and file only where there is room for them."""
    is_wide = width >= _WIDE
    table = Table(box=None, pad_edge=False, header_style="bold", width=width)
    fixed = {"date": 16, "played": 18, "map": 16, "score": 8} if is_wide else _NARROW
    for title, columns in fixed.items():
        table.add_column(title, no_wrap=True, overflow="ellipsis", width=columns)
    for title in ("blue", "orange", "file") if is_wide else ("blue", "orange"):
        table.add_column(title, no_wrap=True, overflow="ellipsis", ratio=1)
    for row in rows:
        cells = {
            "date": _plain(row.date if is_wide else row.date[:10]),
            "played": _plain(row.what),
            "map": _plain(row.where),
            "score": _plain(row.score, "bold"),
            "blue": _plain(row.blue, _STYLES[0]),
            "orange": _plain(row.orange, _STYLES[1]),
            "file": _plain(row.file, "dim"),
        }
        table.add_row(*(cells[str(column.header)] for column in table.columns))
    return table


def totals(rows: Sequence[OverviewRow]) -> Text:
    """All matches in one sentence."""
    seconds = sum(row.seconds for row in rows if row.seconds is not None)
    goals = sum(row.goals for row in rows if row.goals is not None)
    overtimes = sum(row.overtime for row in rows)
    sentence = (
        f"{len(rows)} {'match' if len(rows) == 1 else 'matches'}, {goals} goals, "
        f"{overtimes} with overtime"
    )
    return Text(f"{sentence}, {facts.clock(seconds)} recorded" if seconds else sentence)


def _plain(text: str, style: str = "") -> Text:
    return Text(terminal(text), style=style)


def _headline(report: Report) -> Text:
    line = Text()
    names = {team.team: facts.team_name(team) for team in report.teams}
    line.append(terminal(names.get(0, facts.TEAM_NAMES[0])), style=f"bold {_STYLES[0]}")
    line.append(f"  {facts.score(report)}  ", style="bold")
    line.append(terminal(names.get(1, facts.TEAM_NAMES[1])), style=f"bold {_STYLES[1]}")
    line.append(terminal("   " + " · ".join(facts.circumstances(report))))
    return line


def _players(report: Report, width: int) -> Table:
    table = _player_table("player")
    table.add_column("car", no_wrap=True, overflow="ellipsis", max_width=20)
    for column in facts.COLUMNS:
        title = column.title if width >= _WIDE else column.short_title
        table.add_column(title, justify="right", no_wrap=True)
    for team in (0, 1, None):
        for player in facts.players_of(report, team):
            table.add_row(*_player_row(player))
    return table


def _player_row(player: Player) -> list[Text]:
    numbers = [Text(facts.number(column.value(player))) for column in facts.COLUMNS]
    return [_name(player), _plain(facts.car(player)), *numbers]


def _statistics(report: Report, statistics: StatTable) -> Table:
    table = _player_table(statistics.title)
    for column in statistics.columns:
        table.add_column(column.title, justify="right", no_wrap=True)
    for team in (0, 1, None):
        for player in facts.players_of(report, team):
            numbers = (Text(column.text(player)) for column in statistics.columns)
            table.add_row(_name(player), *numbers)
    return table


def _mechanics(report: Report) -> list[RenderableType]:
    rows = mechanic_rows(report)
    if not rows:
        return []
    table = _player_table(TITLE)
    for player in players_in_order(report):
        table.add_column(_name(player), justify="right", no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(Text(row.label), *map(Text, row.cells))
    return [Text(""), table, _plain(NOTE, "dim")]


def _player_table(title: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column(title, no_wrap=True, overflow="ellipsis", min_width=10, max_width=32)
    return table


def _name(player: Player) -> Text:
    return _plain(player.name + (" (bot)" if player.is_bot else ""), _STYLES[player.team])


def _goals(report: Report) -> Text:
    line = Text("goals: ", style="dim")
    for place, goal in enumerate(report.goals):
        line.append(", " if place else "")
        who = f"{facts.goal_clock(goal)} {facts.scorer(report, goal)}"
        line.append(terminal(who), style=_STYLES[goal.team])
    return line
