"""The model's file fits what it looks at, and its weights point where they must."""

from __future__ import annotations

import numpy as np
import pytest

from rlcoach.analysis.xg.model import TERMS, design, parameters, probability

FEATURES = {
    "distance": 2000.0,
    "open_angle": 0.6,
    "kick": 2000.0,
    "height": 93.0,
    "seconds_to_line": 1.0,
    "inside": 300.0,
    "bounces": 0.0,
    "defenders": 1.0,
    "defender_seconds": 0.8,
    "defender_margin": -0.3,
    "pressure": 1.0,
    "is_air": 0.0,
    "is_on_target": 1.0,
}


def chance(**changes: float) -> float:
    """The probability of a chance like `FEATURES` but for the changes."""
    columns = {name: np.array([value]) for name, value in (FEATURES | changes).items()}
    return float(probability(columns)[0])


class TestParameters:
    def test_there_is_a_finite_weight_for_every_term_and_no_other(self) -> None:
        found = parameters()
        assert found.weights.keys() == TERMS.keys()
        assert np.isfinite([found.intercept, *found.weights.values()]).all()

    def test_the_file_says_what_it_was_found_on(self) -> None:
        sample = parameters().sample
        assert 0 < sample["goals"] < sample["chances"]
        assert sample["matches"] > 0


class TestDesign:
    def test_there_is_a_column_for_every_term(self) -> None:
        columns = {name: np.array([value, value]) for name, value in FEATURES.items()}
        assert design(columns).shape == (2, len(TERMS))

    def test_what_is_missing_counts_as_never(self) -> None:
        nobody = {"defender_seconds": np.nan, "defender_margin": np.nan, "pressure": np.nan}
        late = {"defender_seconds": 9.0, "defender_margin": 9.0, "pressure": 9.0}
        assert chance(**nobody) == chance(**late)


class TestProbability:
    def test_it_is_one(self) -> None:
        assert 0 < chance() < 1
        assert 0 < chance(inside=-200.0, is_on_target=0.0) < 0.1
        assert 0.8 < chance(defender_margin=1.0, defender_seconds=np.nan, defenders=0.0) < 1

    @pytest.mark.parametrize(
        "likelier",
        [
            {"distance": 1000.0},
            {"open_angle": 1.0},
            {"defender_margin": 0.3},
            {"defender_seconds": np.nan},
            {"seconds_to_line": 0.4},
            {"defenders": 0.0},
            {"pressure": 1.5},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_a_better_position_is_likelier(self, likelier: dict[str, float]) -> None:
        assert chance(**likelier) > chance()

    @pytest.mark.parametrize("less", [{"inside": 50.0}, {"bounces": 1.0}])
    def test_a_worse_ball_is_less_likely(self, less: dict[str, float]) -> None:
        assert chance(**less) < chance()
