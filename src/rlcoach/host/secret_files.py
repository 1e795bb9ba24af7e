"""Passwords that this machine makes for itself, once, and keeps in files of mode 0600."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

_BYTES = 32


def secret_in(file: Path) -> str:
    """The secret in a file, which is made where it is missing. Hexadecimal, 64 characters."""
    with contextlib.suppress(FileNotFoundError):
        return file.read_text(encoding="ascii").strip()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(_BYTES))
        stream.flush()
        os.fsync(stream.fileno())
    with contextlib.suppress(FileExistsError):  # Another process was first: its secret counts.
        os.link(unfinished, file)
    unfinished.unlink()
    return file.read_text(encoding="ascii").strip()
