"""Metrics: every name, once. Prometheus reads them at `/metrics`.

With `PROMETHEUS_MULTIPROC_DIR` set, before this is imported, all processes write to that folder
and any of them can show the sum; without it, each shows its own. `rlcoach up` sets it, to a folder
that is empty at first.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

__all__ = ["CONTENT_TYPE", "exposition"]

CONTENT_TYPE = CONTENT_TYPE_LATEST
REGISTRY = CollectorRegistry()
_REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_JOB_SECONDS = (0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30, 60, 300, 1800)

HTTP_REQUESTS = Counter(
    "rlcoach_http_requests",
    "Requests answered, by route (not path) and status.",
    ("method", "route", "status"),
    registry=REGISTRY,
)
HTTP_REQUEST_SECONDS = Histogram(
    "rlcoach_http_request_seconds",
    "Time to answer a request.",
    ("method", "route"),
    buckets=_REQUEST_SECONDS,
    registry=REGISTRY,
)
UPLOADED_FILES = Counter(
    "rlcoach_uploaded_files",
    "Files that came in: accepted, duplicate, rejected.",
    ("outcome",),
    registry=REGISTRY,
)
REPLAYS_PROCESSED = Counter(
    "rlcoach_replays_processed",
    "Files that were analysed: completed, failed, retried.",
    ("outcome",),
    registry=REGISTRY,
)
REPLAY_PROCESSING_SECONDS = Histogram(
    "rlcoach_replay_processing_seconds",
    "Time from taking a file up to its stored report.",
    buckets=_JOB_SECONDS,
    registry=REGISTRY,
)
REPLAY_WAITING_SECONDS = Histogram(
    "rlcoach_replay_waiting_seconds",
    "Time from an accepted file to its stored report.",
    buckets=_JOB_SECONDS,
    registry=REGISTRY,
)
JOBS_SENT = Counter(
    "rlcoach_jobs_sent",
    "Jobs handed to the queue after a commit: sent, failed. What failed is sent again later.",
    ("outcome",),
    registry=REGISTRY,
)
JOBS_RUN = Counter(
    "rlcoach_jobs_run",
    "Jobs that ended: done, failed.",
    ("job", "outcome"),
    registry=REGISTRY,
)
QUEUE_LENGTH = Gauge(
    "rlcoach_queue_length",
    "Jobs that wait.",
    ("queue",),
    registry=REGISTRY,
    multiprocess_mode="mostrecent",
)
OUTDATED_ANALYSES = Gauge(
    "rlcoach_outdated_analyses",
    "Matches whose analysis is of an older version.",
    registry=REGISTRY,
    multiprocess_mode="mostrecent",
)
DISK_USED_SHARE = Gauge(
    "rlcoach_disk_used_share",
    "Used share, 0 to 1, of the disk that holds the data; uploads end at 0.9.",
    registry=REGISTRY,
    multiprocess_mode="mostrecent",
)
DATABASE_CONNECTIONS = Gauge(
    "rlcoach_database_connections",
    "Connections of this process: used, idle.",
    ("state",),
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
STORAGE_SECONDS = Histogram(
    "rlcoach_storage_seconds",
    "Time of an access to storage: hot or cold; put, get, delete.",
    ("store", "operation"),
    buckets=_REQUEST_SECONDS,
    registry=REGISTRY,
)


def exposition() -> bytes:
    """What `/metrics` answers with, in the format of `CONTENT_TYPE`."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not folder:
        return generate_latest(REGISTRY)
    _forget_the_dead(Path(folder))
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _forget_the_dead(folder: Path) -> None:
    """Takes the present values of processes that are gone out of the sums; their counts stay."""
    for file in folder.glob("gauge_live*.db"):
        pid = file.stem.rpartition("_")[2]
        if pid.isdigit() and not _is_running(int(pid)):
            # Another process may be at the same.
            with contextlib.suppress(FileNotFoundError):
                mark_process_dead(int(pid), str(folder))  # type: ignore[no-untyped-call]


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # Somebody else's process has the number now: better one value too many.
    return True
