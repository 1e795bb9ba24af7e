"""What was sent, and how far it has come.

The row, not the job, says what is to be done: a job that got lost is sent again for a row that
waits too long, and one that runs twice finds the row taken.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rlcoach.db.base import Base, CreatedAt, Id, Word, one_of


class UploadSource(StrEnum):
    """What sent it."""

    WEB = "web"
    WATCHER = "watcher"
    API = "api"
    LOCAL = "local"


class Upload(Base):
    """Files that were sent together."""

    __tablename__ = "uploads"
    __table_args__ = (one_of("source", UploadSource), Index(None, "user_id", "created_at"))

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    source: Mapped[UploadSource] = mapped_column(Word(UploadSource))
    api_token_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("api_tokens.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[CreatedAt]

    files: Mapped[list[UploadedReplay]] = relationship(
        lazy="raise", viewonly=True, order_by="UploadedReplay.position"
    )


class UploadStatus(StrEnum):
    """How far a file has come. `pending` and `processing` are open, the others final."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


_IS_OPEN = text("status IN ('pending', 'processing')")


class UploadedReplay(Base):
    """One file of an upload."""

    __tablename__ = "uploaded_replays"
    __table_args__ = (
        one_of("status", UploadStatus),
        UniqueConstraint("upload_id", "position"),
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint(
            "(status = 'processing') = (claim_id IS NOT NULL AND claimed_at IS NOT NULL)",
            name="claim",
        ),
        CheckConstraint(
            "(status IN ('failed', 'rejected')) = "
            "(error_code IS NOT NULL AND error_sentence IS NOT NULL)",
            name="error",
        ),
        CheckConstraint(
            "(status IN ('pending', 'processing')) = (processed_at IS NULL)", name="processed_at"
        ),
        # For counting what somebody sent within an hour.
        Index(None, "user_id", "uploaded_at"),
        # For finding what waits too long.
        Index("ix_uploaded_replays_open", "status", "uploaded_at", postgresql_where=_IS_OPEN),
    )

    id: Mapped[Id]
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("uploads.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), comment="The upload's."
    )
    position: Mapped[int] = mapped_column(SmallInteger, comment="Within the upload, from 0.")
    filename: Mapped[str] = mapped_column(comment="As sent: to be shown, never to be opened.")
    file_size_bytes: Mapped[int | None] = mapped_column(
        BigInteger, comment="Null where reading stopped early."
    )
    file_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("replay_files.id", ondelete="SET NULL"),
        index=True,
        comment="Null for what was rejected, and once the file is deleted.",
    )
    replay_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("replays.id", ondelete="SET NULL"), index=True
    )
    status: Mapped[UploadStatus] = mapped_column(
        Word(UploadStatus), server_default=UploadStatus.PENDING.value
    )
    error_code: Mapped[str | None]
    error_sentence: Mapped[str | None] = mapped_column(comment="For the player who sent it.")
    attempts: Mapped[int] = mapped_column(
        SmallInteger, server_default=text("0"), comment="How often it was claimed."
    )
    claim_id: Mapped[UUID | None] = mapped_column(
        comment="New with each claim: who lost his to another finds another id, and stops."
    )
    claimed_at: Mapped[datetime | None]
    job_sent_at: Mapped[datetime | None] = mapped_column(
        comment="When it was last put into the queue; null while it is not known to be there."
    )
    not_before: Mapped[datetime | None] = mapped_column(comment="After a failure, when to retry.")
    uploaded_at: Mapped[CreatedAt]
    processed_at: Mapped[datetime | None]
