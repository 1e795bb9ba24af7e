"""A user's other accounts, as the API speaks of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from rlcoach.services.claims.views import ClaimView


class ClaimCreate(BaseModel):
    """A player who is you, by another account."""

    model_config = ConfigDict(extra="forbid")

    player_id: UUID = Field(description="`id` of one of the players of one of your matches.")


class ClaimRead(BaseModel):
    """An account you call yours."""

    id: UUID
    platform: str
    online_id: str
    name: str | None = Field(
        description="In the latest match you sent of it; null where you have none any more."
    )
    games: int = Field(description="Matches you have sent in which it played.")
    created_at: datetime

    @classmethod
    def of(cls, claim: ClaimView) -> ClaimRead:
        """From the service's view."""
        return cls.model_validate(claim, from_attributes=True)


class ClaimList(BaseModel):
    """Your other accounts."""

    claims: list[ClaimRead]
    is_play_outdated: bool = Field(
        description="Whether your matches do not follow the latest of them yet."
    )
