"""Who asks, and the tokens by which programs ask for somebody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.auth.api_tokens import (
    Scope,
    check_is_good,
    hash_api_token,
    is_api_token,
    new_api_token,
)
from rlcoach.auth.errors import ScopeMissing, TokenInvalid
from rlcoach.auth.tokens import read_web_token
from rlcoach.core.ids import new_id
from rlcoach.core.logging import get_logger
from rlcoach.db.models import Actor, ApiToken, AuditEntry
from rlcoach.services.tokens.errors import ApiTokenEndInvalid, ApiTokenNotFound, ApiTokensTooMany
from rlcoach.services.tokens.repository import TokenRepository
from rlcoach.services.tokens.views import ApiTokenView, Caller, CreatedApiToken, api_token_view

log = get_logger(__name__)

_MOST_TOKENS = 50
_KEPT_DEAD_TOKENS = 50
"""They say by what an upload came. What was done with tokens, the audit log keeps for ever."""
_LONGEST_LIFETIME = timedelta(days=3653)


async def authenticate(
    db: AsyncSession, token: str, *, scopes: Collection[Scope], secret: str, now: datetime
) -> Caller:
    """Who shows a token: the site's, or a program's that is for one of these purposes.

    Raises:
        TokenInvalid: it is not ours, was taken back, or its user is gone.
        TokenExpired: its time is over.
        ScopeMissing: it is for something else; without scopes, no program's token will do.
    """
    # Whose it is, only the token can say.
    tokens = TokenRepository.across_users(db)
    if not is_api_token(token):
        claims = read_web_token(token, secret=secret, now=now)
        if not await tokens.user_exists(claims.user_id):
            raise TokenInvalid
        return Caller(claims.user_id)
    row = await tokens.find_by_hash(hash_api_token(token))
    if row is None:
        raise TokenInvalid
    check_is_good(row, now=now)
    if not any(scope in row.scopes for scope in scopes):
        _refuse(scopes)
    await tokens.note_use(row.id, now)
    return Caller(row.user_id, row.id)


@dataclass(frozen=True)
class TokenWish:
    """A token to be made."""

    name: str
    scopes: Collection[Scope]
    expires_at: datetime | None = None
    """None for never."""


async def create_token(
    db: AsyncSession, user_id: UUID, wish: TokenWish, *, actor: Actor, now: datetime
) -> CreatedApiToken:
    """Makes a token. Its text is in the answer and nowhere else.

    Raises:
        ApiTokensTooMany: the user has enough of them.
        ApiTokenEndInvalid: it would end in the past, or too far in the future.
    """
    if wish.expires_at is not None and not now < wish.expires_at <= now + _LONGEST_LIFETIME:
        raise ApiTokenEndInvalid
    tokens = TokenRepository(db, user_id)
    await tokens.lock()
    if await tokens.count_good(now) >= _MOST_TOKENS:
        raise ApiTokensTooMany
    await tokens.forget_dead(keep=_KEPT_DEAD_TOKENS, now=now)
    made = new_api_token()
    row = ApiToken(
        id=new_id(),
        user_id=user_id,
        name=wish.name,
        prefix=made.prefix,
        token_sha256=made.sha256,
        scopes=sorted(set(wish.scopes)),
        created_at=now,
        expires_at=wish.expires_at,
    )
    db.add(row)
    db.add(_audit(row, "token.create", actor=actor, now=now))
    await db.flush()
    log.info("token_created", token_id=str(row.id))
    return CreatedApiToken(api_token_view(row), made.text)


async def list_tokens(db: AsyncSession, user_id: UUID) -> list[ApiTokenView]:
    """The user's tokens, newest first."""
    return [api_token_view(row) for row in await TokenRepository(db, user_id).find_all()]


async def revoke_token(
    db: AsyncSession, user_id: UUID, *, token_id: UUID, actor: Actor, now: datetime
) -> None:
    """Takes a token back, at once and for good.

    Raises:
        ApiTokenNotFound: it is not the user's.
    """
    row = await TokenRepository(db, user_id).find(token_id)
    if row is None:
        raise ApiTokenNotFound
    row.revoked_at = now
    db.add(_audit(row, "token.revoke", actor=actor, now=now))
    await db.flush()
    log.info("token_revoked", token_id=str(row.id))


def _refuse(scopes: Collection[Scope]) -> NoReturn:
    if not scopes:
        raise ScopeMissing("This needs somebody who is signed in: no token allows it.")
    raise ScopeMissing(details={"scope": next(iter(scopes)).value})


def _audit(row: ApiToken, action: str, *, actor: Actor, now: datetime) -> AuditEntry:
    return AuditEntry(
        id=new_id(),
        occurred_at=now,
        user_id=row.user_id,
        actor=actor,
        action=action,
        subject_id=row.id,
        details={"prefix": row.prefix, "scopes": list(row.scopes)},
    )
