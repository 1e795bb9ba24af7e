"""Facts about kickoffs, boost pads, special modes, motion, and when the match was played."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from pydantic import JsonValue

from benchmarks.accuracy.compare import Answer, Events, Missing
from benchmarks.accuracy.seasons import season_of
from benchmarks.accuracy.subject import Subject
from rlcoach.replay.network import Network
from rlcoach.report.schema import EventTable, Player

RUMBLE_ITEMS = (
    "ball_freeze",
    "ball_grappling_hook",
    "ball_lasso",
    "ball_spring",
    "ball_velcro",
    "boost_override",
    "car_spring",
    "gravity_well",
    "strong_hit",
    "swapper",
    "tornado",
)
"""Items that labels name; other modes have others."""

AGREEMENT_MARGIN = 0.05
"""How far way against speed may be from 1: a wrong unit or a lost factor is off by more."""

LEAST_ALIGNMENT = 0.95
"""The bound of the labels' source."""


def kickoffs(subject: Subject) -> Answer:
    """Kickoffs, at the time their countdown began: labels give windows that end before "go"."""
    table = subject.report.events.get("kickoff")
    if table is None:
        return Missing.NO_VALUE
    countdowns = [
        seconds if isinstance(seconds, float) else 0.0
        for seconds in table.fields["countdown_seconds"]
    ]
    times = tuple(go - seconds for go, seconds in zip(table.time, countdowns, strict=True))
    return Events(times=times, frames=tuple(table.frame))


def kickoff_type(subject: Subject) -> Answer:
    """Kickoffs of the label's class; where no player is named, the number all players share."""
    key = f"kickoff.{subject.label.kickoff_class}"
    players = subject.report.players if subject.player is None else [subject.player]
    found = [player.stats[key] for player in players if key in player.stats]
    if not found:
        return Missing.NO_VALUE
    return found[0] if len(set(found)) == 1 else list(found)


def of_players(key: str) -> Callable[[Subject], Answer]:
    """A statistic of the player, or its sum over all where the label names none."""

    def extract(subject: Subject) -> Answer:
        players = subject.report.players if subject.player is None else [subject.player]
        found = [player.stats[key] for player in players if key in player.stats]
        return sum(found) if found else Missing.NO_VALUE

    return extract


def pads_resolved(subject: Subject) -> Answer:
    """Share of pickups whose pad is known."""
    table = subject.report.events.get("pickup")
    if table is None or not table.frame:
        return Missing.NO_VALUE
    return sum(pad != -1 for pad in table.fields["pad"]) / len(table.frame)


def rumble_items(subject: Subject) -> Answer:
    """Used and unused items by name, of the player or of the label's team."""
    table = subject.report.events.get("rumble_item")
    if table is None:
        return Missing.NO_VALUE
    wanted = _indices(subject, lambda player: player.team == subject.label.team)
    counts = Counter(
        (item, bool(used))
        for who, item, used in zip(
            table.player, table.fields["item"], table.fields["is_used"], strict=True
        )
        if who in wanted
    )
    return {
        item.upper(): {"used": counts[item, True], "unused": counts[item, False]}
        for item in RUMBLE_ITEMS
    }


def rumble_item_goals(subject: Subject) -> Answer:
    """Per goal the item it was scored with."""
    table = subject.report.events.get("rumble_goal")
    if table is None:
        return Missing.NO_VALUE
    return [item.upper() if isinstance(item, str) else None for item in table.fields["item"]]


def rumble_pre_item_goals(subject: Subject) -> Answer:
    """Per goal whether it fell before the first item."""
    table = subject.report.events.get("rumble_goal")
    return Missing.NO_VALUE if table is None else list(table.fields["is_before_items"])


def dropshot_damage_events(subject: Subject) -> Answer:
    """Damaging hits with their tiles: as many, from the first on, as the label speaks of."""
    table = subject.report.events.get("tile_damage")
    if table is None:
        return Missing.NO_VALUE
    hits: dict[JsonValue, list[int]] = {}
    for row, hit in enumerate(table.fields["hit"]):
        hits.setdefault(hit, []).append(row)
    known = len(subject.label.value) if isinstance(subject.label.value, list) else len(hits)
    return [_hit(table, rows) for rows in list(hits.values())[:known]]


def _hit(table: EventTable, rows: Sequence[int]) -> JsonValue:
    return {
        "tiles": len(rows),
        "tile_ids": [table.fields["tile"][row] for row in rows],
        "state": [str(table.fields["state"][row]).upper() for row in rows],
    }


def dropshot_goal(subject: Subject) -> Answer:
    """The hole of the only goal, or of each."""
    table = subject.report.events.get("dropshot_goal")
    if table is None or not table.frame:
        return Missing.NO_VALUE
    names = {"tile_id": "tile", "phase_1_tiles": "damaged_tiles", "phase_2_tiles": "open_tiles"}
    goals: list[JsonValue] = [
        {name: table.fields[field][row] for name, field in names.items()}
        for row in range(len(table.frame))
    ]
    return goals[0] if len(goals) == 1 else goals


