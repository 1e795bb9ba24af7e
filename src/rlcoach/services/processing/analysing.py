"""From a file's bytes to what is known of the match, in a child process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pydantic import ValidationError

from rlcoach.core.logging import get_logger
from rlcoach.engine.full_analysis import unpack_analysis
from rlcoach.engine.sandbox import SandboxFailure
from rlcoach.report.schema import Report
from rlcoach.services.processing.failures import CRASHED, Failure, failure_of
from rlcoach.services.processing.runtime import Analyser

log = get_logger(__name__)


@dataclass(frozen=True)
class Analysis:
    """What came of a file."""

    report: Report
    report_json: bytes
    frames: bytes | None
    covered_seconds: tuple[float, float] | None


@dataclass(frozen=True)
class StoredAnalysis:
    """An analysis whose objects are in hot storage."""

    analysis: Analysis
    report_key: str
    frames_key: str | None

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all its objects."""
        return tuple(key for key in (self.report_key, self.frames_key) if key is not None)


async def analyse(analyser: Analyser, data: bytes) -> Analysis | Failure:
    """Analyses a file. No transaction may be open meanwhile: it takes a second, or thirty."""
    return await asyncio.to_thread(_analyse, analyser, data)


def _analyse(analyser: Analyser, data: bytes) -> Analysis | Failure:
    answer = analyser.analyze(data)
    if isinstance(answer, SandboxFailure):
        failure = failure_of(answer)
        log.info("analysis_failed", code=failure.code, error=answer.error, detail=answer.detail)
        return failure
    full = unpack_analysis(answer)
    try:
        report = Report.model_validate_json(full.report_json)
    except ValidationError as error:
        log.error("report_invalid", faults=error.error_count())
        return CRASHED
    return Analysis(report, full.report_json, full.frames, full.covered_seconds)
