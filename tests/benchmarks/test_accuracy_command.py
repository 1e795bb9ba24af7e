"""The accuracy command from label file to JSON, with a hand-made engine behind it."""

import json
import os
from pathlib import Path

import pytest
from pydantic import JsonValue

from benchmarks.accuracy import run as run_module
from benchmarks.accuracy.__main__ import main
from benchmarks.accuracy.run import Task, run
from benchmarks.accuracy.score import ReplayScore
from rlcoach.replay.errors import CorruptReplay
from rlcoach.report.schema import Report
from tests.benchmarks.reports import make_header, make_report


def analyze_by_content(data: bytes, *, decoder: str) -> Report:
    assert decoder in ("native", "python")
    match data:
        case b"good":
            return make_report()
        case b"header only":
            return make_report(degraded="The network checksum is wrong.")
        case b"crash":
            raise IndexError("oh")
        case _:
            raise CorruptReplay("The header checksum is wrong.")


def label(replay: str, fact: str, value: JsonValue, trust: str = "raw_network") -> str:
    row: JsonValue = {
        "replay": replay,
        "fact": fact,
        "player": None,
        "value": value,
        "tolerance": None,
        "kind": "exact",
        "trust": trust,
        "source": "",
        "note": "",
    }
    return json.dumps(row)


@pytest.fixture
def corpus_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run_module, "analyze", analyze_by_content)
    replays = tmp_path / "replays"
    replays.mkdir()
    for name, content in {
        "good": b"good",
        "bad": b"bad",
        "partial": b"header only",
        "crash": b"crash",
    }.items():
        (replays / f"{name}.replay").write_bytes(content)
    rows = [
        label("good.replay", "jumps", 8),
        label("good.replay", "jumps", 8, trust="algo_snapshot"),
        label("good.replay", "crc_mutation_rejected", {"offset": 0, "byte": 100}),
        label("bad.replay", "must_be_rejected", True),
        label("partial.replay", "must_be_rejected", True),
        label("crash.replay", "must_be_rejected", True),
        label("absent.replay", "jumps", 1),
    ]
    (tmp_path / "labels.jsonl").write_text("\n".join(rows))
    (tmp_path / "headers.json").write_text(json.dumps({"good.replay": make_header()}))
    return tmp_path


def run_main(folder: Path, *extra: str) -> int:
    return main(
        [
            "--labels",
            str(folder / "labels.jsonl"),
            "--replays",
            str(folder / "replays"),
            "--headers",
            str(folder / "headers.json"),
            "--json",
            str(folder / "out.json"),
            "--jobs",
            "1",
            *extra,
        ]
    )


class TestMain:
    def test_every_replay_has_an_outcome(self, corpus_folder: Path) -> None:
        assert run_main(corpus_folder) == 0
        result = json.loads((corpus_folder / "out.json").read_text())
        assert result["replays"] == {
            "absent.replay": {"ok": False, "error": "No such file or directory", "degraded": None},
            "bad.replay": {
                "ok": False,
                "error": "CorruptReplay: The header checksum is wrong.",
                "degraded": None,
            },
            "crash.replay": {"ok": False, "error": "crash, IndexError: oh", "degraded": None},
            "good.replay": {"ok": True, "error": None, "degraded": None},
            "partial.replay": {
                "ok": True,
                "error": None,
                "degraded": "The network checksum is wrong.",
            },
        }

    def test_labels_are_judged(self, corpus_folder: Path) -> None:
        run_main(corpus_folder)
        result = json.loads((corpus_folder / "out.json").read_text())
        counts = {
            fact: (row["met"], row["missed"], row["wrong"]) for fact, row in result["facts"].items()
        }
        assert counts == {
            "crc_mutation_rejected": (1, 0, 0),
            "jumps": (1, 1, 0),
            "must_be_rejected": (2, 0, 1),
        }
        assert result["left_out"] == {"algo_snapshot": 1}
        assert all(row["checked"] == row["equal"] == 1 for row in result["headers"].values())

    def test_only_some_facts(self, corpus_folder: Path) -> None:
        run_main(corpus_folder, "--only", "must_*")
        result = json.loads((corpus_folder / "out.json").read_text())
        assert list(result["facts"]) == ["must_be_rejected"]
        assert result["headers"] == {}

    def test_the_page_is_written_and_then_up_to_date(self, corpus_folder: Path) -> None:
        page = str(corpus_folder / "accuracy.md")
        assert run_main(corpus_folder, "--markdown", page, "--check") == 1
        assert run_main(corpus_folder, "--markdown", page) == 0
        assert run_main(corpus_folder, "--markdown", page, "--check") == 0


def die_on_bad(task: Task) -> ReplayScore:
    if task.replay == "bad.replay":
        os._exit(7)
    return ReplayScore(task.replay, True, None, None)


class TestRun:
    def test_a_dying_process_takes_no_other_replay_down(self) -> None:
        tasks = [
            Task(name, Path("/nowhere"), (), None, "python")
            for name in ("a.replay", "bad.replay", "c.replay", "d.replay")
        ]
        scores = {score.replay: score.error for score in run(tasks, jobs=2, score=die_on_bad)}
        assert scores == {
            "a.replay": None,
            "bad.replay": "the process died",
            "c.replay": None,
            "d.replay": None,
        }
