"""Every detector on the scenes made for it."""

from __future__ import annotations

import pytest

from rlcoach.analysis.definition import Family
from rlcoach.analysis.definitions import EVENTS
from tests.scenarios.case import Scenario, tally
from tests.scenarios.record import recorded, row
from tests.scenarios.registry import SCENARIOS

MIN_RECALL = 0.9
MIN_PRECISION = 0.9

MECHANICS = {Family.MOVEMENT, Family.BALL, Family.TOGETHER}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.key)
def test_finds_what_happened_and_nothing_else(scenario: Scenario) -> None:
    found = tally(scenario)
    assert found.recall >= MIN_RECALL, found.failures
    assert found.precision >= MIN_PRECISION, found.failures
    assert recorded().get(scenario.key) == row(found), "run python -m tests.scenarios.record"


def test_every_mechanic_has_scenes() -> None:
    mechanics = {key for key, one in EVENTS.items() if one.family in MECHANICS}
    assert mechanics <= {scenario.key for scenario in SCENARIOS}
