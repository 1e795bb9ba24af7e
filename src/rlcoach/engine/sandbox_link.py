"""The parent's end: starts a warm helper, and holds one conversation per job."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from types import TracebackType

from rlcoach.engine.sandbox_wire import MAX_ANSWER_BYTES

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from rlcoach.engine.sandbox_{module} import {call}"
)
_WARM_UP_SECONDS = 120.0
_STOP_SECONDS = 5.0
_CHUNK = 1 << 18
_ERRORS_KEPT = 8000
_ENVIRONMENT_KEPT = frozenset(
    {"HOME", "LANG", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "USERPROFILE", "VIRTUAL_ENV"}
)
_ENVIRONMENT_KEPT_PREFIXES = ("DYLD_", "LC_", "LD_", "PYTHON")
_ENVIRONMENT_SET = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # A child touches fresh memory only. Huge pages halve its 8,300 page faults, which is 10 ms of
    # a full-length replay (glibc 2.35 and later; others ignore it).
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}


class SandboxUnavailable(RuntimeError):
    """No helper could be started: the installation is at fault, not a replay."""


class HelperLost(Exception):
    """The helper ended before the job began, so it may be tried again on a new one."""


def environment() -> dict[str, str]:
    """What a sandboxed process sees: one BLAS thread, and none of the parent's secrets."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _ENVIRONMENT_KEPT or name.startswith(_ENVIRONMENT_KEPT_PREFIXES)
    }
    return kept | _ENVIRONMENT_SET


def command(module: str, call: str, *arguments: str) -> list[str]:
    """A Python that sees the modules this one sees (and not its working directory)."""
    boot = _BOOT.format(module=module, call=call.partition("(")[0])
    return [sys.executable, "-P", "-c", f"{boot}; {call}", json.dumps(sys.path), *arguments]


