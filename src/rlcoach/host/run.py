"""`up`, `down` and what `status` shows: the supervisor on a data folder."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rlcoach.host.accounts import server_account
from rlcoach.host.data_dir import DataDir
from rlcoach.host.environment import HostEnvironment, read_environment
from rlcoach.host.errors import StopFailed
from rlcoach.host.services import Plan, local_plan, upload_service
from rlcoach.host.state import (
    HostState,
    clear_state,
    read_state,
    running_supervisor,
    supervisor_lock,
)
from rlcoach.host.supervisor import Log, Supervisor

_LEFTOVER_GRACE_SECONDS = 10.0
_STOP_SECONDS = 90.0
"""More than the services may take one after the other."""
_POLL_SECONDS = 0.05

Planner = Callable[[HostEnvironment, DataDir, Mapping[str, str]], Plan]


def up(
    environment: Mapping[str, str],
    log: Log,
    planner: Planner = local_plan,
    *,
    uploads: Sequence[Path] = (),
) -> None:
    """Runs everything until a signal comes.

    Args:
        environment: The variables, as `read_variables` gives them.
        log: Where the lines of the services go.
        planner: What is to run.
        uploads: Replays, and folders of them, that are sent in as the local player.

    Raises:
        HostError: it cannot be started, or runs already; nothing has been left running.
        SettingsInvalid: settings are wrong; nothing has been started.
    """
    started = time.monotonic()
    host = read_environment(environment)
    data_dir = DataDir(host.data_dir, server_account() if host.needs_servers else None)
    data_dir.prepare()
    with supervisor_lock(data_dir.path):
        if host.features_off:
            log("host", f"off without keys: {', '.join(host.features_off)}")
        end_leftovers(data_dir.path, log)
        plan = planner(host, data_dir, environment)

        def keep_state(state: HostState) -> None:
            # A full disk must not end what runs.
            with contextlib.suppress(OSError):
                state.write(data_dir.path)

        def say_ready() -> None:
            seconds = time.monotonic() - started
            log("host", f"ready in {seconds:.1f} s: {plan.url} (data in {data_dir.path})")

        uploading = (upload_service(plan, uploads),) if uploads else ()
        supervisor = Supervisor(
            (*plan.services, *uploading),
            log=log,
            now=lambda: datetime.now(UTC),
            on_change=keep_state,
            on_ready=say_ready,
        )
        try:
            asyncio.run(supervisor.run())
        finally:
            clear_state(data_dir.path)


def end_leftovers(folder: Path, log: Log) -> None:
    """Ends what a supervisor that was killed has left; on Linux that is ending already."""
    state = read_state(folder)
    for service in () if state is None else state.services:
        if service.group is not None and service.group.exists():
            log("host", f"{service.name} of an earlier run is still there: ending it")
            service.group.end(_LEFTOVER_GRACE_SECONDS)


def down(folder: Path, log: Log) -> bool:
    """Has the supervisor stop everything, and waits for it; False when there was none.

    Raises:
        StopFailed: it takes too long.
    """
    pid = running_supervisor(folder)
    if pid is None:
        end_leftovers(folder, log)
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while running_supervisor(folder) == pid:
        if time.monotonic() > deadline:
            raise StopFailed(
                f"Process {pid} has not stopped within {_STOP_SECONDS:.0f} s. `rlcoach status` "
                f"shows what still runs; `kill -9 {pid}` ends all of it."
            )
        time.sleep(_POLL_SECONDS)
    return True


@dataclass(frozen=True)
class DiskUse:
    """Bytes of a data folder and of the disk it is on."""

    folder_bytes: int
    free_bytes: int
    total_bytes: int

    @property
    def used_pct(self) -> float:
        """How full the disk is."""
        return 100.0 * (1 - self.free_bytes / self.total_bytes)


def disk_use(folder: Path) -> DiskUse:
    """What a folder takes; what this user may not look into counts as nothing."""
    folder_bytes = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # Files come and go.
                folder_bytes += Path(root, name).lstat().st_size
    usage = shutil.disk_usage(folder)
    return DiskUse(folder_bytes, usage.free, usage.total)
