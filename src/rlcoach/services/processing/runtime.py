"""What processing needs of the process it runs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rlcoach.core.clock import Clock, utc_now
from rlcoach.core.ids import IdFactory, new_id
from rlcoach.core.jobs import JobSender
from rlcoach.db.unit_of_work import Sessions
from rlcoach.engine.sandbox import Sandbox, SandboxResult
from rlcoach.engine.sandbox_tasks import ANALYZE_FULLY
from rlcoach.storage.stores import Stores


class Analyser(Protocol):
    """Analyses a file where it can do no harm; blocks. A sandbox of `ANALYZE_FULLY` is one."""

    def analyze(self, replay: bytes, /) -> SandboxResult:
        """A packed `FullAnalysis`, or why there is none."""


@dataclass(frozen=True)
class ProcessingRuntime:
    """One for each process, made by its edge."""

    sessions: Sessions
    stores: Stores
    sandbox: Analyser
    sender: JobSender
    clock: Clock = utc_now
    new_id: IdFactory = new_id


def create_sandbox(*, workers: int = 1, wall_seconds: float = 30.0) -> Sandbox:
    """A sandbox for `ProcessingRuntime`; close it at the end.

    Args:
        workers: how many files may be analysed at once.
        wall_seconds: how long one may take; what takes longer is tried again from the queue.
    """
    return Sandbox(workers=workers, wall_seconds=wall_seconds, task=ANALYZE_FULLY)
