"""What has become of files the server has taken, asked until it has looked into each."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import httpx
from pydantic import BaseModel

from rlcoach.watch.address import is_this_machine
from rlcoach.watch.token import Token

_TIMEOUT_SECONDS = 30.0
_OPEN = frozenset({"pending", "processing"})
_ANALYSED = frozenset({"completed", "duplicate"})


@dataclass(frozen=True)
class Outcome:
    """One file that is done with."""

    filename: str
    is_analysed: bool
    message: str | None
    """Why it could not be analysed, in words for a player."""


class _FileRead(BaseModel):
    status: Literal["pending", "processing", "completed", "failed", "duplicate", "rejected"]
    message: str | None = None


def await_outcomes(
    server: str,
    token: Token,
    files: Mapping[str, str],
    *,
    tell: Callable[[Outcome], None],
    poll_seconds: float = 0.5,
) -> None:
    """Tells of each file as soon as it is analysed or has failed.

    Args:
        server: An address from `address.server_address`.
        token: One that may upload.
        files: Names by the ids the server gave.
        tell: Takes each outcome.
        poll_seconds: Between two rounds of questions.

    Raises:
        httpx.HTTPError: the server does not answer as it should.
    """
    waiting = dict(files)
    with httpx.Client(
        base_url=server,
        headers={"Authorization": f"Bearer {token.secret}"},
        timeout=_TIMEOUT_SECONDS,
        trust_env=not is_this_machine(httpx.URL(server).host),
    ) as client:
        while True:
            for file_id in _done(client, tuple(waiting), waiting, tell):
                del waiting[file_id]
            if not waiting:
                return
            time.sleep(poll_seconds)


def _done(
    client: httpx.Client,
    ids: Collection[str],
    names: Mapping[str, str],
    tell: Callable[[Outcome], None],
) -> list[str]:
    done = []
    for file_id in ids:
        response = client.get(f"/api/v1/uploads/{file_id}")
        response.raise_for_status()
        read = _FileRead.model_validate_json(response.content)
        if read.status in _OPEN:
            # They are analysed about in the order sent: those behind it wait as well.
            break
        done.append(file_id)
        tell(Outcome(names[file_id], read.status in _ANALYSED, read.message))
    return done
