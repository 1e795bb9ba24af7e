"""Training expected goals: the fit, what it is measured by, which matches count, and the files."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.xg import fit
from benchmarks.xg.card import page, parameters
from benchmarks.xg.measure import Bin, measure
from benchmarks.xg.plot import calibration_plot
from benchmarks.xg.sample import Sample, counts, distinct, sample_of
from rlcoach.analysis.xg.model import TERMS
from rlcoach.report.schema import EventTable, Report
from tests.builders import reports

KNOWN = np.array([1.5, -0.8])


def made(
    rows: int = 4000, *, matches: int = 40
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Two columns of different scale, goals by known weights, and matches."""
    generator = np.random.default_rng(5)
    columns = generator.normal(size=(rows, 2)) * (1.0, 3.0) + (0.0, 2.0)
    chance = 1 / (1 + np.exp(-(columns @ KNOWN - 0.5)))
    goals = (generator.random(rows) < chance).astype(np.float64)
    return columns, goals, np.arange(rows) % matches


class TestFit:
    def test_known_weights_are_found_again(self) -> None:
        columns, goals, _ = made()
        found = fit.fit(columns, goals)
        np.testing.assert_allclose(found.weights, KNOWN, atol=0.15)
        assert found.intercept == pytest.approx(-0.5, abs=0.15)

    def test_the_mean_estimate_is_the_rate(self) -> None:
        columns, goals, _ = made(300)
        assert fit.fit(columns, goals).probability(columns).mean() == pytest.approx(goals.mean())

    def test_a_column_that_never_changes_gets_no_weight(self) -> None:
        columns, goals, _ = made(300)
        found = fit.fit(np.column_stack((columns, np.ones(300))), goals)
        assert found.weights[2] == pytest.approx(0)

    def test_without_columns_it_is_the_rate(self) -> None:
        _, goals, _ = made(300)
        found = fit.fit(np.zeros((300, 0)), goals)
        np.testing.assert_allclose(found.probability(np.zeros((2, 0))), goals.mean())


class TestHeldOut:
    def test_a_match_is_estimated_without_its_own_goals(self) -> None:
        columns, goals, match = made(400, matches=4)
        changed = np.where(match == 2, 1 - goals, goals)
        before, after = (fit.held_out(columns, one, match) for one in (goals, changed))
        np.testing.assert_array_equal(before[match == 2], after[match == 2])
        assert (before[match != 2] != after[match != 2]).all()


class TestFigures:
    CHANCE = np.array([0.1, 0.4, 0.4, 0.9])
    GOALS = np.array([0.0, 0.0, 1.0, 1.0])

    def test_auc_counts_ties_half(self) -> None:
        assert fit.auc(self.CHANCE, self.GOALS) == pytest.approx(3.5 / 4)

    def test_log_loss_and_brier_score(self) -> None:
        assert fit.log_loss(self.CHANCE, self.GOALS) == pytest.approx(
            -np.log([0.9, 0.6, 0.4, 0.9]).mean()
        )
        assert fit.brier(self.CHANCE, self.GOALS) == pytest.approx((0.01 + 0.16 + 0.36 + 0.01) / 4)

    def test_too_bold_estimates_have_a_slope_below_1(self) -> None:
        columns, goals, _ = made()
        score = columns @ KNOWN - 0.5
        right, bold = (1 / (1 + np.exp(-factor * score)) for factor in (1, 2))
        assert fit.calibration_slope(right, goals) == pytest.approx(1, abs=0.1)
        assert fit.calibration_slope(bold, goals) == pytest.approx(0.5, abs=0.05)

    def test_a_bootstrap_draws_whole_matches(self) -> None:
        match = np.array([0, 0, 1, 1, 1])
        for rows in fit.bootstrap(match, 20):
            assert len(rows) in {4, 5, 6}
            assert np.isin(rows, (0, 1)).sum() % 2 == 0