def dropshot_phase_time(subject: Subject) -> Answer:
    """Seconds at each charge of the ball: mean and longest stretch, and their sum."""
    table = subject.report.events.get("ball_charge")
    if table is None:
        return Missing.NO_VALUE
    lengths: dict[JsonValue, list[float]] = {0: [], 1: [], 2: []}
    for charge, start, end in zip(
        table.fields["charge"], table.time, table.end_time or table.time, strict=True
    ):
        lengths[charge].append(end - start)
    return {
        str(charge): {
            "average": sum(found) / max(len(found), 1),
            "max": max(found, default=0.0),
            "total": sum(found),
        }
        for charge, found in lengths.items()
    }


def season_code(subject: Subject) -> Answer:
    """The season of the match's day, `3` or `f22`."""
    season = season_of(subject.report.match.date or "")
    return Missing.NO_VALUE if season is None else season.code


def season_number(subject: Subject) -> Answer:
    """The number of the season, as ballchasing's interface gives it."""
    season = season_of(subject.report.match.date or "")
    return Missing.NO_VALUE if season is None else season.number


def duration(subject: Subject) -> Answer:
    """Whole seconds from the beginning of the recording to the last car's end."""
    ends = [player.stats.get("presence.left") for player in subject.report.players]
    known = [end for end in ends if end is not None]
    return math.floor(max(known)) if known else Missing.NO_VALUE


def presence(subject: Subject) -> Answer:
    """From when until when the player had a car."""
    if subject.player is None:
        return Missing.NO_PLAYER
    stats = subject.player.stats
    if "presence.joined" not in stats:
        return Missing.NO_VALUE
    return [stats["presence.joined"], stats["presence.left"]]


def motion_consistent(subject: Subject) -> Answer:
    """Whether everybody's motion agrees with itself, and noses point where cars go."""
    players = [player.stats for player in subject.report.players]
    checks = [
        abs(stats["motion.agreement"] - 1) <= AGREEMENT_MARGIN
        for stats in players
        if "motion.agreement" in stats
    ]
    checks += [
        stats["motion.alignment"] >= LEAST_ALIGNMENT
        for stats in players
        if "motion.alignment" in stats
    ]
    return all(checks) if checks else Missing.NO_VALUE


def boost_raw_range(network: Network) -> Answer:
    """Smallest and greatest amount of boost sent."""
    names = (
        "TAGame.CarComponent_Boost_TA:ReplicatedBoostAmount",
        "TAGame.CarComponent_Boost_TA:ReplicatedBoost",
    )
    attributes = [network.object_index[name] for name in names if name in network.object_index]
    sent = network.scalars.value[np.isin(network.scalars.attribute, attributes)]
    return [int(sent.min()), int(sent.max())] if len(sent) else Missing.NO_VALUE


SAMPLE_BODY = 1
"""The body that labels quote."""


def rigid_body_sample(network: Network) -> Answer:
    """The rotation of one body as sent; compressed ones have three numbers instead of four."""
    if len(network.bodies.value) <= SAMPLE_BODY:
        return Missing.NO_VALUE
    rotations = network.bodies.value[:, 3:7]
    return {
        "index": SAMPLE_BODY,
        "rotation_xyzw": [float(part) for part in rotations[SAMPLE_BODY]],
        "compressed": bool((rotations[:, 3] == 0).all()),
    }


def _indices(subject: Subject, is_wanted: Callable[[Player], bool]) -> set[int]:
    """Places in the report of the label's player, or of those that are wanted."""
    return {
        place
        for place, player in enumerate(subject.report.players)
        if (is_wanted(player) if subject.player is None else player.id == subject.player.id)
    }


FACTS: dict[str, Callable[[Subject], Answer]] = {
    "boost_collected_big_pads": of_players("pads.big"),
    "boost_collected_small_pads": of_players("pads.small"),
    "boost_pad_events_resolved_fraction": pads_resolved,
    "boost_used": of_players("boost.used_by_amount"),
    "boost_wasted": of_players("boost.wasted"),
    "dropshot_damage": of_players("dropshot.damage"),
    "dropshot_damage_events": dropshot_damage_events,
    "dropshot_goal": dropshot_goal,
    "dropshot_phase_time": dropshot_phase_time,
    "kickoff_type": kickoff_type,
    "kickoffs": kickoffs,
    "meta.duration": duration,
    "meta.game_duration": duration,
    "meta.present": presence,
    "meta.season": season_number,
    "motion_consistent": motion_consistent,
    "rumble_item_goals": rumble_item_goals,
    "rumble_items": rumble_items,
    "rumble_items_team": rumble_items,
    "rumble_pre_item_goals": rumble_pre_item_goals,
    "season": season_code,
    "stolen_boosts": of_players("pads.big_stolen"),
}
"""Facts read from the report. Stolen boosts are big pads alone, as the labels' source counts."""

NETWORK_FACTS: dict[str, Callable[[Network], Answer]] = {
    "boost_raw_range": boost_raw_range,
    "rigid_body_sample": rigid_body_sample,
}
"""Facts read from the decoder's columns."""
