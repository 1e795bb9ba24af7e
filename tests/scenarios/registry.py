"""All scenarios: one module per kind of event, one line here."""

from __future__ import annotations

from tests.scenarios import (
    air_roll,
    decisions,
    fast_aerial,
    flip_cancel,
    half_flip,
    powerslide_turn,
    recovery,
    speed_flip,
    stall,
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
    *decisions.SCENARIOS,
)
