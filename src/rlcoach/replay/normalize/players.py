"""Who is who: actors of players, merged into people by platform identity."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.network import NONE_ID
from rlcoach.replay.normalize.actors import Cast, Role
from rlcoach.replay.roster import Camera, Identity, PlayerInfo, Presence, SpectatorInfo

_PLATFORMS = {
    "Steam": "steam",
    "PlayStation": "ps",
    "Xbox": "xbox",
    "Epic": "epic",
    "Switch": "switch",
    "PsyNet": "switch",
    "QQ": "qq",
}
"""boxcars' variant to platform; its `PsyNet` is system id 7, which every header calls Switch."""

PSYNET_SYSTEM_ID = 8
"""Accounts of the game's own network."""


@dataclass
class _Actor:
    """One player actor of the file."""

    row: int
    name: str
    identity: Identity
    team: int | None
    start: int
    end: int
    driving: tuple[int, int]
    """From the first car to the last; empty (0, 0) without one."""


@dataclass(frozen=True)
class Roster:
    """Players and spectators, and the way from an actor to its player."""

    players: list[PlayerInfo]
    spectators: list[SpectatorInfo]
    player_of_actor: NDArray[np.int32]
    """[actor] row of `players` for player actors, -1 for all others."""


@dataclass
class _Person:
    actors: list[_Actor] = field(default_factory=list)

    @property
    def team(self) -> int | None:
        teams = [actor.team for actor in self.actors if actor.team is not None]
        return teams[-1] if teams else None


def roster(cast: Cast, driver_of_car: NDArray[np.int32]) -> Roster:
    """Merges player actors into people.

    Args:
        cast: The actors of the file.
        driver_of_car: `[actor]` the player actor each car belongs to, -1 for none.
    """
    actors = _player_actors(cast, _driving(cast, driver_of_car))
    people = _people(actors)
    playing: list[_Person] = []
    watching: list[_Person] = []
    for person in people:
        has_car = any(actor.driving != (0, 0) for actor in person.actors)
        (playing if has_car or person.team is not None else watching).append(person)
    playing.sort(key=lambda p: (p.team is None, p.team or 0, p.actors[0].start, p.actors[0].row))

    owner = np.full(len(cast.role), NONE_ID, dtype=np.int32)
    for number, person in enumerate(playing):
        owner[[actor.row for actor in person.actors]] = number
    cameras, bodies, leaders = _cameras(cast), _car_bodies(cast), _party_leaders(cast, people)
    return Roster(
        players=[_player(person, cameras, bodies, leaders) for person in playing],
        spectators=[SpectatorInfo(p.actors[-1].identity, p.actors[-1].name) for p in watching],
        player_of_actor=owner,
    )


def _driving(cast: Cast, driver_of_car: NDArray[np.int32]) -> dict[int, tuple[int, int]]:
    """Player actor to the span from his first car's birth to his last car's end."""
    actors = cast.network.actors
    spans: dict[int, tuple[int, int]] = {}
    for car in np.flatnonzero(driver_of_car >= 0).tolist():
        driver = int(driver_of_car[car])
        start, end = int(actors.birth_frame[car]), int(actors.death_frame[car])
        first, last = spans.get(driver, (start, end))
        spans[driver] = min(first, start), max(last, end)
    return spans


def _player_actors(cast: Cast, driving: dict[int, tuple[int, int]]) -> list[_Actor]:
    network = cast.network
    names = cast.last_text("Engine.PlayerReplicationInfo:PlayerName")
    ids = cast.last_text("Engine.PlayerReplicationInfo:UniqueId")
    bots = cast.scalars("Engine.PlayerReplicationInfo:bBot")
    is_bot = set(bots.actor[bots.value == 1].tolist())
    teams = team_of_actor(cast)
    left = _left_team(cast)
    found = []
    for row in cast.rows(Role.PLAYER).tolist():
        name = network.texts.text[names[row]] if row in names else ""
        if not name and row not in ids:
            continue
        identity = _identity(cast, ids.get(row), name=name, is_bot=row in is_bot)
        team = int(teams[row])
        found.append(
            _Actor(
                row=row,
                name=name,
                identity=identity,
                team=team if team >= 0 else None,
                start=int(network.actors.birth_frame[row]),
                end=left.get(row, int(network.actors.death_frame[row])),
                driving=driving.get(row, (0, 0)),
            )
        )
    return found


