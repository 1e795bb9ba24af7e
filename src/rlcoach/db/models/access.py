"""Tokens for programs, and who did what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from rlcoach.db.base import Base, CreatedAt, Id, Word, one_of


class ApiToken(Base):
    """A token that lets a program act for a user. Only its hash is kept."""

    __tablename__ = "api_tokens"
    __table_args__ = (
        CheckConstraint("token_sha256 ~ '^[0-9a-f]{64}$'", name="token_sha256"),
        CheckConstraint("cardinality(scopes) > 0", name="scopes"),
    )

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    prefix: Mapped[str] = mapped_column(comment="The token's first characters, to tell it by.")
    token_sha256: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[CreatedAt]
    last_used_at: Mapped[datetime | None] = mapped_column(comment="To about a minute.")
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Actor(StrEnum):
    """On whose behalf something was done."""

    USER = "user"
    OPERATOR = "operator"
    SYSTEM = "system"


class AuditEntry(Base):
    """Something that was done and must be told later; it outlives the user it is about."""

    __tablename__ = "audit_log"
    __table_args__ = (
        one_of("actor", Actor),
        Index(None, "user_id", "occurred_at"),
        Index(None, "subject_id"),
    )

    id: Mapped[Id]
    occurred_at: Mapped[CreatedAt]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    actor: Mapped[Actor] = mapped_column(Word(Actor))
    action: Mapped[str] = mapped_column(comment="A verb and its object, for example token.revoke.")
    subject_id: Mapped[UUID | None] = mapped_column(comment="What it was done to, of any table.")
    details: Mapped[dict[str, object]] = mapped_column(JSONB, server_default=text("'{}'"))
    request_id: Mapped[str | None]
