"""How made files say that they are made: the server, the file and the players carry the mark."""

from __future__ import annotations

from rlcoach.replay.sample import SAMPLE_MARK, SAMPLE_NAME_MARK


def sample_server(what: str) -> str:
    """The server's name, or the file's own, of a made match; `what` says of which sort it is."""
    return f"{SAMPLE_MARK} {what}"


def sample_player(name: str) -> str:
    """What a player of a made match is called."""
    return f"{name}{SAMPLE_NAME_MARK}"
