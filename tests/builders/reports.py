"""Reports built by hand: a full 1v1 by default, anything else by keyword."""

from __future__ import annotations

from typing import Literal

from rlcoach.report.schema import (
    Car,
    Counts,
    Goal,
    Match,
    Player,
    Quality,
    Report,
    Source,
    Team,
    Totals,
)


def match(**changes: object) -> Match:
    """A ranked duel on DFH Stadium."""
    values: dict[str, object] = {
        "replay_id": "A" * 32,
        "match_guid": "B" * 32,
        "name": None,
        "recorded_by": "Anna",
        "date": "2026-04-28T16:16:24",
        "start_epoch": 1777392574,
        "build": "260420.86069.515605",
        "version": (868, 32, 11),
        "game_class": "TAGame.Replay_Soccar_TA",
        "mode": "soccar",
        "match_type": "Online",
        "match_type_class": None,
        "game_type": "Ranked",
        "playlist_id": 10,
        "playlist": "Ranked Duel",
        "map": "stadium_p",
        "map_name": "DFH Stadium",
        "team_size": 1,
        "server_id": None,
        "server_name": None,
        "server_region": "EU",
        "overtime": False,
        "overtime_seconds": None,
        "forfeit": False,
        "frames": 9000,
        "start_time": 12.5,
        "end_time": 372.5,
        "recorded_fps": 30.0,
    }
    return Match.model_validate(values | changes)


def player(name: str = "Anna", team: Literal[0, 1] | None = 0, **changes: object) -> Player:
    """A player on Steam in an Octane."""
    values: dict[str, object] = {
        "id": f"steam:{name}",
        "platform": "steam",
        "online_id": "76561198000000001",
        "name": name,
        "team": team,
        "is_bot": False,
        "party_leader": None,
        "car": Car(body_id=23, body="Octane", hitbox="Octane"),
        "camera": None,
        "presence": [],
        "score": 400,
        "goals": 2,
        "assists": 0,
        "saves": 1,
        "shots": 4,
        "demolitions": 1,
        "demolished": 0,
        "counts": Counts(
            jumps=80,
            double_jumps=20,
            dodges=40,
            auto_flips=1,
            dodge_refreshes=None,
            boost_activations=150,
        ),
        "ball_cam": None,
    }
    return Player.model_validate(values | changes)


def goal(**changes: object) -> Goal:
    """The first goal, by Anna."""
    values: dict[str, object] = {
        "frame": 1000,
        "time": 50.0,
        "clock": 270,
        "in_overtime": False,
        "team": 0,
        "player": "steam:Anna",
        "player_name": "Anna",
    }
    return Goal.model_validate(values | changes)


def report(
    players: list[Player] | None = None,
    *,
    score: tuple[int | None, int | None] = (2, 1),
    degraded: str | None = None,
    sha256: str = "ab" * 32,
    missing: list[str] | None = None,
    team_names: tuple[str | None, str | None] = (None, None),
    **match_changes: object,
) -> Report:
    """A whole report; `degraded` gives one of which only the header was readable."""
    if players is None:
        players = [player("Anna", 0), player("Ben", 1, goals=1)]
    if degraded is not None:
        players = [
            each.model_copy(update={"car": None, "counts": None, "demolitions": None})
            for each in players
        ]
        match_changes = {"frames": None, "start_time": None, "end_time": None} | match_changes
    sides: tuple[Literal[0, 1], ...] = (0, 1)
    return Report(
        source=Source(sha256=sha256, size_bytes=1_500_000),
        match=match(**match_changes),
        teams=[
            Team(
                team=side,
                name=team_names[side],
                score=score[side],
                players=[each.id for each in players if each.team == side],
            )
            for side in sides
        ],
        players=players,
        spectators=[],
        parties=[],
        goals=[] if degraded else [goal()],
        demolitions=[],
        totals=None
        if degraded
        else Totals(
            jumps=160,
            double_jumps=40,
            dodges=80,
            auto_flips=2,
            boost_activations=300,
            demolitions=2,
        ),
        quality=Quality(
            decoder="native",
            era="2026",
            degraded=degraded,
            missing=missing or [],
            unknown_attributes=[],
        ),
    )
