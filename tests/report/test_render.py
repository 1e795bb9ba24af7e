"""Reports as JSON, Markdown and tables."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console, RenderableType

from rlcoach.analysis import definitions
from rlcoach.report.render.as_json import to_json
from rlcoach.report.render.as_markdown import to_markdown
from rlcoach.report.render.as_table import OverviewRow, match_summary, overview, totals
from rlcoach.report.render.mechanic_rows import NOTE
from rlcoach.report.render.stat_tables import TABLES
from rlcoach.report.schema import Report
from tests.builders import reports

STATS_OF_CATALOGUE = set(definitions.STATS)

HOSTILE = [
    "\x1b]0;owned\x07\x1b[2J",
    "🚀" * 32,
    "שלום\u202eabc",
    'say "hi" | `rm` <b>',
    "[bold red]x[/bold red]",
    "nul\x00 and \n newline",
    ":smiley:",
]


def shown(renderable: RenderableType, width: int = 140) -> str:
    file = io.StringIO()
    Console(file=file, width=width, markup=False, highlight=False, emoji=False).print(renderable)
    return file.getvalue()


def summary(report: Report, width: int = 140) -> str:
    return shown(match_summary(report, file="a.replay", width=width), width)


STATS: dict[str, int | float] = {
    "boost.bpm": 412.25,
    "boost.percent_zero_boost": 9.87,
    "movement.avg_speed": 1421,
    "positioning.percent_behind_ball": 71.2,
}


def with_stats(name: str = "Anna", stats: dict[str, int | float] = STATS) -> Report:
    return reports.report([reports.player(name, 0, stats=stats), reports.player("Ben", 1)])


def with_name(name: str) -> Report:
    return reports.report([reports.player(name, 0), reports.player("Ben", 1)])


class TestJson:
    def test_reads_back_as_the_same_report(self) -> None:
        report = reports.report()
        assert Report.model_validate_json(to_json(report)) == report

    @pytest.mark.parametrize("name", HOSTILE)
    def test_any_name(self, name: str) -> None:
        got = json.loads(to_json(with_name(name)))["players"][0]["name"]
        assert got == name.replace("\x00", "\ufffd")

    def test_lone_surrogates(self) -> None:
        broken = reports.player("x", 0).model_copy(update={"name": "a\ud800b"})
        report = reports.report([broken])
        for indent in (None, 2):
            document = to_json(report, indent=indent)
            assert json.loads(document)["players"][0]["name"] == "a\ufffdb"


class TestTable:
    def test_says_who_played_and_how_it_ended(self) -> None:
        text = summary(reports.report(team_names=("Sharks", None), overtime=True))
        for word in ("Sharks", "2 - 1", "Orange", "Anna", "Ben", "Octane", "4:30 Anna"):
            assert word in text
        assert "overtime" in text

    @pytest.mark.parametrize("width", [60, 80, 118, 200])
    def test_no_line_is_wider_than_the_terminal(self, width: int) -> None:
        players = [reports.player("long name " * 5, side) for side in (0, 0, 0, 0, 1, 1, 1, 1)]
        report = reports.report(players)
        rows = [OverviewRow.of("file " * 20, report)] * 2
        for text in (summary(report, width), shown(overview(rows, width=width), width)):
            assert max(len(line) for line in text.splitlines()) <= width

    @pytest.mark.parametrize("name", HOSTILE)
    def test_hostile_names(self, name: str) -> None:
        report = with_name(name)
        row = OverviewRow.of(f"{name[:3]}.replay", report)
        for text in (summary(report), shown(overview([row], width=140))):
            assert not set(text) & set("\x1b\x07\x00\u202e")

    def test_markup_is_not_interpreted(self) -> None:
        assert "[bold red]x" in summary(with_name("[bold red]x[/bold red]"))
        assert ":smiley:" in summary(with_name(":smiley:"))

    def test_what_is_missing_is_a_dash_and_said(self) -> None:
        text = summary(reports.report(degraded="The checksum is wrong.", score=(None, None)))
        assert "- - -" in text
        assert "Only the header could be read: The checksum is wrong." in text

    def test_statistics_only_when_asked_for(self) -> None:
        report = with_stats()
        assert "used/min" not in summary(report)
        text = shown(match_summary(report, file="a.replay", width=140, is_full=True))
        lines = [line.split() for line in text.splitlines()]
        assert ["Boost", "used/min", "0", "%"] in lines
        assert ["Anna", "412", "9.9"] in lines
        assert ["Ben", "-", "-"] in lines
        assert {"Movement", "Positioning"} <= {line[0] for line in lines if line}

    def test_what_no_player_has_is_left_out(self) -> None:
        text = shown(match_summary(reports.report(), file="a.replay", width=140, is_full=True))
        assert "Boost" not in text

    @pytest.mark.parametrize("width", [60, 80, 118, 200])
    def test_statistics_fit_the_terminal(self, width: int) -> None:
        stats: dict[str, int | float] = {
            column.key: 1234.5 for table in TABLES for column in table.columns
        }
        report = with_stats("long name " * 5, stats)
        text = shown(match_summary(report, file="a.replay", width=width, is_full=True), width)
        assert max(len(line) for line in text.splitlines()) <= width

    @pytest.mark.parametrize("name", HOSTILE)
    def test_hostile_names_beside_statistics(self, name: str) -> None:
        text = shown(match_summary(with_stats(name), file="a", width=140, is_full=True))
        assert not set(text) & set("\x1b\x07\x00\u202e")

    def test_totals(self) -> None:
        rows = [OverviewRow.of("a", reports.report()), OverviewRow.of("b", reports.report())]
        assert str(totals(rows)) == "2 matches, 6 goals, 0 with overtime, 12:00 recorded"

    def test_totals_of_headers_know_no_time(self) -> None:
        rows = [OverviewRow.of("a", reports.report(degraded="It is cut short."))]
        assert str(totals(rows)) == "1 match, 3 goals, 0 with overtime"


class TestMarkdown:
    def test_holds_the_facts(self) -> None:
        text = to_markdown(reports.report())
        assert text.startswith("# Blue 2 - 1 Orange\n")
        assert "| Blue | Anna | Octane | 400 | 2 | 0 | 1 | 4 | 1 | 0 | 150 | 80 | 20 | 40 |" in text
        assert "| 4:30 | Blue | Anna |" in text

    def test_holds_statistics(self) -> None:
        text = to_markdown(with_stats())
        assert "## Boost\n\n| team | player | used/min | 0 % |" in text
        assert "| Blue | Anna | 412 | 9.9 |" in text
        assert "| Orange | Ben | - | - |" in text
        assert "## Movement" in text
        assert "## Boost" not in to_markdown(reports.report())

    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_name_breaks_no_table_of_statistics(self, name: str) -> None:
        plain, hostile = (to_markdown(with_stats(each)) for each in ("Zoe", name))
        assert len(hostile.splitlines()) == len(plain.splitlines())

    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_name_breaks_no_table(self, name: str) -> None:
        plain, hostile = (to_markdown(with_name(each)) for each in ("Zoe", name))
        assert len(hostile.splitlines()) == len(plain.splitlines())
        row = next(line for line in hostile.splitlines() if line.startswith("| Blue |"))
        assert row.replace(r"\|", "").count("|") == 15


def test_every_statistic_shown_is_in_the_catalogue() -> None:
    assert {column.key for table in TABLES for column in table.columns} <= STATS_OF_CATALOGUE


class TestMechanics:
    REPORT = with_stats(
        stats={
            "mechanics.speed_flip": 4,
            "mechanics.speed_flip_success": 75.0,
            "mechanics.pinch": 2,
            "mechanics.half_flip": 0,
        }
    )

    def test_what_somebody_did_is_a_row_with_its_success(self) -> None:
        page = to_markdown(self.REPORT)
        assert "| Speed flip | 4 (75 %) | - |" in page
        assert "Half flip" not in page

    def test_experimental_ones_are_marked_and_explained(self) -> None:
        shown_table = shown(match_summary(self.REPORT, file="", width=140, is_full=True))
        assert "Pinch*" in shown_table
        assert NOTE in shown_table

    def test_without_any_there_is_no_section(self) -> None:
        assert "## Mechanics" not in to_markdown(with_stats())
