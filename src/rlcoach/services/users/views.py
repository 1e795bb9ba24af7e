"""What is told of a user to himself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rlcoach.db.models import SubscriptionStatus, Tier, User

_NO_ADDRESS = ".placeholder.invalid"


@dataclass(frozen=True)
class Profile:
    """A user, as he sees himself."""

    id: UUID
    display_name: str
    email: str | None
    avatar_url: str | None
    subscription_tier: Tier
    subscription_status: SubscriptionStatus | None
    subscription_period_end: datetime | None
    time_zone: str
    play_session_gap_minutes: int
    is_play_outdated: bool
    """Whether sessions and days do not follow the latest changes yet."""
    declared_ranks: Mapping[str, str]
    created_at: datetime


def profile_of(user: User) -> Profile:
    """The view of a row."""
    has_address = user.email is not None and not user.email.endswith(_NO_ADDRESS)
    return Profile(
        id=user.id,
        display_name=user.display_name,
        email=user.email if has_address else None,
        avatar_url=user.avatar_url,
        subscription_tier=user.subscription_tier,
        subscription_status=user.subscription_status,
        subscription_period_end=user.subscription_period_end,
        time_zone=user.time_zone,
        play_session_gap_minutes=user.play_session_gap_minutes,
        is_play_outdated=user.play_outdated_at is not None,
        declared_ranks=dict(user.declared_ranks),
        created_at=user.created_at,
    )
