"""How late a player's bodies are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.mechanics.lags import body_lags
from rlcoach.replay.tables import MatchTables
from rlcoach.synth.physics.manoeuvres import steps
from rlcoach.synth.scripts.acts.stage import on_ground
from tests.builders.files import filmed, tables_of_record

LAG_SECONDS = 0.15
JUMP_EVERY_SECONDS = 1.3


def jumping(times: int) -> MatchTables:
    """A car that jumps so many times."""
    plan = [
        step
        for at in JUMP_EVERY_SECONDS * np.arange(times)
        for step in ((0.2 + at, {"jump": True}), (0.3 + at, {}))
    ]
    played = on_ground(0, steps(plan)).played(JUMP_EVERY_SECONDS * times)
    return tables_of_record(filmed(played).record)


def pressed_earlier(tables: MatchTables) -> MatchTables:
    """The same with all inputs sent ahead of the bodies."""
    parts = tables.activations
    return replace(tables, activations=replace(parts, time=parts.time - LAG_SECONDS))


class TestBodyLags:
    def test_bodies_that_follow_at_once(self) -> None:
        assert body_lags(MatchContext(jumping(6), "soccar")) == pytest.approx([0.0], abs=0.05)

    def test_bodies_that_come_late(self) -> None:
        late = pressed_earlier(jumping(6))
        lags = body_lags(MatchContext(late, "soccar"))
        assert lags == pytest.approx([LAG_SECONDS], abs=0.05)

    def test_a_few_jumps_say_nothing(self) -> None:
        late = pressed_earlier(jumping(3))
        assert body_lags(MatchContext(late, "soccar")).tolist() == [0.0]
