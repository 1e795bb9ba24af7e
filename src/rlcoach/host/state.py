"""What runs on a data folder: the lock of the one supervisor, and what it says about its services.

The kernel drops the lock when its holder dies, however that came about. So a state without a held
lock is what an earlier run has left.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from rlcoach.host.errors import AlreadyRunning
from rlcoach.host.processes import ProcessGroup, this_boot

LOCK = "supervisor.lock"
"""It is never deleted, and thereby tells a data folder from every other folder."""
_STATE = "supervisor.json"
_LOOKING_SECONDS = 1.0
"""`running_supervisor` shares the lock for a moment: who finds it taken tries again for so long."""
_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class ServiceState:
    """One service, as the supervisor saw it last."""

    name: str
    pid: int | None
    """None while it does not run."""
    start_ticks: int | None
    port: int | None
    started_at: datetime | None
    is_ready: bool
    restarts: int

    @property
    def group(self) -> ProcessGroup | None:
        """Its process and what that has started."""
        return None if self.pid is None else ProcessGroup(self.pid, self.start_ticks)


@dataclass(frozen=True)
class HostState:
    """All services of a supervisor."""

    started_at: datetime
    services: tuple[ServiceState, ...]
    boot: str = field(default_factory=this_boot)
    """When it ran: after the next boot its process ids are those of others."""

    def write(self, folder: Path) -> None:
        """Replaces the state in a data folder, at once."""
        file = folder / _STATE
        unfinished = file.with_suffix(".new")
        unfinished.write_text(json.dumps(asdict(self), default=datetime.isoformat, indent=1))
        unfinished.chmod(0o600)
        unfinished.replace(file)


def read_state(folder: Path) -> HostState | None:
    """The state in a data folder; None where nothing has run since the boot, or it is of no use."""
    try:
        data = json.loads((folder / _STATE).read_bytes())
        state = HostState(
            started_at=datetime.fromisoformat(data["started_at"]),
            services=tuple(
                ServiceState(**{**each, "started_at": _time(each["started_at"])})
                for each in data["services"]
            ),
            boot=data["boot"],
        )
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None
    return state if state.boot == this_boot() else None


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@contextlib.contextmanager
def supervisor_lock(folder: Path) -> Iterator[None]:
    """Holds the lock of a data folder.

    Raises:
        AlreadyRunning: another process holds it.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+") as file:
        deadline = time.monotonic() + _LOOKING_SECONDS
        while not _has_locked(file, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise AlreadyRunning(
                    f"rlcoach is running on {folder} already (process {file.read().strip()}). Stop "
                    f"it with `rlcoach down`, or name another folder in RLCOACH_DATA_DIR."
                )
            time.sleep(_POLL_SECONDS)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def running_supervisor(folder: Path) -> int | None:
    """The process id of the supervisor of a data folder; None when there is none."""
    try:
        file = (folder / LOCK).open()
    except (FileNotFoundError, NotADirectoryError):
        return None
    with file:
        if _has_locked(file, fcntl.LOCK_SH):
            return None
        text = file.read().strip()
        return int(text) if text.isdigit() else None


def _has_locked(file: TextIO, kind: int) -> bool:
    """Locks a file, unless another holds it; whoever closes it gives the lock back."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def clear_state(folder: Path) -> None:
    """Forgets the state, as nothing runs any more."""
    (folder / _STATE).unlink(missing_ok=True)
