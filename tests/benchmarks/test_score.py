"""Labels and headers against hand-made reports."""

import pytest
from pydantic import JsonValue

from benchmarks.accuracy.compare import Verdict
from benchmarks.accuracy.facts import FACTS
from benchmarks.accuracy.file_facts import FILE_FACTS, UNSUPPORTED, Outcome, mutated
from benchmarks.accuracy.score import check_header, is_implemented, score_label
from rlcoach.report.schema import Report
from tests.benchmarks.reports import make_header, make_label, make_match, make_player, make_report


def verdict_on(fact: str, value: JsonValue, report: Report, *, player: str | None = None) -> str:
    return score_label(make_label(fact, value, player=player), Outcome(report)).verdict.value


class TestReportFacts:
    @pytest.mark.parametrize(
        ("fact", "value"),
        [
            ("assists", 1),
            ("ball_cam_percent", 98.0),
            ("ball_cam_toggles", 5),
            ("boost_activations", 9),
            ("camera_settings", {"fov": 110.0, "pitch": -4.0, "swivel_speed": 4.2}),
            ("demos", 1),
            ("dodge_refresh", 4),
            ("dodges", 3),
            ("double_jumps", 2),
            ("flip_car", 1),
            ("goals", 2),
            ("jumps", 7),
            ("meta.car_id", 23),
            ("meta.car_name", "Octane"),
            ("meta.platform", "Steam"),
            ("meta.player_id", 1),
            ("saves", 0),
            ("score", 300),
            ("shots", 3),
        ],
    )
    def test_of_a_player(self, fact: str, value: JsonValue) -> None:
        assert verdict_on(fact, value, make_report(), player="Ada") == "met"

    @pytest.mark.parametrize(
        ("fact", "value"),
        [
            ("demos", 2),
            ("frames", 100),
            ("goals", 1),
            ("jumps", 8),
            ("match_type_class", None),
            ("meta.overtime", False),
            ("player_count", 1),
            ("players_include", ["ada"]),
            ("version", [868, 32, 10]),
        ],
    )
    def test_of_the_match(self, fact: str, value: JsonValue) -> None:
        assert verdict_on(fact, value, make_report()) == "met"

    def test_match_words(self) -> None:
        match = make_match(
            game_type="Ranked",
            match_type="Online",
            playlist_id=11,
            team_size=2,
            map="park_p",
            match_guid="ABC",
        )
        report = make_report(match=match)
        wanted: dict[str, JsonValue] = {
            "game_type": "Ranked",
            "match_type": "Online",
            "playlist_id": 11,
            "team_size": 2,
            "meta.map_code": "park_p",
            "meta.match_guid": "ABC",
            "meta.playlist_id": "ranked-doubles",
            "meta.team_size": 2,
        }
        assert {fact: verdict_on(fact, value, report) for fact, value in wanted.items()} == (
            dict.fromkeys(wanted, "met")
        )

    def test_scoreboard_facts_of_the_match_are_sums(self) -> None:
        report = make_report(make_player("Ada"), make_player("Bob", online_id="2"))
        assert verdict_on("assists", 2, report) == "met"

    def test_platform_words_are_translated(self) -> None:
        report = make_report(make_player("Ada", online_id="15", platform="switch"))
        expected: JsonValue = {
            "platform": "PsyNet",
            "header_online_id": "15",
            "network_online_id": "15",
        }
        other: JsonValue = {"platform": "Steam", "network_online_id": "15"}
        assert verdict_on("platform_id", expected, report, player="Ada") == "met"
        assert verdict_on("platform_id", other, report, player="Ada") == "wrong"

    @pytest.mark.parametrize(
        ("online_id", "written"),
        [
            ("76561198873647443", 76561198873647440),
            ("76561199084382799", 76561199084382800),
            ("123", 123),
        ],
    )
    def test_numeric_ids_were_written_as_floats(self, online_id: str, written: int) -> None:
        report = make_report(make_player("Ada", online_id=online_id))
        assert verdict_on("meta.player_id", written, report, player="Ada") == "met"
        assert verdict_on("meta.player_id", written + 100, report, player="Ada") == "wrong"

    def test_party_members_in_any_order(self) -> None:
        report = make_report(make_player("Ada"), make_player("Bob", online_id="2"))
        whole: JsonValue = {"leader": "1", "members": ["2", "1"]}
        short: JsonValue = {"leader": "1", "members": ["1"]}
        nobody: JsonValue = {"leader": "9", "members": ["9"]}
        verdicts = [verdict_on("party", value, report) for value in (whole, short, nobody)]
        assert verdicts == ["met", "wrong", "missed"]

    def test_players_of_one_name(self) -> None:
        report = make_report(make_player("Ada"), make_player("Ada", online_id="2"))
        assert verdict_on("distinct_players_same_name", 2, report) == "met"

    def test_an_absent_player_is_missed(self) -> None:
        scored = score_label(make_label("jumps", 7, player="Eve"), Outcome(make_report()))
        assert (scored.verdict, scored.got) == (Verdict.MISSED, "no value: player not found")

    def test_an_unknown_fact_is_missed(self) -> None:
        scored = score_label(make_label("wavedash", 7), Outcome(make_report()))
        assert (scored.verdict, scored.got) == (Verdict.MISSED, "no value: not implemented")
        assert not is_implemented("wavedash")

    @pytest.mark.parametrize("fact", sorted(UNSUPPORTED))
    def test_what_cannot_be_met_counts_neither_way(self, fact: str) -> None:
        assert verdict_on(fact, 1, make_report()) == "unsupported"

    @pytest.mark.parametrize("fact", sorted(FACTS))
    def test_no_extractor_fails_on_an_empty_report(self, fact: str) -> None:
        degraded = make_report(degraded="the frames are damaged").model_copy(
            update={"players": [], "totals": None, "demolitions": [], "parties": []}
        )
        assert verdict_on(fact, {"leader": "1"}, degraded) in ("missed", "wrong")


