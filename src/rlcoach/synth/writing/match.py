"""What the match and its teams send: state, clock, rounds, goals, announcements."""

from __future__ import annotations

import numpy as np

from rlcoach.replay import game_data
from rlcoach.synth.match_record import (
    ClockChange,
    CountdownNumber,
    Happening,
    MatchSetting,
    OvertimeStart,
    RoundStart,
    Saved,
    Scored,
    StateChange,
    Touched,
)
from rlcoach.synth.writing import values
from rlcoach.synth.writing.bits import Bits
from rlcoach.synth.writing.context import Writing
from rlcoach.synth.writing.seeds import number_from

GAME_SECONDS = 300
"""What the clock shows at the start of a match."""

ANNOUNCED_SECONDS = 1.0
"""A goal or save is announced for about that long: 24 frames of 0.045 s."""

_NOBODY_SCORED = 255
_NO_OBJECT = -1
_GAME_CLASS = "TAGame.GameInfo_Soccar_TA"
_RANKED, _CASUAL = "TAGame.MatchType_PublicRanked_TA", "TAGame.MatchType_Public_TA"
_MATCH_CLASSES = {
    "Private": "TAGame.MatchType_Private_TA",
    "Offline": "TAGame.MatchType_Offline_TA",
    "Tournament": "TAGame.MatchType_AutoTournament_TA",
    "Lan": "TAGame.MatchType_Lan_TA",
}
_SHOWN_LENGTH_LEFT = (3, 0)
"""Of the countdown's numbers, those that come with the time left in the state."""

_EVENT = "TAGame.GameEvent_TA:"
_SOCCAR = "TAGame.GameEvent_Soccar_TA:"
_HIT = _SOCCAR + "bBallHasBeenHit"


def send_match(writing: Writing) -> None:
    """Everything of the match's own actors."""
    _send_info(writing)
    _send_setting(writing)
    _send_happenings(writing)
    _send_score(writing)
    _send_announcements(writing)


def _send_info(writing: Writing) -> None:
    setting, sheet, info = writing.record.setting, writing.sheet, writing.cast.info
    game_class = writing.tables.class_id(_GAME_CLASS)
    server = number_from(setting.server_name, "server") % 10**9
    server_id = (
        values.text(str(server)) if writing.era.has_text_server_ids else values.int64(server)
    )
    info_x = "ProjectX.GRI_X:"
    sheet.send(info, "Engine.GameReplicationInfo:GameClass", values.object_link(game_class))
    sheet.send(info, "Engine.GameReplicationInfo:ServerName", values.text(setting.server_name))
    sheet.send(info, info_x + "MatchGUID", values.text(setting.guid))
    sheet.send(info, info_x + "bGameStarted", values.flag(True))
    sheet.send(info, info_x + "GameServerID", server_id)
    sheet.send(info, info_x + "ReplicatedServerRegion", values.text(setting.server_region))
    sheet.send(info, info_x + "ReplicatedGamePlaylist", values.int32(setting.playlist))


def _send_setting(writing: Writing) -> None:
    setting, sheet, event = writing.record.setting, writing.sheet, writing.cast.event
    match_class = writing.tables.class_id(_match_class(setting))
    sheet.send(event, _EVENT + "MatchTypeClass", values.object_link(match_class))
    epoch = values.int64(int(setting.start.timestamp()))
    sheet.send(event, _EVENT + "MatchStartEpoch", epoch)
    sheet.send(event, "TAGame.GameEvent_Team_TA:MaxTeamSize", values.int32(setting.team_size))
    sheet.send(event, _SOCCAR + "bReadyToStartGame", values.flag(True))
    for team in writing.cast.teams:
        sheet.send(team, "TAGame.Team_TA:GameEvent", values.link(event.actor_id))


def _match_class(setting: MatchSetting) -> str:
    if setting.match_type in _MATCH_CLASSES:
        return _MATCH_CLASSES[setting.match_type]
    return _RANKED if game_data.playlist_kind(setting.playlist) == "ranked" else _CASUAL


