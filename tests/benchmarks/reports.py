"""Small hand-made reports, labels and headers for the tests of the benchmarks."""

from typing import Literal

from pydantic import JsonValue

from benchmarks.accuracy.labels import Header, Label
from rlcoach.report.schema import (
    BallCam,
    CameraSettings,
    Car,
    Counts,
    Demolition,
    EventTable,
    Goal,
    Match,
    Party,
    Player,
    Quality,
    Report,
    Source,
    Team,
    Totals,
)


def make_player(
    name: str, *, online_id: str = "1", platform: str | None = "steam", team: Literal[0, 1] = 0
) -> Player:
    return Player(
        id=f"{platform}:{online_id}",
        platform=platform,
        online_id=online_id,
        name=name,
        team=team,
        is_bot=False,
        party_leader=None,
        car=Car(body_id=23, body="Octane", hitbox="Octane"),
        camera=CameraSettings(
            fov=110,
            height=100,
            pitch=-4,
            distance=270,
            stiffness=0.45,
            swivel_speed=4.2,
            transition_speed=1.2,
        ),
        presence=[],
        score=300,
        goals=2,
        assists=1,
        saves=0,
        shots=3,
        demolitions=1,
        demolished=0,
        counts=Counts(
            jumps=7,
            double_jumps=2,
            dodges=3,
            auto_flips=1,
            dodge_refreshes=4,
            boost_activations=9,
        ),
        ball_cam=BallCam(toggles=5, on_share=0.98),
    )


def make_match(**changes: object) -> Match:
    values: dict[str, object] = dict.fromkeys(Match.model_fields)
    values |= {"version": (868, 32, 10), "overtime": False, "forfeit": False}
    values |= {"frames": 100, "is_sample": False}
    return Match.model_validate(values | changes)


def make_report(
    *players: Player, match: Match | None = None, degraded: str | None = None
) -> Report:
    everybody = list(players) or [make_player("Ada")]
    return Report(
        source=Source(sha256="0" * 64, size_bytes=1),
        match=match or make_match(),
        teams=[
            Team(team=0, name=None, score=3, players=[]),
            Team(team=1, name=None, score=1, players=[]),
        ],
        players=everybody,
        spectators=[],
        parties=[Party(leader=everybody[0].id, members=[player.id for player in everybody])],
        goals=[
            Goal(
                frame=50,
                time=20.0,
                clock=280,
                in_overtime=False,
                team=0,
                player=everybody[0].id,
                player_name=None,
            )
        ],
        demolitions=[
            Demolition(frame=30, time=12.0, attacker=everybody[0].id, victim=None),
            Demolition(frame=60, time=25.0, attacker=None, victim=everybody[0].id),
        ],
        totals=Totals(
            jumps=8, double_jumps=2, dodges=3, auto_flips=1, boost_activations=9, demolitions=2
        ),
        quality=Quality(
            decoder="native", era=None, degraded=degraded, missing=[], unknown_attributes=[]
        ),
    )


def make_label(fact: str, value: JsonValue, *, kind: str = "exact", **changes: object) -> Label:
    values: dict[str, object] = {
        "replay": "a.replay",
        "fact": fact,
        "player": None,
        "value": value,
        "kind": kind,
        "trust": "raw_network",
    }
    return Label(**(values | changes))  # type: ignore[arg-type]  # checked by the label's users


def make_header(**changes: JsonValue) -> Header:
    player: JsonValue = {
        "name": "Ada",
        "onlineid": "1",
        "platform": "OnlinePlatform_Steam",
        "team": 0,
        "score": 300,
        "goals": 2,
        "assists": 1,
        "saves": 0,
        "shots": 3,
    }
    header: Header = {
        "ok": True,
        "issues": [],
        "team0_score": 3,
        "team1_score": 1,
        "map": None,
        "network_frames": 100,
        "players": [player],
    }
    return header | changes


def make_events(
    *rows: tuple[int | None, float], end: float = 0.0, **fields: list[JsonValue]
) -> EventTable:
    """Events of (player, time) that last for `end` seconds, with columns of their own."""
    times = [time for _, time in rows]
    return EventTable.model_validate(
        {
            "frame": [round(30 * time) for time in times],
            "time": times,
            "player": [player for player, _ in rows],
            "place": [(0.0, 0.0, 17.0)] * len(rows),
            "end_frame": [round(30 * (time + end)) for time in times],
            "end_time": [time + end for time in times],
            "fields": fields,
        }
    )
