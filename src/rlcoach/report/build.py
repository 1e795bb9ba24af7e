"""Tables to report: names, rounds and puts in order; counting is done by `analysis`."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Literal

from rlcoach.analysis import counts, match_analysis, match_kind, scoreboard
from rlcoach.analysis.match_analysis import MatchAnalysis
from rlcoach.analysis.shapes import MatchShapes, shapes_of
from rlcoach.replay import game_data
from rlcoach.replay.header import Header
from rlcoach.replay.kinds import Component
from rlcoach.replay.network import RawReplay
from rlcoach.replay.roster import PlayerInfo
from rlcoach.replay.sample import is_sample
from rlcoach.replay.tables import MatchTables
from rlcoach.report import header_only, schema
from rlcoach.report.analysis_parts import event_table, stats_of
from rlcoach.report.quality import era_of, missing_parts
from rlcoach.report.shape_parts import match_shapes, player_shapes

_FLOAT_DIGITS = 3


def build_report(data: bytes, raw: RawReplay, tables: MatchTables | None) -> schema.Report:
    """The report of one replay; from the header alone where there are no tables."""
    source = schema.Source(sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
    quality = schema.Quality(
        decoder=raw.decoder,
        era=era_of(raw.header),
        degraded=raw.degraded,
        missing=missing_parts(tables),
        unknown_attributes=tables.unknown_attributes if tables else [],
    )
    if tables is None:
        players = header_only.players_of(raw.header)
        return schema.Report(
            source=source,
            match=_match(raw.header, None),
            teams=header_only.teams_of(raw.header, players),
            players=players,
            spectators=[],
            parties=[],
            goals=header_only.goals_of(raw.header),
            demolitions=[],
            totals=None,
            quality=quality,
        )
    match = _match(raw.header, tables)
    found = match_analysis.analyse(tables, raw.header, match.mode or "soccar")
    shapes = shapes_of(found.context)
    players = _players(raw.header, tables, found, shapes)
    return schema.Report(
        source=source,
        match=match,
        teams=_teams(raw.header, tables, players, found),
        players=players,
        spectators=[
            schema.Spectator(id=one.identity.key, name=one.name) for one in tables.spectators
        ],
        parties=_parties(tables),
        goals=_goals(tables),
        demolitions=_demolitions(tables),
        totals=_totals(tables),
        events={key: event_table(tables, one) for key, one in found.events.items()},
        shapes=None if shapes is None else match_shapes(shapes),
        quality=quality,
    )


def _match(header: Header, tables: MatchTables | None) -> schema.Match:
    info = tables.match if tables else None
    properties = header.properties
    asset = str(properties.get("MapName", "")).lower()
    times = tables.frames.time if tables and tables.frame_count else None
    overtime = bool(tables and tables.frames.overtime.any())
    return schema.Match(
        replay_id=_text(properties, "Id"),
        match_guid=(info.match_guid if info else None)
        or _text(properties, "MatchGUID")
        or _text(properties, "MatchGuid"),
        name=_text(properties, "ReplayName"),
        recorded_by=_text(properties, "PlayerName"),
        date=iso_date(str(properties.get("Date", ""))),
        start_epoch=_start_epoch(header, info.start_epoch if info else None),
        build=_text(properties, "BuildVersion"),
        version=(header.major_version, header.minor_version, header.net_version),
        game_class=info.game_class if info else None,
        mode=match_kind.mode_of(info, asset) if info else None,
        match_type=_text(properties, "MatchType"),
        match_type_class=info.match_type_class if info else None,
        game_type=match_kind.game_type_of(info, header),
        playlist_id=info.playlist_id if info else None,
        playlist=game_data.playlist_name(info.playlist_id)
        if info and info.playlist_id is not None
        else None,
        map=asset or None,
        map_name=game_data.map_title(asset),
        team_size=_int(properties, "TeamSize") or (info.team_size if info else None),
        server_id=info.server_id if info else None,
        server_name=info.server_name if info else None,
        server_region=info.server_region if info else None,
        is_sample=is_sample(_text(properties, "ReplayName"), info.server_name if info else None),
        overtime=overtime,
        overtime_seconds=_overtime_seconds(tables) if tables and overtime else None,
        forfeit=bool(properties.get("bForfeit")) or bool(info and info.is_forfeit),
        frames=tables.frame_count if tables else None,
        start_time=_round(float(times[0])) if times is not None else None,
        end_time=_round(float(times[-1])) if times is not None else None,
        recorded_fps=_number(properties, "RecordFPS"),
    )


def iso_date(text: str) -> str | None:
    """The header's two spellings of a local date as ISO 8601; None if it is neither."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)[ :](\d\d)-(\d\d)(?:-(\d\d))?", text)
    if not found:
        return None
    day, hour, minute, second = found.groups()
    return f"{day}T{hour}:{minute}:{second or '00'}"


def _start_epoch(header: Header, sent: int | None) -> int | None:
    text = str(header.properties.get("MatchStartEpoch", ""))
    return sent if sent else int(text) if text.isdecimal() else None


def _overtime_seconds(tables: MatchTables) -> int:
    return max(0, int(tables.frames.clock[tables.frames.overtime].max()))


def _teams(
    header: Header, tables: MatchTables, players: list[schema.Player], analysis: MatchAnalysis
) -> list[schema.Team]:
    score = scoreboard.final_score(header)
    return [
        schema.Team(
            team=team,
            name=tables.match.team_names[team],
            score=score[team],
            players=[one.id for one in players if one.team == team],
            stats=stats_of(analysis.team_stats, team),
        )
        for team in (0, 1)
    ]


