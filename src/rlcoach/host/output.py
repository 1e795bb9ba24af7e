"""What services say: through a pipe of ours, line by line."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable

_LONGEST_LINE_BYTES = 16_384
_LAST_WORDS_SECONDS = 1.0


@contextlib.asynccontextmanager
async def output_pipe(take: Callable[[str], None]) -> AsyncIterator[int]:
    """A pipe whose lines go to `take`; gives the end to write to.

    Not asyncio's own: there the end of a process is noticed only when its pipe is closed, and a
    grandchild may keep that open for ever.
    """
    read_fd, write_fd = os.pipe()
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(read_fd, "rb")
    )
    reading = asyncio.create_task(_forward(reader, take))
    try:
        yield write_fd
    finally:
        os.close(write_fd)
        await asyncio.wait([reading], timeout=_LAST_WORDS_SECONDS)
        reading.cancel()
        transport.close()


async def _forward(reader: asyncio.StreamReader, take: Callable[[str], None]) -> None:
    """Reads to the end; a line that is too long is cut into pieces."""
    pending = b""
    while data := await reader.read(_LONGEST_LINE_BYTES):
        *lines, pending = (pending + data).split(b"\n")
        if len(pending) >= _LONGEST_LINE_BYTES:
            lines.append(pending)
            pending = b""
        for line in lines:
            take(line.decode(errors="replace").rstrip())
    if pending:
        take(pending.decode(errors="replace").rstrip())
