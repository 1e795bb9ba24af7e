"""What is told of replays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rlcoach.db.models import Ownership, PlayerGameStats, Replay, UserReplay


@dataclass(frozen=True)
class ReplayPlayer:
    """One player of a match."""

    id: UUID
    report_player_id: str
    name: str
    platform: str | None
    is_bot: bool
    is_me: bool
    team: int | None
    is_winner: bool | None
    score: int | None
    goals: int | None
    assists: int | None
    saves: int | None
    shots: int | None
    demolitions: int | None
    demolished: int | None
    car_body: str | None
    played_seconds: float | None


@dataclass(frozen=True)
class ReplayFacts:
    """A match as its owner sees it."""

    id: UUID
    match_guid: str | None
    map: str | None
    playlist: str | None
    mode: str | None
    game_type: str | None
    team_size: int | None
    started_at: datetime
    is_start_estimated: bool
    duration_seconds: float | None
    blue_score: int | None
    orange_score: int | None
    overtime_seconds: int | None
    is_forfeit: bool
    is_sample: bool
    is_header_only: bool
    analysis_version: int
    analysed_at: datetime
    ownership: Ownership
    has_own_file: bool
    play_session_id: UUID | None
    is_player_chosen: bool
    me: ReplayPlayer | None
    """None where it is not known which player the owner is."""


@dataclass(frozen=True)
class ReplayDetail:
    """A match with all who played it."""

    facts: ReplayFacts
    players: tuple[ReplayPlayer, ...]


@dataclass(frozen=True)
class StoredReport:
    """The report of a match."""

    key: str
    """In hot storage."""
    analysis_version: int


@dataclass(frozen=True)
class ReplayPage:
    """Some matches, newest first."""

    replays: tuple[ReplayFacts, ...]
    next_cursor: str | None
    """What to ask with for those after these; None at the end."""


def replay_facts(owned: UserReplay, replay: Replay, me: PlayerGameStats | None) -> ReplayFacts:
    """The facts of a match, with its start as this owner's file has it."""
    return ReplayFacts(
        id=replay.id,
        match_guid=replay.match_guid,
        map=replay.map,
        playlist=replay.playlist,
        mode=replay.mode,
        game_type=replay.game_type,
        team_size=replay.team_size,
        started_at=owned.started_at,
        is_start_estimated=owned.is_start_estimated,
        duration_seconds=replay.duration_seconds,
        blue_score=replay.blue_score,
        orange_score=replay.orange_score,
        overtime_seconds=replay.overtime_seconds,
        is_forfeit=replay.is_forfeit,
        is_sample=replay.is_sample,
        is_header_only=replay.is_header_only,
        analysis_version=replay.analysis_version,
        analysed_at=replay.analysed_at,
        ownership=owned.ownership_type,
        has_own_file=owned.file_id is not None,
        play_session_id=owned.play_session_id,
        is_player_chosen=owned.is_player_chosen,
        me=None if me is None else replay_player(me, my_player_id=me.id),
    )


def replay_player(row: PlayerGameStats, *, my_player_id: UUID | None) -> ReplayPlayer:
    """The view of a player's row."""
    platform, colon, _ = row.report_player_id.partition(":")
    return ReplayPlayer(
        id=row.id,
        report_player_id=row.report_player_id,
        name=row.name,
        platform=platform if colon and row.player_id is not None else None,
        is_bot=row.is_bot,
        is_me=row.id == my_player_id,
        team=row.team,
        is_winner=row.is_winner,
        score=row.score,
        goals=row.goals,
        assists=row.assists,
        saves=row.saves,
        shots=row.shots,
        demolitions=row.demolitions,
        demolished=row.demolished,
        car_body=row.car_body,
        played_seconds=row.played_seconds,
    )
