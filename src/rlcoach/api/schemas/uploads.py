"""Uploads, as the API speaks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from rlcoach.services.uploads.preview import HeaderPreview
from rlcoach.services.uploads.views import BatchAnswer, FileAnswer, UploadedFile


class PreviewPlayerRead(BaseModel):
    """A row of the file's own scoreboard."""

    name: str
    team: int | None = Field(description="0 blue, 1 orange, null for a spectator.")
    score: int
    goals: int
    assists: int
    saves: int
    shots: int


class PreviewRead(BaseModel):
    """What the file's header says; the analysis says more, and more surely."""

    map: str | None = Field(description="Package of the map, lower case.")
    map_name: str | None = Field(description="As players call it.")
    match_type: str | None
    team_size: int | None
    blue_score: int
    orange_score: int
    saved_at_local: datetime | None = Field(
        description="On the clock of who saved it, without time zone."
    )
    players: list[PreviewPlayerRead]

    @classmethod
    def of(cls, preview: HeaderPreview) -> PreviewRead:
        """From the service's view."""
        return cls.model_validate(preview, from_attributes=True)


class UploadFileAnswer(BaseModel):
    """What became of one file when it came in."""

    id: UUID | None = Field(description="To ask for later; null for what was rejected.")
    filename: str
    sha256: str | None = Field(description="Null where the file was too large to be read.")
    status: Literal["accepted", "duplicate", "rejected"]
    replay_id: UUID | None = Field(description="The match, once the file was analysed.")
    code: str | None = Field(description="Why it was rejected or could not be analysed.")
    message: str | None = Field(description="The same, in words for a player.")
    preview: PreviewRead | None

    @classmethod
    def of(cls, answer: FileAnswer) -> UploadFileAnswer:
        """From the service's view."""
        return cls(
            id=answer.uploaded_replay_id,
            filename=answer.file.filename,
            sha256=None if answer.file.is_too_large else answer.file.sha256,
            status=answer.outcome.value,
            replay_id=answer.replay_id,
            code=answer.code,
            message=answer.sentence,
            preview=None if answer.preview is None else PreviewRead.of(answer.preview),
        )


class UploadAnswer(BaseModel):
    """What became of the files of a request, in the order sent."""

    upload_id: UUID | None = Field(
        description="To ask for all new files together. Where none is new, of the upload they came "
        "with; null where that were several: each file has its own id."
    )
    files: list[UploadFileAnswer]

    @classmethod
    def of(cls, answer: BatchAnswer) -> UploadAnswer:
        """From the service's view."""
        return cls(
            upload_id=answer.upload_id, files=[UploadFileAnswer.of(each) for each in answer.files]
        )


class UploadedFileRead(BaseModel):
    """How far one file has come."""

    id: UUID
    filename: str
    status: Literal["pending", "processing", "completed", "failed", "duplicate", "rejected"] = (
        Field(description="`pending` and `processing` change; the others are final.")
    )
    replay_id: UUID | None
    code: str | None = Field(description="Why it was rejected or could not be analysed.")
    message: str | None = Field(description="The same, in words for a player.")
    attempts: int = Field(description="How often its analysis was begun.")
    created_at: datetime
    processed_at: datetime | None

    @classmethod
    def of(cls, file: UploadedFile) -> UploadedFileRead:
        """From the service's view."""
        return cls(
            id=file.id,
            filename=file.filename,
            status=file.status.value,
            replay_id=file.replay_id,
            code=file.code,
            message=file.sentence,
            attempts=file.attempts,
            created_at=file.created_at,
            processed_at=file.processed_at,
        )


class UploadBatchRead(BaseModel):
    """The files of one upload, in the order sent, without those that were known already."""

    upload_id: UUID
    files: list[UploadedFileRead]
