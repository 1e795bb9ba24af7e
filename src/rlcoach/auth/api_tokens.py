"""Tokens for programs: `rlc_…`, each for some purposes. Who made one sees it once; a hash is kept.

A hash without salt is enough: 256 random bits cannot be guessed from it, as a password could be.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from rlcoach.auth.errors import ScopeMissing, TokenExpired, TokenInvalid

PREFIX = "rlc_"
_RANDOM_BYTES = 32
_SHOWN_CHARACTERS = 12
_FORM = re.compile(r"rlc_[A-Za-z0-9_-]{43}")


class Scope(StrEnum):
    """What a token may be for."""

    WRITE = "replays:write"
    READ = "replays:read"
    DELETE = "replays:delete"


SCOPES: dict[Scope, str] = {
    Scope.WRITE: "Upload replays, see how far they are, and say who you are in them.",
    Scope.READ: "Read replays, statistics, trends and sessions.",
    Scope.DELETE: "Delete replays.",
}
"""In words, for who makes a token."""


@dataclass(frozen=True)
class NewApiToken:
    """A token that was just made."""

    text: str = field(repr=False)
    """The token itself: to be shown once, never stored."""
    prefix: str
    """Its first characters, to tell it from others."""
    sha256: str


def new_api_token(random_text: Callable[[int], str] = secrets.token_urlsafe) -> NewApiToken:
    """Makes a token.

    Args:
        random_text: returns as many random bytes as it is asked for, as URL-safe base 64.
    """
    text = PREFIX + random_text(_RANDOM_BYTES)
    return NewApiToken(text, text[:_SHOWN_CHARACTERS], hash_api_token(text))


def is_api_token(text: str) -> bool:
    """Whether a text has the form of one; anything else need not be looked for."""
    return _FORM.fullmatch(text) is not None


def hash_api_token(text: str) -> str:
    """What a token is looked for by."""
    return hashlib.sha256(text.encode()).hexdigest()


class StoredApiToken(Protocol):
    """A token, as far as the decision about it goes."""

    @property
    def scopes(self) -> Iterable[str]:
        """What it is for."""

    @property
    def expires_at(self) -> datetime | None:
        """From when on it is not good any more."""

    @property
    def revoked_at(self) -> datetime | None:
        """When it was taken back."""


def check_api_token(token: StoredApiToken, scope: Scope, *, now: datetime) -> None:
    """Lets a token pass that is good now and for this purpose.

    Raises:
        TokenInvalid: it was taken back.
        TokenExpired: its time is over.
        ScopeMissing: it is for something else.
    """
    check_is_good(token, now=now)
    if scope not in token.scopes:
        raise ScopeMissing(details={"scope": scope.value})


def check_is_good(token: StoredApiToken, *, now: datetime) -> None:
    """Lets a token pass that is good now, whatever it is for.

    Raises:
        TokenInvalid: it was taken back.
        TokenExpired: its time is over.
    """
    if token.revoked_at is not None:
        raise TokenInvalid
    if token.expires_at is not None and now >= token.expires_at:
        raise TokenExpired
