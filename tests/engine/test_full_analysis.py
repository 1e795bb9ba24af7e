"""What is handed over to be stored."""

import json

import numpy as np
import pytest

from rlcoach.engine import analyze
from rlcoach.engine.full_analysis import unpack_analysis
from rlcoach.engine.pipeline import covered_seconds, full_analysis
from rlcoach.engine.sandbox import Sandbox, SandboxFailure
from rlcoach.engine.sandbox_tasks import ANALYZE_FULLY
from rlcoach.replay.frame_file import unpack_frames
from rlcoach.report.render.as_json import to_json
from rlcoach.synth.writing import write_replay
from tests.builders.match_tables import moving_match
from tests.builders.records import match_record


@pytest.fixture(scope="module")
def data() -> bytes:
    """A made match as a file."""
    return write_replay(match_record())


class TestFullAnalysis:
    def test_holds_the_report_and_frames_of_the_same_match(self, data: bytes) -> None:
        found = full_analysis(data)
        report = analyze(data)
        assert found.report_json == to_json(report)
        assert found.frames is not None
        assert len(unpack_frames(found.frames).columns["time"]) == report.match.frames

    def test_comes_back_from_its_bytes(self, data: bytes) -> None:
        found = full_analysis(data)
        assert unpack_analysis(found.packed()) == found

    def test_a_header_alone_has_no_frames(self, data: bytes) -> None:
        found = full_analysis(data[: len(data) // 2])
        assert (found.frames, found.covered_seconds) == (None, None)
        assert unpack_analysis(found.packed()) == found

    def test_the_sandbox_answers_with_it(self, data: bytes) -> None:
        with Sandbox(task=ANALYZE_FULLY) as sandbox:
            answer = sandbox.analyze(data)
        assert not isinstance(answer, SandboxFailure), answer
        assert json.loads(unpack_analysis(answer).report_json)["source"]["size_bytes"] == len(data)


class TestCoveredSeconds:
    def test_runs_forward_and_on_into_overtime(self) -> None:
        tables = moving_match(frames=400)
        tables.frames.clock[:200] = np.repeat([3, 2, 1, 0], 50)
        tables.frames.clock[200:] = np.repeat([0, 1, 2, 3], 50)
        tables.frames.overtime[:] = np.arange(400) >= 200
        assert covered_seconds(tables) == (-3.0, 3.0)

    def test_is_none_without_a_clock(self) -> None:
        tables = moving_match(frames=100)
        tables.frames.clock[:] = -1
        assert covered_seconds(tables) is None
