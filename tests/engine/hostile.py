"""Tasks that do to a sandbox what a broken replay may do; the data say how."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from rlcoach.replay.errors import CorruptReplay


def run(data: bytes, _decoder: str) -> bytes:
    """Does what the data name: `action` or `action:argument`."""
    action, _, argument = data.decode().partition(":")
    result: bytes = globals()[f"do_{action}"](argument)
    return result


def do_echo(argument: str) -> bytes:
    return argument.encode()


def do_pid(_: str) -> bytes:
    return f"{os.getpid()} {os.getpgid(0)} {os.getppid()}".encode()


def do_sleep(argument: str) -> bytes:
    """Hangs at 0 % CPU, after writing down who hangs."""
    if argument:
        Path(argument).write_text(str(os.getpid()))
    time.sleep(600)
    return b""


def do_spin(_: str) -> bytes:
    while True:
        pass


def do_family(argument: str) -> bytes:
    """Starts a process that would outlive its parent, and answers."""
    child = subprocess.Popen(["sleep", "600"])
    Path(argument).write_text(str(child.pid))
    return b"done"


def do_allocate(_: str) -> bytes:
    return b"".join(bytes(50_000_000) for _ in range(1000))


def do_allocate_and_hang(_: str) -> bytes:
    try:
        do_allocate("")
    except MemoryError:
        time.sleep(600)
    return b""


def do_allocate_and_abort(_: str) -> bytes:
    """As Rust does where an allocation fails."""
    try:
        do_allocate("")
    except MemoryError:
        os.write(2, b"memory allocation of 50000000 bytes failed\n")
        os.abort()
    return b""


def do_abort(_: str) -> bytes:
    os.abort()


def do_segfault(_: str) -> bytes:
    return ctypes.string_at(0)


def do_kill(_: str) -> bytes:
    os.kill(os.getpid(), 9)
    return b""


def do_exit(_: str) -> bytes:
    os._exit(3)


def do_sysexit(_: str) -> bytes:
    sys.exit("enough")


def do_raise(_: str) -> bytes:
    raise ValueError("a bug \ud800 in the analysis")


def do_panic(_: str) -> bytes:
    raise BaseException("a panic of a native module")


def do_corrupt(_: str) -> bytes:
    raise CorruptReplay("The header is damaged.")


def do_recurse(argument: str) -> bytes:
    return do_recurse(argument)


def do_big(argument: str) -> bytes:
    return b"x" * int(argument)


def do_noise(_argument: str) -> bytes:
    for _ in range(1000):
        os.write(2, b"warning " * 128)
        os.write(1, b"warning " * 128)
    return b"quiet"


def do_environment(_: str) -> bytes:
    return "\n".join(f"{name}={value}" for name, value in os.environ.items()).encode()


def do_descriptors(_: str) -> bytes:
    return " ".join(sorted(entry.name for entry in Path("/proc/self/fd").iterdir())).encode()


def do_limits(_: str) -> bytes:
    return str(resource.getrlimit(resource.RLIMIT_AS)[0]).encode()
