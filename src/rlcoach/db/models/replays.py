"""Matches, the files they come from, and whose they are.

A replay is a match, however many players saved it. A file is the bytes one of them saved, and is
kept once however often it comes. What is drawn and listed of a match comes from the most complete
of its files.

Relationships are for reading, and have to be asked for by name (`selectinload(Replay.players)`).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rlcoach.db.base import Base, CreatedAt, Id, UpdatedAt, Word, one_of
from rlcoach.db.models.players import PlayerGameStats


class Replay(Base):
    """A match that was analysed."""

    __tablename__ = "replays"
    __table_args__ = (
        CheckConstraint("analysis_version > 0", name="analysis_version"),
        CheckConstraint("jsonb_typeof(goals) = 'array'", name="goals"),
        # Not unique: a GUID is what a file says, and two matches may come with the same.
        Index(None, "match_guid", postgresql_where=text("match_guid IS NOT NULL")),
        # For analysing again, newest first.
        Index(None, "analysis_version", "started_at"),
    )

    id: Mapped[Id]
    match_guid: Mapped[str | None] = mapped_column(
        comment="As the file says, null in about a third of all files: a hint, never proof."
    )
    map: Mapped[str | None] = mapped_column(comment="Package of the map, lower case.")
    playlist_id: Mapped[int | None] = mapped_column(Integer)
    playlist: Mapped[str | None]
    mode: Mapped[str | None] = mapped_column(comment="soccar, hoops, rumble …")
    game_type: Mapped[str | None] = mapped_column(comment="Ranked, Casual, Private, Tournament …")
    team_size: Mapped[int | None] = mapped_column(SmallInteger)
    started_at: Mapped[datetime]
    is_start_estimated: Mapped[bool] = mapped_column(
        comment="From the local clock of who saved it, in the uploader's time zone."
    )
    duration_seconds: Mapped[float | None]
    blue_score: Mapped[int | None] = mapped_column(SmallInteger)
    orange_score: Mapped[int | None] = mapped_column(SmallInteger)
    overtime_seconds: Mapped[int | None] = mapped_column(Integer, comment="Null without overtime.")
    is_forfeit: Mapped[bool] = mapped_column(server_default=text("false"))
    is_sample: Mapped[bool] = mapped_column(
        server_default=text("false"), comment="Made by a program: left out of comparisons."
    )
    goals: Mapped[list[dict[str, object]]] = mapped_column(
        JSONB,
        server_default=text("'[]'"),
        comment="Team, clock and scorer in order: what two files of one match have in common.",
    )
    covered_from_seconds: Mapped[float | None] = mapped_column(
        comment="First moment of play in the file, on a clock that is -300 at kickoff and 0 at "
        "full time."
    )
    covered_to_seconds: Mapped[float | None] = mapped_column(
        comment="Last moment of play in the file, on the same clock; above 0 in overtime."
    )
    analysis_version: Mapped[int] = mapped_column(Integer)
    analysed_at: Mapped[CreatedAt]
    analysed_file_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("replay_files.id", ondelete="SET NULL", use_alter=True), index=True
    )
    is_header_only: Mapped[bool] = mapped_column(
        server_default=text("false"), comment="What is in the frames could not be read."
    )
    frames_count: Mapped[int] = mapped_column(
        Integer, comment="Of the analysed file; 0 where only its header could be read."
    )
    report_key: Mapped[str] = mapped_column(comment="Object in hot storage.")
    frames_key: Mapped[str | None] = mapped_column(comment="Object in hot storage.")
    replaced_analyses: Mapped[int] = mapped_column(
        SmallInteger,
        server_default=text("0"),
        comment="How often a newer version or a more complete file has taken the place.",
    )
    reanalysis_attempts: Mapped[int] = mapped_column(
        SmallInteger,
        server_default=text("0"),
        comment="Tries that were begun since the last analysis: they have an end.",
    )
    reanalysis_version: Mapped[int | None] = mapped_column(
        SmallInteger,
        comment="What they were for; tries for an older version do not count. Null without any.",
    )
    reanalysis_claimed_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    players: Mapped[list[PlayerGameStats]] = relationship(lazy="raise", viewonly=True)


class StorageTier(StrEnum):
    """Which storage something is in."""

    HOT = "hot"
    COLD = "cold"


class ReplayFile(Base):
    """The bytes of one .replay file."""

    __tablename__ = "replay_files"
    __table_args__ = (
        one_of("tier", StorageTier),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("size_bytes > 0", name="size_bytes"),
        # For moving what is old.
        Index(None, "tier", "stored_at"),
    )

    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(unique=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    object_key: Mapped[str] = mapped_column(comment="The same in hot and in cold storage.")
    tier: Mapped[StorageTier] = mapped_column(
        Word(StorageTier), server_default=StorageTier.HOT.value
    )
    # Restricts: who deletes a match deletes its files first, and their objects.
    replay_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("replays.id"), index=True, comment="Null until it was analysed."
    )
    frames_count: Mapped[int | None] = mapped_column(Integer)
    duration_seconds: Mapped[float | None] = mapped_column(
        comment="From its first to its last frame; null where it was analysed before this was kept."
    )
    header: Mapped[dict[str, object] | None] = mapped_column(
        JSONB, comment="What the header says, to be shown before the file is analysed."
    )
    match_start_epoch: Mapped[int | None] = mapped_column(
        BigInteger, comment="Unix time in seconds, as sent; most files have none."
    )
    saved_at_local: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=False),
        comment="On the clock of who saved it, whose time zone the file does not say.",
    )
    stored_at: Mapped[CreatedAt]
    moved_at: Mapped[datetime | None] = mapped_column(comment="When it last changed its tier.")


class Ownership(StrEnum):
    """How a match came to be somebody's."""

    UPLOADED = "uploaded"
    CLAIMED = "claimed"
    AUTO_MATCHED = "auto_matched"


