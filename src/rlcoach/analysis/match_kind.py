"""What kind of match it was: the mode that was played, and how it came about."""

from __future__ import annotations

import re

from rlcoach.replay import game_data
from rlcoach.replay.header import Header
from rlcoach.replay.roster import MatchInfo

_MODE_SIGNS = (
    ("knockout", r"KnockOut"),
    ("training", r"Tutorial|Training"),
    ("dropshot", r"Breakout"),
    ("hoops", r"Basketball"),
    ("snow_day", r"Hockey|SnowDay|Puck"),
    ("heatseeker", r"Heatseeker|GodBall|Ball_God"),
    ("beach_ball", r"BeachBall"),
    ("gridiron", r"Football|Gridiron"),
    ("super_cube", r"SuperCube|CubeBall"),
    ("spike_rush", r"ItemsMode_Rugby|SpikeRush|SpikeDrop"),
    ("rumble", r"ItemsMode|GameInfo_Items"),
)
"""In order: the mode that changes most about the game names the match."""

_TYPE_OF_CLASS = {
    "PublicRanked": "Ranked",
    "Public": "Casual",
    "Private": "Private",
    "Offline": "Offline",
    "OfflineSeason": "Season",
    "Season": "Season",
    "Lan": "Lan",
    "Tournament": "Tournament",
    "AutoTournament": "Tournament",
    "Training": "Training",
}

_TYPE_OF_KIND = {
    "casual": "Casual",
    "ranked": "Ranked",
    "extra": "Casual",
    "ltm": "Casual",
    "private": "Private",
    "tournament": "Tournament",
    "offline": "Offline",
    "training": "Training",
}


def mode_of(info: MatchInfo, map_name: str) -> str:
    """The mode, from the game's class, its ball and its rules; playlists 6 and 34 hide it."""
    signs = " ".join(filter(None, (info.game_class, info.ball_archetype, info.sub_rules)))
    for mode, pattern in _MODE_SIGNS:
        if re.search(pattern, signs, re.IGNORECASE):
            return mode
    by_map = game_data.map_mode(map_name)
    return by_map if by_map in ("hoops", "dropshot", "knockout") else "soccar"


def game_type_of(info: MatchInfo | None, header: Header) -> str | None:
    """Ranked, Casual, Private, Tournament, Lan, Offline, Season or Training."""
    if info is not None and info.match_type_class:
        found = re.search(r"MatchType_(\w+?)_TA", info.match_type_class)
        if found and found.group(1) in _TYPE_OF_CLASS:
            return _TYPE_OF_CLASS[found.group(1)]
    word = str(header.properties.get("MatchType", ""))
    if word.lower() != "online":
        return word.capitalize() or None
    if info is None or info.playlist_id is None:
        return None
    return _TYPE_OF_KIND.get(game_data.playlist_kind(info.playlist_id) or "")
