"""How a made match says that it is one: nobody played it, and it must not count as play of people.

The server's name carries the mark, as no player can choose that; the file's own name repeats it
for readers of headers.
"""

from __future__ import annotations

SAMPLE_MARK = "rlcoach sample"
"""Begins the server's name and the file's name of every match that was made."""

SAMPLE_NAME_MARK = " (sample)"
"""Ends the name of every player of a made season."""


def is_sample(*names: str | None) -> bool:
    """Whether any of the names, of a match's server or of its file, bears the mark."""
    return any(name is not None and name.startswith(SAMPLE_MARK) for name in names)
