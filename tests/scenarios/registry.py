"""All scenarios: one module per kind of event, one line here."""

from __future__ import annotations

from tests.scenarios import (
    backboard_clear,
    boost_starve,
    bump_attempt,
    demolition_attempt,
    dunk,
    half_volley,
    kickoff_approach,
    one_timer,
    pass_play,
    pinch,
    pogo,
    power_shot,
    psycho,
    redirect,
)
from tests.scenarios.case import Scenario

SCENARIOS: tuple[Scenario, ...] = (
    redirect.SCENARIO,
    pinch.SCENARIO,
    power_shot.SCENARIO,
    half_volley.SCENARIO,
    one_timer.SCENARIO,
    psycho.SCENARIO,
    pogo.SCENARIO,
    dunk.SCENARIO,
    backboard_clear.SCENARIO,
    pass_play.SCENARIO,
    kickoff_approach.SCENARIO,
    bump_attempt.SCENARIO,
    demolition_attempt.SCENARIO,
    boost_starve.SCENARIO,
)
