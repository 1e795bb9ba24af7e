"""Each kind of label and each tolerance, decided in one place."""

import math

import pytest
from pydantic import JsonValue

from benchmarks.accuracy.compare import Events, Missing, Verdict, ballchasing_allowance, judge
from tests.benchmarks.reports import make_label

EVENTS = Events(times=(10.0, 20.0, 30.0), frames=(100, 200, 300))


class TestExact:
    def test_equal_counts_meet(self) -> None:
        assert judge(make_label("jumps", 3), 3) == (Verdict.MET, 3)

    def test_a_count_one_off_is_wrong(self) -> None:
        assert judge(make_label("jumps", 3), 4) == (Verdict.WRONG, 4)

    @pytest.mark.parametrize(
        ("tolerance", "got", "verdict"),
        [
            (2.0, 102, Verdict.MET),
            (2.0, 103, Verdict.WRONG),
            ({"relative": 0.03}, 97.1, Verdict.MET),
            ({"relative": 0.03}, 96.0, Verdict.WRONG),
        ],
    )
    def test_tolerance_is_absolute_or_relative(
        self, tolerance: float | dict[str, float], got: float, verdict: Verdict
    ) -> None:
        label = make_label("boost_used", 100, tolerance=tolerance)
        assert judge(label, got)[0] == verdict

    def test_big_identifiers_are_not_rounded(self) -> None:
        assert judge(make_label("x", 76561199084382800), 76561199084382799)[0] == Verdict.WRONG

    def test_float32_noise_is_forgiven(self) -> None:
        assert judge(make_label("x", 66.666664), 200 / 3)[0] == Verdict.MET

    def test_a_true_is_not_a_one(self) -> None:
        assert judge(make_label("x", True), 1)[0] == Verdict.WRONG

    def test_nan_meets_nothing(self) -> None:
        label = make_label("x", 1.0, tolerance=math.inf)
        assert judge(label, math.nan)[0] == Verdict.WRONG

    def test_null_is_met_by_null_alone(self) -> None:
        assert judge(make_label("match_type_class", None), None)[0] == Verdict.MET
        assert judge(make_label("match_type_class", None), "x")[0] == Verdict.WRONG

    def test_null_for_a_value_is_missed(self) -> None:
        assert judge(make_label("jumps", 3), None)[0] == Verdict.MISSED

    def test_lists_need_the_same_length_and_order(self) -> None:
        label = make_label("version", [868, 32])
        answers: list[JsonValue] = [[868, 32], [32, 868], [868]]
        verdicts = [judge(label, answer)[0] for answer in answers]
        assert verdicts == [Verdict.MET, Verdict.WRONG, Verdict.WRONG]

    def test_a_mapping_may_hold_more_than_the_label(self) -> None:
        label = make_label("camera_settings", {"fov": 110.0}, tolerance=5e-6)
        assert judge(label, {"fov": 110.000001, "height": 1})[0] == Verdict.MET
        assert judge(label, {"height": 1})[0] == Verdict.WRONG


class TestOtherKinds:
    def test_approx_uses_the_tolerance(self) -> None:
        label = make_label("ball_cam_percent", 100, kind="approx", tolerance=5.0)
        assert judge(label, 96.0)[0] == Verdict.MET
        assert judge(label, 94.0)[0] == Verdict.WRONG

    def test_at_least(self) -> None:
        label = make_label("ball_cam_toggles", 2, kind="at_least")
        assert [judge(label, n)[0] for n in (1, 2, 9)] == [
            Verdict.WRONG,
            Verdict.MET,
            Verdict.MET,
        ]

    def test_none_expected_of_a_count(self) -> None:
        label = make_label("ball_carry", 0, kind="none_expected")
        assert judge(label, 0)[0] == Verdict.MET
        assert judge(label, 1)[0] == Verdict.WRONG

    def test_none_expected_at_times(self) -> None:
        near = make_label("x", [20.05], kind="none_expected", tolerance=0.15)
        far = make_label("x", [20.5], kind="none_expected", tolerance=0.15)
        assert judge(near, EVENTS)[0] == Verdict.WRONG
        assert judge(far, EVENTS)[0] == Verdict.MET

    def test_none_expected_in_a_window(self) -> None:
        label = make_label("x", 0, kind="none_expected", window=(11.0, 19.0))
        assert judge(label, EVENTS)[0] == Verdict.MET

    def test_an_unknown_kind_is_unsupported(self) -> None:
        assert judge(make_label("x", 1, kind="vibes"), 1)[0] == Verdict.UNSUPPORTED

    @pytest.mark.parametrize("missing", list(Missing))
    def test_no_value_is_missed(self, missing: Missing) -> None:
        assert judge(make_label("x", 1), missing) == (Verdict.MISSED, missing.value)


