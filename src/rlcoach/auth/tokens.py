"""Tokens the site hands the API with each request: who is asking, for 15 minutes.

What a user may do is not in them: the database decides, at each request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

from rlcoach.auth.errors import TokenExpired, TokenInvalid

ISSUER = "rlcoach-web"
AUDIENCE = "rlcoach-api"
ALGORITHM = "HS256"
LIFETIME = timedelta(minutes=15)
CLOCK_SKEW = timedelta(seconds=30)
"""How far the site's clock may be ahead."""
_CLAIMS = ("sub", "sid", "iat", "exp", "iss", "aud")


@dataclass(frozen=True)
class WebClaims:
    """What a token says."""

    user_id: UUID
    session_id: UUID
    """The browser's, in `sessions`."""
    issued_at: datetime
    expires_at: datetime


def issue_web_token(user_id: UUID, session_id: UUID, *, secret: str, now: datetime) -> str:
    """Makes a token. In the product the site does this, in the same way."""
    issued_at = int(now.timestamp())
    claims = {
        "sub": str(user_id),
        "sid": str(session_id),
        "iat": issued_at,
        "exp": issued_at + int(LIFETIME.total_seconds()),
        "iss": ISSUER,
        "aud": AUDIENCE,
    }
    return jwt.encode(claims, secret, ALGORITHM)


def read_web_token(token: str, *, secret: str, now: datetime) -> WebClaims:
    """Checks a token and reads it.

    Raises:
        TokenExpired: its time is over.
        TokenInvalid: anything else is wrong with it.
    """
    try:
        payload: dict[str, object] = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            audience=AUDIENCE,
            # The library would ask the machine for the time.
            options={
                "require": list(_CLAIMS),
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
        claims = WebClaims(
            user_id=UUID(_text(payload["sub"])),
            session_id=UUID(_text(payload["sid"])),
            issued_at=_time(payload["iat"]),
            expires_at=_time(payload["exp"]),
        )
    except (jwt.InvalidTokenError, ValueError, OverflowError, OSError) as error:
        raise TokenInvalid from error
    _check_times(claims, now)
    return claims


def _check_times(claims: WebClaims, now: datetime) -> None:
    if claims.issued_at > now + CLOCK_SKEW:
        raise TokenInvalid
    # A site that hands out longer ones would make signing out take longer than it should.
    if claims.expires_at - claims.issued_at > LIFETIME:
        raise TokenInvalid
    if now >= claims.expires_at:
        raise TokenExpired


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _time(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("not a whole number of seconds")
    return datetime.fromtimestamp(value, UTC)
