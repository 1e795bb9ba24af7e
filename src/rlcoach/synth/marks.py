"""How made files say that they are made: server and players carry these words."""

from __future__ import annotations

SAMPLE_SERVER_PREFIX = "rlcoach sample"
"""Begins the server's name in every file that no game wrote."""

SAMPLE_PLAYER_PREFIX = "sample "
"""Begins the names of the players of scripted files."""


def sample_server(what: str) -> str:
    """The server's name of a made file; `what` says of which sort it is."""
    return f"{SAMPLE_SERVER_PREFIX} {what}"


def is_sample_server(name: str | None) -> bool:
    """Whether a file says that it is made."""
    return name is not None and name.startswith(SAMPLE_SERVER_PREFIX)
