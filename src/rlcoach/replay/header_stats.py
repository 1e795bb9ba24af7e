"""The header's own scoreboard: final numbers of those who were there at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rlcoach.replay.header import Header
from rlcoach.replay.roster import Identity

_PLATFORMS = {
    "OnlinePlatform_Steam": "steam",
    "OnlinePlatform_PS4": "ps",
    "OnlinePlatform_PS3": "ps",
    "OnlinePlatform_Dingo": "xbox",
    "OnlinePlatform_Epic": "epic",
    "OnlinePlatform_NNX": "switch",
    "OnlinePlatform_QQ": "qq",
}


@dataclass(frozen=True)
class HeaderPlayer:
    """A row of `PlayerStats`. Numbers that equal zero are left out of the file."""

    name: str
    platform: str | None
    online_id: str | None
    team: int | None
    """None for spectators, who stand in the list with team -1."""
    is_bot: bool
    score: int
    goals: int
    assists: int
    saves: int
    shots: int


@dataclass(frozen=True)
class HeaderGoal:
    """A row of `Goals`."""

    frame: int
    team: int
    """Team of the player who is named, so of the scorer of an own goal too."""
    name: str | None


def header_players(header: Header) -> list[HeaderPlayer]:
    """All rows of the header's scoreboard; empty in files before it was written."""
    return [_player(row) for row in _rows(header, "PlayerStats")]


def header_goals(header: Header) -> list[HeaderGoal]:
    """All goals the header lists, in its order."""
    return [
        HeaderGoal(
            frame=_int(row, "frame"),
            team=_int(row, "PlayerTeam"),
            name=str(row["PlayerName"]) if row.get("PlayerName") else None,
        )
        for row in _rows(header, "Goals")
    ]


def final_score(header: Header) -> tuple[int, int]:
    """Goals of blue and orange at the end; a score of zero is left out of the file."""
    properties = header.properties
    return _int(properties, "Team0Score"), _int(properties, "Team1Score")


def matching(player: Identity, name: str, rows: Sequence[HeaderPlayer]) -> HeaderPlayer | None:
    """The row of a player: by account and name, by account, or by a name only one row has.

    A row of another account is somebody else's, whatever its name.
    Guests on a split screen share the account of their host and differ by name.
    """
    same = [row for row in rows if _same_account(player, row)]
    named = [
        row
        for row in rows
        if row.name == name and row.is_bot == player.is_bot and not _other_account(player, row)
    ]
    for row in same:
        if row.name == name:
            return row
    if same and not player.local_id:
        return same[0]
    return named[0] if len(named) == 1 else None


def _same_account(player: Identity, row: HeaderPlayer) -> bool:
    if player.online_id is None or row.online_id != player.online_id:
        return False
    return row.platform in (None, player.platform)


def _other_account(player: Identity, row: HeaderPlayer) -> bool:
    """Whether a row is somebody else's who happens to have the same name."""
    is_shared = "/" in player.key
    known = row.online_id is not None and player.online_id is not None and not is_shared
    return known and row.platform == player.platform and row.online_id != player.online_id


def _rows(header: Header, name: str) -> list[dict[str, Any]]:
    rows = header.properties.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _player(row: dict[str, Any]) -> HeaderPlayer:
    platform, online_id = _account(row)
    team = _int(row, "Team")
    return HeaderPlayer(
        name=str(row.get("Name", "")),
        platform=platform,
        online_id=online_id,
        team=team if team in (0, 1) else None,
        is_bot=row.get("bBot") is True,
        score=_int(row, "Score"),
        goals=_int(row, "Goals"),
        assists=_int(row, "Assists"),
        saves=_int(row, "Saves"),
        shots=_int(row, "Shots"),
    )


def _account(row: dict[str, Any]) -> tuple[str | None, str | None]:
    """Platform and id.

    Epic ids stand in a structure of their own since 2024-10, and files before 2016-05 have the
    platform's name where later ones have its type's.
    """
    value = row.get("Platform")
    words = (value.get("value"), value.get("kind")) if isinstance(value, dict) else ()
    platform = next((_PLATFORMS[str(word)] for word in words if str(word) in _PLATFORMS), None)
    account = row.get("PlayerID")
    fields = account.get("fields") if isinstance(account, dict) else None
    epic_id = fields.get("EpicAccountId") if isinstance(fields, dict) else None
    if platform == "epic" and epic_id:
        return platform, str(epic_id)
    online_id = row.get("OnlineID")
    return platform, str(online_id) if online_id else None


def _int(row: dict[str, Any], name: str) -> int:
    value = row.get(name)
    return value if isinstance(value, int) else 0
