"""The folder that holds everything the product keeps on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rlcoach.host.accounts import Account
from rlcoach.host.errors import FolderNotOurs
from rlcoach.host.postgres import USUAL_CONNECTIONS, Postgres
from rlcoach.host.programs import Program, postgres_program, redis_program, runnable
from rlcoach.host.redis import Redis
from rlcoach.host.secret_files import secret_in
from rlcoach.host.state import LOCK

DATA_DIR_VARIABLE = "RLCOACH_DATA_DIR"
_SYSTEM_FOLDER = Path("/var/lib/rlcoach")


def default_data_dir(environment: Mapping[str, str]) -> Path:
    """`RLCOACH_DATA_DIR`; else as root a system folder, else the user's folder for data.

    Root gets a system folder because the servers run as another user, who cannot look below /root.
    """
    if named := environment.get(DATA_DIR_VARIABLE, "").strip():
        return Path(named).expanduser().absolute()
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "rlcoach"
    if os.geteuid() == 0:
        return _SYSTEM_FOLDER
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/rlcoach"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "rlcoach"


def refuse_foreign(folder: Path) -> None:
    """Takes an existing folder only if it is empty, as a new disk is, or was one for data before.

    Raises:
        FolderNotOurs: there is something else in it.
    """
    names = {path.name for path in folder.iterdir()} - {"lost+found"}
    if names and LOCK not in names:
        raise FolderNotOurs(
            f"{folder} holds something that is not rlcoach's. Set {DATA_DIR_VARIABLE} to a folder "
            f"that is empty or not there yet, as {folder / 'rlcoach'}."
        )


@dataclass(frozen=True)
class DataDir:
    """The folder, made and with the rights it needs."""

    path: Path
    account: Account | None
    """Whom the servers run as, where that is not this user."""

    def prepare(self) -> None:
        """Makes the folder; nobody else can list it, and the servers' account can pass through.

        A folder that is there keeps its mode.

        Raises:
            FolderNotOurs: there is something else in it.
        """
        missing = [folder for folder in (self.path, *self.path.parents) if not folder.exists()]
        self.path.mkdir(parents=True, exist_ok=True)
        if not missing:
            refuse_foreign(self.path)
        elif self.account is None:
            self.path.chmod(0o700)
        else:
            for made in missing:  # The account has to get through all of them.
                made.chmod(0o711)
        (self.path / LOCK).touch(mode=0o600)

    def secret(self, name: str) -> str:
        """A secret that is made once and stays."""
        return secret_in(self._secret_file(name))

    def _secret_file(self, name: str) -> Path:
        return self.path / "secrets" / name

    def postgres(
        self,
        *,
        port: int,
        program: Program | None = None,
        max_connections: int = USUAL_CONNECTIONS,
        is_durable: bool = True,
    ) -> Postgres:
        """The PostgreSQL of this folder, ready to be started.

        Args:
            port: where it is to listen.
            program: `postgres` of another wheel, in place of the usual one.
            max_connections: how many the server allows.
            is_durable: whether what is committed has to outlive a crash.

        Raises:
            HostError: it is not installed, or its folder cannot be used.
        """
        is_password_new = not self._secret_file("postgres").exists()
        server = Postgres(
            folder=self.path / "postgres",
            port=port,
            password=self.secret("postgres"),
            programs=self._runnable(program or postgres_program()).parent,
            account=self.account,
            max_connections=max_connections,
            is_durable=is_durable,
        )
        server.prepare(is_password_new=is_password_new)
        return server

    def redis(self, *, port: int, is_durable: bool = True) -> Redis:
        """The Redis of this folder, ready to be started.

        Raises:
            HostError: it is not installed, or its folder cannot be used.
        """
        server = Redis(
            folder=self.path / "redis",
            port=port,
            password=self.secret("redis"),
            program=self._runnable(redis_program()),
            account=self.account,
            is_durable=is_durable,
        )
        server.prepare()
        return server

    def _runnable(self, program: Program) -> Path:
        return runnable(program, account=self.account, copies=self.path / "programs")
