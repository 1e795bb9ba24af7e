"""Rows of the header's scoreboard, as files hold them: what equals its default is left out."""

from typing import Any


def header_row(
    name: str,
    *,
    platform: str = "OnlinePlatform_Steam",
    online_id: int | str = 0,
    team: int = 0,
    is_bot: bool = False,
    **numbers: int,
) -> dict[str, Any]:
    """A row of `PlayerStats`; `numbers` are Score, Goals, Assists, Saves and Shots."""
    row: dict[str, Any] = {
        "Name": name,
        "Platform": {"kind": "OnlinePlatform", "value": platform},
    }
    optional = {"OnlineID": online_id, "Team": team, "bBot": is_bot, **numbers}
    return row | {key: value for key, value in optional.items() if value}


def epic_row(name: str, account: str) -> dict[str, Any]:
    """A row since 2024-10, with the Epic account in a structure of its own."""
    row = header_row(name, platform="OnlinePlatform_Epic")
    fields = {"EpicAccountId": account, "Platform": None}
    return row | {"PlayerID": {"name": "UniqueNetId", "fields": fields}}


def header_goal(frame: int, team: int = 0, name: str | None = None) -> dict[str, Any]:
    """A row of `Goals`."""
    row: dict[str, Any] = {"frame": frame}
    if team:
        row["PlayerTeam"] = team
    if name is not None:
        row["PlayerName"] = name
    return row
