"""A watcher with everything real but its patience, for tests that cannot wait so long."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from rlcoach.watch.pace import Pace
from rlcoach.watch.queue import Queue
from rlcoach.watch.run import WatchJob, watch
from rlcoach.watch.timing import Timing
from rlcoach.watch.token import Token
from tests.watch.games import TOKEN

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


class Silence:
    """Shows nothing; the state file says it all."""

    def say(self, text: str) -> None:
        """Drops a line."""

    def show(self) -> None:
        """Shows no counts."""


def _silence(_: Queue, __: Pace) -> Silence:
    return Silence()


def make_job(folder: Path, server: str, state: Path, *, once: bool, token: str = TOKEN) -> WatchJob:
    """A job for one folder."""
    return WatchJob([folder], server, Token(token), state, once=once, timing=FAST)


def _watch(folder: Path, server: str, state: Path, once: bool) -> None:
    job = make_job(folder, server, state, once=once, token=f"{TOKEN}_{os.getpid()}")
    raise SystemExit(0 if watch(job, _silence) else 1)


def start_watcher(
    folder: Path, server: str, *, state: Path, once: bool = False
) -> ForkServerProcess:
    """A watcher in a process of its own, forked from one that has loaded everything.

    A fresh interpreter takes seconds to start on a busy machine, and would be killed before it
    does anything.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "anyio._backends._asyncio", "httpcore"])
    process = context.Process(target=_watch, args=(folder, server, state, once), daemon=True)
    process.start()
    return process
