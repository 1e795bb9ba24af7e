"""Keeps services running: ordered start, restart, ordered stop.

Each service runs in a session of its own, so that Ctrl-C reaches the supervisor alone, and has
asked the kernel to be ended when the supervisor dies.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from rlcoach.host.errors import ServiceFailed
from rlcoach.host.output import output_pipe
from rlcoach.host.processes import start_ticks
from rlcoach.host.service import Service, command_line
from rlcoach.host.state import HostState, ServiceState
from rlcoach.report.text import terminal

START_ATTEMPTS = 3
"""How often a service that has never been ready is started."""
_PATIENCE_SECONDS = 10.0
_SAME_WISH_SECONDS = 0.5
_READINESS_POLL_SECONDS = 0.05
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass(frozen=True)
class BackOff:
    """How long to wait before a restart: twice as long after each failure."""

    first_seconds: float = 0.5
    most_seconds: float = 30.0
    forget_after_seconds: float = 60.0
    """After this long in service a failure counts as the first one again."""

    def seconds(self, failures: int) -> float:
        """The wait after so many failures in a row."""
        return float(min(self.first_seconds * 2 ** (failures - 1), self.most_seconds))


class Log(Protocol):
    """Where lines go."""

    def __call__(self, source: str, line: str) -> None:
        """Takes one line of one service, or of the supervisor itself."""


@dataclass
class _Run:
    """What is known about one service."""

    service: Service
    process: asyncio.subprocess.Process | None = None
    state: ServiceState = field(init=False)
    has_been_ready: asyncio.Event = field(default_factory=asyncio.Event)
    has_said_ready: asyncio.Event = field(default_factory=asyncio.Event)
    has_stopped: asyncio.Event = field(default_factory=asyncio.Event)
    keeper: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.state = ServiceState(
            name=self.service.name,
            pid=None,
            start_ticks=None,
            port=self.service.port,
            started_at=None,
            is_ready=False,
            restarts=0,
        )


class Supervisor:
    """Runs a list of services until it is told to stop, or one of them cannot be started."""

    def __init__(
        self,
        services: Sequence[Service],
        *,
        log: Log,
        now: Callable[[], datetime],
        on_change: Callable[[HostState], None] = lambda _: None,
        on_ready: Callable[[], None] = lambda: None,
        back_off: BackOff | None = None,
    ) -> None:
        """Checks the order: a service comes after those it needs.

        Args:
            services: in an order in which they could be started one by one.
            log: where the lines of the services go.
            now: the clock.
            on_change: told whenever a process starts, is ready or ends.
            on_ready: told once, when all are ready.
            back_off: the waits between restarts.
        """
        self._runs: dict[str, _Run] = {}
        for service in services:
            missing = [name for name in service.after if name not in self._runs]
            if missing or service.name in self._runs:
                raise ValueError(f"{service.name} is out of order, or there twice: {missing}")
            self._runs[service.name] = _Run(service)
        self._log = log
        self._now = now
        self._on_change = on_change
        self._on_ready = on_ready
        self._back_off = back_off or BackOff()
        self._is_stopping = asyncio.Event()
        self._stop_asked_at = 0.0
        self._started_at = now()
        self._failure: BaseException | None = None

    async def run(self) -> None:
        """Starts everything, keeps it running until `stop` or a signal, and stops everything.

        Raises:
            HostError: a service could not be started; everything has been stopped.
        """
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._on_signal, number)
        try:
            for run in self._runs.values():
                run.keeper = self._watched(self._keep(run))
            announcer = asyncio.create_task(self._announce())
            await self._is_stopping.wait()
            announcer.cancel()
            await asyncio.gather(*(self._stop(run) for run in self._runs.values()))
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Begins the ordered stop."""
        self._is_stopping.set()

    def _on_signal(self, number: signal.Signals) -> None:
        if not self._is_stopping.is_set():
            self._log("host", f"{number.name}: stopping; once more to stop at once")
            self._stop_asked_at = time.monotonic()
            self.stop()
            return
        # Some programs signal a process and its group: the same wish, twice.
        if time.monotonic() - self._stop_asked_at < _SAME_WISH_SECONDS:
            return
        for run in self._runs.values():
            _kill_group(run.process)

    async def _announce(self) -> None:
        for run in self._runs.values():
            if not run.service.is_aside:
                await run.has_been_ready.wait()
        self._on_ready()

    def _watched(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """A task whose failure ends everything, be it a bug."""

        def note(task: asyncio.Task[None]) -> None:
            if not task.cancelled() and (failure := task.exception()) is not None:
                self._failure = self._failure or failure
                self.stop()

        task = asyncio.create_task(work)
        task.add_done_callback(note)
        return task

    async def _keep(self, run: _Run) -> None:
        """Starts one service, and starts it again whenever it ends."""
        service = run.service
        for name in service.after:
            await self._runs[name].has_been_ready.wait()
        failures = 0
        while True:
            started = time.monotonic()
            code = await self._run_once(run)
            is_over = service.is_once and (code == 0 or service.is_aside)
            if self._is_stopping.is_set() or is_over:
                return
            if time.monotonic() - started > self._back_off.forget_after_seconds:
                failures = 0
            failures += 1
            is_hopeless = service.is_once or failures >= START_ATTEMPTS
            if is_hopeless and not run.has_been_ready.is_set():
                raise ServiceFailed(
                    f"{service.name} ended with {_describe(code)} before it was ready; its lines "
                    f"above say why."
                )
            wait_seconds = self._back_off.seconds(failures)
            self._log(
                "host",
                f"{service.name} ended with {_describe(code)}; restart in {wait_seconds:g} s",
            )
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._is_stopping.wait(), wait_seconds)
                return
            run.state = replace(run.state, restarts=run.state.restarts + 1)

    async def _run_once(self, run: _Run) -> int:
        """Starts a process and waits for its end; returns its exit code."""
        service = run.service
        await asyncio.to_thread(service.before_start)
        if self._is_stopping.is_set():
            return 0
        run.has_said_ready.clear()
        async with output_pipe(lambda line: self._take_line(run, line)) as write_fd:
            process = await asyncio.create_subprocess_exec(
                *command_line(service),
                env=dict(service.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=write_fd,
                stderr=write_fd,
                start_new_session=True,
            )
            self._change(run, process)
            readiness = self._watched(self._await_readiness(run, process))
            code = await process.wait()
            readiness.cancel()
            # What it has left of its group would hold its port or its files.
            _kill_group(process)
        self._change(run, None)
        if service.is_once and code == 0:
            self._is_ready_now(run)
        return code

    async def _await_readiness(self, run: _Run, process: asyncio.subprocess.Process) -> None:
        """Asks until the service is ready; kills one that takes too long."""
        service = run.service
        if service.is_once:
            return
        started = time.monotonic()
        told = started
        while not await self._answers(run, process.pid):
            elapsed = time.monotonic() - started
            if (
                service.start_timeout_seconds is not None
                and elapsed > service.start_timeout_seconds
            ):
                self._log("host", f"{service.name} is not ready after {elapsed:.0f} s: killed")
                _kill_group(process)
                return
            if time.monotonic() - told > _PATIENCE_SECONDS:
                told = time.monotonic()
                self._log("host", f"still waiting for {service.name} ({elapsed:.0f} s)")
            await asyncio.sleep(_READINESS_POLL_SECONDS)
        self._is_ready_now(run)

    @staticmethod
    async def _answers(run: _Run, pid: int) -> bool:
        if run.service.ready_line is not None and not run.has_said_ready.is_set():
            return False
        return await asyncio.to_thread(run.service.is_ready, pid)

    def _is_ready_now(self, run: _Run) -> None:
        run.state = replace(run.state, is_ready=True)
        run.has_been_ready.set()
        self._tell()

    def _take_line(self, run: _Run, line: str) -> None:
        pattern = run.service.ready_line
        if pattern is not None and pattern.search(line):
            run.has_said_ready.set()
        # A player's name in a log must not steer the terminal.
        self._log(run.service.name, terminal(line.expandtabs()))

    async def _stop(self, run: _Run) -> None:
        """Ends one service after those that need it."""
        for other in self._runs.values():
            if run.service.name in other.service.after:
                await other.has_stopped.wait()
        service, keeper = run.service, run.keeper
        if keeper is None:
            return
        if run.process is None:
            keeper.cancel()
        else:
            with contextlib.suppress(ProcessLookupError):
                run.process.send_signal(service.stop_signal)
        _, is_late = await asyncio.wait([keeper], timeout=service.stop_grace_seconds)
        if is_late:
            self._log("host", f"{service.name} did not end in time: killed")
            _kill_group(run.process)
            await asyncio.wait([keeper])
        run.has_stopped.set()

    def _change(self, run: _Run, process: asyncio.subprocess.Process | None) -> None:
        run.process = process
        run.state = replace(
            run.state,
            pid=None if process is None else process.pid,
            start_ticks=None if process is None else start_ticks(process.pid),
            started_at=None if process is None else self._now(),
            is_ready=False,
        )
        self._tell()

    def _tell(self) -> None:
        states = tuple(run.state for run in self._runs.values() if not run.service.is_aside)
        self._on_change(HostState(self._started_at, states))


def _kill_group(process: asyncio.subprocess.Process | None) -> None:
    if process is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _describe(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
