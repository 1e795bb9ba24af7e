"""Players and teams from the header's own scoreboard, for files whose frames are unreadable."""

from __future__ import annotations

from typing import Any, Literal

from rlcoach.replay.network import Header
from rlcoach.report import schema

_PLATFORMS = {
    "OnlinePlatform_Steam": "steam",
    "OnlinePlatform_PS4": "ps",
    "OnlinePlatform_PS3": "ps",
    "OnlinePlatform_Dingo": "xbox",
    "OnlinePlatform_Epic": "epic",
    "OnlinePlatform_NNX": "switch",
    "OnlinePlatform_QQ": "qq",
}


def header_players(header: Header) -> list[schema.Player]:
    """The scoreboard at the end: who left before is not in it."""
    return [_player(row) for row in header.properties.get("PlayerStats", [])]


def header_teams(header: Header, players: list[schema.Player]) -> list[schema.Team]:
    """Both teams with the final score; a score of zero is left out of the file."""
    sides: tuple[Literal[0, 1], ...] = (0, 1)
    return [
        schema.Team(
            team=team,
            name=None,
            score=int(header.properties.get(f"Team{team}Score", 0)),
            players=[player.id for player in players if player.team == team],
        )
        for team in sides
    ]


def _player(row: dict[str, Any]) -> schema.Player:
    name = str(row.get("Name", ""))
    platform, online_id = _account(row)
    is_bot = bool(row.get("bBot"))
    if is_bot or platform is None or not online_id:
        key = f"{'bot' if is_bot else 'header'}:{name}"
        platform = online_id = None
    else:
        key = f"{platform}:{online_id}"
    return schema.Player(
        id=key,
        platform=platform,
        online_id=online_id,
        name=name,
        team=1 if row.get("Team") == 1 else 0,
        is_bot=is_bot,
        party_leader=None,
        car=None,
        camera=None,
        presence=[],
        score=int(row.get("Score", 0)),
        goals=int(row.get("Goals", 0)),
        assists=int(row.get("Assists", 0)),
        saves=int(row.get("Saves", 0)),
        shots=int(row.get("Shots", 0)),
        demolitions=None,
        demolished=None,
        counts=None,
        ball_cam=None,
    )


def _account(row: dict[str, Any]) -> tuple[str | None, str | None]:
    """Platform and id: Epic ids stand in a structure of their own since 2024-10."""
    value = row.get("Platform")
    platform = _PLATFORMS.get(str(value.get("value"))) if isinstance(value, dict) else None
    fields = (row.get("PlayerID") or {}).get("fields", {})
    epic_id = fields.get("EpicAccountId")
    if platform == "epic" and epic_id:
        return platform, str(epic_id)
    online_id = row.get("OnlineID")
    return platform, str(online_id) if online_id else None
