"""Objects named by what is in them, compressed, and checked whenever they are read.

    >>> stored = await hot.put(ObjectKind.REPORT, report_json)
    >>> await hot.get(stored.key)

The key is made of the SHA-256 of the content: the same content has the same key, in hot and in cold
storage, and storing it twice changes nothing. The compression is gzip, which a browser can be
handed as it is.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

from rlcoach.core.metrics import STORAGE_SECONDS
from rlcoach.storage.errors import ObjectCorrupt
from rlcoach.storage.store import ObjectStat, ObjectStore

_MAX_CONTENT_BYTES = 256 * 1024 * 1024
"""Nothing stored is larger; what claims to be is damaged, or a trap."""
_KEY = re.compile(r"(?P<kind>[a-z]+)/(?P<start>[0-9a-f]{2})/(?P<digest>(?P=start)[0-9a-f]{62})\.gz")
_GZIP = 16 + zlib.MAX_WBITS


class ObjectKind(StrEnum):
    """What an object holds."""

    REPLAY = "replays"
    REPORT = "reports"
    FRAMES = "frames"


_LEVELS = {ObjectKind.REPLAY: 4, ObjectKind.REPORT: 4, ObjectKind.FRAMES: 1}
"""A replay shrinks by 16 % and a report to a quarter; more takes longer and gains 1 or 2 %. Frames,
the largest, would gain 5 % for three times the work."""


@dataclass(frozen=True)
class StoredObject:
    """What was stored."""

    key: str
    sha256: str
    """Of the content, not of the compressed bytes."""
    size_bytes: int
    """Of the content."""
    stored_bytes: int
    """What it takes in storage."""


def key_of(kind: ObjectKind, sha256: str) -> str:
    """The key of a content."""
    return f"{kind.value}/{sha256[:2]}/{sha256}.gz"


class ContentStore:
    """A storage, seen as contents."""

    def __init__(self, name: str, store: ObjectStore) -> None:
        self.name = name
        """`hot` or `cold`, for metrics."""
        self._store = store

    async def put(self, kind: ObjectKind, content: bytes) -> StoredObject:
        """Stores a content. When this returns, it is kept."""
        digest, compressed = await asyncio.to_thread(_compress, content, _LEVELS[kind])
        key = key_of(kind, digest)
        async with self._timed("put"):
            await self._store.put(key, compressed)
        return StoredObject(key, digest, len(content), len(compressed))

    async def get(self, key: str) -> bytes:
        """Reads a content.

        Raises:
            ObjectMissing: it is not there.
            ObjectCorrupt: what is there is something else.
            StorageUnavailable: the storage does not answer.
        """
        return await asyncio.to_thread(_content, key, await self._read(key))

    async def get_compressed(self, key: str) -> bytes:
        """Reads a content as gzip, for who can take that. Raises what `get` does."""
        compressed = await self._read(key)
        await asyncio.to_thread(_content, key, compressed)
        return compressed

    async def stat(self, key: str) -> ObjectStat | None:
        """Compressed size and time of an object; None where there is none."""
        return await self._store.stat(key)

    async def exists(self, key: str) -> bool:
        """Whether there is such an object."""
        return await self._store.stat(key) is not None

    async def delete(self, key: str) -> None:
        """Takes an object away. It need not be there."""
        async with self._timed("delete"):
            await self._store.delete(key)

    async def copy_to(self, target: ContentStore, key: str) -> None:
        """Copies an object and reads it back from where it is now: then this one may be deleted.

        Raises:
            ObjectMissing: it is not here.
            ObjectCorrupt: it was damaged here, or did not arrive as it is.
            StorageUnavailable: one of the two does not answer.
        """
        compressed = await self.get_compressed(key)
        async with target._timed("put"):
            await target._store.put(key, compressed)
        await target.get(key)

    async def _read(self, key: str) -> bytes:
        async with self._timed("get"):
            return await self._store.get(key)

    @asynccontextmanager
    async def _timed(self, operation: str) -> AsyncIterator[None]:
        started = monotonic()
        try:
            yield
        finally:
            seconds = monotonic() - started
            STORAGE_SECONDS.labels(store=self.name, operation=operation).observe(seconds)


def _compress(content: bytes, level: int) -> tuple[str, bytes]:
    # Without the time: the same content has to give the same bytes.
    return hashlib.sha256(content).hexdigest(), gzip.compress(content, level, mtime=0)


def _content(key: str, compressed: bytes) -> bytes:
    matched = _KEY.fullmatch(key)
    if matched is None:
        raise ValueError(f"no key of a content: {key!r}")
    unpacker = zlib.decompressobj(_GZIP)
    try:
        content = unpacker.decompress(compressed, _MAX_CONTENT_BYTES)
    except zlib.error as error:
        raise ObjectCorrupt(key, str(error)) from error
    if not unpacker.eof or unpacker.unused_data:
        raise ObjectCorrupt(key, "its end is not where it should be")
    if hashlib.sha256(content).hexdigest() != matched["digest"]:
        raise ObjectCorrupt(key, "its checksum is another")
    return content