class UserReplay(Base):
    """That a match is a user's. His play sessions, his trends and his lists begin here."""

    __tablename__ = "user_replays"
    __table_args__ = (
        one_of("ownership_type", Ownership),
        UniqueConstraint("user_id", "replay_id"),
        ForeignKeyConstraint(
            ["replay_id", "player_game_id"],
            ["player_game_stats.replay_id", "player_game_stats.id"],
            ondelete="SET NULL (player_game_id)",
        ),
        Index(None, "user_id", "started_at", "id"),
        Index(None, "replay_id"),
        Index(None, "player_game_id"),
    )

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    replay_id: Mapped[UUID] = mapped_column(ForeignKey("replays.id", ondelete="CASCADE"))
    file_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("replay_files.id", ondelete="SET NULL"),
        index=True,
        comment="His own file; null where he uploaded none.",
    )
    ownership_type: Mapped[Ownership] = mapped_column(Word(Ownership))
    given_by_user_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"),
        index=True,
        comment="Whose file brought it, told to nobody; null where he sent one himself.",
    )
    player_game_id: Mapped[UUID | None] = mapped_column(
        comment="Which player he is; null where that is not known."
    )
    is_player_chosen: Mapped[bool] = mapped_column(
        server_default=text("false"), comment="By the user himself: matching leaves it alone."
    )
    started_at: Mapped[datetime] = mapped_column(
        comment="As the user sees it: where it is estimated, by his own file and time zone."
    )
    is_start_estimated: Mapped[bool]
    play_session_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("play_sessions.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[CreatedAt]

    replay: Mapped[Replay] = relationship(lazy="raise", viewonly=True)
    player: Mapped[PlayerGameStats | None] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin="UserReplay.player_game_id == foreign(PlayerGameStats.id)",
        uselist=False,
    )


class RefusedSender(Base):
    """That a user is given nothing more of what another sends."""

    __tablename__ = "refused_senders"
    __table_args__ = (UniqueConstraint("user_id", "sender_user_id"),)

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    sender_user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True, comment="Told to nobody."
    )
    created_at: Mapped[CreatedAt]


class PlaySession(Base):
    """Matches a user played with no long pause between them."""

    __tablename__ = "play_sessions"
    __table_args__ = (
        CheckConstraint("ended_at >= started_at", name="ended_at"),
        Index(None, "user_id", "started_at"),
    )

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime] = mapped_column(comment="End of its last match.")
    gap_minutes: Mapped[int] = mapped_column(
        SmallInteger, comment="The pause that would have ended it, as the user had it then."
    )
    created_at: Mapped[CreatedAt]


class DiscardedObject(Base):
    """An object nothing points to any more; it is deleted after the commit, however late.

    An object is named by its content, and the same content may come again at any moment. So who
    stores one first takes its row away here and commits that; and who deletes takes rows that are
    an hour old, and looks under the row's lock that nothing points to the object.
    """

    __tablename__ = "discarded_objects"
    __table_args__ = (one_of("tier", StorageTier), UniqueConstraint("tier", "object_key"))

    id: Mapped[Id]
    tier: Mapped[StorageTier] = mapped_column(Word(StorageTier))
    object_key: Mapped[str]
    discarded_at: Mapped[datetime] = mapped_column(index=True)
