"""Play sessions, as the API speaks of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from rlcoach.services.play_sessions.listing import PlaySessionPage


class PlaySessionRead(BaseModel):
    """Matches with no long pause between them."""

    id: UUID = Field(description="Lists its matches as `play_session_id` of `/api/v1/replays`.")
    started_at: datetime
    ended_at: datetime
    games: int
    wins: int = Field(description="Only of matches in which it is known who you were.")
    losses: int
    analysis_versions: list[int] = Field(
        description="Of its matches: more than one while they are analysed again."
    )


class PlaySessionPageRead(BaseModel):
    """Some play sessions, newest first."""

    sessions: list[PlaySessionRead]
    next_cursor: str | None = Field(description="Ask with it for those after these.")
    is_outdated: bool = Field(
        description="Whether they do not follow your latest change of time zone, pause or accounts "
        "yet."
    )

    @classmethod
    def of(cls, page: PlaySessionPage) -> PlaySessionPageRead:
        """From the service's view."""
        return cls.model_validate(page, from_attributes=True)
