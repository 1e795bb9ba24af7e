"""Replays, as the API speaks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from rlcoach.services.replays.views import ReplayDetail, ReplayFacts, ReplayPage


class ReplayPlayerRead(BaseModel):
    """One player of a match."""

    id: UUID = Field(description="Of this player in this match.")
    report_player_id: str = Field(description="His id in the report of this match.")
    name: str
    platform: str | None = Field(description="Null for bots and who has no account of his own.")
    is_bot: bool
    is_me: bool
    team: Literal[0, 1] | None = Field(description="0 blue, 1 orange.")
    is_winner: bool | None
    score: int | None
    goals: int | None
    assists: int | None
    saves: int | None
    shots: int | None
    demolitions: int | None
    demolished: int | None
    car_body: str | None
    played_seconds: float | None


class ReplayRead(BaseModel):
    """A match as its owner sees it."""

    id: UUID
    match_guid: str | None = Field(description="As the file says; many say nothing.")
    map: str | None = Field(description="Package of the map, lower case.")
    playlist: str | None
    mode: str | None
    game_type: str | None
    team_size: int | None
    started_at: datetime
    is_start_estimated: bool = Field(
        description="From the clock of who saved the file, in the uploader's time zone."
    )
    duration_seconds: float | None
    blue_score: int | None
    orange_score: int | None
    overtime_seconds: int | None = Field(description="Null without overtime.")
    is_forfeit: bool
    is_sample: bool = Field(description="Made by a program, left out of comparisons.")
    is_header_only: bool = Field(description="Only the header of the file could be read.")
    analysis_version: int
    analysed_at: datetime
    ownership: Literal["uploaded", "claimed", "auto_matched"]
    has_own_file: bool = Field(description="Whether you have sent a file of this match.")
    play_session_id: UUID | None
    is_player_chosen: bool = Field(description="Whether you said yourself who you are.")
    me: ReplayPlayerRead | None = Field(description="Null where it is not known who you are.")

    @classmethod
    def of(cls, facts: ReplayFacts) -> ReplayRead:
        """From the service's view."""
        return cls.model_validate(facts, from_attributes=True)


class ReplayDetailRead(ReplayRead):
    """A match with all who played it."""

    players: list[ReplayPlayerRead]

    @classmethod
    def of_detail(cls, detail: ReplayDetail) -> ReplayDetailRead:
        """From the service's view."""
        players = [
            ReplayPlayerRead.model_validate(each, from_attributes=True) for each in detail.players
        ]
        return cls(**ReplayRead.of(detail.facts).model_dump(), players=players)


class ReplayPageRead(BaseModel):
    """Some matches, newest first."""

    replays: list[ReplayRead]
    next_cursor: str | None = Field(description="Ask with it for those after these.")

    @classmethod
    def of(cls, page: ReplayPage) -> ReplayPageRead:
        """From the service's view."""
        return cls(
            replays=[ReplayRead.of(each) for each in page.replays], next_cursor=page.next_cursor
        )


class MyPlayerUpdate(BaseModel):
    """Which player of a match you are."""

    player_id: UUID | None = Field(
        description="`id` of one of the match's players; null for none of them."
    )
