"""What is told of uploads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from rlcoach.db.models import UploadedReplay, UploadSource, UploadStatus
from rlcoach.services.uploads.incoming import ReceivedFile
from rlcoach.services.uploads.preview import HeaderPreview


@dataclass(frozen=True)
class Uploader:
    """Who sends files, and by what."""

    user_id: UUID
    source: UploadSource
    api_token_id: UUID | None = None


class Outcome(StrEnum):
    """What became of a file when it came in."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True)
class FileAnswer:
    """What is answered for one file of a batch."""

    outcome: Outcome
    file: ReceivedFile
    uploaded_replay_id: UUID | None = None
    """The row to ask for later; None for what was rejected."""
    replay_id: UUID | None = None
    code: str | None = None
    sentence: str | None = None
    preview: HeaderPreview | None = None


@dataclass(frozen=True)
class BatchAnswer:
    """What is answered for a batch, in the order sent."""

    upload_id: UUID | None
    """Of what is new of it; where nothing is, of the batch all came with, or None for several."""
    files: tuple[FileAnswer, ...]


@dataclass(frozen=True)
class UploadedFile:
    """How far one file has come."""

    id: UUID
    upload_id: UUID
    filename: str
    status: UploadStatus
    replay_id: UUID | None
    code: str | None
    sentence: str | None
    attempts: int
    created_at: datetime
    processed_at: datetime | None


def uploaded_file(row: UploadedReplay) -> UploadedFile:
    """The view of a row."""
    return UploadedFile(
        id=row.id,
        upload_id=row.upload_id,
        filename=row.filename,
        status=row.status,
        replay_id=row.replay_id,
        code=row.error_code,
        sentence=row.error_sentence,
        attempts=row.attempts,
        created_at=row.uploaded_at,
        processed_at=row.processed_at,
    )