def _players(
    header: Header, tables: MatchTables, analysis: MatchAnalysis, shapes: MatchShapes | None
) -> list[schema.Player]:
    activations = counts.activation_counts(tables)
    refreshes = counts.refresh_counts(tables)
    boards, absent = scoreboard.final_scoreboard(header, tables)
    found = []
    for row, info in enumerate(tables.players):
        board = boards[row]
        camera_use = counts.ball_cam_use(tables, row)
        found.append(
            schema.Player(
                id=info.identity.key,
                platform=info.identity.platform,
                online_id=info.identity.online_id,
                name=info.name,
                team=_team(info.team),
                is_bot=info.identity.is_bot,
                party_leader=info.party_leader,
                car=_car(info),
                camera=_camera(info),
                presence=_presence(tables, info),
                score=board.score,
                goals=board.goals,
                assists=board.assists,
                saves=board.saves,
                shots=board.shots,
                demolitions=int((tables.demolitions.attacker == row).sum()),
                demolished=int((tables.demolitions.victim == row).sum()),
                counts=schema.Counts(
                    jumps=int(activations[Component.JUMP][row]),
                    double_jumps=int(activations[Component.DOUBLE_JUMP][row]),
                    dodges=int(activations[Component.DODGE][row]),
                    auto_flips=int(activations[Component.FLIP_CAR][row]),
                    dodge_refreshes=None if refreshes is None else int(refreshes[row]),
                    boost_activations=int(activations[Component.BOOST][row]),
                ),
                ball_cam=schema.BallCam(
                    toggles=camera_use.toggles,
                    on_share=None if camera_use.on_share is None else _round(camera_use.on_share),
                ),
                stats=stats_of(analysis.player_stats, row),
                shapes=None if shapes is None else player_shapes(shapes, row),
            )
        )
    return found + [header_only.player_of(one) for one in absent]


def _car(info: PlayerInfo) -> schema.Car | None:
    if info.body_id is None:
        return None
    body = game_data.car_body(info.body_id)
    return schema.Car(body_id=info.body_id, body=body.name, hitbox=body.hitbox)


def _camera(info: PlayerInfo) -> schema.CameraSettings | None:
    camera = info.camera
    if camera is None:
        return None
    return schema.CameraSettings(
        fov=_round(camera.fov),
        height=_round(camera.height),
        pitch=_round(camera.angle),
        distance=_round(camera.distance),
        stiffness=_round(camera.stiffness),
        swivel_speed=_round(camera.swivel),
        transition_speed=None if camera.transition is None else _round(camera.transition),
    )


def _presence(tables: MatchTables, info: PlayerInfo) -> list[schema.Presence]:
    last = tables.frame_count - 1
    return [
        schema.Presence(
            start_frame=span.start_frame,
            end_frame=span.end_frame,
            start_time=_round(float(tables.frames.time[min(span.start_frame, last)])),
            end_time=_round(float(tables.frames.time[min(span.end_frame, last)])),
        )
        for span in info.presence
    ]


def _parties(tables: MatchTables) -> list[schema.Party]:
    """Players by the leader they name; a leader who leads nobody else is no party."""
    members: dict[str, list[str]] = {}
    for one in tables.players:
        if one.party_leader:
            members.setdefault(one.party_leader, []).append(one.identity.key)
    return [
        schema.Party(leader=leader, members=sorted(group))
        for leader, group in members.items()
        if len(group) > 1
    ]


def _goals(tables: MatchTables) -> list[schema.Goal]:
    goals = tables.goals
    return [
        schema.Goal(
            frame=int(goals.frame[row]),
            time=_round(float(goals.time[row])),
            clock=_clock(tables, int(goals.frame[row])),
            in_overtime=bool(tables.frames.overtime[goals.frame[row]]),
            team=1 if goals.team[row] else 0,
            player=_player_id(tables, int(goals.player[row])),
            player_name=goals.name[row],
        )
        for row in range(len(goals.frame))
    ]


def _demolitions(tables: MatchTables) -> list[schema.Demolition]:
    found = tables.demolitions
    return [
        schema.Demolition(
            frame=int(found.frame[row]),
            time=_round(float(found.time[row])),
            attacker=_player_id(tables, int(found.attacker[row])),
            victim=_player_id(tables, int(found.victim[row])),
        )
        for row in range(len(found.frame))
    ]


def _totals(tables: MatchTables) -> schema.Totals:
    activations = counts.activation_counts(tables)
    return schema.Totals(
        jumps=int(activations[Component.JUMP].sum()),
        double_jumps=int(activations[Component.DOUBLE_JUMP].sum()),
        dodges=int(activations[Component.DODGE].sum()),
        auto_flips=int(activations[Component.FLIP_CAR].sum()),
        boost_activations=int(activations[Component.BOOST].sum()),
        demolitions=len(tables.demolitions.frame),
    )


def _player_id(tables: MatchTables, row: int) -> str | None:
    return tables.players[row].identity.key if row >= 0 else None


def _team(team: int | None) -> Literal[0, 1] | None:
    return None if team is None else 1 if team else 0


def _clock(tables: MatchTables, frame: int) -> int | None:
    clock = int(tables.frames.clock[frame])
    return clock if clock >= 0 else None


def _round(value: float) -> float:
    return round(value, _FLOAT_DIGITS)


def _text(properties: dict[str, Any], name: str) -> str | None:
    value = properties.get(name)
    return value if isinstance(value, str) and value else None


def _int(properties: dict[str, Any], name: str) -> int | None:
    value = properties.get(name)
    return value if isinstance(value, int) else None


def _number(properties: dict[str, Any], name: str) -> float | None:
    value = properties.get(name)
    return float(value) if isinstance(value, int | float) else None
