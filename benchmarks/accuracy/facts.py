"""How a labelled fact is read out of a report: one function and one line of `FACTS` per fact.

Facts about the file rather than the report are in `file_facts`. A fact that is in neither counts
as missed and is listed as not implemented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from pydantic import JsonValue

from benchmarks.accuracy import play_facts, stat_facts
from benchmarks.accuracy.compare import Answer, Events, Missing
from benchmarks.accuracy.mechanic_facts import MECHANIC_FACTS
from benchmarks.accuracy.players import is_platform, plain_name
from benchmarks.accuracy.subject import Subject
from benchmarks.accuracy.touch_facts import TOUCH_FACTS
from rlcoach.report.schema import Counts, Totals

Extractor = Callable[[Subject], Answer]


def of_player(field: str) -> Extractor:
    """A field of the player, or its sum over all players where the label names none."""

    def extract(subject: Subject) -> Answer:
        if subject.player is not None:
            return _json(getattr(subject.player, field))
        values = [getattr(player, field) for player in subject.report.players]
        known = [value for value in values if value is not None]
        return sum(known) if known else Missing.NO_VALUE

    return extract


def of_match(field: str) -> Extractor:
    """A field of the match."""
    return lambda subject: _json(getattr(subject.report.match, field))


def activations(field: str) -> Extractor:
    """A count of activations: of the player, or of the whole file where the label names none."""

    def extract(subject: Subject) -> Answer:
        holder: Counts | Totals | None = subject.report.totals
        if subject.player is not None:
            holder = subject.player.counts
        return Missing.NO_VALUE if holder is None else _json(getattr(holder, field))

    return extract


def goals(subject: Subject) -> Answer:
    """The player's goals as the scoreboard has them, or the goals of the match."""
    if subject.player is not None:
        return subject.player.goals
    return len(subject.report.goals)


def demolitions(subject: Subject) -> Answer:
    """Demolitions the player inflicted, or all of the match."""
    if subject.report.quality.degraded is not None:
        return Missing.NO_VALUE
    fitting = [
        event
        for event in subject.report.demolitions
        if subject.player is None or event.attacker == subject.player.id
    ]
    return Events(
        times=tuple(event.time for event in fitting),
        frames=tuple(event.frame for event in fitting),
    )


def dodge_refreshes(subject: Subject) -> Answer:
    """Flip resets by the replicated counter: of the player, or of everybody."""
    players = subject.report.players if subject.player is None else [subject.player]
    refreshes = [player.counts.dodge_refreshes for player in players if player.counts is not None]
    known = [count for count in refreshes if count is not None]
    return sum(known) if known else Missing.NO_VALUE


def platform_id(subject: Subject) -> Answer:
    """The label's own words where platform and id agree with ours, else ours.

    A platform has many names (`PsyNet`, `NNX` and `switch` are one), so words are translated.
    """
    player, expected = subject.player, subject.label.value
    if player is None or not isinstance(expected, dict):
        return Missing.NO_PLAYER
    word = str(expected.get("platform"))
    found: dict[str, JsonValue] = {key: player.online_id for key in expected if key != "platform"}
    return {**found, "platform": word if is_platform(player, word) else player.platform}


def platform(subject: Subject) -> Answer:
    """The label's own word where it means our platform, else ours."""
    player, word = subject.player, str(subject.label.value)
    if player is None:
        return Missing.NO_PLAYER
    return word if is_platform(player, word) else player.platform


def online_id_rounded(subject: Subject) -> Answer:
    """The numeric id as a floating-point number keeps it, which is how such labels were written."""
    online_id = None if subject.player is None else subject.player.online_id
    if online_id is None or not online_id.isdecimal():
        return online_id
    if not isinstance(subject.label.value, int):
        return online_id
    return int(Decimal(repr(float(online_id))))


def party(subject: Subject) -> Answer:
    """The party whose leader the label names: leader and members as online ids, label's order."""
    expected = subject.label.value
    if not isinstance(expected, dict):
        return Missing.NO_VALUE
    wanted = expected.get("members")
    order = [str(member) for member in wanted] if isinstance(wanted, list) else []
    for group in subject.report.parties:
        leader = _online_part(group.leader)
        if leader != expected.get("leader"):
            continue
        members = {_online_part(member) for member in group.members}
        in_order = [member for member in order if member in members]
        return {"leader": leader, "members": [*in_order, *sorted(members - set(order))]}
    return Missing.NO_VALUE


def camera_settings(subject: Subject) -> Answer:
    """The camera settings of the player by the menu's names."""
    if subject.player is None or subject.player.camera is None:
        return Missing.NO_VALUE
    return subject.player.camera.model_dump()


