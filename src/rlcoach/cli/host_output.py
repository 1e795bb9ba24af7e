"""How the lines of services are shown."""

from __future__ import annotations

import contextlib
import json
import sys
from http import HTTPStatus

_LESS_SAID = frozenset(
    {"event", "level", "at", "logger", "color_message", "request_id", "job_id", "user_id"}
)
"""Said already, or of no use to somebody who reads along."""


def show_line(source: str, line: str) -> None:
    """Prints a line behind the name of whose it is. A closed terminal does not end the rest.

    On a terminal a line of our own logs is shortened; elsewhere it stays as programs read it.
    """
    shown = readable(line) if sys.stdout.isatty() else line
    if shown is None:
        return
    with contextlib.suppress(OSError):
        print(f"{source:<10} | {shown}", flush=True)


def readable(line: str) -> str | None:
    """A line of our logs, which are JSON, in a few words; every other one as it is.

    None for what is not worth a line to somebody who reads along: something was looked at.
    """
    try:
        entry = json.loads(line)
    except ValueError:
        return line
    if not isinstance(entry, dict) or "event" not in entry:
        return line
    if entry.get("method") == "GET" and entry.get("status") == HTTPStatus.OK:
        return None
    level = str(entry.get("level", "info"))
    words = [] if level == "info" else [f"{level.upper()}:"]
    words.append(str(entry["event"]))
    words += [f"{name}={value}" for name, value in entry.items() if name not in _LESS_SAID]
    return " ".join(words)
