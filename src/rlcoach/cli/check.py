"""What `rlcoach doctor` finds."""

from __future__ import annotations

from dataclasses import dataclass

INSTALL = "run `make setup`, or install rlcoach again"


@dataclass(frozen=True)
class Check:
    """One thing looked at; with a `fix` it is a fault."""

    name: str
    found: str
    fix: str | None = None
