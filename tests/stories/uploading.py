"""Users who upload, and do not give up before they are answered."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.db.models import UploadedReplay, UploadStatus
from rlcoach.db.unit_of_work import create_sessions

SETTLE_SECONDS = 60.0
_MOST_IN_A_BATCH = 7
_PAUSE_SECONDS = 0.3
_TIMEOUT_SECONDS = 30.0
_TAKEN = ("accepted", "duplicate")
_OPEN = (UploadStatus.PENDING, UploadStatus.PROCESSING)


@dataclass
class Uploader:
    """One user with his files."""

    user_id: UUID
    token: str
    files: Sequence[bytes]
    answered: dict[str, UUID] = field(default_factory=dict)
    """What was answered with 2xx: row by SHA-256."""
    refused: list[Any] = field(default_factory=list)
    """Files that were answered with something else than they deserved."""

    async def upload_all(
        self,
        url: str,
        *,
        go_on: Callable[[float], Awaitable[None]],
        pause_seconds: float,
        dice: random.Random,
    ) -> None:
        """Sends everything, a few files at a time; the same again where no answer comes.

        `go_on` is awaited before each batch, with the share of the files sent so far; before the
        last one with 1.
        """
        async with httpx.AsyncClient(
            base_url=url,
            timeout=_TIMEOUT_SECONDS,
            headers={"Authorization": f"Bearer {self.token}"},
            trust_env=False,
        ) as client:
            left = list(self.files)
            while left:
                share = 1 - len(left) / len(self.files)
                size = dice.randint(1, _MOST_IN_A_BATCH)
                batch, left = left[:size], left[size:]
                await go_on(share if left else 1.0)
                await asyncio.sleep(dice.uniform(0, 2 * pause_seconds))
                await self._send(client, batch)

    async def _send(self, client: httpx.AsyncClient, batch: Sequence[bytes]) -> None:
        parts = [("files", (f"{number}.replay", data)) for number, data in enumerate(batch)]
        while True:
            try:
                response = await client.post("/api/v1/replays/upload", files=parts)
            except httpx.TransportError:
                await asyncio.sleep(_PAUSE_SECONDS)
                continue
            if response.is_success:
                break
            if response.status_code < 500:
                raise RuntimeError(f"{response.status_code}: {response.text}")
            await asyncio.sleep(_PAUSE_SECONDS)
        for data, answer in zip(batch, response.json()["files"], strict=True):
            if answer["status"] in _TAKEN:
                self.answered[sha256(data).hexdigest()] = UUID(answer["id"])
            else:
                self.refused.append(answer)


async def settled(engine: AsyncEngine, last_kill: float) -> float:
    """Waits until no file is open any more; returns how long after the last kill that was.

    Raises:
        TimeoutError: longer than anybody should wait.
    """
    open_files = (
        select(func.count()).select_from(UploadedReplay).where(UploadedReplay.status.in_(_OPEN))
    )
    while True:
        left = None
        try:
            async with create_sessions(engine)() as db:
                left = await db.scalar(open_files)
        except Exception as error:  # noqa: BLE001 - the database may just be coming back
            print(f"asked in vain: {error!r}")
        seconds = time.monotonic() - last_kill
        if seconds > SETTLE_SECONDS:
            raise TimeoutError(f"{left} files are still open {seconds:.1f} s after the last kill")
        if left == 0:
            return seconds
        await asyncio.sleep(0.2)
