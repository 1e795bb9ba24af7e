"""Finds processes again that an earlier run has started, and ends what is left of them."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

_START_TIME_FIELD = 19
"""Of /proc/<pid>/stat, counted behind the name: ticks from the boot to the start."""
_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class ProcessGroup:
    """A process that leads a group, told apart from a later one with the same id."""

    pid: int
    start_ticks: int | None
    """None where the system does not say (no /proc)."""

    def exists(self) -> bool:
        """Whether the process or a member of its group is still there."""
        ticks = start_ticks(self.pid)
        if ticks is not None:
            return ticks == self.start_ticks
        # The leader is gone. Its id is not given away as long as its group has members.
        return _group_exists(self.pid)

    def end(self, grace_seconds: float) -> None:
        """Lets it end by itself for a while, then kills the group and waits for that."""
        if not self._is_gone_within(grace_seconds):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self._is_gone_within(grace_seconds)

    def _is_gone_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.exists():
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_SECONDS)
        return True


def this_boot() -> str:
    """Tells this run of the machine, or of the container, from every other one.

    Process ids begin anew with it. Empty where the system does not say (no /proc).
    """
    try:
        kernel = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
    return f"{kernel} {start_ticks(1)}"  # In a container the first is the host's.


def start_ticks(pid: int) -> int | None:
    """When a process was started; None when it is gone, even if its parent has not noticed."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name stands in brackets and may hold anything.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else int(fields[_START_TIME_FIELD])


def _group_exists(leader: int) -> bool:
    """Whether a group has members that have not ended."""
    try:
        os.killpg(leader, 0)
    except (ProcessLookupError, PermissionError):
        return False
    if not Path("/proc/self/stat").exists():
        return True
    return any(
        _group_of(int(entry.name)) == leader
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit()
    )


def _group_of(pid: int) -> int | None:
    try:
        return None if start_ticks(pid) is None else os.getpgid(pid)
    except ProcessLookupError:
        return None
