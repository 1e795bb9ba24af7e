"""Sums, intervals, the JSON form, the page, and the command around them."""

import io
import json
from pathlib import Path

import pytest
from pydantic import JsonValue
from rich.console import Console

from benchmarks.accuracy.compare import Verdict
from benchmarks.accuracy.file_facts import Outcome
from benchmarks.accuracy.labels import Label, load_labels
from benchmarks.accuracy.render import as_markdown, print_results
from benchmarks.accuracy.results import Results, as_json, summarise, wilson
from benchmarks.accuracy.run import plan
from benchmarks.accuracy.score import ReplayScore, check_header, score_label
from tests.benchmarks.reports import make_header, make_label, make_report


def make_results() -> Results:
    labels = [
        make_label("jumps", 8),
        make_label("jumps", 9, trust="filename_implied"),
        make_label("wavedash", 1, player="a|b *c*\x1b[31m"),
        make_label("parser_detail", {}),
        make_label("jumps", 8, trust="algo_snapshot"),
    ]
    report = make_report()
    scored = [score_label(label, Outcome(report)) for label in labels[:-1]]
    headers = check_header("a.replay", make_header(team0_score=4), report)
    headers += check_header("a.replay", make_header(team0_score=9, issues=["…"]), report)
    good = ReplayScore("a.replay", True, None, None, scored, headers)
    bad = ReplayScore("b.replay", False, "CorruptReplay: no", None)
    return summarise(labels, [bad, good])


class TestWilson:
    @pytest.mark.parametrize(
        ("met", "total", "low", "high"),
        [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (1, 1, 0.2065, 1)],
    )
    def test_known_values(self, met: int, total: int, low: float, high: float) -> None:
        assert wilson(met, total) == pytest.approx((low, high), abs=1e-4)

    def test_without_labels_there_is_none(self) -> None:
        assert wilson(0, 0) is None


class TestAsJson:
    def test_shape(self) -> None:
        assert json.loads(json.dumps(as_json(make_results()))) == {
            "facts": {
                "jumps": {
                    "labels": 2,
                    "met": 1,
                    "missed": 0,
                    "wrong": 1,
                    "unsupported": 0,
                    "by_trust": {
                        "filename_implied": {
                            "labels": 1,
                            "met": 0,
                            "missed": 0,
                            "wrong": 1,
                            "unsupported": 0,
                        },
                        "raw_network": {
                            "labels": 1,
                            "met": 1,
                            "missed": 0,
                            "wrong": 0,
                            "unsupported": 0,
                        },
                    },
                },
                "parser_detail": {
                    "labels": 1,
                    "met": 0,
                    "missed": 0,
                    "wrong": 0,
                    "unsupported": 1,
                    "by_trust": {
                        "raw_network": {
                            "labels": 1,
                            "met": 0,
                            "missed": 0,
                            "wrong": 0,
                            "unsupported": 1,
                        },
                    },
                },
                "wavedash": {
                    "labels": 1,
                    "met": 0,
                    "missed": 1,
                    "wrong": 0,
                    "unsupported": 0,
                    "by_trust": {
                        "raw_network": {
                            "labels": 1,
                            "met": 0,
                            "missed": 1,
                            "wrong": 0,
                            "unsupported": 0,
                        },
                    },
                },
            },
            "headers": {
                name: {"checked": 1, "equal": int(name != "team0_score")}
                for name in (
                    "team0_score",
                    "team1_score",
                    "frames",
                    "score",
                    "goals",
                    "assists",
                    "saves",
                    "shots",
                )
            },
            "headers_with_issues": {
                name: {"checked": 1, "equal": int(name != "team0_score")}
                for name in (
                    "team0_score",
                    "team1_score",
                    "frames",
                    "score",
                    "goals",
                    "assists",
                    "saves",
                    "shots",
                )
            },
            "replays": {
                "a.replay": {"ok": True, "error": None, "degraded": None},
                "b.replay": {"ok": False, "error": "CorruptReplay: no", "degraded": None},
            },
            "left_out": {"algo_snapshot": 1},
            "misses": [
                {
                    "replay": "a.replay",
                    "fact": "jumps",
                    "player": None,
                    "expected": 9,
                    "got": 8,
                },
                {
                    "replay": "a.replay",
                    "fact": "wavedash",
                    "player": "a|b *c*\x1b[31m",
                    "expected": 1,
                    "got": "no value: not implemented",
                },
            ],
            "header_misses": [
                {
                    "replay": "a.replay",
                    "fact": "team0_score",
                    "player": None,
                    "expected": expected,
                    "got": 3,
                    "header_has_issues": has_issues,
                }
                for expected, has_issues in ((4, False), (9, True))
            ],
            "unimplemented": ["wavedash"],
        }

    def test_verdicts_add_up_to_the_labels(self) -> None:
        for tally in make_results().facts.values():
            assert sum(tally.verdicts[verdict] for verdict in Verdict) == tally.verdicts.total()


