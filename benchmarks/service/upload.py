"""Uploads files and reads, from what the service says about each, how long they took."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

_BATCH_FILES = 25
_POLL_SECONDS = 0.2
_TIMEOUT_SECONDS = 120.0
_OPEN = ("pending", "processing")


@dataclass(frozen=True)
class Times:
    """One file, on the clock of the service."""

    accepted_at: datetime
    stored_at: datetime
    status: str

    @property
    def seconds(self) -> float:
        """From accepted to stored."""
        return (self.stored_at - self.accepted_at).total_seconds()


@dataclass(frozen=True)
class Throughput:
    """Many files at once."""

    files: int
    failed: int
    seconds: float
    """From the first that was accepted to the last that was stored."""

    @property
    def per_second(self) -> float:
        """Stored reports a second."""
        return (self.files - self.failed) / self.seconds


@dataclass(frozen=True)
class Latency:
    """Single files, one after the other, on an idle service."""

    files: int
    median_seconds: float
    p95_seconds: float
    """From accepted to stored."""
    p95_answer_seconds: float
    """From sending it to the answer, as who sends it sees it."""


def measure_throughput(url: str, tokens: Sequence[str], files: Sequence[Path]) -> Throughput:
    """Sends all files, each user his share in batches, all users at once."""
    shares = [files[number :: len(tokens)] for number in range(len(tokens))]
    with ThreadPoolExecutor(len(tokens)) as pool:
        jobs = [
            pool.submit(_upload, url, token, share)
            for token, share in zip(tokens, shares, strict=True)
        ]
        times = [one for job in jobs for one in job.result()]
    first = min(one.accepted_at for one in times)
    last = max(one.stored_at for one in times)
    failed = sum(one.status != "completed" for one in times)
    return Throughput(len(times), failed, (last - first).total_seconds())


def measure_latency(url: str, token: str, files: Sequence[Path]) -> Latency:
    """Sends files one by one, each when the one before is stored."""
    seconds, answers = [], []
    with _client(url, token) as client:
        for file in files:
            started = time.monotonic()
            batch = _send(client, [file])
            answers.append(time.monotonic() - started)
            seconds += [one.seconds for one in _wait(client, batch)]
    return Latency(len(seconds), statistics.median(seconds), _p95(seconds), _p95(answers))


def _upload(url: str, token: str, files: Sequence[Path]) -> list[Times]:
    with _client(url, token) as client:
        batches = [
            _send(client, files[start : start + _BATCH_FILES])
            for start in range(0, len(files), _BATCH_FILES)
        ]
        return [one for batch in batches for one in _wait(client, batch)]


def _client(url: str, token: str) -> httpx.Client:
    return httpx.Client(
        base_url=url,
        headers={"Authorization": f"Bearer {token}"},
        timeout=_TIMEOUT_SECONDS,
        trust_env=False,
    )


def _send(client: httpx.Client, files: Sequence[Path]) -> str:
    parts = [("files", (file.name, file.read_bytes())) for file in files]
    response = client.post("/api/v1/replays/upload", files=parts)
    response.raise_for_status()
    answer = response.json()
    refused = [one for one in answer["files"] if one["status"] != "accepted"]
    if refused:
        raise ValueError(f"not distinct replays that are good: {refused[0]}")
    return str(answer["upload_id"])


def _wait(client: httpx.Client, upload_id: str) -> list[Times]:
    while True:
        response = client.get(f"/api/v1/uploads/batches/{upload_id}")
        response.raise_for_status()
        rows = response.json()["files"]
        if not any(row["status"] in _OPEN for row in rows):
            return [_times(row) for row in rows]
        time.sleep(_POLL_SECONDS)


def _times(row: dict[str, Any]) -> Times:
    return Times(
        accepted_at=datetime.fromisoformat(row["created_at"]),
        stored_at=datetime.fromisoformat(row["processed_at"]),
        status=row["status"],
    )


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]
