"""`rlcoach sample`, from the command line to the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import rlcoach
from rlcoach.cli.main import EXIT_OK, EXIT_USAGE, main
from rlcoach.synth.season.people import HERO_NAME


def sample(folder: Path, *options: str) -> list[Path]:
    assert main(["sample", "--out", str(folder), "--until", "2026-11-26", *options]) == EXIT_OK
    return sorted(folder.glob("*.replay"))


class TestSeason:
    @pytest.mark.timeout(120)
    def test_files_are_whole_matches_that_say_what_they_are(self, tmp_path: Path) -> None:
        files = sample(tmp_path / "new" / "folder", "--games", "2")
        assert len(files) == 2
        for path in files:
            report = rlcoach.analyze(path)
            assert report.quality.degraded is None
            assert report.match.is_sample
            assert report.match.mode == "soccar"
            assert report.match.recorded_by == HERO_NAME
            assert report.match.date is not None
            assert path.name.startswith(report.match.date[:10])
            assert HERO_NAME in {player.name for player in report.players}

    @pytest.mark.timeout(120)
    def test_the_same_seed_gives_the_same_bytes(self, tmp_path: Path) -> None:
        (one,), (other,) = (
            sample(tmp_path / name, "--games", "1", "--seed", "5") for name in ("a", "b")
        )
        assert one.name == other.name
        assert one.read_bytes() == other.read_bytes()


class TestUnique:
    @pytest.mark.timeout(120)
    def test_all_files_are_different_matches(self, tmp_path: Path) -> None:
        files = sample(tmp_path, "--unique", "45")
        reports = [rlcoach.analyze(path) for path in files]
        assert len({report.match.match_guid for report in reports}) == 45
        assert len({report.source.sha256 for report in reports}) == 45
        assert all(report.match.is_sample for report in reports)
        assert max(path.stat().st_size for path in files) < 150_000


class TestUsage:
    @pytest.mark.parametrize(
        ("options", "says"),
        [
            (["--games", "0"], "number from 1 on"),
            (["--until", "yesterday"], "not a date"),
            (["--time-zone", "Mars/Olympus"], "not a time zone"),
            (["--games", "2", "--unique", "2"], "not allowed with"),
        ],
    )
    def test_wrong_options_are_told(
        self,
        options: Sequence[str],
        says: str,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        with pytest.raises(SystemExit) as stopped:
            main(["sample", "--out", str(tmp_path), *options])
        assert stopped.value.code == EXIT_USAGE
        assert says in capsys.readouterr().err

    def test_a_file_is_no_folder(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "file").touch()
        assert main(["sample", "--out", str(tmp_path / "file")]) == EXIT_USAGE
        assert "name a folder" in capsys.readouterr().err
