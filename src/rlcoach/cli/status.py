"""`rlcoach status`: what runs, where, since when, and how much room it takes."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from rlcoach.core.settings import read_variables
from rlcoach.host.data_dir import default_data_dir
from rlcoach.host.run import DiskUse, disk_use
from rlcoach.host.state import ServiceState, read_state, running_supervisor

DISK_WARNING_PCT = 80.0
DISK_FULL_PCT = 90.0
_UNIT_BYTES = 1000
_ROW = "{:<11} {:<9} {:>8} {:>6}  {:<20} {}"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.epilog = "Exit status: 0 everything runs, 1 something does not."


def run(_: argparse.Namespace) -> int:
    """Prints the state; 1 unless everything runs."""
    folder = default_data_dir(read_variables())
    pid = running_supervisor(folder)
    state = read_state(folder)
    services = () if state is None else state.services
    if pid is None or state is None:
        print(f"rlcoach is not running on {folder}; start it with `rlcoach up`")
        left = [each.name for each in services if each.group is not None and each.group.exists()]
        if left:
            print(f"left by a run that was killed: {', '.join(left)}; `rlcoach down` ends it")
    else:
        print(f"rlcoach runs since {_local(state.started_at)} (process {pid})")
        print(_ROW.format("service", "state", "process", "port", "since", "restarts"))
        for service in services:
            print(_row(service))
    if folder.exists():
        print(_disk_line(folder, disk_use(folder)))
    return 0 if pid is not None and services and all(map(_is_well, services)) else 1


def _is_well(service: ServiceState) -> bool:
    return service.is_ready


def _row(service: ServiceState) -> str:
    if service.pid is None:
        word = "done" if service.is_ready else "stopped"
    else:
        word = "ready" if service.is_ready else "starting"
    since = "" if service.started_at is None else _local(service.started_at)
    pid, port = service.pid or "", service.port or ""
    return _ROW.format(service.name, word, pid, port, since, service.restarts or "").rstrip()


def _disk_line(folder: Path, use: DiskUse) -> str:
    line = (
        f"disk: {_size(use.folder_bytes)} in {folder}; "
        f"{_size(use.free_bytes)} of {_size(use.total_bytes)} free ({use.used_pct:.0f} % used)"
    )
    if use.used_pct >= DISK_FULL_PCT:
        return f"{line}\nDISK FULL: no uploads are taken above {DISK_FULL_PCT:.0f} %: free space"
    if use.used_pct >= DISK_WARNING_PCT:
        return f"{line}\nDISK NEARLY FULL: above {DISK_FULL_PCT:.0f} % no uploads are taken"
    return line


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < _UNIT_BYTES:
            return f"{size:.0f} {unit}"
        size /= _UNIT_BYTES
    return f"{size:.1f} GB"


def _local(time: datetime) -> str:
    return time.astimezone().strftime("%Y-%m-%d %H:%M:%S")
