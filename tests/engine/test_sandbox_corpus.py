"""The sandbox with the real engine and real replays."""

from __future__ import annotations

from pathlib import Path

import pytest

import rlcoach
from rlcoach.engine.sandbox import Sandbox, SandboxFailure
from rlcoach.report.render.as_json import to_json

pytestmark = pytest.mark.corpus
MB = 1024 * 1024


@pytest.fixture
def replay(corpus: Path) -> Path:
    return corpus / "replays" / "boxcars" / "good" / "eac.replay"


def test_the_report_is_the_one_of_the_library(replay: Path) -> None:
    expected = to_json(rlcoach.analyze(replay))
    with Sandbox() as sandbox:
        assert sandbox.analyze(replay) == expected
        assert sandbox.analyze(replay.read_bytes()) == expected


def test_an_analysis_without_memory_is_a_value(replay: Path) -> None:
    with Sandbox(memory_bytes=140 * MB) as sandbox:
        result = sandbox.analyze(replay)
    assert isinstance(result, SandboxFailure)
    assert result.kind == "out_of_memory"


def test_files_that_must_be_rejected(corpus: Path) -> None:
    with Sandbox() as sandbox:
        for path in (corpus / "replays" / "boxcars" / "partial").glob("rdict*"):
            result = sandbox.analyze(path)
            assert isinstance(result, SandboxFailure)
            assert result.kind == "replay_error"
