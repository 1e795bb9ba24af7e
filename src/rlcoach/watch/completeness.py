"""Whether a file is a whole replay yet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from rlcoach.replay.container import body_fault
from rlcoach.replay.errors import ReplayError
from rlcoach.watch.queue import Signature

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
"""What a server takes at most; real replays have at most about 4 MB."""

_LATEST_NS: Final = 2**63 - 1
"""SQLite's largest number, in the year 2262; a file may say that it is of a later one."""


class FileIncomplete(Exception):
    """The file is not what it has to become, and may still be; the message says what is wrong."""


def signature_of(status: os.stat_result) -> Signature:
    """The signature of a file."""
    return Signature(size_bytes=status.st_size, mtime_ns=min(status.st_mtime_ns, _LATEST_NS))


def read_whole(path: Path, signature: Signature) -> bytes:
    """The content of a file that is complete and still has this signature.

    Complete means that the lengths in front of its two sections fit into it, and that the checksum
    of the second is right: some programs make a file as long as it will be and fill it afterwards.

    Raises:
        FileIncomplete: it is not complete, has changed, or cannot be read now.
    """
    if signature.size_bytes > MAX_FILE_BYTES:
        raise FileIncomplete(f"It is larger than {MAX_FILE_BYTES // 1024**2} MB.")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
            after = signature_of(os.fstat(file.fileno()))
    except OSError as error:
        raise FileIncomplete(f"It cannot be read: {error.strerror or error}.") from error
    if after != signature or len(data) != signature.size_bytes:
        raise FileIncomplete("It is being written.")
    try:
        fault = body_fault(data)
    except ReplayError as error:
        raise FileIncomplete(str(error)) from error
    if fault is not None:
        raise FileIncomplete(fault)
    return data
