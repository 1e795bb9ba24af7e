"""The match itself: its state frame by frame, and what it was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.kinds import MatchState
from rlcoach.replay.network import NONE_ID, Scalars
from rlcoach.replay.normalize.actors import Cast, Role
from rlcoach.replay.normalize.hold import hold, hold_one
from rlcoach.replay.normalize.pads import layout_of_map
from rlcoach.replay.normalize.players import team_of_archetype
from rlcoach.replay.roster import MatchInfo
from rlcoach.replay.tables import Frames

_STATES = {
    "WaitingForPlayers": MatchState.WAITING,
    "Countdown": MatchState.COUNTDOWN,
    "Active": MatchState.ACTIVE,
    "PostGoalScored": MatchState.GOAL_SCORED,
    "ReplayPlayback": MatchState.GOAL_REPLAY,
    "Finished": MatchState.FINISHED,
    "PodiumSpotlight": MatchState.FINISHED,
}

_STATE_BESIDE_ACTIVE = {
    0: MatchState.ACTIVE,
    1: MatchState.COUNTDOWN,
    -1: MatchState.GOAL_SCORED,
    -2: MatchState.GOAL_REPLAY,
    2: MatchState.WAITING,
}
"""Before 2016-05 the state was a number counted from another start in every file, but always in
this order; read off the countdowns and goals of four files."""


def frames(cast: Cast, ball_count: NDArray[np.int8]) -> Frames:
    """The clockwork of the match in every frame."""
    network = cast.network
    count = network.frame_count

    def last(*names: str, initial: int = NONE_ID) -> NDArray[np.int32]:
        found = cast.scalars(*names)
        # Numbers beyond 32 bits are nonsense of a damaged file, not a clock.
        value = np.clip(found.value, -(2**31), 2**31 - 1)
        return hold_one(count, found.frame, value, initial=initial, dtype=np.int32)

    return Frames(
        time=network.frame_time.astype(np.float64),
        delta=network.frame_delta.astype(np.float64),
        state=_states(cast),
        clock=last("TAGame.GameEvent_Soccar_TA:SecondsRemaining"),
        countdown=last("TAGame.GameEvent_TA:ReplicatedGameStateTimeRemaining"),
        round=last("TAGame.GameEvent_Soccar_TA:RoundNum"),
        overtime=last("TAGame.GameEvent_Soccar_TA:bOverTime", initial=0) == 1,
        ball_hit=last("TAGame.GameEvent_Soccar_TA:bBallHasBeenHit", initial=0) == 1,
        score=_scores(cast),
        touch_team=_touch_team(cast),
        balls=ball_count,
        ball_charge=_ball_charge(cast),
    )


def _states(cast: Cast) -> NDArray[np.int8]:
    names = cast.network.names
    found = cast.scalars("TAGame.GameEvent_TA:ReplicatedStateName")
    if len(found.value):
        kinds = [
            _STATES.get(names[value], MatchState.OTHER) if 0 <= value < len(names) else 0
            for value in found.value.tolist()
        ]
    else:
        found = cast.scalars("TAGame.GameEvent_TA:ReplicatedStateIndex")
        active = _active_index(cast, found)
        kinds = [
            _STATE_BESIDE_ACTIVE.get(value - active, MatchState.OTHER)
            for value in found.value.tolist()
        ]
    return hold_one(
        cast.network.frame_count,
        found.frame,
        np.array(kinds, dtype=np.int8),
        initial=MatchState.UNKNOWN,
        dtype=np.int8,
    )


def _active_index(cast: Cast, states: Scalars) -> int:
    """The number that stands for active play: what the state is when a round number is sent."""
    rounds = cast.scalars("TAGame.GameEvent_Soccar_TA:RoundNum").frame
    spot = np.searchsorted(states.frame, rounds, side="right") - 1
    held = states.value[spot[spot >= 0]].tolist()
    return max(set(held), key=held.count) if held else 0


def _scores(cast: Cast) -> NDArray[np.int32]:
    found = cast.scalars("Engine.TeamInfo:Score")
    team = np.array([team_of_archetype(cast, row) for row in found.actor.tolist()], dtype=np.int32)
    known = (team >= 0) & (found.value >= 0)
    return hold(
        (2, cast.network.frame_count),
        team[known],
        found.frame[known],
        found.value[known],
        initial=0,
        dtype=np.int32,
    ).T.copy()


def _touch_team(cast: Cast) -> NDArray[np.int8]:
    """Team of the last touch; -1 from a new ball until its first touch."""
    found = cast.scalars("TAGame.Ball_TA:HitTeamNum")
    births = cast.network.actors.birth_frame[cast.rows(Role.BALL)]
    frame = np.concatenate((births, found.frame))
    team = np.where(found.value <= 1, found.value, NONE_ID)
    value = np.concatenate((np.full(len(births), NONE_ID), team))
    return hold_one(cast.network.frame_count, frame, value, initial=NONE_ID, dtype=np.int8)


def _ball_charge(cast: Cast) -> NDArray[np.int8]:
    """How hard a dropshot ball breaks the floor; a new ball is not charged."""
    found = cast.scalars("TAGame.Ball_Breakout_TA:DamageIndex")
    births = cast.network.actors.birth_frame[cast.rows(Role.BALL)]
    frame = np.concatenate((births, found.frame))
    value = np.concatenate((np.zeros(len(births), np.int64), np.clip(found.value, 0, 2)))
    return hold_one(cast.network.frame_count, frame, value, initial=0, dtype=np.int8)


def ball_count(cast: Cast) -> NDArray[np.int8]:
    """[frame] game balls alive."""
    actors = cast.network.actors
    balls = cast.rows(Role.BALL)
    change = np.zeros(cast.network.frame_count + 1, dtype=np.int32)
    np.add.at(change, actors.birth_frame[balls], 1)
    np.add.at(change, actors.death_frame[balls], -1)
    return np.minimum(np.cumsum(change[:-1]), 127).astype(np.int8)


def match_info(cast: Cast, map_name: str) -> MatchInfo:
    """What the file says about the match as a whole."""
    balls = cast.rows(Role.BALL)
    return MatchInfo(
        playlist_id=cast.last_value("ProjectX.GRI_X:ReplicatedGamePlaylist"),
        match_guid=_text(
            cast,
            "ProjectX.GRI_X:MatchGUID",
            "ProjectX.GRI_X:MatchGuid",
            "TAGame.GRI_TA:LanMatchGUID",
        ),
        match_type_class=_class_name(cast, "TAGame.GameEvent_TA:MatchTypeClass"),
        game_class=_class_name(cast, "Engine.GameReplicationInfo:GameClass"),
        sub_rules=_class_name(cast, "TAGame.GameEvent_Soccar_TA:SubRulesArchetype"),
        server_id=_server_id(cast),
        server_name=_text(cast, "Engine.GameReplicationInfo:ServerName"),
        server_region=_text(cast, "ProjectX.GRI_X:ReplicatedServerRegion"),
        team_size=cast.last_value("TAGame.GameEvent_Team_TA:MaxTeamSize"),
        team_names=_team_names(cast),
        start_epoch=cast.last_value("TAGame.GameEvent_TA:MatchStartEpoch"),
        is_forfeit=cast.last_value("TAGame.GameEvent_Team_TA:bForfeit") == 1,
        is_unlimited_time=cast.last_value("TAGame.GameEvent_Soccar_TA:bUnlimitedTime") == 1,
        has_own_boost=_has_own_boost(cast),
        ball_archetype=cast.archetype(int(balls[0])) if len(balls) else None,
        pads=layout_of_map(map_name),
    )


def _text(cast: Cast, *names: str) -> str | None:
    for name in names:
        rows = cast.texts(name)
        if rows and cast.network.texts.text[rows[-1]]:
            return cast.network.texts.text[rows[-1]]
    return None


def _class_name(cast: Cast, name: str) -> str | None:
    """An ActiveActor that points into the object table instead of at an actor."""
    index = cast.last_value(name)
    objects = cast.network.objects
    return objects[index] if index is not None and 0 <= index < len(objects) else None


_OWN_BOOST = (
    "TAGame.CarComponent_Boost_TA:RechargeRate",
    "TAGame.CarComponent_Boost_TA:BoostModifier",
    "TAGame.CarComponent_Boost_TA:UnlimitedBoostRefCount",
    "TAGame.CarComponent_Boost_TA:bUnlimitedBoost",
    "TAGame.CarComponent_Boost_TA:bNoBoost",
)


def _has_own_boost(cast: Cast) -> bool:
    return any(
        cast.network.attribute_updates[cast.attribute(name)]
        for name in _OWN_BOOST
        if cast.attribute(name) >= 0
    )


def _server_id(cast: Cast) -> str | None:
    name = "ProjectX.GRI_X:GameServerID"
    number = cast.last_value(name)
    return _text(cast, name) or (str(number % 2**64) if number is not None else None)


def _team_names(cast: Cast) -> tuple[str | None, str | None]:
    names: list[str | None] = [None, None]
    for actor, row in cast.last_text("TAGame.Team_TA:CustomTeamName").items():
        team = team_of_archetype(cast, actor)
        if team >= 0:
            names[team] = cast.network.texts.text[row] or None
    return names[0], names[1]