class TestEvents:
    def test_a_count_counts_them(self) -> None:
        assert judge(make_label("demos", 3), EVENTS)[0] == Verdict.MET

    def test_a_window_restricts_the_count(self) -> None:
        label = make_label("demos", 2, window=(15.0, 30.0))
        assert judge(label, EVENTS)[0] == Verdict.MET

    def test_a_total_cannot_meet_a_window(self) -> None:
        label = make_label("jumps", 2, window=(15.0, 30.0))
        assert judge(label, 2) == (Verdict.MISSED, Missing.NO_TIMES.value)

    def test_times_default_to_one_second(self) -> None:
        assert judge(make_label("demos", [10.9], kind="times"), EVENTS)[0] == Verdict.MET
        assert judge(make_label("demos", [11.1], kind="times"), EVENTS)[0] == Verdict.WRONG

    def test_windows_need_an_event_inside(self) -> None:
        inside = make_label("demos", [[9.0, 11.0], [29.0, 31.0]], kind="times", tolerance=0.0)
        outside = make_label("demos", [[9.0, 9.9]], kind="times", tolerance=0.0)
        assert judge(inside, EVENTS)[0] == Verdict.MET
        assert judge(outside, EVENTS)[0] == Verdict.WRONG

    def test_one_event_serves_one_time(self) -> None:
        label = make_label("demos", [9.9, 10.1], kind="times", tolerance=0.5)
        assert judge(label, EVENTS)[0] == Verdict.WRONG

    def test_overlapping_windows_are_matched_as_well_as_possible(self) -> None:
        label = make_label("demos", [[0.0, 31.0], [9.0, 11.0]], kind="times", tolerance=0.0)
        assert judge(label, Events((10.0, 30.0), (1, 2)))[0] == Verdict.MET

    def test_frames_are_compared_as_frames(self) -> None:
        label = make_label("demos", [110, 210], kind="times", unit="frames", tolerance=10.0)
        assert judge(label, EVENTS)[0] == Verdict.MET

    def test_no_times_are_met_by_anything(self) -> None:
        assert judge(make_label("demos", [], kind="times"), EVENTS)[0] == Verdict.MET


class TestBallchasingAllowance:
    @pytest.mark.parametrize(
        ("fact", "expected", "allowed"),
        [
            ("bc.core.goals", 5, 0),
            ("bc.demo.taken", 5, 0),
            ("bc.boost.count_collected_big", 10, 1),
            ("bc.boost.count_collected_small", 100, 2),
            ("bc.boost.amount_stolen", 50, 2),
            ("bc.boost.avg_amount", 45.0, 2),
            ("bc.boost.amount_collected", 2000, 40),
            ("bc.boost.time_full_boost", 30, 1),
            ("bc.movement.time_ground", 200, 4),
            ("bc.boost.percent_full_boost", 50, 1),
            ("bc.movement.avg_speed_percentage", 60, 1),
            ("bc.boost.bpm", 400, 8),
            ("bc.boost.bcpm", 250, 5),
            ("bc.movement.avg_speed", 1500, 30),
            ("bc.movement.total_distance", 500_000, 10_000),
            ("bc.positioning.avg_distance_to_mates", 3000, 60),
            ("bc_team.ball.possession_time", 100, 2),
        ],
    )
    def test_kind_of_quantity_decides(self, fact: str, expected: float, allowed: float) -> None:
        assert ballchasing_allowance(fact, expected) == pytest.approx(allowed)
