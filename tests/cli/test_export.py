"""Columns into files."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from rlcoach.cli.main import main
from rlcoach.cli.table_files import Column, write_table

COLUMNS: dict[str, Column] = {
    "time": np.array([0.1, math.nan], dtype=np.float32),
    "frame": np.array([1, 2], dtype=np.int32),
    "active": np.array([True, False]),
    "player": ['=HYPERLINK("evil")', None],
    "=name": ["a\ud800\x00b", "plain, with comma"],
}


def test_csv_has_no_formulas_and_empty_cells_for_what_is_missing(tmp_path: Path) -> None:
    target = tmp_path / "frames.csv"
    assert write_table(COLUMNS, target) == 2
    lines = target.read_text("utf-8").splitlines()
    assert lines[0] == '"time","frame","active","player","\'=name"'
    assert lines[1] == '0.1,1,true,"\'=HYPERLINK(""evil"")","a\ufffd\ufffdb"'
    assert lines[2] == ',2,false,,"plain, with comma"'


def test_parquet_keeps_types_and_text(tmp_path: Path) -> None:
    target = tmp_path / "frames.parquet"
    write_table(COLUMNS, target)
    table = parquet.read_table(target)
    assert [str(table.schema.field(name).type) for name in ("time", "frame", "active")] == [
        "float",
        "int32",
        "bool",
    ]
    assert table["time"].to_pylist()[1] is None
    assert table["player"].to_pylist() == ['=HYPERLINK("evil")', None]


def test_columns_of_different_length_leave_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="length"):
        write_table({"a": [1], "b": [1, 2]}, tmp_path / "out.csv")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--frames", "out.xlsx"],
        ["--frames", "no such folder/out.csv"],
        ["--frames", "out.csv", "--events", "out.csv"],
    ],
)
def test_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "a.replay", *arguments]) == 2
    assert capsys.readouterr().err.startswith("rlcoach: ")


@pytest.mark.corpus
def test_a_real_replay(corpus: Path, tmp_path: Path) -> None:
    replay = corpus / "replays" / "boxcars" / "good" / "eac.replay"
    frames, events = tmp_path / "frames.parquet", tmp_path / "events.csv"
    arguments = ["export", str(replay), "--frames", str(frames), "--events", str(events)]
    assert main(arguments) == 0
    assert parquet.read_metadata(frames).num_rows == 8235 * 4
    assert events.read_text().startswith('"time","frame","kind"')


@pytest.mark.corpus
def test_nothing_is_written_of_a_broken_replay(corpus: Path, tmp_path: Path) -> None:
    replay = corpus / "replays" / "boxcars" / "bad" / "fuzz-corpus.replay"
    assert main(["export", str(replay), "--frames", str(tmp_path / "frames.csv")]) == 1
    assert not list(tmp_path.iterdir())
