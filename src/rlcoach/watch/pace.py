"""When the next request may be sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from rlcoach.watch.timing import Timing


class Pace:
    """Exponential back-off with jitter after failures, and the pauses a server asks for.

    Pauses end by the wall clock: a laptop that slept through one has waited, too.
    """

    def __init__(
        self, timing: Timing, *, now: Callable[[], datetime], jitter: Callable[[], float]
    ) -> None:
        """Starts without a pause; `jitter` gives numbers from 0 to 1."""
        self._timing = timing
        self._now = now
        self._jitter = jitter
        self._not_before: datetime | None = None
        self._pause_seconds = 0.0
        self._pauses = 0
        self.failures = 0
        """Failed tries in a row."""

    def now(self) -> datetime:
        """The time by the clock that pauses go by."""
        return self._now()

    def succeeded(self) -> None:
        """The server answered."""
        self.failures = self._pauses = 0
        self._not_before = None

    def failed(self) -> datetime:
        """Waits, longer after each failure in a row; gives the end of the wait.

        Half of the wait is by chance, as all watchers of a server that comes back would else
        return in the same second.
        """
        self.failures += 1
        return self._wait(self._back_off_seconds(self.failures))

    def asked_to_wait(self, seconds: float | None) -> datetime:
        """Waits as long as the server says, or as after a failure where it does not say."""
        if seconds is None:
            return self.failed()
        self._pauses += 1
        # Never sooner than asked; the little more spreads those who were told the same.
        asked = seconds + self._timing.first_back_off_seconds * self._jitter()
        # "0" would else be answered with requests as fast as the line is.
        return self._wait(max(asked, self._back_off_seconds(self._pauses)))

    def resume(self, not_before: datetime) -> None:
        """Goes on with a pause that an earlier run was asked for."""
        self._not_before = not_before
        self._pause_seconds = self._timing.longest_pause_seconds

    def remaining_seconds(self) -> float:
        """How long to wait before the next request; 0 where there is nothing to wait for."""
        if self._not_before is None:
            return 0.0
        remaining = (self._not_before - self._now()).total_seconds()
        if remaining > self._pause_seconds + self._timing.first_back_off_seconds:
            return 0.0  # The clock was set back since.
        return max(remaining, 0.0)

    @property
    def paused_until(self) -> datetime | None:
        """When the wait ends; None where there is none."""
        return self._not_before if self.remaining_seconds() > 0 else None

    def _back_off_seconds(self, times: int) -> float:
        doubled = self._timing.first_back_off_seconds * 2.0 ** min(times - 1, 30)
        longest = min(doubled, self._timing.longest_back_off_seconds)
        return longest * (0.5 + 0.5 * self._jitter())

    def _wait(self, seconds: float) -> datetime:
        self._pause_seconds = min(seconds, self._timing.longest_pause_seconds)
        self._not_before = self._now() + timedelta(seconds=self._pause_seconds)
        return self._not_before


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """What `Retry-After` asks for, in seconds or as a date; None where it cannot be read."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return max((until - now).total_seconds(), 0.0)
