"""`rlcoach doctor`."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlcoach.cli.doctor import checks
from rlcoach.cli.main import main


def test_this_installation_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["doctor"])
    out = capsys.readouterr().out
    assert status == 0, out
    for name in ("python", "numpy", "subtr-actor-py", "decoder", "sandbox", "disk"):
        assert f"ok   {name}" in out


def test_a_fault_names_its_fix(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RLCOACH_DECODER", "rust")
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "FAIL decoder" in out
    assert "it can be auto, native, python" in out


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    monkeypatch.setattr("rlcoach.cli.doctor.Path.cwd", lambda: gone)
    disk = next(check for check in checks() if check.name == "disk")
    assert disk.fix is not None
