"""A file as it has come in: on disk, measured, not yet believed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

_MAX_NAME_CHARACTERS = 255
UNNAMED = "unnamed.replay"


@dataclass(frozen=True)
class ReceivedFile:
    """One file of a request. `path` lies in a folder that is gone after the request."""

    filename: str
    path: Path
    size_bytes: int
    sha256: str
    is_too_large: bool = False
    """Reading stopped: size and hash are those of the part that was read."""


def shown_filename(sent: str) -> str:
    """The name to show: its last part, on one line, of bounded length. Never to be opened."""
    last = sent.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        character if unicodedata.category(character)[0] != "C" else " " for character in last
    ).strip()
    if len(visible) > _MAX_NAME_CHARACTERS:
        stem, dot, ending = visible.rpartition(".")
        tail = f"…{dot}{ending}" if stem and len(ending) <= len("replay") else "…"
        visible = visible[: _MAX_NAME_CHARACTERS - len(tail)] + tail
    return visible or UNNAMED
