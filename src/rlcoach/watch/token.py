"""The token that speaks for the player: where it comes from, and that nobody sees it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from rlcoach.watch.errors import TokenInvalid

_LONGEST_CHARACTERS = 4096
_OTHERS_MAY = 0o077


@dataclass(frozen=True)
class Token:
    """A token; neither `str` nor `repr` show it, so that no message can."""

    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuses what a header cannot carry, without repeating it."""
        if not self.secret:
            raise TokenInvalid("the token is empty")
        is_plain = self.secret.isascii() and self.secret.isprintable() and " " not in self.secret
        if not is_plain or len(self.secret) > _LONGEST_CHARACTERS:
            raise TokenInvalid("that is no token: it has characters or a length no token has")


def token_in(path: Path) -> Token:
    """The token in a file that only its owner can read.

    Raises:
        TokenInvalid: others can read the file, or it cannot be read, or holds no token.
    """
    try:
        with path.open("rb") as file:
            # Windows keeps who may read a file elsewhere; a user's own folders are private there.
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & _OTHERS_MAY:
                raise TokenInvalid(f"others may read {path}: run `chmod 600 {path}`")
            content = file.read(_LONGEST_CHARACTERS + 2)
    except OSError as error:
        raise TokenInvalid(f"the token file {path} cannot be read: {error.strerror}") from error
    # Editors on Windows put a byte order mark in front.
    return Token(content.decode("utf-8-sig", errors="replace").strip())