def _left_team(cast: Cast) -> dict[int, int]:
    """Player actors whose last word on a team is that they have none: the frame they left it."""
    found = cast.scalars("Engine.PlayerReplicationInfo:Team")
    frames = dict(zip(found.actor.tolist(), found.frame.tolist(), strict=True))
    teams = dict(zip(found.actor.tolist(), found.value.tolist(), strict=True))
    return {actor: frame for actor, frame in frames.items() if teams[actor] < 0 and frame > 0}


def team_of_actor(cast: Cast) -> NDArray[np.int8]:
    """[actor] 0 or 1 for player actors with a team, -1 for all others."""
    number = np.full(len(cast.role) + 1, NONE_ID, dtype=np.int8)
    for row in cast.rows(Role.TEAM).tolist():
        number[row] = team_of_archetype(cast, row)
    team = cast.last_link("Engine.PlayerReplicationInfo:Team")
    # Row -1 is the spare one at the end: no team.
    return number[team]


def team_of_archetype(cast: Cast, actor: int) -> int:
    """0 or 1 for a team actor, -1 for any other."""
    if cast.role[actor] != Role.TEAM:
        return NONE_ID
    return 1 if cast.archetype(actor).endswith("1") else 0


def _identity(cast: Cast, text_row: int | None, *, name: str, is_bot: bool) -> Identity:
    texts = cast.network.texts
    kind, online_id, local = ("", "", "0")
    system_id = 0
    if text_row is not None:
        kind, _, rest = texts.text[text_row].partition("|")
        online_id, _, local = rest.rpartition("|")
        system_id = int(texts.number[text_row])
    platform = "psynet" if system_id == PSYNET_SYSTEM_ID else _PLATFORMS.get(kind)
    local_id = int(local) if local.isdecimal() else 0
    if is_bot or platform is None:
        prefix = "bot" if is_bot else "local"
        return Identity(f"{prefix}:{name}", None, None, local_id, is_bot)
    key = f"{platform}:{online_id}"
    if online_id in ("", "0"):
        key = f"{key}/{name}"
    if local_id:
        key = f"{key}#{local_id}"
    return Identity(key, platform, online_id, local_id, is_bot)


def _people(actors: list[_Actor]) -> list[_Person]:
    """Groups actors by identity."""
    groups: dict[str, list[_Actor]] = defaultdict(list)
    for actor in actors:
        groups[actor.identity.key].append(actor)
    people: list[_Person] = []
    for group in groups.values():
        if group[0].identity.is_bot:
            people += _bots(group)
        elif _is_shared(group):
            people += _strangers(group)
        else:
            people.append(_Person(group))
    return people


def _is_shared(group: list[_Actor]) -> bool:
    """Whether an account stands for several people.

    Old files number many PlayStation accounts 0 or 1; then actors alive together have different
    names.
    """
    return any(
        one.name != other.name and _overlap((one.start, one.end), (other.start, other.end))
        for number, one in enumerate(group)
        for other in group[:number]
    )


def _strangers(group: list[_Actor]) -> list[_Person]:
    """One person per name, with the name in his key."""
    named: dict[str, _Person] = defaultdict(_Person)
    for actor in group:
        actor.identity = replace(actor.identity, key=f"{actor.identity.key}/{actor.name}")
        named[actor.name].actors.append(actor)
    return list(named.values())


