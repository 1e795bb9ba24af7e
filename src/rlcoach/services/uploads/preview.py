"""What the header of a file says, to be shown before the file is analysed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rlcoach.replay.container import MAX_HEADER_BYTES
from rlcoach.replay.decode import decode_header
from rlcoach.replay.errors import CorruptReplay, ReplayError
from rlcoach.replay.game_data import map_title
from rlcoach.replay.header import Header
from rlcoach.replay.header_stats import final_score, header_players
from rlcoach.services.uploads.errors import (
    DAMAGED_HEADER,
    EMPTY,
    NOT_A_REPLAY,
    TOO_LARGE,
    Rejection,
)
from rlcoach.services.uploads.incoming import ReceivedFile

_SECTION_HEAD_BYTES = 8
_DATE_FORMATS = ("%Y-%m-%d %H-%M-%S", "%Y-%m-%d:%H-%M")
_MAX_PLAYERS = 16
_MAX_TEXT_CHARACTERS = 100


@dataclass(frozen=True)
class PreviewPlayer:
    """A row of the header's scoreboard."""

    name: str
    team: int | None
    score: int
    goals: int
    assists: int
    saves: int
    shots: int


@dataclass(frozen=True)
class HeaderPreview:
    """The facts a player knows his match by; None where the header has none."""

    map: str | None
    map_name: str | None
    match_type: str | None
    team_size: int | None
    blue_score: int
    orange_score: int
    saved_at_local: datetime | None
    """On the clock of who saved it, without zone."""
    players: tuple[PreviewPlayer, ...]


def inspect(file: ReceivedFile) -> HeaderPreview | Rejection:
    """Reads a file's header, or says why the file is not taken. Blocks: run it in a thread.

    The header costs no more memory and time than its own size, which is bounded, so no sandbox
    is needed for it.
    """
    if file.is_too_large:
        return TOO_LARGE
    if file.size_bytes == 0:
        return EMPTY
    with file.path.open("rb") as opened:
        head = opened.read(_SECTION_HEAD_BYTES + MAX_HEADER_BYTES)
    try:
        return preview_of(decode_header(head))
    except CorruptReplay:
        return DAMAGED_HEADER
    except ReplayError:
        return NOT_A_REPLAY


def preview_of(header: Header) -> HeaderPreview:
    """The preview of a header, whose values may be anything."""
    found = header.properties
    blue, orange = final_score(header)
    asset = _text(found.get("MapName"))
    return HeaderPreview(
        map=asset.lower() if asset else None,
        map_name=map_title(asset) if asset else None,
        match_type=_word(found.get("MatchType")),
        team_size=_small(found.get("TeamSize")),
        blue_score=_small(blue) or 0,
        orange_score=_small(orange) or 0,
        saved_at_local=_date(found.get("Date")),
        players=tuple(
            PreviewPlayer(
                name=_text(row.name) or "",
                team=row.team,
                score=row.score,
                goals=row.goals,
                assists=row.assists,
                saves=row.saves,
                shots=row.shots,
            )
            for row in header_players(header)[:_MAX_PLAYERS]
        ),
    )


def _text(value: object) -> str | None:
    """A text that PostgreSQL can hold and a page can show."""
    if not isinstance(value, str):
        return None
    clean = value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return clean[:_MAX_TEXT_CHARACTERS] or None


def _word(value: Any) -> str | None:
    return _text(value.get("value") if isinstance(value, dict) else value)


def _small(value: object) -> int | None:
    """A number as matches have it; anything else is nonsense of a made file."""
    return value if isinstance(value, int) and 0 <= value < 1000 else None


def _date(value: object) -> datetime | None:
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(str(value), form)  # noqa: DTZ007 - the file says no zone
        except ValueError:
            continue
    return None
