"""How the lines of services are shown."""

from __future__ import annotations

import contextlib


def show_line(source: str, line: str) -> None:
    """Prints a line behind the name of whose it is. A closed terminal does not end the rest."""
    with contextlib.suppress(OSError):
        print(f"{source:<10} | {line}", flush=True)
