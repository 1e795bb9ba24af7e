"""API tokens, as the API speaks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from rlcoach.api.texts import Word
from rlcoach.auth.api_tokens import Scope
from rlcoach.services.tokens.views import ApiTokenView, CreatedApiToken


class TokenCreate(BaseModel):
    """A token to be made."""

    model_config = ConfigDict(extra="forbid")

    name: Word = Field(description="What it is for, to tell it from others.")
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]
    expires_at: AwareDatetime | None = Field(
        None, description="In the future, within ten years; null for never."
    )


class TokenRead(BaseModel):
    """A token, without what makes it one."""

    id: UUID
    name: str
    prefix: str = Field(description="Its first characters.")
    scopes: list[str]
    created_at: datetime
    last_used_at: datetime | None = Field(description="To about a minute.")
    expires_at: datetime | None

    @classmethod
    def of(cls, token: ApiTokenView) -> TokenRead:
        """From the service's view."""
        return cls.model_validate(token, from_attributes=True)


class TokenCreated(TokenRead):
    """A token that was just made."""

    token: str = Field(description="Shown this once.")

    @classmethod
    def of_created(cls, created: CreatedApiToken) -> TokenCreated:
        """From the service's view."""
        return cls(**TokenRead.of(created.token).model_dump(), token=created.text)


class TokenList(BaseModel):
    """Your tokens, newest first."""

    tokens: list[TokenRead]
