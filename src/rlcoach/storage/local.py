"""Objects as files below a folder."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from rlcoach.storage.errors import ObjectMissing, StorageUnavailable
from rlcoach.storage.store import ObjectStat, checked_key

_INCOMING = ".incoming"
_LEFTOVER_SECONDS = 24 * 3600


class LocalStore:
    """Files that appear under their name only when they are complete and on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> None:
        """Makes the folder, and removes what writers that were killed left in it.

        Raises:
            StorageUnavailable: the folder cannot be made or written to.
        """
        with _told():
            incoming = self._folder / _INCOMING
            incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
            for leftover in incoming.iterdir():
                with contextlib.suppress(FileNotFoundError):
                    if time.time() - leftover.stat().st_mtime > _LEFTOVER_SECONDS:
                        leftover.unlink()

    async def put(self, key: str, data: bytes) -> None:
        """Writes a file."""
        await asyncio.to_thread(self._put, self._path(key), data)

    async def get(self, key: str) -> bytes:
        """Reads a file."""
        return await asyncio.to_thread(self._get, self._path(key), key)

    async def stat(self, key: str) -> ObjectStat | None:
        """Size and time of a file."""
        return await asyncio.to_thread(self._stat, self._path(key))

    async def delete(self, key: str) -> None:
        """Removes a file."""
        await asyncio.to_thread(self._delete, self._path(key))

    def _path(self, key: str) -> Path:
        return self._folder / checked_key(key)

    def _put(self, path: Path, data: bytes) -> None:
        unfinished = self._folder / _INCOMING / uuid4().hex
        with _told():
            _make_folder(unfinished.parent)
            _make_folder(path.parent)
            try:
                with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(path)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
            _make_names_last(path.parent)

    def _get(self, path: Path, key: str) -> bytes:
        with _told():
            try:
                return path.read_bytes()
            except FileNotFoundError:
                raise ObjectMissing(key) from None

    def _stat(self, path: Path) -> ObjectStat | None:
        with _told():
            try:
                found = path.stat()
            except FileNotFoundError:
                return None
            return ObjectStat(found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def _delete(self, path: Path) -> None:
        with _told():
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turns an error of the system into one of storage: a full disk, missing rights."""
    try:
        yield
    except OSError as error:
        raise StorageUnavailable(details={"reason": error.strerror or str(error)}) from error


def _make_folder(folder: Path) -> None:
    """Makes a folder and what is missing above it; the names are on the disk when it returns."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for made in missing:
        _make_names_last(made.parent)


def _make_names_last(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
