"""The catalogue: every kind of event and every statistic, in the order they are computed.

Reports, pages, charts, documentation and the coach read definitions here and nowhere else. A new
statistic is one module and one line; kinds of events are listed in `event_kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from rlcoach.analysis.definition import StatDefinition
from rlcoach.analysis.event_kinds import EVENT_MODULES, EVENTS
from rlcoach.analysis.stats import (
    ball,
    boost,
    boost_sent,
    core,
    inputs,
    ledger,
    mechanics,
    movement,
    movement_events,
    on_ball,
    own,
    pads,
    positioning,
    presence,
    roles,
    special_modes,
)
from rlcoach.analysis.stats import decisions as decision_stats
from rlcoach.analysis.stats import kickoffs as kickoff_stats
from rlcoach.analysis.stats import xg as xg_stats
from rlcoach.analysis.stats.base import StatContext, StatValues

__all__ = ["EVENTS", "EVENT_MODULES", "STATS", "STAT_MODULES", "StatModule"]


class StatModule(Protocol):
    """A module that computes a family of statistics."""

    DEFINITIONS: tuple[StatDefinition, ...]

    def compute(self, context: StatContext) -> StatValues:
        """Values by key."""


STAT_MODULES: tuple[StatModule, ...] = (
    core,
    boost,
    ledger,
    movement,
    positioning,
    roles,
    ball,
    own,
    on_ball,
    xg_stats,
    movement_events,
    kickoff_stats,
    pads,
    boost_sent,
    special_modes,
    presence,
    inputs,
    mechanics,
    decision_stats,
)

STATS: Mapping[str, StatDefinition] = {
    definition.key: definition for module in STAT_MODULES for definition in module.DEFINITIONS
}
