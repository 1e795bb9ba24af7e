"""Runs one job inside a child: limits first, then the analysis, then its answer, and no return.

Windows has neither fork nor address-space limits: there this module is started afresh per file
(`serve_standard_streams`), and the wall clock of the parent is the only limit.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import cast

from rlcoach.engine.sandbox_tasks import Task, load_task
from rlcoach.engine.sandbox_wire import (
    OUT_OF_MEMORY,
    REQUEST_PREFIX_BYTES,
    Request,
    SandboxFailure,
    pack_failure,
    pack_result,
    request_sizes,
)
from rlcoach.replay.decode import MAX_REPLAY_BYTES, DecoderChoice
from rlcoach.replay.errors import ReplayError, ReplayTooLarge

_DETAIL_CHARACTERS = 4000

Read = Callable[[int], bytes]
"""Returns as many bytes as asked for, fewer only at the end."""
Write = Callable[[bytes], object]


def answer_one(task: Task, read: Read, write: Write) -> None:
    """Reads a request, runs the task under its limits and writes the answer."""
    parts: tuple[bytes, ...]
    try:
        request, size = _read_request(read)
        _limit(request)
        data = _exactly(read, size) if request.path is None else _read_file(request.path)
        parts = pack_result(task(data, cast("DecoderChoice", request.decoder)))
    except MemoryError:
        parts = (OUT_OF_MEMORY,)
    # A panic of a native module derives from BaseException, and the end of an analysis is an
    # answer, whichever it is.
    except BaseException as error:  # noqa: BLE001
        parts = (_describe(error),)
    for part in parts:
        write(part)


def serve_standard_streams(task_name: str) -> None:
    """Answers one request from standard input on standard output, in a fresh interpreter."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    task, _ = load_task(task_name)
    answer_one(task, sys.stdin.buffer.read, answers.write)
    answers.close()


def _read_request(read: Read) -> tuple[Request, int]:
    head_size, data_size = request_sizes(_exactly(read, REQUEST_PREFIX_BYTES))
    return Request(**json.loads(_exactly(read, head_size))), data_size


def _exactly(read: Read, size: int) -> bytes:
    received = read(size) if size else b""
    if len(received) != size:
        raise EOFError("The request ended early.")
    return received


def _read_file(path: str) -> bytes:
    size = Path(path).stat().st_size
    if size > MAX_REPLAY_BYTES:
        raise ReplayTooLarge(
            f"The file has {size / 1e6:.0f} MB; replays are at most "
            f"{MAX_REPLAY_BYTES / 1e6:.0f} MB."
        )
    return Path(path).read_bytes()


def _limit(request: Request) -> None:
    """Bounds address space and CPU. macOS refuses the first on some versions: the clock remains."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    cpu_seconds = math.ceil(request.wall_seconds) + 5
    for kind, value in (
        (resource.RLIMIT_AS, request.memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def _describe(error: BaseException) -> bytes:
    try:
        return pack_failure(_failure(error))
    except MemoryError:
        return OUT_OF_MEMORY


def _failure(error: BaseException) -> SandboxFailure:
    at_fault_is_file = isinstance(error, ReplayError | OSError)
    message = str(error) or type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        message = f"The file cannot be read: {error.strerror}."
    detail = "".join(traceback.format_exception(error))[-_DETAIL_CHARACTERS:]
    return SandboxFailure(
        "replay_error" if at_fault_is_file else "crashed",
        type(error).__name__,
        message[:_DETAIL_CHARACTERS],
        "" if at_fault_is_file else detail,
    )