def ball_cam_percent(subject: Subject) -> Answer:
    """Percent of the time with a car that the ball camera was on."""
    if subject.player is None or subject.player.ball_cam is None:
        return Missing.NO_VALUE
    share = subject.player.ball_cam.on_share
    return None if share is None else 100 * share


def ball_cam_toggles(subject: Subject) -> Answer:
    """How often the ball camera was switched."""
    if subject.player is None or subject.player.ball_cam is None:
        return Missing.NO_VALUE
    return subject.player.ball_cam.toggles


def version(subject: Subject) -> Answer:
    """Major, minor and, where the file has one, net version."""
    return [part for part in subject.report.match.version if part is not None]


def player_count(subject: Subject) -> Answer:
    """Players who ever had a team."""
    return sum(player.team is not None for player in subject.report.players)


def players_include(subject: Subject) -> Answer:
    """Those of the label's players who are in the report."""
    if not isinstance(subject.label.value, list):
        return Missing.NO_VALUE
    known = {player.name for player in subject.report.players}
    plain = {plain_name(name) for name in known} - {""}
    names = subject.label.value
    return [name for name in names if name in known or plain_name(str(name)) in plain]


def distinct_players_same_name(subject: Subject) -> Answer:
    """How many players share the commonest name."""
    names = Counter(player.name for player in subject.report.players)
    return max(names.values()) if names else Missing.NO_VALUE


def car_body(field: str) -> Extractor:
    """A field of the player's car."""

    def extract(subject: Subject) -> Answer:
        if subject.player is None or subject.player.car is None:
            return Missing.NO_VALUE
        return _json(getattr(subject.player.car, field))

    return extract


def map_code(subject: Subject) -> Answer:
    """Map package in lower case, as ballchasing writes it."""
    name = subject.report.match.map
    return None if name is None else name.casefold()


BALLCHASING_PLAYLISTS: dict[int, str] = {
    1: "unranked-duels",
    2: "unranked-doubles",
    3: "unranked-standard",
    4: "unranked-chaos",
    6: "private",
    7: "season",
    8: "offline",
    10: "ranked-duels",
    11: "ranked-doubles",
    12: "ranked-solo-standard",
    13: "ranked-standard",
    15: "snowday",
    16: "rocketlabs",
    17: "hoops",
    18: "rumble",
    22: "tournament",
    23: "dropshot",
    27: "ranked-hoops",
    28: "ranked-rumble",
    29: "ranked-dropshot",
    30: "ranked-snowday",
    34: "tournament",
}
"""The game's playlist number to ballchasing's word for it."""


def ballchasing_playlist(subject: Subject) -> Answer:
    """The playlist in ballchasing's words."""
    number = subject.report.match.playlist_id
    return None if number is None else BALLCHASING_PLAYLISTS.get(number)


FACTS: dict[str, Extractor] = {
    **stat_facts.FACTS,
    **play_facts.FACTS,
    **TOUCH_FACTS,
    **MECHANIC_FACTS,
    "assists": of_player("assists"),
    "ball_cam_percent": ball_cam_percent,
    "ball_cam_toggles": ball_cam_toggles,
    "boost_activations": activations("boost_activations"),
    "camera_settings": camera_settings,
    "demos": demolitions,
    "distinct_players_same_name": distinct_players_same_name,
    "dodge_refresh": dodge_refreshes,
    "dodges": activations("dodges"),
    "double_jumps": activations("double_jumps"),
    "flip_car": activations("auto_flips"),
    "frames": of_match("frames"),
    "game_type": of_match("game_type"),
    "goals": goals,
    "jumps": activations("jumps"),
    "match_type": of_match("match_type"),
    "match_type_class": of_match("match_type_class"),
    "meta.car_id": car_body("body_id"),
    "meta.car_name": car_body("body"),
    "meta.map_code": map_code,
    "meta.match_guid": of_match("match_guid"),
    "meta.overtime": of_match("overtime"),
    "meta.platform": platform,
    "meta.player_id": online_id_rounded,
    "meta.playlist_id": ballchasing_playlist,
    "meta.team_size": of_match("team_size"),
    "party": party,
    "platform_id": platform_id,
    "player_count": player_count,
    "players_include": players_include,
    "playlist_id": of_match("playlist_id"),
    "saves": of_player("saves"),
    "score": of_player("score"),
    "shots": of_player("shots"),
    "team_size": of_match("team_size"),
    "version": version,
}
"""Facts read from the report."""


def _online_part(player_id: str) -> str:
    """`steam:7656` to `7656`."""
    return player_id.partition(":")[2] or player_id


def _json(value: JsonValue) -> Answer:
    return value
