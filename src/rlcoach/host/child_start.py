"""What a child does before it becomes its program. Run by path, alone, without site packages.

Setting this up between fork and exec would be Python code in a copy of a process with threads,
which may stop for ever (and Python 3.12 warns of it).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_NO_CHANGE = "-"
CANNOT_START = 127


def arguments(*, orphan_signal: int, ids: tuple[int, int] | None, folder: str) -> list[str]:
    """The command line to put before a program.

    Args:
        orphan_signal: sent by the kernel when the thread that starts the child ends (Linux).
        ids: user and group to become; None for no change.
        folder: where the program starts.
    """
    user, group = (_NO_CHANGE, _NO_CHANGE) if ids is None else map(str, ids)
    here = [sys.executable, "-I", "-S", __file__]
    return [*here, str(os.getpid()), str(orphan_signal), user, group, folder]


def _become(parent: str, orphan_signal: str, user: str, group: str, *rest: str) -> None:
    folder, *command = rest
    for ignored_by_python in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(ignored_by_python, signal.SIG_DFL)
    if user != _NO_CHANGE:
        os.setgroups([])
        os.setgid(int(group))
        os.setuid(int(user))
    # After that: the kernel forgets the wish when ids change.
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(orphan_signal), 0, 0, 0)
    if os.getppid() != int(parent):  # It died before the wish was made.
        os.kill(os.getpid(), signal.SIGKILL)
    try:
        os.chdir(folder)
        os.execvp(command[0], command)  # noqa: S606  without a shell on purpose
    except OSError as error:
        print(f"{command[0]} cannot be started: {error}", file=sys.stderr)  # noqa: T201
        raise SystemExit(CANNOT_START) from error


if __name__ == "__main__":
    _become(*sys.argv[1:])
