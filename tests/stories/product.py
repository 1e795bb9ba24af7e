"""The whole product as a process of its own, restarted as fast as a test has patience for."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rlcoach.cli.host_output import show_line
from rlcoach.host.accounts import server_account
from rlcoach.host.data_dir import DATA_DIR_VARIABLE, DataDir
from rlcoach.host.environment import read_environment
from rlcoach.host.run import end_leftovers
from rlcoach.host.services import local_plan, running_environment
from rlcoach.host.state import ServiceState, read_state, supervisor_lock
from rlcoach.host.supervisor import BackOff, Supervisor
from tests.fixtures.running import short_lived_data_dir

_ANY_PORT = {"postgres": 0, "redis": 0, "api": 0}
_BACK_OFF = BackOff(first_seconds=0.1, most_seconds=0.5, forget_after_seconds=5.0)
"""Who is killed a hundred times must not be taken for a program that cannot run."""
START_SECONDS = 120.0


@dataclass(frozen=True)
class Product:
    """A running product, seen from outside."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def environment(self) -> dict[str, str]:
        """What its processes have."""
        return running_environment(_environment(self.folder))

    @property
    def log(self) -> str:
        """What it has said so far."""
        return _log_file(self.folder).read_text(errors="replace")

    def services(self) -> dict[str, ServiceState]:
        """Its services now."""
        state = read_state(self.folder)
        return {} if state is None else {service.name: service for service in state.services}

    def is_ready(self) -> bool:
        """Whether all of them do their work.

        Raises:
            RuntimeError: they never will.
        """
        if self.process.poll() is not None:
            raise RuntimeError(f"the product has ended: {self.log}")
        services = self.services().values()
        return bool(services) and all(service.is_ready for service in services)


@contextmanager
def running_product(*, workers: int = 2) -> Iterator[Product]:
    """The product, ready; stopped in good order afterwards."""
    with short_lived_data_dir() as data_dir:
        environment = {**_environment(data_dir.path), "RLCOACH_WORKERS": str(workers)}
        with _log_file(data_dir.path).open("wb") as log:
            process = subprocess.Popen(
                (sys.executable, "-m", "tests.stories.product"),
                env=environment,
                cwd=Path(__file__).parents[2],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        product = Product(data_dir.path, process)
        try:
            _wait_until_ready(product)
            yield product
        finally:
            process.terminate()
            try:
                process.wait(90)
            finally:
                process.kill()
                process.wait()


def _wait_until_ready(product: Product) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not product.is_ready():
        if time.monotonic() > deadline:
            raise RuntimeError(f"the product did not start: {product.log}")
        time.sleep(0.05)


def _environment(folder: Path) -> dict[str, str]:
    inherited = {
        name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ
    }
    return {**inherited, DATA_DIR_VARIABLE: str(folder), "RLCOACH_ENV": "test"}


def _log_file(folder: Path) -> Path:
    return folder / "product.log"


async def _run() -> None:
    host = read_environment(os.environ)
    data_dir = DataDir(host.data_dir, server_account())
    data_dir.prepare()
    with supervisor_lock(data_dir.path):
        end_leftovers(data_dir.path, show_line)
        plan = local_plan(host, data_dir, os.environ, usual_ports=_ANY_PORT)
        supervisor = Supervisor(
            plan.services,
            log=show_line,
            now=lambda: datetime.now(UTC),
            on_change=lambda state: state.write(data_dir.path),
            back_off=_BACK_OFF,
        )
        await supervisor.run()


if __name__ == "__main__":
    asyncio.run(_run())
