"""A user's account, as the API speaks of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rlcoach.api.texts import Text, Word
from rlcoach.services.reanalysis.service import ReanalysisProgress
from rlcoach.services.users.views import Profile


class ProfileRead(BaseModel):
    """You."""

    id: UUID
    display_name: str
    email: str | None
    avatar_url: str | None
    subscription_tier: Literal["free", "pro"]
    subscription_status: Literal["active", "past_due", "canceled"] | None
    subscription_period_end: datetime | None
    time_zone: str = Field(description="IANA name; your days and weeks are meant in it.")
    play_session_gap_minutes: int = Field(description="A longer pause begins a new play session.")
    is_play_outdated: bool = Field(
        description="Whether a change of time zone, pause or accounts is still being worked in: "
        "until then play sessions, days and who you are may be those of before it."
    )
    declared_ranks: dict[str, str] = Field(description="Rank by playlist, as you say.")
    created_at: datetime

    @classmethod
    def of(cls, profile: Profile) -> ProfileRead:
        """From the service's view."""
        return cls.model_validate(profile, from_attributes=True)


class ProfileUpdate(BaseModel):
    """What to change; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    display_name: Word | None = None
    time_zone: Annotated[Text, StringConstraints(max_length=64)] | None = Field(
        None, description="IANA name, for example Europe/Berlin."
    )
    play_session_gap_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    declared_ranks: Annotated[dict[Word, Word], Field(max_length=50)] | None = None


class AnalysisProgressRead(BaseModel):
    """How far your matches have come after an upgrade of the analysis."""

    current: int = Field(description="Matches of the newest version.")
    total: int
    given_up: int = Field(description="Cannot be analysed any more; they keep what they have.")
    version: int = Field(description="The newest; each match says its own.")
    is_done: bool
    sentence: str | None = Field(description="What to show; null where nothing is left to do.")

    @classmethod
    def of(cls, progress: ReanalysisProgress) -> AnalysisProgressRead:
        """From the service's view."""
        return cls.model_validate(progress, from_attributes=True)