def _send_happenings(writing: Writing) -> None:
    """State, countdown, clock and rounds, as they change."""
    if not any(isinstance(one, ClockChange) and not one.frame for one in writing.record.happenings):
        seconds = values.int32(GAME_SECONDS)
        writing.sheet.send(writing.cast.event, _SOCCAR + "SecondsRemaining", seconds)
    is_hit = False
    for one in writing.record.happenings:
        match one:
            case StateChange():
                _send_state(writing, one)
            case CountdownNumber():
                _send_countdown(writing, one)
            case ClockChange():
                _tell(writing, _SOCCAR + "SecondsRemaining", values.int32(one.seconds), one)
            case OvertimeStart():
                _tell(writing, _SOCCAR + "bOverTime", values.flag(True), one)
            case RoundStart():
                _tell(writing, _SOCCAR + "RoundNum", values.int32(one.number), one)
                if is_hit:
                    _tell(writing, _HIT, values.flag(False), one, is_default=True)
                is_hit = False
            case Touched(is_first=True):
                _tell(writing, _HIT, values.flag(True), one)
                is_hit = True


def _tell(
    writing: Writing, attribute: str, value: Bits, one: Happening, *, is_default: bool = False
) -> None:
    writing.sheet.send(writing.cast.event, attribute, value, one.frame, is_default=is_default)


def _send_state(writing: Writing, one: StateChange) -> None:
    """The state, by the number of its name; a countdown takes back who scored."""
    name = values.int32(writing.tables.name_id(one.name))
    _tell(writing, _EVENT + "ReplicatedStateName", name, one)
    if one.name == "Countdown" and one.frame > 0:
        nobody = values.byte(_NOBODY_SCORED)
        _tell(writing, _SOCCAR + "ReplicatedScoredOnTeam", nobody, one, is_default=True)


def _send_countdown(writing: Writing, one: CountdownNumber) -> None:
    shown, is_over = values.int32(one.value), one.value == 0
    attribute = _EVENT + "ReplicatedRoundCountDownNumber"
    _tell(writing, attribute, shown, one, is_default=is_over)
    if one.value in _SHOWN_LENGTH_LEFT:
        attribute = _EVENT + "ReplicatedGameStateTimeRemaining"
        _tell(writing, attribute, shown, one, is_default=is_over)


def _send_score(writing: Writing) -> None:
    goals = [0, 0]
    for one in writing.record.happenings:
        if not isinstance(one, Scored):
            continue
        goals[one.team] += 1
        score = values.int32(goals[one.team])
        writing.sheet.send(writing.cast.teams[one.team], "Engine.TeamInfo:Score", score, one.frame)
        conceded = values.byte(1 - one.team)
        writing.sheet.send(
            writing.cast.event, _SOCCAR + "ReplicatedScoredOnTeam", conceded, one.frame
        )


def _send_announcements(writing: Writing) -> None:
    """Goals and saves on the screen, each until its time is over or the next one comes."""
    attribute = _SOCCAR + "ReplicatedStatEvent"
    event, sheet, time = writing.cast.event, writing.sheet, writing.record.time
    if writing.tables.stream_id(event.archetype, attribute) is None:
        return
    told = [(one.frame, name) for one in writing.record.happenings if (name := _announced(one))]
    ends = [int(np.searchsorted(time, time[frame] + ANNOUNCED_SECONDS)) for frame, _ in told]
    following = [*(frame for frame, _ in told[1:]), writing.record.frame_count]
    # Without any, nothing follows.
    for (frame, name), end, next_frame in zip(told, ends, following, strict=False):
        index = writing.tables.object_id(f"StatEvents.Events.{name}")
        sheet.send(event, attribute, values.object_link(index), frame)
        if end < next_frame:
            nothing = values.object_link(_NO_OBJECT)
            sheet.send(event, attribute, nothing, end, is_default=True)


def _announced(one: Happening) -> str | None:
    if isinstance(one, Scored):
        return "Goal"
    if isinstance(one, Saved):
        return "EpicSave" if one.is_epic else "Save"
    return None
