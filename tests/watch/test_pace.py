"""When the next request may be sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rlcoach.watch.pace import Pace, retry_after_seconds
from rlcoach.watch.timing import Timing

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


def make_pace(clock: Clock, *, jitter: float = 1.0) -> Pace:
    timing = Timing(first_back_off_seconds=1, longest_back_off_seconds=60)
    return Pace(timing, now=clock, jitter=lambda: jitter)


class TestPace:
    def test_starts_at_once(self) -> None:
        pace = make_pace(Clock())
        assert pace.remaining_seconds() == 0
        assert pace.paused_until is None

    def test_waits_twice_as_long_after_each_failure_up_to_a_minute(self) -> None:
        pace = make_pace(Clock())
        waits = []
        for _ in range(9):
            pace.failed()
            waits.append(pace.remaining_seconds())
        assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]

    def test_at_least_half_of_a_wait_is_not_by_chance(self) -> None:
        pace = make_pace(Clock(), jitter=0)
        pace.failed()
        assert pace.remaining_seconds() == 0.5

    def test_days_of_failures_are_only_a_minute_each(self) -> None:
        pace = make_pace(Clock())
        for _ in range(5000):
            pace.failed()
        assert pace.remaining_seconds() == 60

    def test_an_answer_ends_the_wait(self) -> None:
        pace = make_pace(Clock())
        pace.failed()
        pace.failed()
        pace.succeeded()
        assert pace.remaining_seconds() == 0
        pace.failed()
        assert pace.remaining_seconds() == 1

    @pytest.mark.parametrize("jitter", [0.0, 0.5, 1.0])
    def test_never_comes_back_sooner_than_asked(self, jitter: float) -> None:
        pace = make_pace(Clock(), jitter=jitter)
        pace.asked_to_wait(30)
        assert 30 <= pace.remaining_seconds() <= 31

    def test_a_wait_without_a_length_is_a_back_off(self) -> None:
        pace = make_pace(Clock())
        pace.asked_to_wait(None)
        pace.asked_to_wait(None)
        assert pace.remaining_seconds() == 2

    def test_a_server_that_asks_for_no_time_again_and_again_gets_more(self) -> None:
        pace = make_pace(Clock(), jitter=0)
        waits = []
        for _ in range(9):
            pace.asked_to_wait(0)
            waits.append(pace.remaining_seconds())
        assert waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
        assert pace.failures == 0  # It is there, and it answers.
        pace.succeeded()
        pace.asked_to_wait(0)
        assert pace.remaining_seconds() == 0.5

    @pytest.mark.parametrize("seconds", [10.0**9, float("inf")])
    def test_no_server_stops_it_for_more_than_a_day(self, seconds: float) -> None:
        pace = make_pace(Clock())
        pace.asked_to_wait(seconds)
        assert pace.remaining_seconds() == 24 * 3600

    def test_a_pause_ends_by_the_clock(self) -> None:
        clock = Clock()
        pace = make_pace(clock, jitter=0)
        assert pace.asked_to_wait(30) == NOON + timedelta(seconds=30)
        clock.time += timedelta(seconds=29)
        assert pace.paused_until is not None
        clock.time += timedelta(seconds=1)
        assert pace.remaining_seconds() == 0
        assert pace.paused_until is None

    def test_a_clock_that_is_set_back_does_not_stop_it(self) -> None:
        clock = Clock()
        pace = make_pace(clock)
        pace.resume(NOON + timedelta(hours=1))
        assert pace.remaining_seconds() == 3600
        clock.time -= timedelta(days=365)
        assert pace.remaining_seconds() == 0

    def test_a_clock_that_is_set_back_by_hours_does_not_make_a_pause_longer(self) -> None:
        clock = Clock()
        pace = make_pace(clock)
        pace.asked_to_wait(600)
        clock.time -= timedelta(hours=2)
        assert pace.remaining_seconds() == 0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("0", 0),
        (" 120 ", 120),
        ("Fri, 27 Nov 2026 12:01:00 GMT", 60),
        ("Fri, 27 Nov 2026 11:00:00 GMT", 0),
        ("Fri, 27 Nov 2026 12:01:00 -0000", 60),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        ("\u0661", None),
        ("9" * 400, float("inf")),
    ],
)
def test_retry_after_seconds(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOON) == seconds
