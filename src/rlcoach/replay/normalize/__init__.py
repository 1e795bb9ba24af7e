"""Network columns to the tables of a match."""

from __future__ import annotations

import numpy as np

from rlcoach.replay.columns import TableFault
from rlcoach.replay.errors import NoNetworkData
from rlcoach.replay.known_attributes import unknown_attributes
from rlcoach.replay.network import NONE_ID, Network, RawReplay
from rlcoach.replay.normalize import bodies, cars, goals, happenings, match, pads
from rlcoach.replay.normalize.actors import Cast, Role
from rlcoach.replay.normalize.players import roster
from rlcoach.replay.tables import MatchTables, validate

MAX_SECONDS = 1e6
"""Eleven days: replays start at up to 1,300 s and last under an hour."""


def normalize(raw: RawReplay) -> MatchTables:
    """Builds and validates the tables of a decoded replay.

    Raises:
        NoNetworkData: only the header was readable.
        TableFault: the file contradicts itself.
    """
    if raw.network is None:
        raise NoNetworkData(raw.degraded or "The file has no network data.")
    _check_clock(raw.network)
    cast = Cast(raw.network)
    map_name = str(raw.header.properties.get("MapName", ""))
    frame_count = raw.network.frame_count

    driver = cast.last_link("Engine.Pawn:PlayerReplicationInfo")
    driver[cast.role != Role.CAR] = NONE_ID
    people = roster(cast, driver)
    count = len(people.players)
    padded = np.append(people.player_of_actor, np.int32(NONE_ID))
    player_of_car = padded[driver]
    component_owner = cars.player_of_component(cast, player_of_car)

    demolished, victim, when = happenings.demolitions(cast, player_of_car)
    car_lives = bodies.cut_short(bodies.car_lives(cast, player_of_car), victim, when)
    ball_lives = bodies.ball_lives(cast)
    car_updates = bodies.updates(cast, raw.header, car_lives)
    ball_updates = bodies.updates(cast, raw.header, ball_lives)
    car_bodies = bodies.dense(car_lives, car_updates, count, frame_count)
    until = cars.taking_part_until(cast, car_lives)
    active = cars.activations(cast, component_owner, until)
    frames = match.frames(cast, match.ball_count(cast))
    counted = happenings.counters(cast, people)
    tables = MatchTables(
        match=match.match_info(cast, map_name),
        players=people.players,
        spectators=people.spectators,
        frames=frames,
        ball=bodies.single(bodies.dense(ball_lives, ball_updates, 1, frame_count)),
        ball_updates=ball_updates,
        cars=car_bodies,
        car_updates=car_updates,
        inputs=cars.inputs(cast, car_lives, player_of_car, people.player_of_actor, players=count),
        handbrake_updates=cars.handbrake_updates(cast, player_of_car),
        boost=cars.boost(cast, component_owner, car_lives, car_bodies, active),
        activations=active,
        dodge_refreshes=cars.dodge_refreshes(cast, player_of_car),
        pickups=pads.pickups(cast, map_name, player_of_car, car_bodies),
        demolitions=demolished,
        counters=counted,
        stat_events=happenings.stat_events(cast),
        goals=goals.goals(raw.header, frames, counted, people.players),
        items=happenings.items(cast, component_owner),
        tiles=happenings.tiles(cast, people),
        unknown_attributes=unknown_attributes(raw.network),
        sends_dodge_refreshes=cast.attribute("TAGame.Car_TA:DodgesRefreshedCounter") >= 0,
        decoder=raw.decoder,
    )
    validate(tables)
    return tables


def _check_clock(network: Network) -> None:
    """Everything is reckoned by the clock, so it is looked at before anything else."""
    for name, seconds in (("time", network.frame_time), ("delta", network.frame_delta)):
        if not ((seconds >= 0) & (seconds <= MAX_SECONDS)).all():
            raise TableFault(f"frames.{name}: not between 0 and {MAX_SECONDS:.0f} s")
