"""What a supervised program is, and how one is started."""

from __future__ import annotations

import os
import re
import signal
import socket
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from rlcoach.host import child_start
from rlcoach.host.accounts import Account

LOOPBACK = "127.0.0.1"
_HTTP_TIMEOUT_SECONDS = 2.0

Readiness = Callable[[int], bool]
"""Whether the process with this id does its work yet; may block for a few seconds."""


def lives(_: int) -> bool:
    """Ready as soon as it has been started."""
    return True


@dataclass(frozen=True)
class Service:
    """One program to keep running."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    is_ready: Readiness = lives
    ready_line: re.Pattern[str] | None = None
    """If set, it is ready when it says this, and `is_ready` is asked after that."""
    after: tuple[str, ...] = ()
    """Services that must be ready before this one starts, and that stop after it."""
    port: int | None = None
    account: Account | None = None
    folder: Path = Path("/")
    before_start: Callable[[], None] = lambda: None
    """Runs before each start, also before a restart."""
    start_timeout_seconds: float | None = 120.0
    """How long it may take to be ready; None for as long as it lives."""
    stop_signal: signal.Signals = signal.SIGTERM
    stop_grace_seconds: float = 10.0
    orphan_signal: signal.Signals = signal.SIGKILL
    """What the kernel sends when the parent has died (Linux)."""
    is_once: bool = False
    """Runs to its end and is then "ready"; what comes after it waits for a good end."""
    is_aside: bool = False
    """Nobody waits for it, its end, good or bad, changes nothing, and the state leaves it out."""


def command_line(service: Service) -> list[str]:
    """What to start, in a session of its own, with the environment of the service and no other.

    The child's life hangs on the *thread* that starts it: use the main one.
    """
    account = service.account
    return [
        *child_start.arguments(
            orphan_signal=service.orphan_signal,
            ids=None if account is None else (account.uid, account.gid),
            folder=str(service.folder),
        ),
        *service.command,
    ]


def server_environment() -> dict[str, str]:
    """For PostgreSQL and Redis: none of our variables, as PGPORT or a locale would change them."""
    # The Python that starts them may need this one to find its own library.
    inherited = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return {"PATH": os.defpath, "LC_ALL": "C", **inherited}


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address."""
    with socket.socket() as probe:
        # As servers do: a connection that has just ended does not keep a port taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def choose_port(usual: int = 0) -> int:
    """The usual port where it is free, else one that the system picks."""
    if usual and is_free(usual):
        return usual
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def answers_http(url: str) -> Readiness:
    """Ready as soon as the address answers with a status of success."""
    # A proxy that is set for the outside has no business here.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def is_ready(_: int) -> bool:
        try:
            with opener.open(url, timeout=_HTTP_TIMEOUT_SECONDS):
                return True
        except (OSError, HTTPException):
            return False

    return is_ready
