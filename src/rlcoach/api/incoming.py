"""The folder for files of requests under way: one for each process, and gone with it."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def incoming_folder(base: Path) -> Iterator[Path]:
    """Makes a folder of this process, and removes those of processes that were killed.

    Each process holds a lock on its own, which ends with it, however it ends.
    """
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    # So that no other process finds a folder that is made and not locked yet.
    with _locked(base):
        for leftover in base.iterdir():
            with suppress(OSError), _locked(leftover, wait=False):
                shutil.rmtree(leftover)
        folder = Path(tempfile.mkdtemp(dir=base))
        held = os.open(folder, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


@contextmanager
def _locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Holds the lock of a folder.

    Raises:
        BlockingIOError: another process holds it, and is not to be waited for.
    """
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(opened)