class TestRender:
    def test_equal_results_make_equal_pages(self) -> None:
        assert as_markdown(make_results()) == as_markdown(make_results())

    def test_the_page_shows_shares_gaps_and_misses(self) -> None:
        page = as_markdown(make_results())
        assert "| `jumps` | 2 | 1 | 0 | 1 | 0 | 50.0 | 9.5 to 90.5 |" in page
        assert "not implemented, all missed: wavedash" in page
        assert "wrong: jumps, a.replay, match: expected 9, got 8" in page

    def test_names_cannot_become_markup(self) -> None:
        results = make_results()
        results.misses[0] = score_label(
            make_label("jumps", 8, player="a|b *c* <script>\x1b[31m"), Outcome(make_report())
        )
        page = as_markdown(results)
        assert "a\\|b \\*c\\* \\<script\\>" in page
        assert "\x1b" not in page

    def test_the_terminal_shows_every_fact(self) -> None:
        console = Console(record=True, width=160, file=io.StringIO())
        print_results(make_results(), console)
        text = console.export_text()
        assert all(fact in text for fact in ("jumps", "parser_detail", "wavedash"))


class TestLoadLabels:
    def test_fields(self, tmp_path: Path) -> None:
        row: JsonValue = {
            "replay": "x/a.replay",
            "fact": "speed_flip",
            "player": "Ada",
            "value": [1.5],
            "tolerance": {"relative": 0.1},
            "kind": "times",
            "trust": "human_reviewed",
            "window": [0, 9.5],
            "team_color": "orange",
            "unit": "frames",
            "player_id": {"platform": "ps4", "id": "Ada"},
            "note": "by hand",
        }
        path = tmp_path / "labels.jsonl"
        path.write_text(json.dumps(row) + "\n\n")
        assert load_labels(path) == [
            Label(
                replay="x/a.replay",
                fact="speed_flip",
                player="Ada",
                value=[1.5],
                kind="times",
                trust="human_reviewed",
                tolerance={"relative": 0.1},
                team=1,
                online_id=("ps4", "Ada"),
                window=(0, 9.5),
                unit="frames",
                note="by hand",
            )
        ]

    def test_a_bad_line_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "labels.jsonl"
        path.write_text('\n{"replay": 3}\n')
        with pytest.raises(ValueError, match=r"labels\.jsonl, line 2: not a label"):
            load_labels(path)


class TestPlan:
    def test_every_replay_named_anywhere_once_and_left_out_labels_nowhere(self) -> None:
        labels = [make_label("jumps", 1), make_label("jumps", 1, trust="scenario_conflict")]
        tasks = plan(labels, {"b.replay": {"ok": True}, "a.replay": {}}, Path("/nowhere"))
        assert sorted((task.replay, len(task.labels)) for task in tasks) == [
            ("a.replay", 1),
            ("b.replay", 0),
        ]
