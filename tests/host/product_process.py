"""Runs a product as a process of its own, and looks at it from outside."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rlcoach.host.accounts import Account, server_account
from rlcoach.host.data_dir import DATA_DIR_VARIABLE
from rlcoach.host.state import ServiceState, read_state
from scripts import ROOT
from tests.fixtures.processes import is_running, wait_until

START_SECONDS = 120.0
"""The machine may have other things to do."""
_PATH = (ROOT, ROOT / "src", Path(pytest.__file__).parents[1])  # The last: what is installed.


@dataclass(frozen=True)
class Identity:
    """Who runs the product, and with which Python."""

    name: str
    python: str
    account: Account | None
    variables: Mapping[str, str] = field(default_factory=dict)


THIS_USER = Identity("this user", sys.executable, None)


def other_account() -> Account | None:
    """A normal user for root to try, where that one can read the project; else None."""
    return None if untested_account() else server_account()


def untested_account() -> str | None:
    """Whom these tests cannot run the product as; None where root and a normal user are tested."""
    account = server_account()
    if account is None:
        return "root, as these tests run as a normal user"
    closed = [str(folder) for folder in _PATH if not account.can_enter(folder)]
    return f"a normal user: {account.name} cannot get to {closed[0]}" if closed else None


def identity_of(account: Account, folder: Path) -> Identity:
    """Somebody else, with a Python he can run: a copy in a folder where this one is root's."""
    if account.can_run(Path(sys.executable)):
        return Identity(account.name, sys.executable, account)
    python = _copy_of_python(folder)
    # One that is linked with a shared library knows that only by the path it was built for.
    variables = {"LD_LIBRARY_PATH": str(folder / "lib")}
    return Identity(account.name, str(python), account, variables)


def _copy_of_python(folder: Path) -> Path:
    """This interpreter and its standard library; both find each other by where they are."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    library, bin_folder = folder / "lib", folder / "bin"
    without = shutil.ignore_patterns("test", "tests", "site-packages", "idlelib", "config-*")
    shutil.copytree(
        Path(sys.base_prefix, "lib", name),
        library / name,
        ignore=without,
        copy_function=_link_or_copy,
    )
    for shared in Path(sys.base_prefix, "lib").glob("libpython3*.so*"):
        _link_or_copy(shared, library / shared.name)
    bin_folder.mkdir()
    _link_or_copy(Path(sys.executable).resolve(), bin_folder / name)
    return bin_folder / name


def _link_or_copy(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # Another file system.
        shutil.copy(source, target)


@dataclass
class Product:
    """`rlcoach up` on a folder."""

    folder: Path
    identity: Identity
    process: subprocess.Popen[bytes]

    @property
    def ready_seconds(self) -> float:
        """How long it says its start has taken."""
        return float(self.log.rpartition("| ready in ")[2].partition(" s")[0])

    @property
    def log(self) -> str:
        return _log_file(self.folder).read_text(errors="replace")

    def state(self, name: str) -> ServiceState:
        state = read_state(self.folder)
        assert state is not None
        return next(each for each in state.services if each.name == name)

    def kill_service(self, name: str) -> None:
        """Kills the process of one service and waits until another one is ready."""
        before = self.state(name)
        assert before.pid is not None
        os.kill(before.pid, signal.SIGKILL)
        wait_until(lambda: self.state(name).restarts > before.restarts, START_SECONDS)
        wait_until(lambda: self.state(name).is_ready, START_SECONDS)

    def kill(self) -> None:
        """Kills the supervisor."""
        self.process.kill()
        self.process.wait()

    def ask(self, path: str, method: str = "GET") -> str:
        """What the API answers."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.state('api').port}{path}", method=method
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            text: str = answer.read().decode()
            return text

    def is_worked_on(self, text: str) -> bool:
        """Whether a task goes from the API through Redis to the worker."""
        self.ask(f"/notes/{text}", "POST")
        with contextlib.suppress(TimeoutError):
            wait_until(lambda: self.ask(f"/notes/{text}") == "true", START_SECONDS)
        return self.ask(f"/notes/{text}") == "true"

    def descendants(self) -> set[int]:
        """All processes below the supervisor, those in sessions of their own included."""
        parents = dict(_parents())
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found - {self.process.pid}


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Of the product: of the machine that runs the tests only what finds programs."""
    found = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **found,
        "PYTHONPATH": os.pathsep.join(map(str, _PATH)),
        "HOME": "/nonexistent",
        "RLCOACH_WORKERS": "1",
        DATA_DIR_VARIABLE: str(folder),
        **more,
    }


@contextlib.contextmanager
def product(folder: Path, identity: Identity, *command: str, **more: str) -> Iterator[Product]:
    """A product, ready, by default the small one; it is told to stop afterwards, if need be."""
    account = identity.account
    if account is not None:
        for path in (folder, *folder.iterdir()):
            os.chown(path, account.uid, account.gid)
    with _log_file(folder).open("wb") as log:
        process = subprocess.Popen(
            [identity.python, "-m", *(command or ("tests.host.small.product",))],
            cwd="/",
            env=environment(folder, **identity.variables, **more),
            user=None if account is None else account.uid,
            group=None if account is None else account.gid,
            extra_groups=None if account is None else [],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Product(folder, identity, process)
    try:
        wait_until(
            lambda: "| ready in " in running.log or process.poll() is not None, START_SECONDS
        )
        assert process.poll() is None, running.log
        yield running
    finally:
        process.terminate()
        try:
            process.wait(60)
        finally:
            process.kill()
            process.wait()


def all_ended(pids: set[int]) -> bool:
    """Whether none of these processes runs."""
    return not any(map(is_running, pids))


def _log_file(folder: Path) -> Path:
    return folder / "product.log"


def _parents() -> Iterator[tuple[int, int]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                stat = (entry / "stat").read_text(errors="replace")
                yield int(entry.name), int(stat.rpartition(")")[2].split()[1])
