"""The training sample: the chances of whole matches of people, read from reports."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import rlcoach
from rlcoach.analysis.xg.model import design
from rlcoach.report.schema import EventTable, Report

LEAST_SECONDS = 60.0
"""Shorter recordings are tests and clips, which are kept because something happened in them."""

WIDEST_UU = rlcoach.EVENTS["chance"].thresholds["max_wide_uu"]

GAME_TYPES = frozenset({"Ranked", "Casual", "Private", "Tournament", "Lan", "Season"})
"""Offline matches and training are not played among people."""


@dataclass(frozen=True)
class Sample:
    """Chances, one row each."""

    match: NDArray[np.int64]
    """[row] number of the match."""
    terms: NDArray[np.float64]
    """[row, term] as the model looks at them."""
    place: NDArray[np.float64]
    """[row, 2] nearness and angle between the posts: what simpler models know."""
    is_goal: NDArray[np.float64]
    """[row] 1 or 0."""
    attack: NDArray[np.int64]
    """[row] number of the attack the chance belongs to."""
    players: NDArray[np.int64]
    """[row] of the larger team of its match."""
    goals: int
    """All goals of the matches, own goals and long ones included."""

    @property
    def matches(self) -> int:
        """Number of matches with a chance."""
        return len(np.unique(self.match))


def read_sample(folders: Iterable[Path]) -> Sample | None:
    """The chances of every match in the folders that counts, each match once; None without any."""
    reports = list(distinct(report for report in _reports(folders) if counts(report)))
    return sample_of(reports) if reports else None


def sample_of(reports: list[Report]) -> Sample:
    """The chances of these matches.

    Those that are chances for the game's credit alone are left out: the credit knows how it ended.
    """
    tables = [_by_path(report.events["chance"]) for report in reports]
    sizes = [len(table.frame) for table in tables]
    columns = {name: _joined(table.fields[name] for table in tables) for name in tables[0].fields}
    terms = design(columns)
    near = np.log(np.maximum(columns["distance"], 200.0))
    match = np.repeat(np.arange(len(reports)), sizes)
    team = _joined(_teams(report, table) for report, table in zip(reports, tables, strict=True))
    chains = np.stack((match, team, columns["chain"]), axis=1)
    largest = [max(len(team.players) for team in report.teams) for report in reports]
    return Sample(
        match=match,
        terms=terms,
        place=np.stack((near, columns["angle"]), axis=1),
        is_goal=columns["is_goal"],
        attack=np.unique(chains, axis=0, return_inverse=True)[1].ravel(),
        players=np.repeat(largest, sizes),
        goals=sum(len(report.goals) for report in reports),
    )


def _reports(folders: Iterable[Path]) -> Iterator[Report]:
    for path in sorted(path for folder in folders for path in folder.rglob("*.replay")):
        try:
            yield rlcoach.analyze(path)
        except rlcoach.ReplayError:
            continue


def distinct(reports: Iterable[Report]) -> Iterator[Report]:
    """The first report of each match; players of one match each have a file of it."""
    seen: set[Hashable] = set()
    for report in reports:
        names = _names(report)
        if not names & seen:
            yield report
        seen |= names


def counts(report: Report) -> bool:
    """Whether this is a whole match of soccar with its usual rules, among people."""
    match = report.match
    if match.start_time is None or match.end_time is None or "chance" not in report.events:
        return False
    return (
        match.mode == "soccar"
        and "Soccar" in (match.game_class or "Soccar")
        and match.game_type in GAME_TYPES
        and match.end_time - match.start_time >= LEAST_SECONDS
        and not match.is_sample
        and not any(player.is_bot for player in report.players)
        and all(team.players for team in report.teams)
    )


def _names(report: Report) -> set[Hashable]:
    """What tells a match from others; two files of one match have a name in common."""
    goals = tuple((goal.team, goal.player_name, goal.clock) for goal in report.goals)
    teams = tuple(tuple(sorted(team.players)) for team in report.teams)
    names: set[Hashable] = {(teams, goals)} if goals else set()
    return names | {report.match.match_guid} - {None}


def _by_path(table: EventTable) -> EventTable:
    """The chances whose ball was going at the goal."""
    kept = [row for row, inside in enumerate(table.fields["inside"]) if _is_near(inside)]
    return EventTable(
        frame=[table.frame[row] for row in kept],
        time=[table.time[row] for row in kept],
        player=[table.player[row] for row in kept],
        place=[table.place[row] for row in kept],
        end_frame=None,
        end_time=None,
        fields={name: [column[row] for row in kept] for name, column in table.fields.items()},
    )


def _is_near(inside: float | bool | str | None) -> bool:
    return isinstance(inside, int | float) and inside > -WIDEST_UU


def _teams(report: Report, table: EventTable) -> list[int]:
    team = {player: side.team for side in report.teams for player in side.players}
    return [team.get(report.players[row].id, -1) if row is not None else -1 for row in table.player]


def _joined(columns: Iterable[Any]) -> NDArray[np.float64]:
    """Lists of numbers one after the other, NaN for null."""
    return np.array([value for column in columns for value in column], dtype=np.float64)
