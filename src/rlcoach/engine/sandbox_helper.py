"""The warm helper: loads the engine once and forks a child per job, so that none starts cold.

It has one thread and stays that way (a fork copies only one), holds no sockets but those of its
jobs, and ends with its parent: at the end of its control channel, or within a second of finding
itself an orphan. PDEATHSIG would not do for that, as it follows the *thread* that started the
helper; for children of this single-threaded process it is exact, and they have it.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from typing import NoReturn

from rlcoach.engine.sandbox_child import answer_one
from rlcoach.engine.sandbox_tasks import Task, load_task

JOB = b"J"
READY = b"\x00"
NO_ANSWER = 70
"""Exit status of a child that could not say what happened to it."""
_ORPHAN_CHECK_SECONDS = 1.0
_PR_SET_PDEATHSIG = 1


def serve(control_fd: int, parent: int, task_name: str, decoder: str) -> None:
    """Warms up, says so on the control channel, and forks until that channel ends."""
    control = socket.socket(fileno=control_fd)
    try:
        task, warm_up = load_task(task_name)
        if warm_up is not None:
            warm_up(decoder)  # type: ignore[arg-type]
    # The parent says it to whoever made the sandbox.
    except Exception as error:  # noqa: BLE001
        control.sendall(f"{type(error).__name__}: {error}".encode())
        return
    # Objects that exist now are never collected: children share their pages instead of copying.
    gc.collect()
    gc.freeze()
    control.sendall(READY)
    _Helper(control, parent, task).loop()


class _Helper:
    def __init__(self, control: socket.socket, parent: int, task: Task) -> None:
        self._control = control
        self._parent = parent
        self._task = task
        self._pid = os.getpid()
        self._die_with_helper = _death_signal()
        self._watches: dict[int, socket.socket] = {}
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        os.set_blocking(self._wake_read, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ, None)
        self._selector.register(self._wake_read, selectors.EVENT_READ, None)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def loop(self) -> None:
        """Serves jobs until the parent is gone, then leaves nobody behind."""
        try:
            while os.getppid() == self._parent:
                for key, _ in self._selector.select(_ORPHAN_CHECK_SECONDS):
                    if key.data is not None:
                        self._kill(key.data)
                    elif key.fileobj is self._control and not self._accept():
                        return
                self._reap()
        finally:
            for child in list(self._watches):
                _kill_group(child)

    def _accept(self) -> bool:
        message, fds, _, _ = socket.recv_fds(self._control, 1, 3)
        if message != JOB:
            return False
        job, watch_fd, errors = fds
        watch = socket.socket(fileno=watch_fd)
        try:
            child = os.fork()
        except OSError as error:
            _tell(watch, {"refused": f"No child could be started: {error.strerror}."})
            watch.close()
        else:
            if child == 0:
                self._become_child(job, errors)
            self._watch(child, watch)
        os.close(job)
        os.close(errors)
        return True

    def _watch(self, child: int, watch: socket.socket) -> None:
        with contextlib.suppress(OSError):  # The child may have done it, or have ended.
            os.setpgid(child, child)
        watch.setblocking(False)
        self._watches[child] = watch
        self._selector.register(watch, selectors.EVENT_READ, child)
        _tell(watch, {"pid": child})

    def _kill(self, child: int) -> None:
        """The parent has closed its side: the job is no longer wanted."""
        if child in self._watches:
            self._selector.unregister(self._watches[child])
            _kill_group(child)

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._wake_read, 512):
                pass
        for child in list(self._watches):
            pid, status, usage = os.wait4(child, os.WNOHANG)
            if pid == 0:
                continue
            # What the child may have started goes with it. Its group id cannot be anybody else's
            # while a member lives.
            _kill_group(child)
            watch = self._watches.pop(child)
            with contextlib.suppress(KeyError):
                self._selector.unregister(watch)
            code = os.waitstatus_to_exitcode(status)
            _tell(watch, {"exit": code, "cpu_seconds": usage.ru_utime + usage.ru_stime})
            watch.close()

    def _become_child(self, job_fd: int, errors_fd: int) -> NoReturn:
        answered = False
        try:
            os.setpgid(0, 0)
            self._die_with_helper()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(errors_fd, 2)
            faulthandler.enable(file=2)
            job = os.dup2(job_fd, 3) if job_fd != 3 else 3
            os.closerange(4, os.sysconf("SC_OPEN_MAX"))
            channel = socket.socket(fileno=job)
            if os.getppid() == self._pid:
                answer_one(
                    self._task,
                    lambda size: channel.recv(size, socket.MSG_WAITALL),
                    channel.sendall,
                )
                answered = True
        finally:
            os._exit(0 if answered else NO_ANSWER)


def _tell(watch: socket.socket, what: dict[str, object]) -> None:
    with contextlib.suppress(OSError):  # The parent may have stopped listening.
        watch.sendall(json.dumps(what).encode() + b"\n")


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _death_signal() -> Callable[[], object]:
    """A call that has the kernel kill its caller when the parent dies (Linux; else nothing)."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
