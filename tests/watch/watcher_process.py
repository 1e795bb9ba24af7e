"""A watcher with everything real but its patience, for tests that cannot wait so long.

`python -m tests.watch.watcher_process FOLDER SERVER STATE [once]`
"""

from __future__ import annotations

import sys
from pathlib import Path

from rlcoach.watch.pace import Pace
from rlcoach.watch.queue import Queue
from rlcoach.watch.run import WatchJob, watch
from rlcoach.watch.timing import Timing
from rlcoach.watch.token import Token
from tests.watch.upload_server import TOKEN

FAST = Timing(
    poll_seconds=0.05,
    settle_seconds=0.15,
    give_up_seconds=1.0,
    recheck_seconds=0.2,
    first_back_off_seconds=0.05,
    longest_back_off_seconds=0.3,
    stop_grace_seconds=5.0,
    once_patience_seconds=5.0,
)


class Lines:
    """Prints what happens."""

    def say(self, text: str) -> None:
        print(text, flush=True)

    def show(self) -> None:
        """Counts are read from the state file."""


def display(_: Queue, __: Pace) -> Lines:
    return Lines()


def job(folder: Path, server: str, state: Path, *, once: bool) -> WatchJob:
    return WatchJob(
        folders=[folder],
        server=server,
        token=Token(TOKEN),
        state=state,
        once=once,
        timing=FAST,
    )


if __name__ == "__main__":
    folder, server, state, *more = sys.argv[1:]
    is_done = watch(job(Path(folder), server, Path(state), once=bool(more)), display)
    sys.exit(0 if is_done else 1)
