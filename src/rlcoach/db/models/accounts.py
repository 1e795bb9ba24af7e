"""Users, and what the sign-in library keeps about them.

The library is better-auth 1.7.25. Alembic makes its tables, and the library is told their names;
with this mapping its own migration tool finds nothing to create or to add:

    user          users                displayed here as
      name          display_name
      email         email              a user of Steam or Epic has none: the library then writes
                                       `<id>@<provider>.placeholder.invalid`
      emailVerified email_verified
      image         avatar_url
      createdAt     created_at
      updatedAt     updated_at
    account       oauth_accounts
      providerId    provider
      accountId     provider_account_id
      userId        user_id
      createdAt     linked_at
      updatedAt     updated_at
      accessToken, refreshToken, idToken, accessTokenExpiresAt, refreshTokenExpiresAt, scope and
      password go to access_token, refresh_token, id_token, access_token_expires_at,
      refresh_token_expires_at, scope and password
    session       sessions
      token         token
      userId        user_id
      expiresAt, createdAt, updatedAt, ipAddress, userAgent go to expires_at, created_at,
      updated_at, ip_address, user_agent
    verification  verification_tokens
      identifier, value, expiresAt, createdAt, updatedAt go to identifier, value, expires_at,
      created_at, updated_at
    rateLimit     rate_limits
      key, count, lastRequest go to key, count, last_request

Ids are UUIDv7 (`advanced.database.generateId` of the library has to return those). The library
knows no other columns, so each of ours may be null or has a default in the database.
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
    Integer,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from rlcoach.db.base import Base, CreatedAt, Id, UpdatedAt, Word, one_of


class Tier(StrEnum):
    """What was bought."""

    FREE = "free"
    PRO = "pro"


class SubscriptionStatus(StrEnum):
    """How the payment stands."""

    ACTIVE = "active"
    PAST_DUE = "past_due"
    CANCELED = "canceled"


class User(Base):
    """Somebody with an account."""

    __tablename__ = "users"
    __table_args__ = (
        one_of("subscription_tier", Tier),
        one_of("subscription_status", SubscriptionStatus),
        CheckConstraint("token_budget_used >= 0", name="token_budget_used"),
        CheckConstraint(
            "play_session_gap_minutes BETWEEN 1 AND 1440", name="play_session_gap_minutes"
        ),
        CheckConstraint("jsonb_typeof(declared_ranks) = 'object'", name="declared_ranks"),
        # The library looks for the very address, which it has made lower case.
        UniqueConstraint("email"),
        Index("uq_users_lower_email", func.lower(text("email")), unique=True),
        Index(
            "ix_users_deletion_requested_at",
            "deletion_requested_at",
            postgresql_where=text("deletion_requested_at IS NOT NULL"),
        ),
        # For finding whose play is to be made anew.
        Index(
            "ix_users_play_outdated_at",
            "play_outdated_at",
            postgresql_where=text("play_outdated_at IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    display_name: Mapped[str]
    email: Mapped[str | None] = mapped_column(
        comment="Addresses ending in .placeholder.invalid stand for none: never write to them."
    )
    email_verified: Mapped[bool] = mapped_column(server_default=text("false"))
    avatar_url: Mapped[str | None]
    subscription_tier: Mapped[Tier] = mapped_column(Word(Tier), server_default=Tier.FREE.value)
    subscription_status: Mapped[SubscriptionStatus | None] = mapped_column(
        Word(SubscriptionStatus), comment="Null for who never paid."
    )
    subscription_period_end: Mapped[datetime | None]
    stripe_customer_id: Mapped[str | None] = mapped_column(unique=True)
    stripe_subscription_id: Mapped[str | None] = mapped_column(unique=True)
    token_budget_used: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    token_budget_reset_at: Mapped[datetime | None] = mapped_column(
        comment="When token_budget_used starts from 0 again; null before the first use."
    )
    terms_version: Mapped[str | None]
    terms_accepted_at: Mapped[datetime | None]
    time_zone: Mapped[str] = mapped_column(
        server_default="UTC", comment="IANA name; days and weeks of the user are meant in it."
    )
    play_session_gap_minutes: Mapped[int] = mapped_column(
        SmallInteger, server_default=text("30"), comment="A longer pause begins a new play session."
    )
    play_outdated_at: Mapped[datetime | None] = mapped_column(
        comment="Of the latest change that sessions, days, starts and who he is do not follow "
        "yet; null where they follow all."
    )
    declared_ranks: Mapped[dict[str, str]] = mapped_column(
        JSONB,
        server_default=text("'{}'"),
        comment="Rank by playlist, as the user says; replays hold none.",
    )
    deletion_requested_at: Mapped[datetime | None] = mapped_column(
        comment="The account and all that is its alone go 30 days later."
    )
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class OAuthAccount(Base):
    """An account elsewhere that a user has proved to be his, by signing in with it."""

    __tablename__ = "oauth_accounts"
    __table_args__ = (UniqueConstraint("provider", "provider_account_id"),)

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(comment="discord, google, steam, epic.")
    provider_account_id: Mapped[str] = mapped_column(
        comment="Of Steam and Epic the same as players.online_id."
    )
    access_token: Mapped[str | None] = mapped_column(comment="Encrypted by the sign-in library.")
    refresh_token: Mapped[str | None] = mapped_column(comment="Encrypted by the sign-in library.")
    id_token: Mapped[str | None]
    access_token_expires_at: Mapped[datetime | None]
    refresh_token_expires_at: Mapped[datetime | None]
    scope: Mapped[str | None]
    password: Mapped[str | None] = mapped_column(comment="The library's; always null here.")
    linked_at: Mapped[CreatedAt]
    matched_at: Mapped[datetime | None] = mapped_column(
        comment="When the matches this account played in became the user's; null until then."
    )
    updated_at: Mapped[UpdatedAt]


class AuthSession(Base):
    """A browser that is signed in."""

    __tablename__ = "sessions"

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(unique=True, comment="As in the cookie: never log it.")
    expires_at: Mapped[datetime]
    ip_address: Mapped[str | None]
    user_agent: Mapped[str | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class VerificationToken(Base):
    """Something short-lived of the sign-in library: the state of a sign-in under way."""

    __tablename__ = "verification_tokens"

    id: Mapped[Id]
    identifier: Mapped[str] = mapped_column(index=True)
    value: Mapped[str]
    expires_at: Mapped[datetime]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class RateLimit(Base):
    """How often somebody has tried to sign in of late."""

    __tablename__ = "rate_limits"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True, comment="Address and path.")
    count: Mapped[int] = mapped_column(Integer)
    last_request: Mapped[int] = mapped_column(BigInteger, comment="Unix time in milliseconds.")
