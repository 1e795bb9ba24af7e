"""What every storage can do: keep bytes under a key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


@dataclass(frozen=True)
class ObjectStat:
    """What can be known of an object without reading it."""

    size_bytes: int
    modified_at: datetime


class ObjectStore(Protocol):
    """A folder, or a bucket. Each call is complete when it returns, or has changed nothing.

    All raise `StorageUnavailable` when the storage does not answer.
    """

    async def put(self, key: str, data: bytes) -> None:
        """Stores bytes, in place of any that are there. A reader sees the old or the new ones."""

    async def get(self, key: str) -> bytes:
        """Reads bytes.

        Raises:
            ObjectMissing: there is no such object.
        """

    async def stat(self, key: str) -> ObjectStat | None:
        """What is known of an object; None where there is none."""

    async def delete(self, key: str) -> None:
        """Takes an object away. It need not be there."""


def checked_key(key: str) -> str:
    """A key, if it is one: words with slashes between them, none of which begins with a dot.

    Raises:
        ValueError: it could lead out of a folder.
    """
    if not _KEY.fullmatch(key):
        raise ValueError(f"no key of an object: {key!r}")
    return key
