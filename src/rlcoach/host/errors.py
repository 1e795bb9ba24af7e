"""What can keep the product from running on this machine; each message names the way out."""

from __future__ import annotations

from pathlib import Path


class HostError(Exception):
    """Shown as it is; nothing has been left running."""


class AccountMissing(HostError):
    """There is no account for the servers."""


class FolderUnreachable(HostError):
    """The account of the servers cannot get into their folder."""

    def __init__(self, folder: Path, account: str) -> None:
        super().__init__(
            f"The servers run as the user {account!r}, who cannot get to {folder}. Let all users "
            f"pass through it and the folders above (chmod o+x), or set RLCOACH_DATA_DIR to one "
            f"they may enter, as /var/lib/rlcoach."
        )


class FolderNotOurs(HostError):
    """The folder for data holds something else."""


class ServersMissing(HostError):
    """The programs of PostgreSQL or Redis are not installed."""


class DatabaseUnusable(HostError):
    """The database could not be made, or belongs to another version of PostgreSQL."""


class ServiceFailed(HostError):
    """A program ended before it was ready."""


class AlreadyRunning(HostError):
    """Another supervisor has this data folder."""


class StopFailed(HostError):
    """The supervisor has been told to stop, and has not."""


class NotRunning(HostError):
    """There is no supervisor on this data folder."""
