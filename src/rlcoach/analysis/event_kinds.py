"""Every kind of event, in the order they are found. A new kind is one module and one line."""

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
    goal_touches,
    last_defender,
    overcommits,
    pre_jumps,
    pressure,
    rotations,
    save_kinds,
    shadow_defence,
    whiffs,
)
from rlcoach.analysis.definition import EventDefinition
from rlcoach.analysis.event import Events
from rlcoach.analysis.events import (
    aerials,
    air_spans,
    assists,
    attempts,
    ball_carries,
    ball_charges,
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
from rlcoach.analysis.mechanics import (
    air_dribble,
    air_roll,
    backboard_clear,
    boost_starve,
    bounce_dribble,
    bump_attempt,
    catch,
    ceiling_shot,
    demolition_attempt,
    double_tap,
    dunk,
    fast_aerial,
    flick,
    flip_cancel,
    flip_reset,
    ground_dribble,
    half_flip,
    half_volley,
    kickoff_approach,
    one_timer,
    pass_play,
    pinch,
    pogo,
    power_shot,
    powerslide_turn,
    psycho,
    recovery,
    redirect,
    speed_flip,
    stall,
    wall_aerial,
    wall_shot,
    wavedash,
)
from rlcoach.analysis.xg import chances


class EventModule(Protocol):
    """A module that finds one kind of event."""

    DEFINITION: EventDefinition

    def detect(self, context: MatchContext, found: Mapping[str, Events]) -> Events:
        """All events of the kind; `found` holds the kinds listed before it."""


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
    chances,
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
    ball_charges,
    dropshot_goals,
)

MOVEMENT_MODULES: tuple[EventModule, ...] = (
    half_flip,
    speed_flip,
    flip_cancel,
    stall,
    wavedash,
    fast_aerial,
    air_roll,
    recovery,
    powerslide_turn,
)

BALL_MODULES: tuple[EventModule, ...] = (
    ground_dribble,
    bounce_dribble,
    catch,
    flick,
    air_dribble,
    flip_reset,
    double_tap,
    ceiling_shot,
    wall_shot,
    wall_aerial,
    redirect,
    pinch,
    power_shot,
    half_volley,
    one_timer,
    psycho,
    pogo,
    dunk,
    backboard_clear,
)

TOGETHER_MODULES: tuple[EventModule, ...] = (
    pass_play,
    kickoff_approach,
    bump_attempt,
    demolition_attempt,
    boost_starve,
)

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
    goal_touches,
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

EVENTS: Mapping[str, EventDefinition] = {
    module.DEFINITION.key: module.DEFINITION for module in EVENT_MODULES
}
