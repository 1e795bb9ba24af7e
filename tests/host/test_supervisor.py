"""The supervisor, with small shell programs as services."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rlcoach.host.errors import HostError, ServiceFailed
from rlcoach.host.service import Service
from rlcoach.host.state import HostState
from rlcoach.host.supervisor import START_ATTEMPTS, BackOff, Supervisor
from tests.fixtures.processes import is_running, wait_until

QUICK = BackOff(first_seconds=0.01, most_seconds=0.02)
READY = re.compile("^ready$")
SERVE = "echo ready; exec sleep 60"


def shell(name: str, script: str, *after: str) -> Service:
    """A service that is ready when it says so."""
    return Service(
        name=name,
        command=("/bin/sh", "-c", script),
        environment={"PATH": os.environ["PATH"]},
        ready_line=READY,
        after=after,
    )


@dataclass
class Watched:
    """A supervisor and all that it has said."""

    services: tuple[Service, ...]
    back_off: BackOff = QUICK
    lines: list[tuple[str, str]] = field(default_factory=list)
    states: list[HostState] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.is_ready = asyncio.Event()
        self.supervisor = Supervisor(
            self.services,
            log=lambda source, line: self.lines.append((source, line)),
            now=lambda: datetime.now(UTC),
            on_change=self.states.append,
            on_ready=self.is_ready.set,
            back_off=self.back_off,
        )

    def said(self, source: str) -> list[str]:
        return [line for name, line in self.lines if name == source]

    def pid(self, name: str) -> int:
        (pid,) = [each.pid for each in self.states[-1].services if each.name == name]
        assert pid is not None
        return pid

    def restarts(self, name: str) -> int:
        return next(each.restarts for each in self.states[-1].services if each.name == name)


def run(
    *services: Service,
    then: Callable[[Watched], Coroutine[None, None, None]] | None = None,
    back_off: BackOff = QUICK,
) -> Watched:
    """Starts services, does something once all are ready, and stops them."""

    async def main() -> Watched:
        watched = Watched(services, back_off)
        running = asyncio.create_task(watched.supervisor.run())
        ready = asyncio.create_task(watched.is_ready.wait())
        await asyncio.wait([running, ready], return_when=asyncio.FIRST_COMPLETED)
        if not running.done() and then is not None:
            await then(watched)
        watched.supervisor.stop()
        ready.cancel()
        await running
        return watched

    return asyncio.run(main())


async def until(is_so: Callable[[], bool]) -> None:
    """Waits while the supervisor works."""
    await asyncio.to_thread(wait_until, is_so)


class TestStart:
    def test_follows_the_order(self, tmp_path: Path) -> None:
        made = tmp_path / "made"
        run(
            shell("first", f"sleep 0.2; touch {made}; {SERVE}"),
            shell("second", f"test -e {made} && {SERVE}", "first"),
        )

    def test_a_service_that_is_not_named_before_is_a_mistake(self) -> None:
        with pytest.raises(ValueError, match="out of order"):
            Watched((shell("second", SERVE, "first"), shell("first", SERVE)))

    def test_waits_for_the_end_of_what_runs_once(self, tmp_path: Path) -> None:
        made = tmp_path / "made"
        watched = run(
            replace(shell("once", f"sleep 0.2; touch {made}"), is_once=True, ready_line=None),
            shell("second", f"test -e {made} && {SERVE}", "once"),
        )
        assert watched.restarts("once") == 0

    @pytest.mark.parametrize("script", ["sleep 60", "exit 3"])
    def test_what_runs_aside_is_not_waited_for_and_may_fail(self, script: str) -> None:
        aside = shell("aside", script, "first")

        async def look(watched: Watched) -> None:
            await until(lambda: watched.states[-1].services[0].is_ready)
            assert [each.name for each in watched.states[-1].services] == ["first"]

        run(
            shell("first", SERVE),
            replace(aside, ready_line=None, is_once=True, is_aside=True),
            then=look,
        )

    def test_ends_all_when_what_runs_once_fails(self) -> None:
        with pytest.raises(ServiceFailed, match="once ended with exit code 3"):
            run(
                shell("first", SERVE),
                replace(shell("once", "exit 3", "first"), is_once=True, ready_line=None),
                shell("never", SERVE, "once"),
            )

    def test_gives_up_on_what_never_is_ready(self, tmp_path: Path) -> None:
        starts = tmp_path / "starts"
        other = tmp_path / "other"
        with pytest.raises(ServiceFailed, match="broken ended with exit code 1 before it was"):
            run(
                shell("fine", f"echo $$ > {other}; {SERVE}"),
                shell("broken", f"echo >> {starts}; exit 1", "fine"),
            )
        assert len(starts.read_text().splitlines()) == START_ATTEMPTS
        assert not is_running(int(other.read_text()))

    def test_says_what_is_wrong_with_a_program_that_is_not_there(self) -> None:
        with pytest.raises(HostError, match="gone ended with exit code 127"):
            run(replace(shell("gone", ""), command=("/no/such/program",)))

    def test_ends_what_takes_too_long(self) -> None:
        service = replace(shell("slow", "exec sleep 60"), start_timeout_seconds=0.1)
        with pytest.raises(ServiceFailed, match="slow ended with SIGKILL"):
            run(service)

    def test_asks_what_comes_before_a_start_before_each(self) -> None:
        starts: list[int] = []
        service = replace(shell("one", SERVE), before_start=lambda: starts.append(1))

        async def kill(watched: Watched) -> None:
            os.kill(watched.pid("one"), signal.SIGKILL)
            await until(lambda: watched.restarts("one") == 1)

        run(service, then=kill)
        assert len(starts) == 2

    def test_a_bug_in_a_readiness_check_is_not_waited_for(self) -> None:
        def is_ready(_: int) -> bool:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            run(replace(shell("one", SERVE), is_ready=is_ready))


class TestRestart:
    def test_comes_after_a_kill(self) -> None:
        async def kill(watched: Watched) -> None:
            before = watched.pid("one")
            os.kill(before, signal.SIGKILL)
            await until(lambda: watched.said("one") == ["ready", "ready"])
            assert watched.pid("one") != before

        watched = run(shell("one", SERVE), then=kill)
        assert watched.restarts("one") == 1
        assert "one ended with SIGKILL; restart in 0.01 s" in watched.said("host")

    def test_does_not_touch_the_others(self) -> None:
        async def kill(watched: Watched) -> None:
            other = watched.pid("other")
            os.kill(watched.pid("one"), signal.SIGKILL)
            await until(lambda: len(watched.said("one")) == 2)
            assert watched.pid("other") == other

        run(shell("one", SERVE), shell("other", SERVE, "one"), then=kill)

    def test_never_gives_up_on_what_has_been_ready(self) -> None:
        async def wait(watched: Watched) -> None:
            await until(lambda: watched.restarts("one") > 2 * START_ATTEMPTS)

        run(shell("one", "echo ready; sleep 0.05; exit 1"), then=wait)

    def test_ends_what_a_process_has_left(self, tmp_path: Path) -> None:
        left = tmp_path / "left"
        script = f"sleep 60 & echo $! > {left}; echo ready; wait"

        async def kill(watched: Watched) -> None:
            child = int(left.read_text())
            os.kill(watched.pid("one"), signal.SIGKILL)
            await until(lambda: watched.restarts("one") == 1)
            assert not is_running(child)

        run(shell("one", script), then=kill)

    def test_does_not_wait_for_a_grandchild_that_holds_the_output(self, tmp_path: Path) -> None:
        left = tmp_path / "left"
        script = f"setsid sleep 60 & echo $! > {left}; {SERVE}"

        async def kill(watched: Watched) -> None:
            os.kill(watched.pid("one"), signal.SIGKILL)
            await until(lambda: watched.restarts("one") == 1)

        try:
            run(shell("one", script), then=kill)
        finally:
            os.kill(int(left.read_text()), signal.SIGKILL)

    def test_waits_twice_as_long_each_time(self) -> None:
        back_off = BackOff(first_seconds=1.0, most_seconds=5.0)
        assert [back_off.seconds(failures) for failures in (1, 2, 3, 4, 9)] == [1, 2, 4, 5, 5]


class TestStop:
    def test_is_in_the_opposite_order(self, tmp_path: Path) -> None:
        ends = tmp_path / "ends"

        def slow_end(name: str, *after: str) -> Service:
            end = f"sleep 0.1; echo {name} >> {ends}; exit 0"
            return shell(
                name, f"trap '{end}' TERM; echo ready; while :; do sleep 0.01; done", *after
            )

        run(slow_end("first"), slow_end("second", "first"), slow_end("third", "second"))
        assert ends.read_text().split() == ["third", "second", "first"]

    def test_uses_the_signal_of_the_service(self) -> None:
        script = "trap 'echo interrupted; exit 0' INT; echo ready; while :; do sleep 0.01; done"
        watched = run(replace(shell("one", script), stop_signal=signal.SIGINT))
        assert watched.said("one") == ["ready", "interrupted"]

    def test_kills_the_group_of_what_does_not_listen(self, tmp_path: Path) -> None:
        left = tmp_path / "left"
        script = f"trap '' TERM; sleep 60 & echo $! > {left}; echo ready; wait; {SERVE}"
        watched = run(replace(shell("deaf", script), stop_grace_seconds=0.2))
        assert "deaf did not end in time: killed" in watched.said("host")
        assert not is_running(int(left.read_text()))

    def test_comes_in_the_middle_of_a_start(self) -> None:
        async def main() -> None:
            watched = Watched((shell("slow", "exec sleep 60"), shell("never", SERVE, "slow")))
            running = asyncio.create_task(watched.supervisor.run())
            await until(lambda: bool(watched.states))
            pid = watched.pid("slow")
            watched.supervisor.stop()
            await asyncio.wait_for(running, 5)
            assert not is_running(pid)

        asyncio.run(main())

    def test_comes_with_a_signal_and_at_once_with_a_second_one(self) -> None:
        async def twice(watched: Watched) -> None:
            os.kill(os.getpid(), signal.SIGTERM)
            await until(lambda: bool(watched.said("host")))
            await asyncio.sleep(0.6)
            os.kill(os.getpid(), signal.SIGTERM)

        started = time.monotonic()
        run(replace(shell("deaf", f"trap '' TERM; {SERVE}"), stop_grace_seconds=20), then=twice)
        assert time.monotonic() - started < 10


class TestLines:
    def test_are_told_apart_by_who_says_them(self) -> None:
        watched = run(shell("one", f"echo hello; {SERVE}"), shell("two", f"echo hi >&2; {SERVE}"))
        assert (watched.said("one"), watched.said("two")) == (["hello", "ready"], ["hi", "ready"])

    def test_steer_no_terminal(self) -> None:
        watched = run(shell("one", f"printf 'red \\033[31mname\\n'; {SERVE}"))
        assert "\x1b" not in watched.said("one")[0]

    def test_without_end_are_cut(self) -> None:
        script = "import time; print('x' * 100_000 + '\\nready', flush=True); time.sleep(60)"
        service = replace(shell("long", ""), command=(sys.executable, "-c", script))
        lines = run(service).said("long")
        assert sum(map(len, lines)) == 100_005
        assert max(map(len, lines)) < 50_000
        assert lines[-1] == "ready"

    def test_last_ones_are_not_lost(self) -> None:
        async def kill(watched: Watched) -> None:
            os.kill(watched.pid("one"), signal.SIGTERM)
            await until(lambda: watched.restarts("one") == 1)

        script = "trap 'printf last; exit 1' TERM; echo ready; while :; do sleep 0.01; done"
        assert run(shell("one", script), then=kill).said("one")[:2] == ["ready", "last"]


class TestChild:
    def test_has_its_environment_and_no_other(self) -> None:
        service = replace(shell("one", f"env | sort; {SERVE}"), environment={"ONLY": "this"})
        said = run(service).said("one")
        names = {line.partition("=")[0] for line in said if "=" in line}
        assert names - {"PWD", "SHLVL", "_", "OLDPWD", "LC_CTYPE"} == {"ONLY"}

    def test_is_ended_by_a_broken_pipe_as_any_program(self) -> None:
        # Python ignores that signal, and what it starts would inherit it.
        watched = run(shell("one", f"grep SigIgn /proc/self/status; {SERVE}"))
        ignored = int(watched.said("one")[0].split()[1], 16)
        assert not ignored & 1 << (signal.SIGPIPE - 1)