def report(**changes: object) -> Report:
    """A duel with two chances of one attack."""
    same = {"distance": 2000.0, "angle": 0.8, "open_angle": 0.6, "kick": 1500.0, "height": 93.0}
    same |= {"seconds_to_line": 1.0, "inside": 200.0, "bounces": 0, "defenders": 1}
    same |= {"pressure": 1.0, "chain": 20, "is_air": False, "is_on_target": True}
    fields: dict[str, Any] = {name: [value, value] for name, value in same.items()}
    fields |= {"defender_seconds": [0.5, None], "defender_margin": [-0.4, None]}
    fields |= {"is_goal": [False, True]}
    table = EventTable(
        frame=[20, 60],
        time=[1.0, 2.5],
        player=[0, 0],
        place=[None, None],
        end_frame=None,
        end_time=None,
        fields=fields,
    )
    return reports.report().model_copy(
        update={"match": reports.match(**changes), "events": {"chance": table}}
    )


class TestSample:
    def test_chances_become_rows(self) -> None:
        sample = sample_of([report(), report()])
        assert sample.terms.shape == (4, len(TERMS))
        assert np.isfinite(sample.terms).all()
        assert sample.match.tolist() == [0, 0, 1, 1]
        assert sample.is_goal.tolist() == [0, 1, 0, 1]
        assert sample.attack.tolist() == [0, 0, 1, 1]
        assert sample.players.tolist() == [1, 1, 1, 1]

    @pytest.mark.parametrize(
        "changes",
        [
            {"mode": "rumble"},
            {"game_type": "Training"},
            {"game_type": "Offline"},
            {"end_time": 60.0},
            {"game_class": "TAGame.GameInfo_LTM_TA"},
            {"is_sample": True},
        ],
    )
    def test_other_matches_do_not_count(self, changes: dict[str, object]) -> None:
        assert counts(report())
        assert not counts(report(**changes))

    def test_matches_with_bots_do_not_count(self) -> None:
        bots = [one.model_copy(update={"is_bot": True}) for one in report().players]
        assert not counts(report().model_copy(update={"players": bots}))


class TestDistinct:
    def test_two_files_of_one_match_are_one(self) -> None:
        again = report(replay_id="C" * 32)
        assert len(list(distinct([report(), again]))) == 1

    def test_old_files_are_told_by_their_goals(self) -> None:
        old = report(match_guid=None)
        other = old.model_copy(update={"goals": [reports.goal(clock=17)]})
        assert len(list(distinct([old, old, other]))) == 2

    def test_matches_without_goals_are_not_taken_for_each_other(self) -> None:
        goalless = report(match_guid=None).model_copy(update={"goals": []})
        assert len(list(distinct([goalless, goalless]))) == 2


class TestFiles:
    @pytest.fixture
    def sample(self) -> Sample:
        generator = np.random.default_rng(3)
        rows = 400
        terms = generator.normal(size=(rows, len(TERMS)))
        goals = (generator.random(rows) < 1 / (1 + np.exp(-terms[:, 0]))).astype(np.float64)
        return Sample(
            match=np.arange(rows) % 10,
            terms=terms,
            place=terms[:, 1:3],
            is_goal=goals,
            attack=np.arange(rows) // 2,
            players=np.full(rows, 3),
            goals=int(goals.sum()) + 1,
        )

    def test_parameters_and_card_say_the_same_every_time(self, sample: Sample) -> None:
        one, other = measure(sample), measure(sample)
        assert parameters(one) == parameters(other)
        assert page(one) == page(other)

    def test_parameters_hold_a_weight_for_every_term(self, sample: Sample) -> None:
        content = json.loads(parameters(measure(sample)))
        assert content["weights"].keys() == TERMS.keys()
        assert content["sample"] == {
            "matches": 10,
            "chances": 400,
            "goals": int(sample.is_goal.sum()),
        }

    def test_the_model_beats_the_simpler_ones(self, sample: Sample) -> None:
        constant, place, model = measure(sample).figures
        assert model.log_loss < min(constant.log_loss, place.log_loss)
        assert model.brier < min(constant.brier, place.brier)


class TestPlot:
    def test_a_point_per_bin_on_the_diagonal_where_estimates_are_right(self) -> None:
        drawn = calibration_plot([Bin(0.4, 0.6, 100, 0.5, 0.5), Bin(0.9, 1.0, 0, 0.95, 0.0)])
        root = ElementTree.fromstring(drawn)
        points = [one for one in root if one.tag.endswith("circle")]
        assert (points[0].get("cx"), points[0].get("cy")) == ("206.0", "206.0")
        assert len(points) == 2
