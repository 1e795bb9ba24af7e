"""The product in a folder of its own, started and asked as its users do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_READY = re.compile(r"\| ready in [\d.]+ s: (?P<url>http://\S+)")
_START_SECONDS = 300.0
_STOP_SECONDS = 90.0


@dataclass(frozen=True)
class Product:
    """A running one."""

    url: str
    environment: dict[str, str]

    def command(self, *arguments: str) -> str:
        """What `rlcoach` says to a command."""
        done = subprocess.run(
            [sys.executable, "-m", "rlcoach", *arguments],
            env=self.environment,
            cwd="/",
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def new_token(self, user: str) -> str:
        """Makes a user, and a token to upload with."""
        self.command("user", "add", user)
        return self.command("token", "create", "--user", user)


@contextmanager
def running_product(workers: int) -> Iterator[Product]:
    """Starts it on an empty folder, and leaves nothing of it behind."""
    folder = Path(tempfile.mkdtemp(prefix="rlcoach-benchmark-"))
    folder.chmod(0o711)  # As root the servers run as somebody else, who has to get through.
    environment = {
        **{name: value for name, value in os.environ.items() if not _is_setting(name)},
        "RLCOACH_DATA_DIR": str(folder / "data"),
        "RLCOACH_WORKERS": str(workers),
        "RLCOACH_LOG_LEVEL": "warning",
    }
    log = folder / "benchmark.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "rlcoach", "up"],
            env=environment,
            cwd=folder,  # Where no settings of the one who measures are.
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Product(_url(process, log), environment)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        finally:
            process.kill()
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)


def _is_setting(name: str) -> bool:
    return name in ("DATABASE_URL", "REDIS_URL") or name.startswith(("RLCOACH_", "BACKBLAZE_"))


def _url(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := _READY.search(log.read_text(errors="replace")):
            return found["url"]
        time.sleep(0.1)
    raise RuntimeError(f"the product did not start:\n{log.read_text(errors='replace')}")
