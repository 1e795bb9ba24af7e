"""When a match was played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rlcoach.report.schema import Match

_FIRST_REPLAYS = datetime(2015, 1, 1, tzinfo=UTC)
_CLOCKS_AHEAD = timedelta(days=1)
"""A clock that is wrong, or in a zone the user has not told us of."""


@dataclass(frozen=True)
class Start:
    """When a match began, and whether that is only an estimate."""

    at: datetime
    is_estimated: bool


@dataclass(frozen=True)
class SavedTimes:
    """What a file says about its time."""

    sent_epoch: int | None
    """Unix time of the match's start, as the server sent it."""
    saved_at_local: datetime | None
    """On the clock of who saved it, without zone."""
    duration_seconds: float | None


def saved_times(match: Match) -> SavedTimes:
    """The times in a report; what cannot be is left out."""
    return SavedTimes(
        sent_epoch=match.start_epoch if _moment(match.start_epoch) else None,
        saved_at_local=_local(match.date),
        duration_seconds=duration_seconds(match),
    )


def duration_seconds(match: Match) -> float | None:
    """From the first to the last frame of the file."""
    if match.start_time is None or match.end_time is None:
        return None
    return max(0.0, match.end_time - match.start_time)


def start_of(times: SavedTimes, *, zone: tzinfo, uploaded_at: datetime) -> Start:
    """When the match began, as far as can be known.

    The header's date is that of saving, about 20 seconds after the end (seen in 60 files that have
    both): the start lies the recording's length before it.
    """
    latest = uploaded_at + _CLOCKS_AHEAD
    sent = _moment(times.sent_epoch)
    if sent is not None and _FIRST_REPLAYS <= sent <= latest:
        return Start(sent, is_estimated=False)
    length = timedelta(seconds=times.duration_seconds or 0.0)
    if times.saved_at_local is not None:
        saved = times.saved_at_local.replace(tzinfo=zone).astimezone(UTC)
        if _FIRST_REPLAYS <= saved <= latest:
            return Start(saved - length, is_estimated=True)
    return Start(uploaded_at - length, is_estimated=True)


def zone_of(name: str) -> tzinfo:
    """The zone of a user; UTC for a name this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _moment(epoch: int | None) -> datetime | None:
    if epoch is None:
        return None
    try:
        return datetime.fromtimestamp(epoch, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _local(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:  # The pattern fits, but there is no 31st of February.
        return None
    return moment.replace(tzinfo=None) if moment.year >= _FIRST_REPLAYS.year else None
