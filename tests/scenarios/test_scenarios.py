"""Every detector on the scenes made for it."""

from __future__ import annotations

import pytest

from rlcoach.analysis.stats.mechanics import MECHANICS
from tests.scenarios.case import Scenario, tally
from tests.scenarios.record import recorded, row
from tests.scenarios.registry import SCENARIOS

MIN_RECALL = 0.9
MIN_PRECISION = 0.9


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.key)
def test_finds_what_happened_and_nothing_else(scenario: Scenario) -> None:
    found = tally(scenario)
    assert found.recall >= MIN_RECALL, found.failures
    assert found.precision >= MIN_PRECISION, found.failures
    assert recorded().get(scenario.key) == row(found), "run python -m tests.scenarios.record"


def test_every_mechanic_has_scenes() -> None:
    assert {kind.key for kind in MECHANICS} <= {scenario.key for scenario in SCENARIOS}
