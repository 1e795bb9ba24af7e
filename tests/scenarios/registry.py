"""All scenarios: one module per kind of event, one line here."""

from __future__ import annotations

from tests.scenarios import (
    air_dribble,
    bounce_dribble,
    catch,
    ceiling_shot,
    double_tap,
    flick,
    flip_reset,
    ground_dribble,
    wall_aerial,
    wall_shot,
)
from tests.scenarios.case import Scenario

SCENARIOS: tuple[Scenario, ...] = (
    ground_dribble.SCENARIO,
    bounce_dribble.SCENARIO,
    catch.SCENARIO,
    flick.SCENARIO,
    air_dribble.SCENARIO,
    flip_reset.SCENARIO,
    double_tap.SCENARIO,
    ceiling_shot.SCENARIO,
    wall_shot.SCENARIO,
    wall_aerial.SCENARIO,
)