class Helper:
    """A running warm helper."""

    def __init__(self, task: str, decoder: str) -> None:
        """Starts it and waits until it is warm.

        Raises:
            SandboxUnavailable: it could not load the engine.
        """
        self.owner = os.getpid()
        self._sending = threading.Lock()
        self._control, theirs = socket.socketpair()
        with theirs:
            fd = str(theirs.fileno())
            call = "serve(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])"
            self._process = subprocess.Popen(
                command("helper", call, fd, str(self.owner), task, decoder),
                pass_fds=(theirs.fileno(),),
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._await_ready()

    @property
    def pid(self) -> int:
        """Process id of the helper."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether it runs, and was started by this very process (not before a fork)."""
        return self.owner == os.getpid() and self._process.poll() is None

    def open_job(self) -> Conversation:
        """Has the helper fork a child.

        Raises:
            HelperLost: it is not there any more.
        """
        job, their_job = socket.socketpair()
        watch, their_watch = socket.socketpair()
        errors, their_errors = os.pipe()
        theirs = [their_job.fileno(), their_watch.fileno(), their_errors]
        try:
            with self._sending:
                socket.send_fds(self._control, [b"J"], theirs)
        except OSError as error:
            job.close()
            watch.close()
            os.close(errors)
            raise HelperLost from error
        finally:
            their_job.close()
            their_watch.close()
            os.close(their_errors)
        return Conversation(job, watch, errors)

    def stop(self) -> None:
        """Ends it and all its children."""
        self._control.close()
        if self.owner != os.getpid():
            return
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _await_ready(self) -> None:
        self._control.settimeout(_WARM_UP_SECONDS)
        try:
            said = self._control.recv(4096)
        except OSError:
            said = b"it did not become ready in time"
        self._control.settimeout(None)
        if said == b"\x00":
            return
        self._process.kill()
        self.stop()
        reason = said.decode(errors="replace") or f"it ended with status {self._process.returncode}"
        raise SandboxUnavailable(f"The analysis process could not be started: {reason}.")


class Conversation:
    """One job from the parent's side. Leaving the context kills whatever is left of the child."""

    def __init__(self, job: socket.socket, watch: socket.socket, errors: int) -> None:
        """Takes over the three channels."""
        self._job, self._watch, self._errors = job, watch, errors
        self._selector = selectors.DefaultSelector()
        self._told = bytearray()
        self._unsent = memoryview(b"")
        self._error_tail = b""
        self.answer = bytearray()
        for channel in (job.fileno(), watch.fileno(), errors):
            os.set_blocking(channel, False)

    def __enter__(self) -> Conversation:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes the channels, which kills a child that still runs."""
        self._selector.close()
        self._job.close()
        self._watch.close()
        os.close(self._errors)

    @property
    def facts(self) -> dict[str, object]:
        """What the helper said: `pid`, `exit`, `cpu_seconds`, or `refused`."""
        facts: dict[str, object] = {}
        for line in bytes(self._told).splitlines():
            facts.update(json.loads(line))
        return facts

    @property
    def errors(self) -> str:
        """The last lines the child wrote to its standard error."""
        return self._error_tail.decode(errors="replace")

    def run(self, request: bytes, wall_seconds: float) -> bool:
        """Sends the request and listens until the child is gone; False if it had to be killed."""
        self._unsent = memoryview(request)
        both = selectors.EVENT_READ | selectors.EVENT_WRITE
        self._selector.register(self._job, both, self._on_job)
        self._selector.register(self._watch, selectors.EVENT_READ, self._on_watch)
        self._selector.register(self._errors, selectors.EVENT_READ, self._on_errors)
        in_time = self._pump(wall_seconds)
        if not in_time:
            self._kill()
        self._drain()
        return in_time

    def _pump(self, seconds: float) -> bool:
        """Serves the channels until the helper has reported the end of the child."""
        deadline = time.monotonic() + seconds
        while self._watch in self._selector.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            for key, events in self._selector.select(left):
                key.data(events)
        return True

    def _on_job(self, events: int) -> None:
        if events & selectors.EVENT_WRITE:
            self._send()
        if events & selectors.EVENT_READ and not self._receive():
            self._selector.unregister(self._job)
            if len(self.answer) > MAX_ANSWER_BYTES:
                self._ask_to_kill()

    def _send(self) -> None:
        try:
            self._unsent = self._unsent[self._job.send(self._unsent[:_CHUNK]) :]
        except BlockingIOError:
            return
        except OSError:  # The child ended without reading all of it.
            self._unsent = memoryview(b"")
        if not self._unsent:
            self._selector.modify(self._job, selectors.EVENT_READ, self._on_job)

    def _receive(self) -> bool:
        """Reads once; False at the end of the channel, and when the answer is out of all bounds."""
        try:
            chunk = self._job.recv(_CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self.answer += chunk
        return bool(chunk) and len(self.answer) <= MAX_ANSWER_BYTES

    def _on_watch(self, _: int) -> None:
        try:
            said = self._watch.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        self._told += said
        if not said:
            self._selector.unregister(self._watch)

    def _on_errors(self, _: int) -> None:
        with contextlib.suppress(BlockingIOError):
            said = os.read(self._errors, _CHUNK)
            self._error_tail = (self._error_tail + said)[-_ERRORS_KEPT:]
            if not said and self._errors in self._selector.get_map():
                self._selector.unregister(self._errors)

    def _kill(self) -> None:
        """Asks the helper to kill the child's group, and does it itself if that gives no answer."""
        self._ask_to_kill()
        if not self._pump(_STOP_SECONDS):
            self._kill_orphan()

    def _ask_to_kill(self) -> None:
        with contextlib.suppress(OSError):
            self._watch.shutdown(socket.SHUT_WR)

    def _drain(self) -> None:
        """Takes what is still in the channels; a child that outlived its helper is killed."""
        size = -1
        while self._job in self._selector.get_map() and len(self.answer) != size:
            size = len(self.answer)
            if not self._receive():
                break
        self._on_errors(0)
        if "exit" not in self.facts:
            self._kill_orphan()

    def _kill_orphan(self) -> None:
        """Kills the group only while a member holds the job channel, so the id is still its own."""
        pid = self.facts.get("pid")
        if not isinstance(pid, int):
            return
        try:
            is_gone = not self._job.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            is_gone = False
        except OSError:
            is_gone = True
        if not is_gone:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
