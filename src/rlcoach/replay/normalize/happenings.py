"""Things that happen once: demolitions, goals, counters that rise, items, tiles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.kinds import Counter, StatEvent
from rlcoach.replay.network import NONE_ID
from rlcoach.replay.normalize.actors import Cast, Role, Rows
from rlcoach.replay.normalize.pads import numbers_of
from rlcoach.replay.normalize.players import Roster
from rlcoach.replay.tables import Counters, Demolitions, Items, StatEvents, Tiles

_DEMOLISH_NAMES = (
    "TAGame.Car_TA:ReplicatedDemolish",
    "TAGame.Car_TA:ReplicatedDemolish_CustomFX",
    "TAGame.Car_TA:ReplicatedDemolishGoalExplosion",
    "TAGame.Car_TA:ReplicatedDemolishExtended",
)

_DEMOLISH_VELOCITY_SCALE = 100.0
"""Velocities inside demolitions are sent in 1/100 uu/s in every era."""

_SAME_DEMOLITION_SECONDS = 3.5
"""A demolition is sent again when its victim respawns, 3.04 seconds later, and in two forms in
2020; the car that respawns is another actor, so no second demolition is lost."""

_TILE_HIT_SCALE = 100.0
"""Places inside damage states are sent in 1/100 uu."""

_COUNTERS = {
    "TAGame.PRI_TA:MatchScore": Counter.SCORE,
    "TAGame.PRI_TA:MatchGoals": Counter.GOALS,
    "TAGame.PRI_TA:MatchAssists": Counter.ASSISTS,
    "TAGame.PRI_TA:MatchSaves": Counter.SAVES,
    "TAGame.PRI_TA:MatchShots": Counter.SHOTS,
    "TAGame.PRI_TA:MatchDemolishes": Counter.DEMOLISHES,
    "TAGame.PRI_TA:CarDemolitions": Counter.CAR_DEMOLITIONS,
    "TAGame.PRI_TA:SelfDemolitions": Counter.SELF_DEMOLITIONS,
    "TAGame.PRI_TA:MatchBreakoutDamage": Counter.BREAKOUT_DAMAGE,
}

_STAT_EVENTS = {"Goal": StatEvent.GOAL, "Save": StatEvent.SAVE, "EpicSave": StatEvent.EPIC_SAVE}


def demolitions(
    cast: Cast, player_of_car: NDArray[np.int32]
) -> tuple[Demolitions, Rows, NDArray[np.int32]]:
    """Demolitions with both cars known, and (victim car, frame) of each for ending its life.

    A goal explosion writes the same attribute without an attacker; it is left out.
    """
    records, actors = cast.network.records, cast.network.actors
    time = cast.network.frame_time.astype(np.float64)
    rows = np.sort(np.concatenate([cast.records(name) for name in _DEMOLISH_NAMES]))
    frame = records.frame[rows]
    value = np.nan_to_num(records.value[rows], nan=NONE_ID)
    attacker = cast.resolve(value[:, 1].astype(np.int64), frame)
    victim = cast.resolve(value[:, 3].astype(np.int64), frame)
    is_car = (attacker >= 0) & (victim >= 0) & (attacker != victim)
    is_car &= (cast.role[attacker] == Role.CAR) & (cast.role[victim] == Role.CAR)
    # Both links may name cars that are gone: only what was sent while the victim lived counts.
    is_car &= actors.death_frame[victim] >= frame
    keep: list[int] = []
    last: dict[int, float] = {}
    for spot in np.flatnonzero(is_car).tolist():
        when, who = float(time[frame[spot]]), int(victim[spot])
        if when - last.get(who, -np.inf) > _SAME_DEMOLITION_SECONDS:
            keep.append(spot)
        last[who] = when
    pick = np.array(keep, dtype=np.int64)
    speed = value[:, 4:10].astype(np.float32) * np.float32(_DEMOLISH_VELOCITY_SCALE)
    table = Demolitions(
        frame=frame[pick],
        time=time[frame[pick]],
        attacker=player_of_car[attacker[pick]],
        victim=player_of_car[victim[pick]],
        attacker_velocity=speed[pick, 0:3],
        victim_velocity=speed[pick, 3:6],
    )
    return table, victim[pick], frame[pick]


def counters(cast: Cast, roster: Roster) -> Counters:
    """Scoreboard numbers as they changed; rejoining restores them, which is no rise."""
    found = cast.scalars(*_COUNTERS)
    kind_of = {cast.attribute(name): counter for name, counter in _COUNTERS.items()}
    player = roster.player_of_actor[found.actor]
    last: dict[tuple[int, int], int] = {}
    rows, kinds, rises = [], [], []
    columns = (player, found.attribute, found.frame, found.value)
    for row, (who, attribute, frame, value) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        if who < 0:
            continue
        kind = int(kind_of[attribute])
        # A counter first sent within the match starts from zero, one of the first frame is a state.
        before = last.get((who, kind), 0 if frame > 0 else value)
        if value == before and (who, kind) in last:
            continue
        last[who, kind] = value
        rows.append(row)
        kinds.append(kind)
        rises.append(value - before)
    pick = np.array(rows, dtype=np.int64)
    return Counters(
        frame=found.frame[pick],
        time=cast.network.frame_time[found.frame[pick]].astype(np.float64),
        player=player[pick],
        counter=np.array(kinds, dtype=np.int8),
        value=found.value[pick].astype(np.int32),
        rise=np.array(rises, dtype=np.int32),
    )


def stat_events(cast: Cast) -> StatEvents:
    """What the game announced on screen; -1 takes the announcement back and is no event."""
    found = cast.scalars("TAGame.GameEvent_Soccar_TA:ReplicatedStatEvent")
    objects = cast.network.objects
    known = (found.value >= 0) & (found.value < len(objects))
    kinds = [
        _STAT_EVENTS.get(objects[index].rpartition(".")[2], StatEvent.OTHER)
        for index in found.value[known].tolist()
    ]
    return StatEvents(
        frame=found.frame[known],
        time=cast.network.frame_time[found.frame[known]].astype(np.float64),
        kind=np.array(kinds, dtype=np.int8),
    )


def items(cast: Cast, owner: NDArray[np.int32]) -> Items:
    """Rumble items: received when the item's actor appears, used when it switches on."""
    actors = cast.network.actors
    item_rows = cast.rows(Role.ITEM)
    switched = cast.scalars("TAGame.CarComponent_TA:ReplicatedActive")
    is_use = (cast.role[switched.actor] == Role.ITEM) & (switched.value % 2 == 1)
    actor = np.concatenate((item_rows, switched.actor[is_use]))
    frame = np.concatenate((actors.birth_frame[item_rows], switched.frame[is_use]))
    used = np.arange(len(actor)) >= len(item_rows)
    order = np.argsort(frame, kind="stable")
    names = [
        cast.archetype(row).rpartition(".")[2].removeprefix("SpecialPickup_")
        for row in actor[order].tolist()
    ]
    return Items(
        frame=frame[order],
        time=cast.network.frame_time[frame[order]].astype(np.float64),
        player=owner[actor[order]],
        is_use=used[order],
        item=names,
    )


def tiles(cast: Cast, roster: Roster) -> Tiles:
    """Dropshot tiles changing state."""
    records = cast.network.records
    rows = cast.records("TAGame.BreakOutActor_Platform_TA:DamageState")
    frame, value = records.frame[rows], np.nan_to_num(records.value[rows], nan=NONE_ID)
    offender = cast.resolve(value[:, 2].astype(np.int64), frame)
    player = np.append(roster.player_of_actor, np.int32(NONE_ID))[offender]
    return Tiles(
        frame=frame,
        time=cast.network.frame_time[frame].astype(np.float64),
        tile=numbers_of(cast, cast.network.actors.object_id[records.actor[rows]]),
        state=value[:, 0].astype(np.int8),
        offender=player,
        ball_position=(value[:, 3:6] * _TILE_HIT_SCALE).astype(np.float32),
        direct_hit=value[:, 6] == 1,
    )
