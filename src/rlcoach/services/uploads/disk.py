"""How full the disk is that uploads go to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from rlcoach.core.logging import get_logger
from rlcoach.core.metrics import DISK_USED_SHARE
from rlcoach.services.uploads.limits import DISK_FULL_SHARE, DISK_WARNING_SHARE

log = get_logger(__name__)

UsedShare = Callable[[], float]
"""Returns how much of the disk is used, 0 to 1. Tests hand in one that they set."""


class DiskState(StrEnum):
    """What the disk means for uploads."""

    OK = "ok"
    WARNING = "warning"
    FULL = "full"


def used_share_of(folder: Path) -> UsedShare:
    """Measures the disk of a folder, as an ordinary user can fill it."""

    def measure() -> float:
        usage = shutil.disk_usage(folder)
        return 1.0 - usage.free / usage.total

    return measure


class DiskWatch:
    """Looks at the disk; sets the metric, and logs when its state changes."""

    def __init__(self, used_share: UsedShare) -> None:
        self._used_share = used_share
        self._last = DiskState.OK

    def look(self) -> DiskState:
        """The state now."""
        share = self._used_share()
        DISK_USED_SHARE.set(share)
        if share >= DISK_FULL_SHARE:
            state = DiskState.FULL
        elif share >= DISK_WARNING_SHARE:
            state = DiskState.WARNING
        else:
            state = DiskState.OK
        if state is not self._last:
            level = log.info if state is DiskState.OK else log.warning
            level("disk_state_changed", state=state.value, used_pct=round(100 * share, 1))
            self._last = state
        return state
