"""Who may use what is paid for, to the moment."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from rlcoach.auth.entitlements import COACH, TIERS, Entitlement, can, require
from rlcoach.auth.errors import UpgradeRequired
from rlcoach.db.models import SubscriptionStatus, Tier, User

END = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
LAST = END + timedelta(days=3)


@dataclass(frozen=True)
class Somebody:
    """A user, as far as payments go."""

    subscription_tier: str = "pro"
    subscription_status: str | None = "active"
    subscription_period_end: datetime | None = END


class TestCan:
    @pytest.mark.parametrize(
        ("user", "now", "allowed"),
        [
            (Somebody("free", None, None), END, False),
            (Somebody("free", "active"), END - MOMENT, False),
            (Somebody("free", "past_due"), END, False),
            (Somebody("pro", "active"), END - MOMENT, True),
            (Somebody("pro", "active", None), END, True),
            # The news of a renewal may come later than the end of what was paid for.
            (Somebody("pro", "active"), LAST + MOMENT, True),
            (Somebody("pro", "past_due"), END - MOMENT, True),
            (Somebody("pro", "past_due"), END, True),
            (Somebody("pro", "past_due"), LAST - MOMENT, True),
            (Somebody("pro", "past_due"), LAST, True),
            (Somebody("pro", "past_due"), LAST + MOMENT, False),
            (Somebody("pro", "past_due", None), END, False),
            (Somebody("pro", "canceled"), END - MOMENT, False),
            (Somebody("pro", None), END - MOMENT, False),
        ],
    )
    def test_the_coach(self, user: Somebody, now: datetime, allowed: bool) -> None:
        assert can(user, COACH, now=now) is allowed

    def test_a_user_of_the_database_is_a_subscriber(self) -> None:
        user = User(
            subscription_tier=Tier.PRO,
            subscription_status=SubscriptionStatus.PAST_DUE,
            subscription_period_end=END,
        )
        assert can(user, COACH, now=LAST)
        assert not can(user, COACH, now=LAST + MOMENT)

    def test_every_entitlement_has_its_tiers_and_no_tier_is_misspelt(self) -> None:
        assert set(TIERS) == set(Entitlement)
        assert all(tiers <= {tier.value for tier in Tier} for tiers in TIERS.values())


class TestRequire:
    def test_who_may_passes(self) -> None:
        require(Somebody(), COACH, now=END)

    def test_who_may_not_is_told_what_for(self) -> None:
        with pytest.raises(UpgradeRequired) as raised:
            require(Somebody("free", None, None), COACH, now=END)
        assert (raised.value.status, raised.value.code) == (403, "upgrade_required")
        assert raised.value.details == {"entitlement": "coach"}