class TestFileFacts:
    def test_a_whole_report_parses_and_is_not_rejected(self) -> None:
        assert verdict_on("parses_ok", True, make_report()) == "met"
        assert verdict_on("must_be_rejected", True, make_report()) == "wrong"

    def test_a_degraded_report_is_a_rejection_with_a_reason(self) -> None:
        report = make_report(degraded="the frames are damaged")
        assert verdict_on("must_be_rejected", True, report) == "met"
        assert verdict_on("parses_ok", True, report) == "wrong"

    def test_a_refusal_is_a_rejection_and_a_crash_is_not(self) -> None:
        label = make_label("must_be_rejected", True)
        refused = Outcome(None, error="CorruptReplay: …", is_refusal=True)
        crashed = Outcome(None, error="crash, IndexError: …")
        assert score_label(label, refused).verdict == Verdict.MET
        assert score_label(label, crashed).verdict == Verdict.WRONG

    @pytest.mark.parametrize("fact", ["jumps", "tick_marks"])
    def test_facts_of_a_failed_replay_are_missed(self, fact: str) -> None:
        scored = score_label(make_label(fact, 1), Outcome(None, error="x"))
        assert (scored.verdict, scored.got) == (Verdict.MISSED, "no value: replay failed")

    def test_a_mutation_must_be_noticed(self) -> None:
        label = make_label("crc_mutation_rejected", {"offset": 1, "byte": 100})
        whole = Outcome(make_report())
        refused = Outcome(None, error="CorruptReplay: …", is_refusal=True)
        assert score_label(label, whole, mutation=refused).verdict == Verdict.MET
        assert score_label(label, whole, mutation=whole).verdict == Verdict.WRONG
        assert score_label(label, whole).verdict == Verdict.MISSED

    def test_one_byte_is_changed(self) -> None:
        label = make_label("crc_mutation_rejected", {"offset": 1, "byte": 100})
        assert mutated(label, b"abc") == b"adc"

    def test_a_mutation_outside_the_file_is_an_error(self) -> None:
        label = make_label("crc_mutation_rejected", {"offset": 3, "byte": 100})
        with pytest.raises(ValueError, match="no byte of this file"):
            mutated(label, b"abc")

    def test_no_fact_has_two_readers(self) -> None:
        assert not FILE_FACTS & set(FACTS)


class TestCheckHeader:
    def test_all_equal(self) -> None:
        checks = check_header("a", make_header(), make_report())
        assert all(check.is_equal for check in checks)
        assert [check.field for check in checks] == [
            "team0_score",
            "team1_score",
            "frames",
            "score",
            "goals",
            "assists",
            "saves",
            "shots",
        ]

    def test_only_what_the_header_has_is_compared(self) -> None:
        fields = [c.field for c in check_header("a", make_header(map="Park_P"), make_report())]
        assert "map" in fields
        assert "match_guid" not in fields

    def test_map_and_guid_are_caseless(self) -> None:
        report = make_report(match=make_match(map="park_p", match_guid="ab"))
        checks = check_header("a", make_header(map="Park_P", match_guid="AB"), report)
        assert all(check.is_equal for check in checks)

    def test_a_failed_replay_equals_nothing(self) -> None:
        assert not any(check.is_equal for check in check_header("a", make_header(), None))

    def test_an_unreadable_header_is_not_compared(self) -> None:
        assert check_header("a", {"ok": False}, None) == []

    def test_issues_are_marked(self) -> None:
        checks = check_header("a", make_header(issues=["…"]), make_report())
        assert all(check.has_issues for check in checks)
