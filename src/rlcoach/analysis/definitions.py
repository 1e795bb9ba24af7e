"""The catalogue: every kind of event and every statistic, in the order they are computed.

Reports, pages, charts, documentation and the coach read definitions here and nowhere else. A new
kind or statistic is one module and one line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions import (
    beaten_to_ball,
    caught_ahead,
    clear_quality,
    conceded_factors,
    counter_attacks,
    double_commits,
    duels,
    goal_tags,
    last_defender,
    overcommits,
    pre_jumps,
    pressure,
    rotations,
    save_kinds,
    shadow_defence,
    whiffs,
)
from rlcoach.analysis.definition import EventDefinition, StatDefinition
from rlcoach.analysis.event import Events
from rlcoach.analysis.events import (
    aerials,
    air_spans,
    assists,
    attempts,
    ball_carries,
    bumps,
    challenges,
    clears,
    demolitions,
    dodges,
    double_jumps,
    dropshot_goals,
    fifty_fifties,
    goals,
    jumps,
    kickoff_players,
    kickoffs,
    passes,
    pickups,
    possession,
    powerslides,
    respawns,
    rumble_goals,
    rumble_items,
    saves,
    shots,
    stops,
    supersonic_spans,
    tile_damage,
    touches,
)
from rlcoach.analysis.mechanics import half_flip
from rlcoach.analysis.stats import (
    ball,
    boost,
    boost_sent,
    core,
    ledger,
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
from rlcoach.analysis.stats.base import StatContext, StatValues


class EventModule(Protocol):
    """A module that finds one kind of event."""

    DEFINITION: EventDefinition

    def detect(self, context: MatchContext, found: Mapping[str, Events]) -> Events:
        """All events of the kind; `found` holds the kinds listed before it."""


class StatModule(Protocol):
    """A module that computes a family of statistics."""

    DEFINITIONS: tuple[StatDefinition, ...]

    def compute(self, context: StatContext) -> StatValues:
        """Values by key."""


PLAY_MODULES: tuple[EventModule, ...] = (
    pickups,
    touches,
    possession,
    passes,
    shots,
    saves,
    assists,
    goals,
    attempts,
    stops,
    clears,
    fifty_fifties,
    challenges,
    ball_carries,
    aerials,
    bumps,
    demolitions,
    respawns,
    jumps,
    double_jumps,
    dodges,
    air_spans,
    supersonic_spans,
    powerslides,
    kickoffs,
    kickoff_players,
    rumble_items,
    rumble_goals,
    tile_damage,
    dropshot_goals,
)

MOVEMENT_MODULES: tuple[EventModule, ...] = (half_flip,)

BALL_MODULES: tuple[EventModule, ...] = ()

TOGETHER_MODULES: tuple[EventModule, ...] = ()

DECISION_MODULES: tuple[EventModule, ...] = (
    rotations,
    double_commits,
    overcommits,
    caught_ahead,
    shadow_defence,
    pre_jumps,
    duels,
    whiffs,
    beaten_to_ball,
    last_defender,
    pressure,
    counter_attacks,
    save_kinds,
    clear_quality,
    goal_tags,
    conceded_factors,
)

EVENT_MODULES: tuple[EventModule, ...] = (
    *PLAY_MODULES,
    *MOVEMENT_MODULES,
    *BALL_MODULES,
    *TOGETHER_MODULES,
    *DECISION_MODULES,
)
"""In order of dependence: a module may read the kinds before it."""

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
    movement_events,
    kickoff_stats,
    pads,
    boost_sent,
    special_modes,
    presence,
    decision_stats,
)

EVENTS: Mapping[str, EventDefinition] = {
    module.DEFINITION.key: module.DEFINITION for module in EVENT_MODULES
}

STATS: Mapping[str, StatDefinition] = {
    definition.key: definition for module in STAT_MODULES for definition in module.DEFINITIONS
}
