"""Stored reports of every version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import rlcoach
from rlcoach.report.read import ReportUnreadable, ReportVersionUnknown, load_report
from rlcoach.report.render.as_json import to_json
from rlcoach.report.render.as_markdown import to_markdown
from rlcoach.report.schema import SCHEMA_VERSION
from tests.builders import reports

DATA = Path(__file__).parent / "data"


def version_1() -> str:
    return (DATA / "report_v1.json").read_text("utf-8")


class TestVersions:
    def test_the_current_one_comes_back_as_it_was(self) -> None:
        report = reports.report()
        assert load_report(to_json(report)) == report
        assert load_report(to_json(report, indent=2).decode()) == report

    def test_the_first_one_is_whole_but_for_what_it_did_not_hold(self) -> None:
        report = load_report(version_1())
        assert report.schema_version == SCHEMA_VERSION
        assert [player.name for player in report.players] == ["Anna", "Ben"]
        assert report.players[0].camera is not None
        assert report.demolitions[0].victim == "bot:Ben"
        assert report.players[0].stats == {}
        assert report.events == {}

    def test_the_first_one_can_be_shown(self) -> None:
        assert to_markdown(load_report(version_1())).startswith("# Blue 1 - 0 Sharks")

    def test_every_version_up_to_the_current_has_an_example(self) -> None:
        versions = {
            json.loads(path.read_text("utf-8"))["schema_version"]
            for path in DATA.glob("report_v*.json")
        }
        assert versions == set(range(1, SCHEMA_VERSION))

    def test_a_newer_one_says_to_update(self) -> None:
        document = json.loads(version_1()) | {"schema_version": SCHEMA_VERSION + 1}
        with pytest.raises(ReportVersionUnknown, match="Update rlcoach"):
            load_report(json.dumps(document))

    @pytest.mark.parametrize("version", [None, 0, -1, "1", 1.5, True])
    def test_no_version_says_to_analyse_again(self, version: object) -> None:
        document = json.loads(version_1()) | {"schema_version": version}
        with pytest.raises(ReportVersionUnknown, match="Analyse the replay again"):
            load_report(json.dumps(document))


class TestUnreadable:
    @pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, b"\xff\xfe\x00"])
    def test_no_json_object(self, text: str | bytes) -> None:
        with pytest.raises(ReportUnreadable):
            load_report(text)

    def test_says_which_part_is_wrong(self) -> None:
        document = json.loads(version_1())
        document["players"][1]["score"] = "many"
        with pytest.raises(ReportUnreadable, match=r"version 1: players\.1\.score"):
            load_report(json.dumps(document))

    def test_an_unknown_key_is_no_report(self) -> None:
        document = json.loads(version_1()) | {"extra": 1}
        with pytest.raises(ReportUnreadable, match="extra"):
            load_report(json.dumps(document))


def test_is_public() -> None:
    assert rlcoach.load_report is load_report
    assert rlcoach.ReportVersionUnknown is ReportVersionUnknown
