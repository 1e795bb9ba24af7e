"""What players and their cameras send: identity, settings, seats, scoreboard."""

from __future__ import annotations

from collections import Counter

import numpy as np

from rlcoach.synth.match_record import Demolished, Floats, MatchPlayer, Scored, StatRise, Touched
from rlcoach.synth.writing import values
from rlcoach.synth.writing.context import Writing
from rlcoach.synth.writing.seeds import dice

MOST_SEATS = 8
"""Seats are numbered with three bits."""

PING_SECONDS = 5.0
"""How often a ping changes here."""
_PINGS = (3, 24)
"""Lowest and highest mean of a player, as bytes: a quarter of the milliseconds."""

_FIRST_PLAYER_ID = 256
_PRI = "Engine.PlayerReplicationInfo:"
_PRI_TA = "TAGame.PRI_TA:"
_CAMERA = "TAGame.CameraSettingsActor_TA:"


def send_people(writing: Writing) -> None:
    """Everything of players that is not their car."""
    for number, player in enumerate(writing.record.players):
        _send_identity(writing, number, player)
        _send_camera(writing, number, player)
        _send_ping(writing, number)
    _send_seats(writing)
    _send_scoreboard(writing)
    _send_demolitions(writing)
    _send_time_played(writing)


def _send_identity(writing: Writing, number: int, player: MatchPlayer) -> None:
    cast, sheet, era = writing.cast, writing.sheet, writing.era
    pri = cast.players[number]
    sheet.send(pri, _PRI + "PlayerName", values.text(player.name))
    sheet.send(pri, _PRI + "Team", values.link(cast.teams[player.team].actor_id))
    sheet.send(pri, _PRI + "PlayerID", values.int32(_FIRST_PLAYER_ID + number))
    if player.is_bot:
        sheet.send(pri, _PRI + "bBot", values.flag(True))
    else:
        sheet.send(pri, _PRI + "UniqueId", values.account(player, era))
    leader = None if player.party_leader is None else writing.record.players[player.party_leader]
    if leader is not None and not leader.is_bot:
        sheet.send(pri, _PRI_TA + "PartyLeader", values.account(leader, era))
    sensitivity = values.real(player.steering_sensitivity)
    sheet.send(pri, _PRI_TA + "SteeringSensitivity", sensitivity)
    sheet.send(pri, _PRI_TA + "SpectatorShortcut", values.int32(number + 1))
    camera = cast.cameras[number]
    sheet.send(pri, _PRI_TA + "PersistentCamera", values.link(camera.actor_id))
    loadouts = values.loadouts(player.body_id, era.loadout_version)
    sheet.send(pri, _PRI_TA + "ClientLoadouts", loadouts)
    sheet.send(pri, _PRI_TA + "ReplicatedGameEvent", values.link(cast.event.actor_id))


def _send_camera(writing: Writing, number: int, player: MatchPlayer) -> None:
    sheet, camera = writing.sheet, writing.cast.cameras[number]
    sheet.send(camera, _CAMERA + "ProfileSettings", values.camera(player.camera))
    sheet.send(camera, _CAMERA + "PRI", values.link(writing.cast.players[number].actor_id))
    is_on = writing.record.cars.ball_cam[:, number].astype(np.int64)
    frames = np.flatnonzero(np.diff(is_on, prepend=0))
    sheet.send_column(camera, _CAMERA + "bUsingSecondaryCamera", frames, is_on[frames], 1)


def _send_ping(writing: Writing, number: int) -> None:
    """A ping near the player's own, thrown anew every few seconds."""
    thrown = dice(writing.record.setting.guid, f"ping {number}")
    time = writing.record.time
    mean = int(thrown.integers(*_PINGS))
    later = np.searchsorted(time, np.arange(time[0], time[-1], PING_SECONDS))
    frames = np.unique(np.append(0, later))
    pings = mean + thrown.integers(-1, 2, len(frames))
    kept = np.append(True, pings[1:] != pings[:-1])
    pri = writing.cast.players[number]
    writing.sheet.send_column(pri, _PRI + "Ping", frames[kept], pings[kept], 8)


def _send_seats(writing: Writing) -> None:
    people = [player for player in writing.record.players if not player.is_bot]
    for number, player in enumerate(people[:MOST_SEATS]):
        seat = values.reservation(number, player, writing.era)
        writing.sheet.send(writing.cast.info, "ProjectX.GRI_X:Reservations", seat, slot=number)


def _send_scoreboard(writing: Writing) -> None:
    for one in writing.record.happenings:
        if not isinstance(one, StatRise):
            continue
        pri, value = writing.cast.players[one.player], values.int32(one.value)
        writing.sheet.send(pri, _PRI_TA + one.name, value, one.frame)
        if one.name == "MatchGoals":
            writing.sheet.send(pri, _PRI + "Score", value, one.frame)


def _send_demolitions(writing: Writing) -> None:
    """How often each player demolished somebody, and was demolished himself."""
    counts: Counter[tuple[str, int]] = Counter()
    for one in writing.record.happenings:
        if not isinstance(one, Demolished):
            continue
        for name, player in (("CarDemolitions", one.attacker), ("SelfDemolitions", one.victim)):
            counts[name, player] += 1
            value = values.int32(counts[name, player])
            writing.sheet.send(writing.cast.players[player], _PRI_TA + name, value, one.frame)


def _send_time_played(writing: Writing) -> None:
    """Seconds on the field, told about once a second; the game tells it in every frame."""
    played = seconds_played(writing)
    whole = np.floor(played)
    frames = np.flatnonzero(np.diff(whole, prepend=0.0))
    bits = played[frames].astype("<f4").view("<u4").astype(np.int64)
    for pri in writing.cast.players:
        writing.sheet.send_column(pri, _PRI_TA + "TotalGameTimePlayed", frames, bits, 32)


def seconds_played(writing: Writing) -> Floats:
    """[frame] physics time from each round's first touch to its goal, added up."""
    record = writing.record
    runs = np.zeros(record.frame_count, dtype=bool)
    start: int | None = None
    for one in record.happenings:
        if isinstance(one, Touched) and one.is_first:
            start = one.frame
        elif isinstance(one, Scored) and start is not None:
            runs[start : one.frame + 1] = True
            start = None
    if start is not None:
        runs[start:] = True
    return np.cumsum(np.where(runs, record.delta, 0.0))
