"""All scenarios: one module per kind of event, one line here."""

from __future__ import annotations

from tests.scenarios import decisions
from tests.scenarios.case import Scenario

SCENARIOS: tuple[Scenario, ...] = (*decisions.SCENARIOS,)
