"""Talks with the coach, and what is to be remembered of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from rlcoach.db.base import Base, CreatedAt, Id, UpdatedAt, Word, one_of


class CoachSession(Base):
    """One talk."""

    __tablename__ = "coach_sessions"
    __table_args__ = (Index(None, "user_id", "started_at"),)

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    started_at: Mapped[CreatedAt]
    ended_at: Mapped[datetime | None]
    total_input_tokens: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    total_output_tokens: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    total_thinking_tokens: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    message_count: Mapped[int] = mapped_column(Integer, server_default=text("0"))


class Role(StrEnum):
    """Who speaks."""

    USER = "user"
    ASSISTANT = "assistant"


class CoachMessage(Base):
    """What one side said at once."""

    __tablename__ = "coach_messages"
    __table_args__ = (one_of("role", Role), Index(None, "session_id", "created_at", "id"))

    id: Mapped[Id]
    session_id: Mapped[UUID] = mapped_column(ForeignKey("coach_sessions.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(Word(Role))
    content: Mapped[str]
    input_tokens: Mapped[int | None] = mapped_column(Integer)
    output_tokens: Mapped[int | None] = mapped_column(Integer)
    thinking_tokens: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[CreatedAt]


class NoteSource(StrEnum):
    """Who wrote it."""

    COACH = "coach"
    USER = "user"


class CoachNote(Base):
    """Something about a player that the next talk begins with."""

    __tablename__ = "coach_notes"
    __table_args__ = (one_of("source", NoteSource), Index(None, "user_id", "created_at"))

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    content: Mapped[str]
    source: Mapped[NoteSource] = mapped_column(Word(NoteSource))
    category: Mapped[str | None] = mapped_column(comment="weakness, strength, goal, observation …")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
