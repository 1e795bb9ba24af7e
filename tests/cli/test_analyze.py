"""`rlcoach analyze` with real children and a fake engine in them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from rlcoach.cli import analyze
from rlcoach.cli.errors import UsageError
from rlcoach.cli.main import main
from rlcoach.report.schema import SCHEMA_VERSION
from tests.cli.fake_engine import TASK


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "replays"
    made.mkdir()
    return made


def run(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    analyze.configure(parser)
    return analyze.run(parser.parse_args([str(word) for word in arguments]), task=TASK)


def add(folder: Path, name: str, content: str = "name Anna") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


class TestExitStatus:
    def test_all_good(self, folder: Path) -> None:
        assert run(add(folder, "a.replay")) == 0

    def test_one_bad_file_never_stops_the_rest(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name, content in (
            ("1.replay", "name Anna"),
            ("2.replay", "corrupt"),
            ("3.replay", "abort"),
            ("4.replay", "header"),
            ("5.replay", "name Carl"),
        ):
            add(folder, name, content)
        assert run(folder, "--out", tmp_path / "out", "--jobs", "3") == 1
        said = capsys.readouterr()
        assert {path.name for path in (tmp_path / "out").iterdir()} == {
            "1.json",
            "4.json",
            "5.json",
        }
        assert "Carl" in said.out
        assert "2 files: could not be read" in said.err
        assert "2.replay: The header is damaged." in said.err
        assert "3.replay: The analysis ended with SIGABRT" in said.err

    def test_header_only_is_shown_and_counts_as_failed(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(add(folder, "a.replay", "header Anna")) == 1
        said = capsys.readouterr()
        assert "Anna" in said.out
        assert "1 file: only the header could be read" in said.err
        assert "a.replay: The checksum is wrong." in said.err

    @pytest.mark.parametrize(
        "arguments",
        [["analyze"], ["analyze", "no such file"], ["analyze", "*.none"], ["analyze", "."]],
    )
    def test_usage(
        self, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main(arguments) == 2

    def test_a_bad_number_of_jobs(self) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["analyze", ".", "--jobs", "0"])
        assert ended.value.code == 2

    def test_a_bad_variable(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RLCOACH_DECODER", "rust")
        with pytest.raises(UsageError, match="RLCOACH_DECODER is 'rust'; it can be auto"):
            run(add(folder, "a.replay"))


class TestScreen:
    def test_a_summary_says_who_played_and_how_it_ended(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(add(folder, "a.replay"))
        out = capsys.readouterr().out
        for word in ("Anna", "Ben", "2 - 1", "Ranked Duel", "DFH Stadium", "Octane", "150", "4:30"):
            assert word in out

    def test_full_gives_every_file_its_summary(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for number in range(4):
            add(folder, f"{number}.replay", f"name player{number}")
        run(folder, "--full", "--jobs", "2")
        out = capsys.readouterr().out
        assert out.count("Octane") == 8
        assert "4 matches" in out

    def test_many_files_get_a_line_each_in_the_order_given(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for number in range(9):
            add(folder, f"{number}.replay", f"name player{number}")
        run(folder, "--jobs", "4")
        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[-1] for line in lines[1:10]] == [f"{n}.replay" for n in range(9)]
        assert lines[-1].startswith("9 matches, 27 goals")

    def test_json_of_one_file_is_a_document(
        self, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        run(add(folder, "a.replay", "name 🚀 =1"), "--format", "json")
        report = json.loads(capfdbinary.readouterr().out)
        assert report["players"][0]["name"] == "🚀 =1"

    def test_json_of_several_files_is_a_line_each(
        self, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        add(folder, "a.replay", "name Anna")
        add(folder, "b.replay", "name Berta")
        run(folder, "--format", "json")
        lines = capfdbinary.readouterr().out.splitlines()
        names = [json.loads(line)["players"][0]["name"] for line in lines]
        assert names == ["Anna", "Berta"]

    def test_markdown(self, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        run(add(folder, "a.replay"), "--format", "md")
        assert capfdbinary.readouterr().out.startswith(b"# Blue 2 - 1 Orange")

    def test_a_name_moves_no_cursor(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(add(folder, "a.replay", "name \x1b[31m[red]x\u202e"))
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "[red]x" in out


class TestFolderOfReports:
    def test_only_json_by_default_and_markdown_on_request(
        self, folder: Path, tmp_path: Path
    ) -> None:
        replay = add(folder, "a.replay")
        run(replay, "--out", tmp_path / "plain")
        run(replay, "--out", tmp_path / "md", "--format", "md")
        assert [path.name for path in (tmp_path / "plain").iterdir()] == ["a.json"]
        names = sorted(path.name for path in (tmp_path / "md").iterdir())
        assert names == ["a.json", "a.md"]

    def test_replays_that_share_a_name(self, folder: Path, tmp_path: Path) -> None:
        add(folder, "x/same.replay", "name Anna")
        add(folder, "y/Same.replay", "name Berta")
        add(folder, "z/other.replay", "name Carl")
        run(folder, "--out", tmp_path / "out")
        names = sorted(path.stem.lower() for path in (tmp_path / "out").iterdir())
        assert names[0] == "other"
        assert [len(name) for name in names[1:]] == [13, 13]
        assert names[1] != names[2]

    def test_an_older_report_is_replaced(self, folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        out.mkdir()
        (out / "a.json").write_text("old")
        run(add(folder, "a.replay"), "--out", out)
        assert json.loads((out / "a.json").read_bytes())["schema_version"] == SCHEMA_VERSION
        assert len(list(out.iterdir())) == 1


class TestFind:
    def test_looks_into_the_folders_of_the_game(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
        monkeypatch.setattr("sys.platform", "linux")
        demos = tmp_path / ".local/share/Rocket League/TAGame/Demos"
        add(demos, "a.replay")
        assert run("--find") == 0
        said = capsys.readouterr()
        assert f"1 replay in {demos}" in said.err
        assert "Anna" in said.out

    def test_nothing_found(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        assert main(["analyze", "--find"]) == 2
        said = capsys.readouterr().err
        assert "not there:" in said
        assert "save one after a match" in said
