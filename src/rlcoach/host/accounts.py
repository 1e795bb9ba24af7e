"""The account that PostgreSQL and Redis run under when the host itself runs as root.

PostgreSQL refuses to run as root. As any other user there is nothing to change.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from rlcoach.host.errors import AccountMissing, FolderUnreachable

_NAME = "nobody"


@dataclass(frozen=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether a process of this account gets into a folder, its parents included."""
        return self._succeeds("/bin/sh", "-c", 'cd -- "$0"', str(folder))

    def can_run(self, program: Path) -> bool:
        """Whether a process of this account can start a program (tried with `--version`)."""
        return self._succeeds(str(program), "--version")

    def _succeeds(self, *command: str) -> bool:
        try:
            done = subprocess.run(
                command,
                user=self.uid,
                group=self.gid,
                extra_groups=[],
                cwd="/",
                capture_output=True,
                check=False,
            )
        except OSError:
            return False
        return done.returncode == 0


def server_account() -> Account | None:
    """Whom the servers run as; None means as whoever runs this.

    Raises:
        AccountMissing: this is root, and the system has no account without rights.
    """
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(_NAME)
    except KeyError as error:
        raise AccountMissing(
            f"As root, PostgreSQL has to run as the user {_NAME!r}, and this system has none. "
            f"Create it, or run rlcoach as a normal user."
        ) from error
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def own_folder(folder: Path, account: Account | None) -> None:
    """Makes a folder that only the account (else this user) can look into.

    Raises:
        FolderUnreachable: the account cannot get there.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if account is None:
        return
    give(folder, account)
    if not account.can_enter(folder):
        raise FolderUnreachable(folder, account.name)


def give(path: Path, account: Account | None) -> None:
    """Makes the account the owner of one file or folder."""
    if account is not None:
        shutil.chown(path, account.uid, account.gid)
