"""What `rlcoach doctor` looks at for `rlcoach up`: servers, folder, disk, ports."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from rlcoach.cli.check import INSTALL, Check
from rlcoach.cli.status import DISK_FULL_PCT, DISK_WARNING_PCT
from rlcoach.core.settings_faults import SettingsInvalid
from rlcoach.db.pools import PoolSize, limit_needed
from rlcoach.host.accounts import Account, server_account
from rlcoach.host.data_dir import refuse_foreign
from rlcoach.host.environment import HostEnvironment, read_environment
from rlcoach.host.errors import FolderNotOurs, FolderUnreachable, HostError
from rlcoach.host.programs import postgres_program, postgres_version, redis_program
from rlcoach.host.service import is_free
from rlcoach.host.services import USUAL_PORTS
from rlcoach.host.state import read_state, running_supervisor

_PACKAGES = ("alembic", "asyncpg", "celery", "fastapi", "redis", "sqlalchemy", "uvicorn")
_LEAST_FREE_BYTES = 500_000_000


def host_checks(environment: Mapping[str, str]) -> Iterator[Check]:
    """Looks at everything the product needs on this machine; changes nothing."""
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if len(missing) == len(_PACKAGES):
        yield Check("server", "not installed; replays can be analysed, `rlcoach up` cannot run")
        return
    if missing:
        yield Check("server", f"{', '.join(missing)} not installed", INSTALL)
    try:
        host = read_environment(environment)
        account = server_account() if host.needs_servers else None
    except SettingsInvalid as error:
        for fault in error.faults:
            yield Check("setting", f"{fault.variable} {fault.problem}", fault.fix)
        return
    except HostError as error:
        yield Check("account", "cannot be used", str(error))
        return
    if host.database_url is None:
        yield _postgres()
    elif not missing:
        yield _database(host.database_url, host.workers)
    if host.redis_url is None:
        yield _redis()
    yield _folder(host.data_dir, account)
    yield _disk(host.data_dir)
    yield _ports(host)


def _database(url: str, workers: int) -> Check:
    """Whether somebody else's server answers, and has connections for all that runs here."""
    limit = asyncio.run(_connection_limit(url))
    if isinstance(limit, str):
        return Check(
            "database",
            f"does not answer ({limit})",
            "see that the server runs, and that DATABASE_URL is right",
        )
    needed = limit_needed(workers)
    found = f"answers, allows {limit} connections, {needed} are needed"
    if limit < needed:
        fix = f"set max_connections of that server to {needed}, or RLCOACH_WORKERS to fewer"
        return Check("database", found, fix)
    return Check("database", found)


async def _connection_limit(url: str) -> int | str:
    """`max_connections` of a server, or the kind of error that comes in place of it."""
    from sqlalchemy import text  # noqa: PLC0415  not there where only replays are analysed

    from rlcoach.db.engine import check_database, create_engine  # noqa: PLC0415  the same

    engine = create_engine(url, PoolSize(1, 1), application="rlcoach doctor")
    try:
        if problem := (await check_database(engine)).problem:
            return problem
        async with engine.connect() as connection:
            return int(str(await connection.scalar(text("SHOW max_connections"))))
    finally:
        await engine.dispose()


def _postgres() -> Check:
    try:
        programs = postgres_program().file.parent
        return Check("postgres", f"{postgres_version(programs)} ({programs})")
    except HostError as error:
        return Check("postgres", "not found", str(error))
    except (OSError, subprocess.CalledProcessError) as error:
        return Check("postgres", f"does not run: {error}", INSTALL)


def _redis() -> Check:
    try:
        program = redis_program().file
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        version = next(word for word in done.stdout.split() if word.startswith("v="))
        return Check("redis", f"{version.removeprefix('v=')} ({program})")
    except HostError as error:
        return Check("redis", "not found", str(error))
    except (OSError, subprocess.CalledProcessError) as error:
        return Check("redis", f"does not run: {error}", INSTALL)


def _folder(folder: Path, account: Account | None) -> Check:
    """Whether data can be kept there, by this user and by the one the servers run as."""
    there = _nearest(folder)
    found = f"{folder}" if there == folder else f"{folder} (not there yet)"
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Check(
            "data folder", found, f"let this user write to {there}, or set RLCOACH_DATA_DIR"
        )
    try:
        refuse_foreign(folder)
    except FolderNotOurs as error:
        return Check("data folder", found, str(error))
    except OSError:  # It is not there yet, or only for passing through.
        pass
    if account is not None and not account.can_enter(there):
        return Check("data folder", found, str(FolderUnreachable(there, account.name)))
    return Check("data folder", found)


def _disk(folder: Path) -> Check:
    usage = shutil.disk_usage(_nearest(folder))
    used_pct = 100.0 * (1 - usage.free / usage.total)
    found = f"{usage.free // 1_000_000} MB free, {used_pct:.0f} % used"
    if used_pct >= DISK_FULL_PCT or usage.free < _LEAST_FREE_BYTES:
        return Check("data disk", found, f"free space: at {DISK_FULL_PCT:.0f} % uploads end")
    if used_pct >= DISK_WARNING_PCT:
        return Check("data disk", f"{found}; at {DISK_FULL_PCT:.0f} % no uploads are taken")
    return Check("data disk", found)


def _ports(host: HostEnvironment) -> Check:
    """Taken ports are no fault, as others are used then."""
    if os.access(host.data_dir, os.X_OK) and running_supervisor(host.data_dir) is not None:
        state = read_state(host.data_dir)
        used = [each for each in (state.services if state else ()) if each.port is not None]
        return Check("ports", ", ".join(f"{each.name} on {each.port}" for each in used))
    words = [
        f"{name} {port}" + ("" if is_free(port) else " (taken: another will be used)")
        for name, port in USUAL_PORTS.items()
    ]
    return Check("ports", ", ".join(words))


def _nearest(folder: Path) -> Path:
    """The folder, else the first one above it that is there."""
    return next(each for each in (folder, *folder.parents) if os.access(each, os.F_OK))
