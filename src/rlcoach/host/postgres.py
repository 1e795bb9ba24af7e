"""PostgreSQL as a plain child process, in a folder of its own.

It listens on the loopback address alone, by TCP: the path of a Unix socket may be too long.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from rlcoach.host.accounts import Account, give, own_folder
from rlcoach.host.errors import DatabaseUnusable
from rlcoach.host.programs import postgres_version
from rlcoach.host.service import LOOPBACK, Service, server_environment

POSTGRES_PORT = 54329
USUAL_CONNECTIONS = 100
"""What a server allows that is told nothing else."""
DATABASE = "rlcoach"
_USER = "rlcoach"
_BUILTIN_LOCALE_SINCE = 17
_STATUS_LINE = 7
"""Of postmaster.pid, counted from 0: `starting`, `ready`, `stopping`. `pg_ctl` reads it as well."""
_OLD_SERVER_SECONDS = 30.0
_UNSAFE_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Postgres:
    """A server, running or not."""

    folder: Path
    """The cluster is in `data` below it."""
    port: int
    password: str = field(repr=False)
    programs: Path
    """The folder with `postgres` and `initdb`."""
    account: Account | None
    max_connections: int = USUAL_CONNECTIONS
    is_durable: bool = True
    """Whether what is committed outlives a crash; tests do without, for speed."""

    @property
    def data(self) -> Path:
        """What PostgreSQL calls PGDATA."""
        return self.folder / "data"

    def url(self, database: str = DATABASE) -> str:
        """The address with user and password."""
        return postgres_url(self.port, self.password, database)

    def service(self) -> Service:
        """How to run it. `prepare` comes first, once."""
        settings = [
            f"listen_addresses={LOOPBACK}",
            "unix_socket_directories=",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off",
            f"max_connections={self.max_connections}",
            *(() if self.is_durable else _UNSAFE_OPTIONS),
        ]
        options = [word for setting in settings for word in ("-c", setting)]
        return Service(
            name="postgres",
            command=(
                *(str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port)),
                *options,
            ),
            environment=server_environment(),
            is_ready=self._is_ready,
            port=self.port,
            account=self.account,
            before_start=self._make_way,
            start_timeout_seconds=None,  # Recovery takes as long as it takes.
            stop_signal=signal.SIGINT,  # Connections end at once, and nothing is to be recovered.
            stop_grace_seconds=30.0,
            orphan_signal=signal.SIGINT if self.is_durable else signal.SIGQUIT,
        )

    def prepare(self, *, is_password_new: bool = False) -> None:
        """Makes the cluster and the database, or sees to it that the ones there can be used.

        Args:
            is_password_new: the password is not the one of an existing cluster: set it.

        Raises:
            DatabaseUnusable: it cannot be made, or another version made it.
            FolderUnreachable: the account cannot get to the folder.
        """
        own_folder(self.folder, self.account)
        if not self.data.exists():
            self._create()
            return
        made_by = (self.data / "PG_VERSION").read_text().strip()
        version = postgres_version(self.programs)
        if made_by != version.partition(".")[0]:
            raise DatabaseUnusable(
                f"The database in {self.data} was made by PostgreSQL {made_by}; this is {version}. "
                f"Dump it with the old version (pg_dumpall), move the folder away, and restore."
            )
        if is_password_new:
            self._make_way()
            self._run_alone(self.data, f"ALTER ROLE {_USER} PASSWORD '{self.password}';")

    def _create(self) -> None:
        """The folder gets its name at the end, so that one that is there is complete."""
        unfinished = self.folder / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        # Beside the folder: root must not write where the account could put a link.
        password_file = self.folder.with_name("postgres.password")
        password_file.touch(mode=0o600)
        give(password_file, self.account)
        try:
            password_file.write_text(self.password)
            self._initialise(unfinished, password_file)
        finally:
            password_file.unlink()
        self._run_alone(unfinished, f"CREATE DATABASE {DATABASE};")
        unfinished.rename(self.data)

    def _initialise(self, data: Path, password_file: Path) -> None:
        major = int(postgres_version(self.programs).partition(".")[0])
        # The one built into PostgreSQL is the same on every system; it orders by code point.
        locale = (
            ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
            if major >= _BUILTIN_LOCALE_SINCE
            else ("--locale=C.UTF-8",)
        )
        self._run(
            str(self.programs / "initdb"),
            *("-D", str(data), "-U", _USER, f"--pwfile={password_file}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--no-instructions"),
            *locale,
            *(() if self.is_durable else ("--no-sync",)),
        )

    def _run_alone(self, data: Path, statement: str) -> None:
        """Runs one statement without a server; it asks for no password."""
        options = () if self.is_durable else ("-c", "fsync=off")
        self._run(
            *(str(self.programs / "postgres"), "--single", "-D", str(data), *options, "postgres"),
            standard_input=f"{statement}\n",
        )

    def _run(self, *command: str, standard_input: str = "") -> None:
        done = subprocess.run(
            command,
            input=standard_input,
            cwd="/",
            env=server_environment(),
            user=None if self.account is None else self.account.uid,
            group=None if self.account is None else self.account.gid,
            extra_groups=None if self.account is None else [],
            capture_output=True,
            text=True,
            check=False,
        )
        # In single mode a statement that fails is told by the log alone.
        if done.returncode or "ERROR:" in done.stderr:
            said = done.stderr.strip().replace(self.password, "***")
            raise DatabaseUnusable(f"{Path(command[0]).name} failed in {self.folder}: {said}")

    def _is_ready(self, pid: int) -> bool:
        lines = self._pid_file_lines()
        return (
            len(lines) > _STATUS_LINE
            and lines[0].strip() == str(pid)
            and lines[_STATUS_LINE].strip() == "ready"
        )

    def _make_way(self) -> None:
        """Waits for a server that is still ending here, and clears what a killed one left.

        A killed server leaves its process id behind. Once another process has that id, PostgreSQL
        takes it for the server and refuses to start; in containers, where ids are small, that is
        to be expected.
        """
        lines = self._pid_file_lines()
        if not lines or not lines[0].strip().isdigit():
            return
        folder_of_process = Path("/proc", lines[0].strip(), "cwd")
        if not Path("/proc/self/cwd").exists():  # Without /proc, PostgreSQL has to decide.
            return
        deadline = time.monotonic() + _OLD_SERVER_SECONDS
        while _leads_to(folder_of_process, self.data):
            if time.monotonic() > deadline:
                raise DatabaseUnusable(
                    f"A PostgreSQL is running in {self.data} already (process {lines[0].strip()}). "
                    f"Stop it with `rlcoach down`, or end that process."
                )
            time.sleep(0.05)
        with contextlib.suppress(FileNotFoundError):
            (self.data / "postmaster.pid").unlink()

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []


def _leads_to(link: Path, folder: Path) -> bool:
    try:
        return Path(os.readlink(link)) == folder.resolve()  # noqa: PTH115
    except OSError:  # It has ended, or is somebody else's.
        return False


def postgres_url(port: int, password: str, database: str = DATABASE) -> str:
    """The address of a server of ours."""
    return f"postgresql://{_USER}:{password}@{LOOPBACK}:{port}/{database}"
