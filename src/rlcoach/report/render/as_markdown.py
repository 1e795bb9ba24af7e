"""A report as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from rlcoach.report.render import facts
from rlcoach.report.render.mechanic_rows import NOTE, TITLE, mechanic_rows, players_in_order
from rlcoach.report.render.stat_tables import tables_of
from rlcoach.report.schema import Player, Report
from rlcoach.report.text import markdown


def to_markdown(report: Report) -> str:
    """One match as a Markdown document."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    names = {team.team: markdown(facts.team_name(team)) for team in report.teams}
    blue, orange = (names.get(side, facts.TEAM_NAMES[side]) for side in (0, 1))
    yield f"# {blue} {facts.score(report)} {orange}"
    yield ""
    yield markdown(" · ".join(facts.circumstances(report)))
    for remark in facts.remarks(report):
        yield ""
        yield f"> {markdown(remark)}"
    yield from _players(report)
    yield from _statistics(report)
    yield from _mechanics(report)
    yield from _goals(report)
    yield ""
    yield f"SHA-256 of the file: `{markdown(report.source.sha256)}`"


def _players(report: Report) -> Iterator[str]:
    yield ""
    yield "## Players"
    yield ""
    titles = ["team", "player", "car", *(column.title for column in facts.COLUMNS)]
    yield _row(titles)
    yield _row(["---"] * 3 + ["--:"] * len(facts.COLUMNS))
    for team in (0, 1, None):
        for player in facts.players_of(report, team):
            numbers = [facts.number(column.value(player)) for column in facts.COLUMNS]
            yield _row([*_who(player), markdown(facts.car(player)), *numbers])


def _who(player: Player) -> list[str]:
    side = facts.NOTHING if player.team is None else facts.TEAM_NAMES[player.team]
    return [side, markdown(player.name) + (" (bot)" if player.is_bot else "")]


def _statistics(report: Report) -> Iterator[str]:
    for table in tables_of(report):
        yield ""
        yield f"## {table.title}"
        yield ""
        yield _row(["team", "player", *(column.title for column in table.columns)])
        yield _row(["---"] * 2 + ["--:"] * len(table.columns))
        for team in (0, 1, None):
            for player in facts.players_of(report, team):
                yield _row([*_who(player), *(column.text(player) for column in table.columns)])


def _mechanics(report: Report) -> Iterator[str]:
    rows = mechanic_rows(report)
    if not rows:
        return
    yield ""
    yield f"## {TITLE}"
    yield ""
    yield _row([TITLE.lower(), *(markdown(one.name) for one in players_in_order(report))])
    yield _row(["---"] + ["--:"] * len(report.players))
    for row in rows:
        yield _row([markdown(row.label), *row.cells])
    yield ""
    yield markdown(NOTE)


def _goals(report: Report) -> Iterator[str]:
    if not report.goals:
        return
    yield ""
    yield "## Goals"
    yield ""
    yield _row(["clock", "team", "player"])
    yield _row(["--:", "---", "---"])
    for goal in report.goals:
        who = markdown(facts.scorer(report, goal))
        yield _row([facts.goal_clock(goal), facts.TEAM_NAMES[goal.team], who])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
