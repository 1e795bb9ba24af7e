"""What the benchmark of the service makes of its measurements, without measuring anything."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.service import __main__ as command
from benchmarks.service.render import as_json, as_markdown, as_text, table_rows
from benchmarks.service.results import Latency, Match, Run, Single, Throughput, missed, p95
from rlcoach.replay.errors import DecoderUnavailable
from scripts import ROOT


def make_single(seconds: float = 0.5, *, is_stored: bool = True) -> Single:
    return Single(seconds, seconds - 0.1, is_stored)


def make_match(number: int, *, players: int = 6, seconds: float = 320.0) -> Match:
    return Match(f"match {number}", players, seconds)


SINGLES = [make_single(n / 20) for n in range(1, 21)]
MATCHES = [make_match(number) for number in range(300)]
KEPT = Run(
    second_start_seconds=4.0,
    latency=Latency(SINGLES),
    throughput=Throughput(files=300, seconds=90.0, matches=MATCHES),
    workers=2,
    users=4,
    build_profile="release",
    machine="A processor, 2 cores",
    commit="abc123",
    load_average=0.1,
)


def with_throughput(*, files: int = 300, seconds: float = 90.0, matches: list[Match]) -> Run:
    return replace(KEPT, throughput=Throughput(files, seconds, matches))


class TestMissed:
    def test_nothing_where_all_is_as_promised(self) -> None:
        assert missed(KEPT) == []

    def test_the_first_file_counts_though_it_is_one_of_twenty(self) -> None:
        run = replace(KEPT, latency=Latency([make_single(2.2), *SINGLES[:19]]))
        assert run.latency.p95_seconds < 1.5
        assert missed(run) == ["first file stored after 2.20 s, not within 1.5"]

    def test_slow_files(self) -> None:
        run = replace(KEPT, latency=Latency([*SINGLES[:18], make_single(1.6), make_single(1.7)]))
        assert missed(run) == ["p95 of single files 1.60 s, not within 1.5"]

    def test_a_file_that_fails_is_not_a_fast_one(self) -> None:
        run = replace(KEPT, latency=Latency([*SINGLES[:19], make_single(0.1, is_stored=False)]))
        assert missed(run) == ["1 single files have no report"]

    def test_one_of_many_that_fails(self) -> None:
        run = with_throughput(files=301, matches=MATCHES)
        assert missed(run) == ["1 of many files have no report"]

    def test_too_few_a_second(self) -> None:
        run = with_throughput(seconds=101.0, matches=MATCHES)
        assert missed(run) == ["2.97 stored reports/s, not 3"]

    def test_the_same_match_twice_is_one(self) -> None:
        run = with_throughput(matches=[*MATCHES[:299], MATCHES[0]])
        assert missed(run) == ["299 different matches, not 300"]

    @pytest.mark.parametrize(
        ("match", "words"),
        [
            (make_match(0, players=4), "1 matches have not 6 players"),
            (make_match(0, seconds=299.0), "the shortest match takes 299 s, not 300"),
        ],
    )
    def test_matches_of_another_kind(self, match: Match, words: str) -> None:
        assert missed(with_throughput(matches=[match, *MATCHES[1:]])) == [words]

    def test_a_slow_start(self) -> None:
        run = replace(KEPT, second_start_seconds=5.2)
        assert missed(run) == ["second start in 5.2 s, not within 5"]


def test_p95_is_a_value_that_at_most_five_in_a_hundred_exceed() -> None:
    assert p95([float(n) for n in range(1, 101)]) == 95.0
    assert p95([3.0, 1.0, 2.0]) == 3.0


def test_the_page_names_figures_machine_and_commit() -> None:
    page = as_markdown(KEPT)
    assert "| stored reports a second | 3.33 | ≥ 3, on 2 cores |" in page
    assert "| the first one, right after that start, until stored | 0.05 s | ≤ 1.5 s |" in page
    assert "A processor, 2 cores" in page
    assert "abc123" in page
    assert "Missed" not in page
    assert "**Missed:** second start in 9.0 s" in as_markdown(
        replace(KEPT, second_start_seconds=9.0)
    )


def test_the_page_that_is_kept_misses_nothing() -> None:
    page = ROOT / "docs" / "service-speed.md"
    if page.exists():
        text = page.read_text(encoding="utf-8")
        assert "Missed" not in text
        promises = [target for _, _, target in table_rows(KEPT) if target]
        assert [promise for promise in promises if f" {promise} |" not in text] == []


def test_text_and_json_say_what_is_missed() -> None:
    run = replace(KEPT, second_start_seconds=9.0)
    assert as_text(run).endswith("MISSED: second start in 9.0 s, not within 5")
    result = json.loads(json.dumps(as_json(run)))
    assert result["missed"] == ["second start in 9.0 s, not within 5"]
    assert result["throughput"]["per_second"] == pytest.approx(3.33, abs=0.01)


class TestCommand:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """Files enough to begin with."""
        for number in range(3):
            (tmp_path / f"{number}.replay").touch()
        return tmp_path

    @pytest.mark.parametrize(("start_seconds", "status"), [(4.0, 0), (9.0, 1)])
    def test_its_status_says_whether_promises_are_kept(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        start_seconds: float,
        status: int,
    ) -> None:
        run = replace(KEPT, second_start_seconds=start_seconds)
        monkeypatch.setattr(command, "_measure", lambda *_: run)
        monkeypatch.setattr(command, "resolve_decoder", lambda _: "native")
        page = folder / "page.md"
        called = ["upload", "--files", str(folder), "--single", "1", "--markdown", str(page)]
        assert command.main(called) == status
        assert page.read_text(encoding="utf-8") == as_markdown(run)

    def test_it_measures_nothing_without_the_native_decoder(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def refuse(_: str) -> str:
            raise DecoderUnavailable("The native decoder is not installed.")

        monkeypatch.setattr(command, "resolve_decoder", refuse)
        with pytest.raises(SystemExit) as ended:
            command.main(["upload", "--files", str(folder), "--single", "1"])
        assert ended.value.code == 2
        assert "The native decoder is not installed." in capsys.readouterr().err
