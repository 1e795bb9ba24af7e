"""Files out of a multipart body, written to disk while they come in.

The framework's own parser takes the body before anybody has asked who sends it, and lets the
largest file through to the end. This one runs within the handler, keeps at most a few hundred
kilobytes in memory, and stops writing a file that is too large.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from rlcoach.core.logging import get_logger
from rlcoach.services.uploads.admission import check_disk
from rlcoach.services.uploads.disk import DiskWatch
from rlcoach.services.uploads.errors import (
    UploadDiskFull,
    UploadMalformed,
    UploadTooLarge,
    UploadTooSlow,
)
from rlcoach.services.uploads.incoming import ReceivedFile, shown_filename
from rlcoach.services.uploads.limits import (
    MAX_BATCH_FILES,
    MAX_FILE_BYTES,
    MAX_SILENCE_SECONDS,
    MIN_BYTES_PER_SECOND,
)

log = get_logger(__name__)

FIELD = "files"
_MAX_PARTS = 2 * MAX_BATCH_FILES
MAX_BODY_BYTES = MAX_BATCH_FILES * (MAX_FILE_BYTES + 8192)
_MAX_BOUNDARY_BYTES = 70
"""RFC 2046, section 5.1.1."""
_PIECE_BYTES = 256 * 1024
"""What is handed to the writing thread at once."""
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


async def receive_files(request: Request, folder: Path, disk: DiskWatch) -> list[ReceivedFile]:
    """The files of a request, in the order sent, written to a folder.

    Raises:
        UploadMalformed: the body is not multipart, ends early, or holds no file.
        UploadTooLarge: there are too many files, or too many bytes.
        UploadTooSlow: nothing comes any more, or next to nothing.
        UploadDiskFull: the disk has filled meanwhile.
    """
    receiver = _Receiver(_boundary(request), folder)
    try:
        async for piece in _pieces(request):
            # Parsing, hashing and writing block, and together take longer than the network.
            await asyncio.to_thread(receiver.feed, piece)
            check_disk(disk)
    except FormParserError as error:
        raise UploadMalformed from error
    except ClientDisconnect as error:
        raise UploadMalformed("The upload was broken off.") from error
    except OSError as error:
        if error.errno not in _DISK_FULL:
            raise
        log.warning("disk_full_while_receiving", reason=error.strerror)
        raise UploadDiskFull from error
    finally:
        receiver.close()
    if not receiver.is_complete or not receiver.files:
        raise UploadMalformed
    return receiver.files


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("Content-Type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 1 <= len(boundary) <= _MAX_BOUNDARY_BYTES:
        raise UploadMalformed
    return boundary


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    announced = request.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > MAX_BODY_BYTES:
        raise UploadTooLarge
    waiting = bytearray()
    total = 0
    async for chunk in _chunks(request):
        total += len(chunk)
        if total > MAX_BODY_BYTES:
            raise UploadTooLarge
        waiting += chunk
        if len(waiting) >= _PIECE_BYTES:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    """A body, for as long as it comes at all, and not too slowly."""
    stream = request.stream()
    waited_seconds = 0.0  # For the sender alone: what is done with a chunk is not his time.
    total = 0
    while True:
        slowest = MAX_SILENCE_SECONDS + total / MIN_BYTES_PER_SECOND
        asked = monotonic()
        try:
            async with asyncio.timeout(min(MAX_SILENCE_SECONDS, slowest - waited_seconds)):
                chunk = await anext(stream, None)
        except TimeoutError as error:
            raise UploadTooSlow from error
        waited_seconds += monotonic() - asked
        if chunk is None:
            return
        total += len(chunk)
        yield chunk


class _Receiver:
    """Takes a body apart; blocks, and is used by one thread at a time."""

    def __init__(self, boundary: bytes, folder: Path) -> None:
        self.files: list[ReceivedFile] = []
        self.is_complete = False
        self._folder = folder
        self._parts = 0
        self._header_name = bytearray()
        self._header_value = bytearray()
        self._disposition = b""
        self._file: _FileBeingWritten | None = None
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin_part,
                "on_header_field": self._header_field,
                "on_header_value": self._take_header_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._end_headers,
                "on_part_data": self._part_data,
                "on_part_end": self._end_part,
                "on_end": self._end,
            },
        )

    def feed(self, piece: bytes) -> None:
        """Takes the next bytes of the body."""
        self._parser.write(piece)

    def close(self) -> None:
        """Closes what is open, and is thrown away: whether the rest of it fits does not matter."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()

    def _begin_part(self) -> None:
        self._parts += 1
        if self._parts > _MAX_PARTS:
            raise UploadTooLarge
        self._disposition = b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _take_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            self._disposition = bytes(self._header_value)
        self._header_name.clear()
        self._header_value.clear()

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        filename = options.get(b"filename")
        if filename is None:
            return  # a plain field of a form, which nobody needs
        if options.get(b"name") != FIELD.encode():
            raise UploadMalformed
        if len(self.files) >= MAX_BATCH_FILES:
            raise UploadTooLarge
        path = self._folder / f"{len(self.files):02d}"
        name = shown_filename(filename.decode("utf-8", "replace"))
        self._file = _FileBeingWritten(path, name)

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._file.write(memoryview(data)[start:end])

    def _end_part(self) -> None:
        if self._file is not None:
            self.files.append(self._file.finish())
            self._file = None

    def _end(self) -> None:
        self.is_complete = True


class _FileBeingWritten:
    def __init__(self, path: Path, filename: str) -> None:
        self._path = path
        self._filename = filename
        self._output: BinaryIO = path.open("wb")
        self._hash = hashlib.sha256()
        self._size_bytes = 0
        self._is_too_large = False

    def write(self, data: memoryview) -> None:
        self._size_bytes += len(data)
        if self._size_bytes > MAX_FILE_BYTES:
            if not self._is_too_large:
                self._is_too_large = True
                self._output.truncate(0)
            return
        self._hash.update(data)
        self._output.write(data)

    def finish(self) -> ReceivedFile:
        self.close()
        return ReceivedFile(
            filename=self._filename,
            path=self._path,
            size_bytes=self._size_bytes,
            sha256=self._hash.hexdigest(),
            is_too_large=self._is_too_large,
        )

    def close(self) -> None:
        self._output.close()
