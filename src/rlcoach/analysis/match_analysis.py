"""Tables to events and statistics: runs the catalogue over one match."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Scope
from rlcoach.analysis.definitions import EVENT_MODULES, EVENTS, STAT_MODULES, STATS
from rlcoach.analysis.event import Events
from rlcoach.analysis.scoreboard import final_score, final_scoreboard
from rlcoach.analysis.stats.base import StatContext
from rlcoach.replay.header import Header
from rlcoach.replay.tables import MatchTables

TEAM_PREFIX = "team:"


@dataclass(frozen=True)
class MatchAnalysis:
    """What one match holds beyond its tables. Statistics that do not apply are absent."""

    context: MatchContext
    events: Mapping[str, Events]
    player_stats: Mapping[str, NDArray[Any]]
    """Key to `[player]`, NaN where a player has no value."""
    team_stats: Mapping[str, NDArray[Any]]
    """Key to `[2]`."""


def analyse(tables: MatchTables, header: Header, mode: str) -> MatchAnalysis:
    """Finds all events and computes all statistics that apply to the match's mode."""
    context = MatchContext(tables, mode)
    events: dict[str, Events] = {}
    for module in EVENT_MODULES:
        if _applies(EVENTS[module.DEFINITION.key].modes, mode):
            events[module.DEFINITION.key] = module.detect(context, events)
    boards, _ = final_scoreboard(header, tables)
    stats = StatContext(context, events, boards, final_score(header))
    players: dict[str, NDArray[Any]] = {}
    teams: dict[str, NDArray[Any]] = {}
    for stat_module in STAT_MODULES:
        for key, values in stat_module.compute(stats).items():
            name = key.removeprefix(TEAM_PREFIX)
            if not _applies(STATS[name].modes, mode):
                continue
            (teams if key != name else players)[name] = values
    summed = [name for name in players if Scope.TEAM in STATS[name].scopes and name not in teams]
    if summed:
        sums = team_sums(np.array([players[name] for name in summed]), context.team)
        teams.update(zip(summed, sums, strict=True))
    return MatchAnalysis(context, events, players, teams)


def team_sums(values: NDArray[Any], team: NDArray[np.int8]) -> NDArray[np.float64]:
    """Sums of players per team: `[statistic, player]` to `[statistic, 2]`.

    NaN for a team without a value.
    """
    side = (team[:, None] == np.array([0, 1])).astype(np.float64)
    known = ~np.isnan(values)
    sums: NDArray[np.float64] = np.where(known, values, 0.0) @ side
    sums[known @ side == 0] = np.nan
    return sums


def _applies(modes: frozenset[str] | None, mode: str) -> bool:
    return modes is None or mode in modes
