"""A report as rows of the database.

A file can say anything. What does not fit a column is left out, as what it says then is not true
of any match.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from uuid import UUID

from rlcoach.db.stat_catalogue import as_array
from rlcoach.engine.version import ANALYSIS_VERSION
from rlcoach.report.schema import Player, Report
from rlcoach.services.matching.facts import (
    guid_of,
    has_account,
    present_seconds,
    stored_goal,
)
from rlcoach.services.matching.start import duration_seconds
from rlcoach.services.processing.analysing import StoredAnalysis

_INT16 = 2**15
_INT32 = 2**31
_FLOAT32 = 3.4e38
_MAX_NAME_CHARACTERS = 100
_MAX_ID_CHARACTERS = 200
"""An index takes no longer ones; real ids have at most 40."""

Columns = dict[str, object]


def replay_columns(stored: StoredAnalysis) -> Columns:
    """What `replays` holds of an analysis, but for when the match was and what it came from."""
    report, match = stored.analysis.report, stored.analysis.report.match
    covered = stored.analysis.covered_seconds or (None, None)
    scores = {team.team: small(team.score) for team in report.teams}
    return {
        "match_guid": guid_of(report),
        "map": short(match.map),
        "playlist_id": integer(match.playlist_id),
        "playlist": short(match.playlist),
        "mode": short(match.mode),
        "game_type": short(match.game_type),
        "team_size": small(match.team_size),
        "duration_seconds": duration_seconds(match),
        "blue_score": scores.get(0),
        "orange_score": scores.get(1),
        "overtime_seconds": integer(match.overtime_seconds),
        "is_forfeit": match.forfeit,
        "is_sample": match.is_sample,
        "goals": [stored_goal(goal) for goal in report.goals],
        "covered_from_seconds": covered[0],
        "covered_to_seconds": covered[1],
        "analysis_version": ANALYSIS_VERSION,
        "is_header_only": stored.analysis.frames is None,
        "frames_count": match.frames or 0,
        "report_key": stored.report_key,
        "frames_key": stored.frames_key,
    }


def player_game_columns(
    player: Player,
    *,
    player_id: UUID | None,
    winner: int | None,
    positions: Mapping[str, int],
) -> Columns:
    """What `player_game_stats` holds of a player, but for its ids."""
    car = player.car
    present = present_seconds(player)
    return {
        "player_id": player_id,
        "report_player_id": stored_player_id(player.id),
        "name": short(player.name) or "",
        "is_bot": player.is_bot,
        "team": player.team,
        "is_winner": None if winner is None or player.team is None else player.team == winner,
        "score": integer(player.score),
        "goals": small(player.goals),
        "assists": small(player.assists),
        "saves": small(player.saves),
        "shots": small(player.shots),
        "demolitions": small(player.demolitions),
        "demolished": small(player.demolished),
        "car_body_id": None if car is None else integer(car.body_id),
        "car_body": None if car is None else car.body,
        "hitbox": None if car is None else car.hitbox,
        "played_seconds": None if present is None else real(present),
        "stats": as_array({key: real(value) for key, value in player.stats.items()}, positions),
    }


def winner_of(report: Report) -> int | None:
    """The team with more goals; None where that is not known, or there is none."""
    scores = {team.team: team.score for team in report.teams}
    blue, orange = scores.get(0), scores.get(1)
    if blue is None or orange is None or blue == orange:
        return None
    return 0 if blue > orange else 1


def account_of(player: Player) -> tuple[str, str] | None:
    """Platform and id of a player with an account of his own."""
    if not has_account(player) or player.platform is None or player.online_id is None:
        return None
    is_real = len(player.id) <= _MAX_ID_CHARACTERS
    return (player.platform, player.online_id) if is_real else None


def stored_player_id(player_id: str) -> str:
    """The id of the report; of one that is out of all bounds the beginning and a hash."""
    if len(player_id) <= _MAX_ID_CHARACTERS:
        return player_id
    digest = hashlib.sha256(player_id.encode()).hexdigest()
    return f"{player_id[:100]}…{digest}"


def short(text: str | None) -> str | None:
    """A text that is to be shown."""
    return None if text is None else text[:_MAX_NAME_CHARACTERS]


def small(value: int | None) -> int | None:
    """A number for a column of two bytes."""
    return value if value is not None and -_INT16 <= value < _INT16 else None


def integer(value: int | None) -> int | None:
    """A number for a column of four bytes."""
    return value if value is not None and -_INT32 <= value < _INT32 else None


def real(value: float) -> float | None:
    """A number for a column of four bytes, where it is one."""
    return value if abs(value) < _FLOAT32 else None
