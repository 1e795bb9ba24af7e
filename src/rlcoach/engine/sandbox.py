"""The one impure module of the engine: an analysis in a child that can be killed.

    with Sandbox(workers=4) as sandbox:
        result = sandbox.analyze(data)      # bytes of the report's JSON, or a SandboxFailure

A cold start costs more than the analysis, so children are forked from a warm helper process. Each
is bounded in wall time, CPU and address space, runs in its own process group, and whatever it
does (raise, run out of memory, abort, hang) comes back as a value. When the parent dies, however
it dies, helper and children die too.

Address space counts everything mapped, the warm modules (about 130 MB) included. On macOS the
kernel may not enforce it. Windows has neither fork nor such a limit: there each file gets a fresh
interpreter, bounded by the wall clock alone.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from pathlib import Path
from types import TracebackType

from rlcoach.engine.sandbox_link import (
    Conversation,
    Helper,
    HelperLost,
    SandboxUnavailable,
    command,
    environment,
)
from rlcoach.engine.sandbox_tasks import ANALYZE
from rlcoach.engine.sandbox_wire import (
    FailureKind,
    Request,
    SandboxFailure,
    pack_request,
    unpack_answer,
)
from rlcoach.replay.decode import DecoderChoice, resolve_decoder

__all__ = ["FailureKind", "Sandbox", "SandboxFailure", "SandboxResult", "SandboxUnavailable"]

SandboxResult = bytes | SandboxFailure
"""The report as UTF-8 JSON, or why there is none."""

WALL_SECONDS = 30.0
MEMORY_BYTES = {"native": 512 * 1024 * 1024, "python": 1536 * 1024 * 1024}
"""Address space by decoder: the Python one needs more for every second full-length replay."""

_MEMORY_WORDS = re.compile(
    r"memory allocation of \d+ bytes failed|bad_alloc|cannot allocate memory|out of memory"
    r"|memory allocation still failed|MemoryError",
    re.IGNORECASE,
)


class Sandbox:
    """Runs analyses in children, at most `workers` at a time.

    `analyze` blocks and may be called from any number of threads. Close it, or use it as a context
    manager.
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        decoder: DecoderChoice = "auto",
        wall_seconds: float = WALL_SECONDS,
        memory_bytes: int | None = None,
        task: str = ANALYZE,
        fork: bool = hasattr(os, "fork"),
    ) -> None:
        """Prepares a sandbox; the helper starts with the first analysis, or on entering.

        Args:
            workers: How many children may run at the same time.
            decoder: `native`, `python`, or `auto` for the fastest that is installed.
            wall_seconds: Time a child may take.
            memory_bytes: Address space a child may map; by default what the decoder needs.
            task: What runs, as `module:function` (see `engine.sandbox_tasks`).
            fork: Fork children from a warm helper; else a fresh interpreter per file.

        Raises:
            DecoderUnavailable: `native` was asked for and is not installed.
        """
        resolved = resolve_decoder(decoder)
        self._decoder: DecoderChoice = resolved
        self._wall_seconds = wall_seconds
        self._memory_bytes = memory_bytes or MEMORY_BYTES[resolved]
        self._task = task
        self._fork = fork
        self._slots = threading.BoundedSemaphore(workers)
        self._starting = threading.Lock()
        self._helper: Helper | None = None
        self._is_closed = False

    def __enter__(self) -> Sandbox:
        """Starts the helper.

        Raises:
            SandboxUnavailable: it could not be started.
        """
        if self._fork:
            self._warm_helper()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes it."""
        self.close()

    @property
    def decoder(self) -> str:
        """The decoder that runs: `native` or `python`."""
        return self._decoder

    @property
    def helper_pid(self) -> int | None:
        """Process id of the warm helper, None while there is none."""
        return self._helper.pid if self._helper is not None else None

    def close(self) -> None:
        """Ends the helper and every child. Analyses under way come back as failures."""
        with self._starting:
            self._is_closed = True
            helper, self._helper = self._helper, None
        if helper is not None:
            helper.stop()

    def analyze(self, replay: bytes | str | Path) -> SandboxResult:
        """Analyses one replay, given as its bytes or its path, in a child.

        Raises:
            SandboxUnavailable: no helper can be started. Nothing an analysis does raises.
        """
        data = replay if isinstance(replay, bytes) else b""
        path = None if isinstance(replay, bytes) else str(Path(replay).absolute())
        request = Request(path, self._decoder, self._wall_seconds, self._memory_bytes)
        packed = pack_request(request, data)
        with self._slots:
            if not self._fork:
                return self._in_fresh_interpreter(packed)
            for _ in range(2):
                helper = self._warm_helper()
                try:
                    return self._in_forked_child(helper, packed)
                except HelperLost:
                    self._discard(helper)
            return _end_of_child(None, "")

    def _warm_helper(self) -> Helper:
        with self._starting:
            if self._is_closed:
                raise SandboxUnavailable("The sandbox is closed.")
            if self._helper is not None and not self._helper.is_alive():
                self._helper.stop()
                self._helper = None
            if self._helper is None:
                self._helper = Helper(self._task, self._decoder)
            return self._helper

    def _discard(self, helper: Helper) -> None:
        with self._starting:
            if self._helper is helper:
                helper.stop()
                self._helper = None

    def _in_forked_child(self, helper: Helper, packed: bytes) -> SandboxResult:
        with helper.open_job() as job:
            in_time = job.run(packed, self._wall_seconds)
            if in_time and not job.facts:
                raise HelperLost
            return self._verdict(job, in_time)

    def _verdict(self, job: Conversation, in_time: bool) -> SandboxResult:
        answer = unpack_answer(job.answer)
        if answer is not None:
            return answer
        if not in_time:
            return _timeout(self._wall_seconds, job.facts.get("cpu_seconds"))
        if "refused" in job.facts:
            return SandboxFailure("crashed", "OSError", str(job.facts["refused"]))
        return _end_of_child(job.facts.get("exit"), job.errors)

    def _in_fresh_interpreter(self, packed: bytes) -> SandboxResult:
        argv = command("child", "serve_standard_streams(sys.argv[2])", self._task)
        try:
            done = subprocess.run(
                argv,
                input=packed,
                capture_output=True,
                timeout=self._wall_seconds,
                env=environment(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return _timeout(self._wall_seconds, None)
        answer = unpack_answer(done.stdout)
        if answer is not None:
            return answer
        return _end_of_child(done.returncode, done.stderr.decode(errors="replace"))


def _timeout(wall_seconds: float, cpu_seconds: object) -> SandboxFailure:
    used = f" (it used {cpu_seconds:.1f} s of CPU)" if isinstance(cpu_seconds, float) else ""
    return SandboxFailure(
        "timeout", "Timeout", f"The analysis was stopped after {wall_seconds:g} s{used}."
    )


def _end_of_child(exit_code: object, errors: str) -> SandboxFailure:
    """What the end of a child means that gave no answer."""
    if not isinstance(exit_code, int):
        return SandboxFailure("crashed", "HelperLost", "The analysis process was ended.", errors)
    name = _signal_name(-exit_code) if exit_code < 0 else f"exit status {exit_code}"
    if _MEMORY_WORDS.search(errors):
        message = "The analysis needs more memory than it may have."
        return SandboxFailure("out_of_memory", name, message, errors)
    hint = ""
    if name == "SIGKILL":
        hint = "; the system does that when its memory runs out"
    return SandboxFailure("crashed", name, f"The analysis ended with {name}{hint}.", errors)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
