"""Players, teams and goals from the header alone, for files whose frames are unreadable."""

from __future__ import annotations

from typing import Literal

from rlcoach.replay.header import Header
from rlcoach.replay.header_stats import HeaderPlayer, final_score, header_goals, header_players
from rlcoach.report import schema

Side = Literal[0, 1]


def players_of(header: Header) -> list[schema.Player]:
    """The scoreboard at the end: who left before is not in it, and spectators are left out."""
    return [player_of(row) for row in header_players(header) if row.team is not None]


def teams_of(header: Header, players: list[schema.Player]) -> list[schema.Team]:
    """Both teams with the final score."""
    sides: tuple[Side, ...] = (0, 1)
    return [
        schema.Team(
            team=team,
            name=None,
            score=final_score(header)[team],
            players=[player.id for player in players if player.team == team],
        )
        for team in sides
    ]


def goals_of(header: Header) -> list[schema.Goal]:
    """The goals the header lists."""
    return [
        schema.Goal(
            frame=goal.frame,
            time=None,
            clock=None,
            in_overtime=None,
            team=1 if goal.team == 1 else 0,
            player=None,
            player_name=goal.name,
        )
        for goal in header_goals(header)
    ]


def player_of(row: HeaderPlayer) -> schema.Player:
    """One row of the header's scoreboard as a player of the report."""
    is_known = row.platform is not None and row.online_id is not None and not row.is_bot
    return schema.Player(
        id=f"{row.platform}:{row.online_id}"
        if is_known
        else f"{'bot' if row.is_bot else 'header'}:{row.name}",
        platform=row.platform if is_known else None,
        online_id=row.online_id if is_known else None,
        name=row.name,
        team=None if row.team is None else 1 if row.team else 0,
        is_bot=row.is_bot,
        party_leader=None,
        car=None,
        camera=None,
        presence=[],
        score=row.score,
        goals=row.goals,
        assists=row.assists,
        saves=row.saves,
        shots=row.shots,
        demolitions=None,
        demolished=None,
        counts=None,
        ball_cam=None,
    )
