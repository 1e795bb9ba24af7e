"""The header: what the match was and how it ended, as properties."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import UTC, timedelta

from rlcoach.synth.match_record import MatchPlayer, Saved, Scored, StatRise
from rlcoach.synth.writing.balls import goal_volume
from rlcoach.synth.writing.context import Writing
from rlcoach.synth.writing.keyframes import KEYFRAME_SECONDS
from rlcoach.synth.writing.people import seconds_played
from rlcoach.synth.writing.sections import int32, listed
from rlcoach.synth.writing.seeds import hex_from
from rlcoach.synth.writing.texts import encoded

GAME_TYPE = "TAGame.Replay_Soccar_TA"
RECORD_FPS = 30.0

_UNFAIR_TEAM_SIZE = 1
_MAX_REPLAY_MB = 10
_RESERVE_MB = 4
_END = encoded("None")
_NO_NAME = "None"
_PLATFORMS = {
    "steam": "OnlinePlatform_Steam",
    "ps": "OnlinePlatform_PS4",
    "xbox": "OnlinePlatform_Dingo",
    "switch": "OnlinePlatform_NNX",
    "epic": "OnlinePlatform_Epic",
}
_NO_PLATFORM = "OnlinePlatform_Unknown"
_STATS = {
    "Score": "MatchScore",
    "Goals": "MatchGoals",
    "Assists": "MatchAssists",
    "Saves": "MatchSaves",
    "Shots": "MatchShots",
}


def header(writing: Writing) -> bytes:
    """The content of the header's section."""
    build = writing.era.build
    return b"".join(
        (
            *map(int32, build.version),
            encoded(GAME_TYPE),
            *_result(writing),
            *_lists(writing),
            *_recording(writing),
            _END,
        )
    )


def _result(writing: Writing) -> Iterable[bytes]:
    record, is_full = writing.record, writing.era.has_account_headers
    score = [0, 0]
    for goal in record.happenings:
        if isinstance(goal, Scored):
            score[goal.team] += 1
    yield _int("TeamSize", record.setting.team_size)
    if is_full:
        yield _int("UnfairTeamSize", _UNFAIR_TEAM_SIZE)
    # What equals its default of zero is left out.
    if is_full and _saver(writing).team:
        yield _int("PrimaryPlayerTeam", 1)
    for team, goals in enumerate(score):
        if goals:
            yield _int(f"Team{team}Score", goals)
    if is_full and score[1] > score[0]:
        yield _int("WinningTeam", 1)
    if is_full:
        yield _float("TotalSecondsPlayed", float(seconds_played(writing)[-1]))
        yield _qword("MatchStartEpoch", int(record.setting.start.timestamp()))


def _lists(writing: Writing) -> Iterable[bytes]:
    goals = [one for one in writing.record.happenings if isinstance(one, Scored)]
    if goals:
        yield _array("Goals", (_goal(writing, goal) for goal in goals))
    highlights = [one for one in writing.record.happenings if isinstance(one, (Scored, Saved))]
    if highlights:
        yield _array("HighLights", (_highlight(writing, one) for one in highlights))
    rows = (_player(writing, number) for number in range(len(writing.record.players)))
    yield _array("PlayerStats", rows)


def _goal(writing: Writing, goal: Scored) -> bytes:
    """The scorer of an own goal stands there with his own team."""
    if goal.scorer is None:
        return _int("frame", goal.frame) + _int("PlayerTeam", goal.team)
    player = writing.record.players[goal.scorer]
    return b"".join(
        (
            _int("frame", goal.frame),
            _text("PlayerName", player.name),
            _int("PlayerTeam", player.team),
        )
    )


def _highlight(writing: Writing, one: Scored | Saved) -> bytes:
    player = one.scorer if isinstance(one, Scored) else one.player
    crew = None if player is None else writing.cast.crew_at(player, one.frame)
    ball = writing.cast.ball_at(one.frame)
    fields = [
        _int("frame", one.frame),
        _name("CarName", _NO_NAME if crew is None else crew.car.name),
        _name("BallName", _NO_NAME if ball is None else ball.ball.name),
    ]
    if writing.era.has_account_headers:
        goal = goal_volume(one) if isinstance(one, Scored) else _NO_NAME
        fields.append(_name("GoalActorName", goal))
    return b"".join(fields)


def _player(writing: Writing, number: int) -> bytes:
    player = writing.record.players[number]
    last: dict[str, int] = {
        one.name: one.value
        for one in writing.record.happenings
        if isinstance(one, StatRise) and one.player == number
    }
    has_number = not player.is_bot and player.platform != "epic"
    online_id = int(player.online_id or 0) if has_number else 0
    return b"".join(
        (
            _account(player, online_id) if writing.era.has_account_headers else b"",
            _text("Name", player.name),
            _platform(player),
            _qword("OnlineID", online_id),
            _int("Team", player.team),
            *(_int(name, last.get(stat, 0)) for name, stat in _STATS.items()),
            _flag("bBot", player.is_bot),
        )
    )


