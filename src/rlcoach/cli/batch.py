"""Many files through the sandbox, in the order given, whatever some of them do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rlcoach.engine.sandbox import Sandbox, SandboxFailure
from rlcoach.report.schema import Report


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its report, or why there is none."""

    path: Path
    report: Report | None
    failure: SandboxFailure | None


def outcomes(files: Sequence[Path], sandbox: Sandbox, *, jobs: int) -> Iterator[Outcome]:
    """Analyses the files, `jobs` at a time, and yields each when those before it are done."""
    pool = ThreadPoolExecutor(jobs)
    try:
        yield from pool.map(lambda path: _outcome(path, sandbox), files)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _outcome(path: Path, sandbox: Sandbox) -> Outcome:
    result = sandbox.analyze(path)
    if isinstance(result, SandboxFailure):
        return Outcome(path, None, result)
    return Outcome(path, Report.model_validate_json(result), None)
