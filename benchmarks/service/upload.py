"""Uploads files and waits for their reports, on the clock of who sends them.

The clock starts before the first request is sent and stops when the API says that a report is
stored, which it can only after the commit. So sending, receiving and asking are in it too: what the
service itself takes is less.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

from benchmarks.service.results import Latency, Match, Single, Throughput

_BATCH_FILES = 25
_POLL_SECONDS = 0.2
_SINGLE_POLL_SECONDS = 0.02
_TIMEOUT_SECONDS = 120.0
_OPEN = ("pending", "processing")
_STORED = "completed"


def measure_latency(url: str, token: str, files: Sequence[Path]) -> Latency:
    """Sends files one by one, each when the one before is stored."""
    with _client(url, token) as client:
        return Latency([_single(client, file) for file in files])


def measure_throughput(url: str, tokens: Sequence[str], files: Sequence[Path]) -> Throughput:
    """Sends all files, each user his share in batches, all users at once."""
    shares = [files[number :: len(tokens)] for number in range(len(tokens))]
    with ThreadPoolExecutor(len(tokens)) as pool:
        started = time.monotonic()
        jobs = [
            pool.submit(_upload, url, token, share)
            for token, share in zip(tokens, shares, strict=True)
        ]
        rows = [job.result() for job in jobs]
        seconds = time.monotonic() - started
    matches = [
        match
        for token, of_user in zip(tokens, rows, strict=True)
        for match in _stored_matches(url, token, of_user)
    ]
    return Throughput(files=len(files), seconds=seconds, matches=matches)


def _single(client: httpx.Client, file: Path) -> Single:
    started = time.monotonic()
    upload_id = _send(client, [file])
    answered = time.monotonic()
    (row,) = _wait(client, upload_id, poll_seconds=_SINGLE_POLL_SECONDS)
    stored = time.monotonic()
    return Single(stored - started, answered - started, is_stored=row["status"] == _STORED)


def _upload(url: str, token: str, files: Sequence[Path]) -> list[dict[str, Any]]:
    with _client(url, token) as client:
        batches = [
            _send(client, files[start : start + _BATCH_FILES])
            for start in range(0, len(files), _BATCH_FILES)
        ]
        return [
            row for batch in batches for row in _wait(client, batch, poll_seconds=_POLL_SECONDS)
        ]


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


def _wait(client: httpx.Client, upload_id: str, *, poll_seconds: float) -> list[dict[str, Any]]:
    while True:
        response = client.get(f"/api/v1/uploads/batches/{upload_id}")
        response.raise_for_status()
        rows: list[dict[str, Any]] = response.json()["files"]
        if not any(row["status"] in _OPEN for row in rows):
            return rows
        time.sleep(poll_seconds)


def _stored_matches(url: str, token: str, rows: Sequence[dict[str, Any]]) -> list[Match]:
    """What the service now knows of the files that were stored."""
    with _client(url, token) as client:
        return [_match(client, row["replay_id"]) for row in rows if row["status"] == _STORED]


def _match(client: httpx.Client, replay_id: str) -> Match:
    response = client.get(f"/api/v1/replays/{replay_id}")
    response.raise_for_status()
    found = response.json()
    is_whole = not found["is_header_only"]
    seconds = found["duration_seconds"] if is_whole else None
    return Match(replay_id, players=len(found["players"]), duration_seconds=seconds or 0.0)
