"""Redis as a plain child process, in a folder of its own; loopback alone, with a password."""

from __future__ import annotations

import json
import signal
import socket
from dataclasses import dataclass, field
from pathlib import Path

from rlcoach.host.accounts import Account, give, own_folder
from rlcoach.host.service import LOOPBACK, Service, server_environment

REDIS_PORT = 63799
_TIMEOUT_SECONDS = 2.0
_NO_KILL_SECONDS = 10.0


@dataclass(frozen=True)
class Redis:
    """A server, running or not."""

    folder: Path
    port: int
    password: str = field(repr=False)
    program: Path
    """The file `redis-server`."""
    account: Account | None
    is_durable: bool = True
    """Whether data outlives the process; at most the last second is lost."""

    @property
    def url(self) -> str:
        """The address with the password."""
        return redis_url(self.port, self.password)

    def prepare(self) -> None:
        """Writes its settings; the password must not be seen in the list of processes.

        Raises:
            FolderUnreachable: the account cannot get to the folder.
        """
        own_folder(self.folder, self.account)
        self._settings_file.touch(mode=0o600)
        give(self._settings_file, self.account)
        self._settings_file.write_text(
            f"bind {LOOPBACK}\n"
            f"port {self.port}\n"
            f"requirepass {self.password}\n"
            f"dir {json.dumps(str(self.folder), ensure_ascii=False)}\n"
            f"appendonly {'yes' if self.is_durable else 'no'}\n"
            "appendfsync everysec\n"
            # The append-only file has it all. A last snapshot that fails would keep it from ending.
            'save ""\n'
            "maxmemory-policy noeviction\n"
            "daemonize no\n"
        )

    def service(self) -> Service:
        """How to run it. `prepare` comes first, once."""
        return Service(
            name="redis",
            command=(str(self.program), str(self._settings_file)),
            environment=server_environment(),
            is_ready=self._is_ready,
            port=self.port,
            account=self.account,
            start_timeout_seconds=None,  # It reads its whole file first.
            stop_grace_seconds=_NO_KILL_SECONDS,
            orphan_signal=signal.SIGTERM if self.is_durable else signal.SIGKILL,
        )

    @property
    def _settings_file(self) -> Path:
        """Beside the folder: root must not write where the account could put a link."""
        return self.folder.with_name("redis.conf")

    def _is_ready(self, _: int) -> bool:
        return self.ask("PING") == "+PONG"

    def ask(self, command: str) -> str | None:
        """The first line of the answer to a command; None where there is none.

        By hand, as a client's connection pool would be more than a readiness check needs.
        """
        try:
            with socket.create_connection((LOOPBACK, self.port), _TIMEOUT_SECONDS) as connection:
                connection.sendall(f"AUTH {self.password}\r\n{command}\r\nQUIT\r\n".encode())
                with connection.makefile("r", encoding="utf-8", newline="\r\n") as answers:
                    answers.readline()
                    return answers.readline().strip() or None
        except OSError:
            return None


def redis_url(port: int, password: str) -> str:
    """The address of a server of ours."""
    return f"redis://:{password}@{LOOPBACK}:{port}/0"
