"""Ids and time."""

from datetime import UTC, timedelta
from uuid import UUID

from rlcoach.core.clock import utc_now
from rlcoach.core.ids import new_id


class TestNewId:
    def test_is_the_standard_kind_of_version_7(self) -> None:
        made = new_id()
        assert type(made) is UUID
        assert made.version == 7

    def test_later_ids_sort_later(self) -> None:
        made = [new_id() for _ in range(1000)]
        assert made == sorted(made)
        assert len(set(made)) == len(made)


class TestUtcNow:
    def test_is_aware_and_in_utc(self) -> None:
        now = utc_now()
        assert now.tzinfo is UTC
        assert utc_now() - now < timedelta(seconds=5)
