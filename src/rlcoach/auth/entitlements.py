"""What a tier may do: the one place that knows.

>>> can(user, COACH, now=now)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from rlcoach.auth.errors import UpgradeRequired

GRACE = timedelta(days=3)
"""How long a payment may be late, counted from the end of what was paid for."""


class Entitlement(StrEnum):
    """Something that not everybody may do."""

    COACH = "coach"


COACH = Entitlement.COACH

TIERS: Mapping[Entitlement, frozenset[str]] = {COACH: frozenset({"pro"})}
"""Which tiers bring it."""


class Subscriber(Protocol):
    """A user, as far as payments go."""

    @property
    def subscription_tier(self) -> str:
        """free, pro."""

    @property
    def subscription_status(self) -> str | None:
        """active, past_due, canceled; None for who never paid."""

    @property
    def subscription_period_end(self) -> datetime | None:
        """Up to when was paid."""


def can(user: Subscriber, entitlement: Entitlement, *, now: datetime) -> bool:
    """Whether a user may do something: a tier that brings it, and paid for or in grace."""
    return user.subscription_tier in TIERS[entitlement] and _is_paid_for(user, now)


def require(user: Subscriber, entitlement: Entitlement, *, now: datetime) -> None:
    """Lets a user pass who may.

    Raises:
        UpgradeRequired: he may not.
    """
    if not can(user, entitlement, now=now):
        raise UpgradeRequired(details={"entitlement": entitlement.value})


def _is_paid_for(user: Subscriber, now: datetime) -> bool:
    if user.subscription_status == "active":
        return True
    end = user.subscription_period_end
    return user.subscription_status == "past_due" and end is not None and now <= end + GRACE
