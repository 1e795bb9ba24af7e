"""Files: complete or not there, whatever happens to who writes them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rlcoach.storage.local import LocalStore

OBJECT_BYTES = 3_000_000
WRITE_FOR_EVER = f"""
import asyncio, sys
from pathlib import Path
from rlcoach.storage.local import LocalStore

async def write():
    store = LocalStore(Path(sys.argv[1]))
    for n in range(100_000):
        await store.put(f"replays/00/{{n % 5}}.gz", bytes([n % 256]) * {OBJECT_BYTES})
        print(n, flush=True)

asyncio.run(write())
"""


def files_below(folder: Path) -> list[Path]:
    """The objects."""
    return sorted((folder / "replays").rglob("*.gz"))


class TestPut:
    def test_who_is_killed_leaves_whole_objects(self, tmp_path: Path) -> None:
        for delay_seconds in (0.0, 0.003, 0.006):
            with subprocess.Popen(
                [sys.executable, "-c", WRITE_FOR_EVER, str(tmp_path)], stdout=subprocess.PIPE
            ) as writer:
                assert writer.stdout is not None
                for _ in range(7):
                    writer.stdout.readline()
                time.sleep(delay_seconds)
                writer.send_signal(signal.SIGKILL)
        files = files_below(tmp_path)
        assert len(files) == 5
        for file in files:
            content = file.read_bytes()
            assert len(content) == OBJECT_BYTES
            assert len(set(content)) == 1

    async def test_a_power_cut_afterwards_takes_no_name_away(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        synced: set[Path] = set()
        fsync = os.fsync

        def remember(descriptor: int) -> None:
            synced.add(Path(f"/proc/self/fd/{descriptor}").readlink())
            fsync(descriptor)

        monkeypatch.setattr(os, "fsync", remember)
        await LocalStore(tmp_path / "hot").put("replays/ab/abc.gz", b"bytes")
        folders = {
            tmp_path,
            tmp_path / "hot",
            tmp_path / "hot/replays",
            tmp_path / "hot/replays/ab",
        }
        assert folders <= synced

    async def test_only_the_owner_may_read(self, tmp_path: Path) -> None:
        await LocalStore(tmp_path / "objects").put("reports/aa/a.gz", b"1")
        path = tmp_path / "objects" / "reports" / "aa" / "a.gz"
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700

    async def test_nothing_else_is_left(self, tmp_path: Path) -> None:
        store = LocalStore(tmp_path)
        await store.put("reports/aa/a.gz", b"1")
        await store.put("reports/aa/a.gz", b"2")
        await store.delete("reports/aa/a.gz")
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


class TestPrepare:
    def test_removes_what_was_left_long_ago_and_nothing_else(self, tmp_path: Path) -> None:
        store = LocalStore(tmp_path)
        store.prepare()
        incoming = next(path for path in tmp_path.iterdir() if path.is_dir())
        (incoming / "old").write_bytes(b"1")
        (incoming / "new").write_bytes(b"1")
        two_days_ago = time.time() - 2 * 24 * 3600
        os.utime(incoming / "old", (two_days_ago, two_days_ago))
        store.prepare()
        assert [path.name for path in incoming.iterdir()] == ["new"]
