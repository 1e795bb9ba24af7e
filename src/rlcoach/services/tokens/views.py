"""What is told of tokens, and who asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from rlcoach.db.models import ApiToken


@dataclass(frozen=True)
class Caller:
    """Who a request comes from."""

    user_id: UUID
    api_token_id: UUID | None = None
    """None for the site, on behalf of somebody who is signed in there."""

    @property
    def is_signed_in(self) -> bool:
        """Whether he sits in front of the site himself: then he may do all that is his."""
        return self.api_token_id is None


@dataclass(frozen=True)
class ApiTokenView:
    """A token, without what makes it one."""

    id: UUID
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True)
class CreatedApiToken:
    """A token that was just made. Its text can never be read again."""

    token: ApiTokenView
    text: str = field(repr=False)


def api_token_view(row: ApiToken) -> ApiTokenView:
    """The view of a row."""
    return ApiTokenView(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
    )