def _bots(group: list[_Actor]) -> list[_Person]:
    """Bots are known by name alone: those of one name that drive together are different ones."""
    people: list[_Person] = []
    for actor in group:
        for person in people:
            if not any(_overlap(actor.driving, known.driving) for known in person.actors):
                person.actors.append(actor)
                break
        else:
            if people:
                key = f"{actor.identity.key}/{len(people) + 1}"
                actor.identity = replace(actor.identity, key=key)
            people.append(_Person([actor]))
    return people


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _player(
    person: _Person,
    cameras: dict[int, Camera],
    bodies: dict[int, tuple[int, int]],
    leaders: dict[int, str],
) -> PlayerInfo:
    def last(table: dict[int, object]) -> object | None:
        known = [table[actor.row] for actor in person.actors if actor.row in table]
        return known[-1] if known else None

    body = last(dict(bodies))
    camera = last(dict(cameras))
    leader = last(dict(leaders))
    latest = person.actors[-1]
    return PlayerInfo(
        identity=person.actors[0].identity,
        name=latest.name,
        team=person.team,
        body_id=body[person.team or 0] if isinstance(body, tuple) else None,
        camera=camera if isinstance(camera, Camera) else None,
        party_leader=leader if isinstance(leader, str) else None,
        presence=_presence(person),
    )


def _presence(person: _Person) -> tuple[Presence, ...]:
    """The actors' lives, those that overlap or touch joined."""
    spans: list[list[int]] = []
    for actor in sorted(person.actors, key=lambda a: a.start):
        if spans and actor.start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], actor.end)
        else:
            spans.append([actor.start, actor.end])
    return tuple(Presence(start, end) for start, end in spans)


def _cameras(cast: Cast) -> dict[int, Camera]:
    """Player actor to camera settings, over both places the eras keep them."""
    owner = cast.last_link("TAGame.CameraSettingsActor_TA:PRI")
    records = cast.network.records
    found: dict[int, Camera] = {}
    rows = np.concatenate(
        (
            cast.records("TAGame.PRI_TA:CameraSettings"),
            cast.records("TAGame.CameraSettingsActor_TA:ProfileSettings"),
        )
    )
    last = dict(zip(records.actor[rows].tolist(), rows.tolist(), strict=True))
    is_player = cast.role == Role.PLAYER
    for actor, row in last.items():
        player = actor if is_player[actor] else int(owner[actor])
        fov, height, angle, distance, stiffness, swivel, transition = (
            float(value) for value in records.value[row, :7]
        )
        found[player] = Camera(
            fov=fov,
            height=height,
            angle=angle,
            distance=distance,
            stiffness=stiffness,
            swivel=swivel,
            transition=None if np.isnan(transition) else transition,
        )
    return found


def _car_bodies(cast: Cast) -> dict[int, tuple[int, int]]:
    """Player actor to the body ids he chose for blue and for orange."""
    found = cast.scalars("TAGame.PRI_TA:ClientLoadouts", "TAGame.PRI_TA:ClientLoadout")
    pairs = zip(found.actor.tolist(), found.value.tolist(), found.extra.tolist(), strict=True)
    return {actor: (blue, orange) for actor, blue, orange in pairs}


def _party_leaders(cast: Cast, people: list[_Person]) -> dict[int, str]:
    """Player actor to the key of his party's leader; the last one named, as leaving clears it."""
    texts = cast.network.texts
    leaders = {}
    for row in cast.texts("TAGame.PRI_TA:PartyLeader"):
        if texts.text[row] and texts.number[row] != 0:
            leader = _identity(cast, row, name=texts.name[row], is_bot=False)
            leaders[int(texts.actor[row])] = _known_key(leader, texts.name[row], people)
    return leaders


def _known_key(identity: Identity, name: str, people: list[_Person]) -> str:
    """The key a person got in this file: accounts that several share have the name behind them."""
    keys = {person.actors[0].identity.key for person in people}
    by_name = f"{identity.key}/{name}"
    return by_name if identity.key not in keys and by_name in keys else identity.key