def _account(player: MatchPlayer, online_id: int) -> bytes:
    """The account in full; the parts only PlayStation uses are zero."""
    handle = b"".join(
        (
            _qword("Data", 0),
            _qword("Data", 0, index=1),
            _unset("Term"),
            *(_unset("Dummy", index=index) for index in range(3)),
        )
    )
    console = _struct("Handle", "SceNpOnlineId", handle) + _qword("Opt", 0) + _qword("Reserved", 0)
    epic_id = player.online_id if player.platform == "epic" and not player.is_bot else ""
    fields = b"".join(
        (
            _qword("Uid", online_id),
            _struct("NpId", "SceNpId", console),
            _text("EpicAccountId", epic_id),
            _platform(player),
            _unset("SplitscreenID"),
        )
    )
    return _struct("PlayerID", "UniqueNetId", fields)


def _platform(player: MatchPlayer) -> bytes:
    name = encoded(_NO_PLATFORM if player.is_bot else _PLATFORMS[player.platform])
    return _property("Platform", "ByteProperty", encoded("OnlinePlatform") + name, size=len(name))


def _recording(writing: Writing) -> Iterable[bytes]:
    record, build, is_full = writing.record, writing.era.build, writing.era.has_account_headers
    setting = record.setting
    if setting.title:
        yield _text("ReplayName", setting.title)
    yield _int("ReplayVersion", build.replay_version)
    if is_full:
        yield _int("ReplayLastSaveVersion", build.replay_version)
    yield _int("GameVersion", build.game_version)
    yield _int("BuildID", build.number)
    yield _int("Changelist", build.changelist)
    yield _text("BuildVersion", build.name)
    if is_full:
        yield _int("ReserveMegabytes", _RESERVE_MB)
    yield _float("RecordFPS", RECORD_FPS)
    yield _float("KeyframeDelay", KEYFRAME_SECONDS)
    yield _int("MaxChannels", writing.era.max_channels)
    yield _int("MaxReplaySizeMB", _MAX_REPLAY_MB)
    yield _text("Id", hex_from(setting.guid, "replay"))
    if is_full:
        yield _text("MatchGUID", setting.guid)
    yield _name("MapName", setting.map_name)
    yield _text("Date", _saved_at(writing))
    yield _int("NumFrames", record.frame_count)
    yield _name("MatchType", setting.match_type)
    yield _text("PlayerName", _saver(writing).name)


def _saver(writing: Writing) -> MatchPlayer:
    return writing.record.players[writing.record.setting.saver]


def _saved_at(writing: Writing) -> str:
    """The end of the recording by the clock on the saver's wall."""
    setting, time = writing.record.setting, writing.record.time
    since = timedelta(minutes=setting.utc_offset_minutes, seconds=float(time[-1] - time[0]))
    return (setting.start.astimezone(UTC) + since).strftime("%Y-%m-%d %H-%M-%S")


def _property(
    name: str, kind: str, value: bytes, *, index: int = 0, size: int | None = None
) -> bytes:
    """One property: the game does not count the names of types into its size."""
    count = len(value) if size is None else size
    return encoded(name) + encoded(kind) + struct.pack("<II", count, index) + value


def _int(name: str, value: int) -> bytes:
    return _property(name, "IntProperty", int32(value))


def _qword(name: str, value: int, *, index: int = 0) -> bytes:
    return _property(name, "QWordProperty", struct.pack("<Q", value), index=index)


def _float(name: str, value: float) -> bytes:
    return _property(name, "FloatProperty", struct.pack("<f", value))


def _text(name: str, value: str) -> bytes:
    return _property(name, "StrProperty", encoded(value))


def _name(name: str, value: str) -> bytes:
    return _property(name, "NameProperty", encoded(value))


def _flag(name: str, value: bool) -> bytes:
    return _property(name, "BoolProperty", bytes([value]), size=0)


def _unset(name: str, *, index: int = 0) -> bytes:
    """An enumeration or byte without a value."""
    return _property(name, "ByteProperty", encoded("None") + b"\0", index=index, size=1)


def _struct(name: str, kind: str, fields: bytes) -> bytes:
    inner = fields + _END
    return _property(name, "StructProperty", encoded(kind) + inner, size=len(inner))


def _array(name: str, rows: Iterable[bytes]) -> bytes:
    return _property(name, "ArrayProperty", listed(row + _END for row in rows))
