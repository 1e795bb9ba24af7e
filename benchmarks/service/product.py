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

_READY = re.compile(r"\| ready in (?P<seconds>[\d.]+) s: (?P<url>http://\S+)")
_START_SECONDS = 300.0
_STOP_SECONDS = 90.0
_SCOPES = ("replays:write", "replays:read")


@dataclass(frozen=True)
class Product:
    """A running one."""

    url: str
    start_seconds: float
    """From its start until it said that it is ready."""
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
        """Makes a user, and a token to upload and read with."""
        self.command("user", "add", user)
        scopes = [word for scope in _SCOPES for word in ("--scope", scope)]
        return self.command("token", "create", "--user", user, *scopes)


@contextmanager
def new_folder() -> Iterator[Path]:
    """An empty folder for its data, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="rlcoach-benchmark-"))
    folder.chmod(0o711)  # As root the servers run as somebody else, who has to get through.
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_product(folder: Path, workers: int) -> Iterator[Product]:
    """Starts it with the settings a newcomer has, and stops it in good order."""
    environment = {
        **{name: value for name, value in os.environ.items() if not _is_setting(name)},
        "RLCOACH_DATA_DIR": str(folder / "data"),
        "RLCOACH_WORKERS": str(workers),
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
        url, start_seconds = _ready(process, log)
        yield Product(url, start_seconds, environment)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        finally:
            process.kill()
            process.wait()


def _is_setting(name: str) -> bool:
    return name in ("DATABASE_URL", "REDIS_URL") or name.startswith(("RLCOACH_", "BACKBLAZE_"))


def _ready(process: subprocess.Popen[bytes], log: Path) -> tuple[str, float]:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := _READY.search(log.read_text(errors="replace")):
            return found["url"], float(found["seconds"])
        time.sleep(0.02)
    raise RuntimeError(f"the product did not start:\n{log.read_text(errors='replace')}")
