"""All scenarios: one module per kind of event, one line here."""

from __future__ import annotations

from tests.scenarios import (
    catch,
    flick,
    flip_reset,
    ground_dribble,
    wall_aerial,
)
from tests.scenarios.case import Scenario

SCENARIOS: tuple[Scenario, ...] = (
    ground_dribble.SCENARIO,
    catch.SCENARIO,
    flick.SCENARIO,
    flip_reset.SCENARIO,
    wall_aerial.SCENARIO,
)
