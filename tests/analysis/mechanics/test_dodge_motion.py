"""Which way a car turns from sample to sample."""

from __future__ import annotations

from math import cos, sin

import numpy as np
import pytest

from rlcoach.analysis.mechanics.dodge_motion import turned

STEP_RAD = 0.2
LEVEL_NOSE, LEVEL_ROOF = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)


def turn_of(nose: tuple[float, float, float], roof: tuple[float, float, float]) -> list[float]:
    """Nose down, roll right and nose right, from level along +x to a pose."""
    noses = np.array([[LEVEL_NOSE, nose]], dtype=np.float64)
    roofs = np.array([[LEVEL_ROOF, roof]], dtype=np.float64)
    turn: list[float] = turned(noses, roofs)[0, 1].tolist()
    return turn


class TestTurned:
    def test_a_nose_that_dips(self) -> None:
        dipped = (cos(STEP_RAD), 0.0, -sin(STEP_RAD)), (sin(STEP_RAD), 0.0, cos(STEP_RAD))
        assert turn_of(*dipped) == pytest.approx([STEP_RAD, 0.0, 0.0], abs=0.005)

    def test_a_roll_to_the_right(self) -> None:
        rolled = LEVEL_NOSE, (0.0, sin(STEP_RAD), cos(STEP_RAD))
        assert turn_of(*rolled) == pytest.approx([0.0, STEP_RAD, 0.0], abs=0.005)

    def test_a_nose_that_goes_right(self) -> None:
        steered = (cos(STEP_RAD), sin(STEP_RAD), 0.0), LEVEL_ROOF
        assert turn_of(*steered) == pytest.approx([0.0, 0.0, STEP_RAD], abs=0.005)
