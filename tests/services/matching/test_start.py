"""When a match was played, as far as a file says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rlcoach.services.matching.start import SavedTimes, Start, start_of, zone_of

UPLOADED = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SENT = int(datetime(2026, 5, 20, 18, 30, tzinfo=UTC).timestamp())


def start(
    *,
    epoch: int | None = None,
    saved: datetime | None = None,
    seconds: float | None = 300.0,
    zone: ZoneInfo = BERLIN,
) -> Start:
    """When a file with these times began."""
    return start_of(SavedTimes(epoch, saved, seconds), zone=zone, uploaded_at=UPLOADED)


class TestStartOf:
    def test_what_was_sent_is_exact(self) -> None:
        found = start(epoch=SENT, saved=datetime(2020, 1, 1))  # noqa: DTZ001 - the saver's clock
        assert found == Start(datetime.fromtimestamp(SENT, UTC), is_estimated=False)

    @pytest.mark.parametrize(
        ("local", "utc"),
        [
            (datetime(2026, 7, 1, 20, 30), datetime(2026, 7, 1, 18, 25, tzinfo=UTC)),  # noqa: DTZ001
            (datetime(2026, 1, 1, 20, 30), datetime(2026, 1, 1, 19, 25, tzinfo=UTC)),  # noqa: DTZ001
            # Saved after the clocks went forward, begun before.
            (datetime(2026, 3, 29, 3, 2), datetime(2026, 3, 29, 0, 57, tzinfo=UTC)),  # noqa: DTZ001
        ],
        ids=["summer", "winter", "across the change"],
    )
    def test_a_date_is_the_end_in_the_users_zone(self, local: datetime, utc: datetime) -> None:
        assert start(saved=local) == Start(utc, is_estimated=True)

    @pytest.mark.parametrize("epoch", [0, -5, 10**9, 10**18, 4_102_444_800])
    def test_a_time_that_cannot_be_is_not_believed(self, epoch: int) -> None:
        saved = datetime(2026, 7, 1, 20, 30)  # noqa: DTZ001 - the saver's clock
        assert start(epoch=epoch, saved=saved).is_estimated

    def test_a_date_in_the_future_is_not_believed(self) -> None:
        found = start(saved=datetime(2031, 7, 1, 20, 30))  # noqa: DTZ001 - the saver's clock
        assert found == Start(UPLOADED - timedelta(seconds=300), is_estimated=True)

    def test_without_any_time_it_was_before_the_upload(self) -> None:
        assert start(seconds=None) == Start(UPLOADED, is_estimated=True)


class TestZoneOf:
    @pytest.mark.parametrize("name", ["", "Nowhere/Here", "../etc/passwd", "x" * 5000])
    def test_an_unknown_one_is_utc(self, name: str) -> None:
        assert zone_of(name) is UTC
