"""All scenarios: one module per kind of event, one line here."""

from __future__ import annotations

from tests.scenarios import (
    air_dribble,
    air_roll,
    bounce_dribble,
    catch,
    ceiling_shot,
    decisions,
    double_tap,
    fast_aerial,
    flick,
    flip_cancel,
    flip_reset,
    ground_dribble,
    half_flip,
    powerslide_turn,
    recovery,
    speed_flip,
    stall,
    wall_aerial,
    wall_shot,
    wavedash,
)
from tests.scenarios.case import Scenario

SCENARIOS: tuple[Scenario, ...] = (
    air_roll.SCENARIO,
    fast_aerial.SCENARIO,
    flip_cancel.SCENARIO,
    half_flip.SCENARIO,
    powerslide_turn.SCENARIO,
    recovery.SCENARIO,
    speed_flip.SCENARIO,
    stall.SCENARIO,
    wavedash.SCENARIO,
    air_dribble.SCENARIO,
    bounce_dribble.SCENARIO,
    catch.SCENARIO,
    ceiling_shot.SCENARIO,
    double_tap.SCENARIO,
    flick.SCENARIO,
    flip_reset.SCENARIO,
    ground_dribble.SCENARIO,
    wall_aerial.SCENARIO,
    wall_shot.SCENARIO,
    *decisions.SCENARIOS,
)
