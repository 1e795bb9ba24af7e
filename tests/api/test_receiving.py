"""Reading an upload takes bounded time, disk and patience, whatever its sender does."""

import asyncio
import errno
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from fastapi import Request
from starlette.types import Message

from rlcoach.api import multipart
from rlcoach.api.incoming import incoming_folder
from rlcoach.api.multipart import receive_files
from rlcoach.services.uploads import limits
from rlcoach.services.uploads.disk import DiskWatch
from rlcoach.services.uploads.errors import UploadDiskFull, UploadTooSlow
from rlcoach.services.uploads.limits import MAX_FILE_BYTES
from tests.fixtures.api import SetDisk

_HEAD = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.replay"\r\n\r\n'
_END = b"\r\n--x--\r\n"
_PIECE = bytes(256 * 1024)


class Sender:
    """Sends a body: bytes, and pauses of so many seconds between them."""

    def __init__(self, *sent: bytes | float) -> None:
        self._left = self._messages(sent)

    def request(self) -> Request:
        """The request it belongs to."""
        headers = [(b"content-type", b"multipart/form-data; boundary=x")]
        scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
        return Request(scope, self._receive)

    async def _receive(self) -> Message:
        return await anext(self._left)

    async def _messages(self, sent: Sequence[bytes | float]) -> AsyncIterator[Message]:
        for each in sent:
            if isinstance(each, bytes):
                yield {"type": "http.request", "body": each, "more_body": True}
            else:
                await asyncio.sleep(each)
        yield {"type": "http.request", "body": b"", "more_body": False}


@pytest.fixture
def disk() -> SetDisk:
    """A disk with room."""
    return SetDisk()


@pytest.fixture
def watch(disk: SetDisk) -> DiskWatch:
    """Looks at it."""
    return DiskWatch(disk)


class TestPatience:
    def test_lasts_thirty_seconds_and_sixteen_kilobytes_a_second(self) -> None:
        assert limits.MAX_SILENCE_SECONDS == 30
        assert limits.MIN_BYTES_PER_SECOND == 16 * 1024

    async def test_ends_with_a_sender_who_has_fallen_silent(
        self, tmp_path: Path, watch: DiskWatch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """However much he has sent before."""
        monkeypatch.setattr(multipart, "MAX_SILENCE_SECONDS", 0.2)
        sender = Sender(_HEAD, *[_PIECE] * 20, 60.0, _END)
        async with asyncio.timeout(10):
            with pytest.raises(UploadTooSlow):
                await receive_files(sender.request(), tmp_path, watch)

    async def test_ends_with_a_sender_who_sends_next_to_nothing(
        self, tmp_path: Path, watch: DiskWatch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(multipart, "MAX_SILENCE_SECONDS", 0.2)
        drops: list[bytes | float] = [b"x", 0.05] * 1000
        async with asyncio.timeout(10):
            with pytest.raises(UploadTooSlow):
                await receive_files(Sender(_HEAD, *drops, _END).request(), tmp_path, watch)

    async def test_is_long_enough_for_a_slow_line(
        self, tmp_path: Path, watch: DiskWatch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The whole may take longer than any silence."""
        monkeypatch.setattr(multipart, "MAX_SILENCE_SECONDS", 1.0)
        slow: list[bytes | float] = [bytes(64 * 1024), 0.1] * 13
        files = await receive_files(Sender(_HEAD, *slow, _END).request(), tmp_path, watch)
        assert [file.size_bytes for file in files] == [13 * 64 * 1024]


class TestDisk:
    async def test_that_fills_while_files_come_in_takes_no_more(
        self, tmp_path: Path, disk: SetDisk, watch: DiskWatch
    ) -> None:
        read = 0

        class Filling(Sender):
            async def _receive(self) -> Message:
                nonlocal read
                message = await super()._receive()
                read += len(message["body"])
                disk.used_share = 0.5 if read < 1_000_000 else 0.95
                return message

        sender = Filling(_HEAD, *[_PIECE] * 30, _END)
        with pytest.raises(UploadDiskFull) as refusal:
            await receive_files(sender.request(), tmp_path, watch)
        assert read < 2_000_000
        assert refusal.value.retry_after_seconds == 600

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
    async def test_that_is_full_to_the_last_byte_is_told_as_such(
        self, tmp_path: Path, watch: DiskWatch, monkeypatch: pytest.MonkeyPatch, number: int
    ) -> None:
        monkeypatch.setattr(Path, "open", lambda *_: FullFile(number))
        sender = Sender(_HEAD, *[_PIECE] * 2, _END)
        with pytest.raises(UploadDiskFull):
            await receive_files(sender.request(), tmp_path, watch)

    async def test_that_fails_otherwise_is_a_fault(
        self, tmp_path: Path, watch: DiskWatch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Path, "open", lambda *_: FullFile(errno.EIO))
        with pytest.raises(OSError, match="Input/output"):
            await receive_files(Sender(_HEAD, _PIECE, _END).request(), tmp_path, watch)

    async def test_holds_nothing_of_a_file_that_is_too_large(
        self, tmp_path: Path, watch: DiskWatch
    ) -> None:
        sender = Sender(_HEAD, bytes(MAX_FILE_BYTES), b"1", _PIECE, _END)
        (file,) = await receive_files(sender.request(), tmp_path, watch)
        assert file.is_too_large
        assert file.path.stat().st_size == 0


class FullFile:
    """A file on a disk that takes nothing."""

    def __init__(self, number: int) -> None:
        self._number = number

    def write(self, _: bytes) -> None:
        """Fails, as the system does."""
        raise OSError(self._number, "Input/output")

    def close(self) -> None:
        """Fails too: what was not written yet cannot be."""
        raise OSError(self._number, "Input/output")


class TestIncomingFolder:
    def test_is_gone_with_its_process(self, tmp_path: Path) -> None:
        with incoming_folder(tmp_path / "incoming") as folder:
            (folder / "file").write_bytes(b"1")
        assert list((tmp_path / "incoming").iterdir()) == []

    def test_of_a_process_that_runs_is_left_alone(self, tmp_path: Path) -> None:
        with incoming_folder(tmp_path) as one, incoming_folder(tmp_path) as other:
            assert one != other
            assert sorted(tmp_path.iterdir()) == sorted([one, other])

    def test_of_a_process_that_is_gone_is_removed(self, tmp_path: Path) -> None:
        (tmp_path / "left" / "request").mkdir(parents=True)
        (tmp_path / "left" / "request" / "00").write_bytes(b"1")
        with incoming_folder(tmp_path) as folder:
            assert list(tmp_path.iterdir()) == [folder]
