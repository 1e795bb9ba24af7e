"""What is known of a film, as labels: one fact a line, in the form the benchmark reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rlcoach.synth.match_record import MatchRecord, Scored, StatName, StatRise
from rlcoach.synth.scripts.act import NOBODY, Wanted
from rlcoach.synth.scripts.basics import BASICS, happened
from rlcoach.synth.scripts.film import Film, Placed
from rlcoach.synth.scripts.happened import Happened
from rlcoach.synth.scripts.reels import Reel

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Row = dict[str, Json]

TRUST = "scripted"
"""Known from the simulator's inputs and states."""

SOURCE = "rlcoach.synth.scripts"

MECHANIC_SECONDS = 0.25
"""Between the moment the script knows and the nearer end of what is found: mechanics and decisions
have a length, and nobody could say to the frame when one begins."""

SPACE_SECONDS = 0.3
"""Before and after an act that still belongs to it; nothing else happens there."""


SCOREBOARD: dict[str, StatName] = {
    "score": "MatchScore",
    "goals": "MatchGoals",
    "assists": "MatchAssists",
    "saves": "MatchSaves",
    "shots": "MatchShots",
}
"""Word of a headers file to number of the scoreboard."""


def labels(reel: Reel) -> list[Row]:
    """Everything known of a reel's acts: what happens, and that nothing else of its kind does."""
    replay = f"{reel.name}.replay"
    found: list[Row] = []
    for placed in reel.film.placed:
        found += _of_act(replay, reel.film, placed)
        found += _of_states(replay, reel.film, placed)
    return found


def _of_states(replay: str, film: Film, placed: Placed) -> Iterator[Row]:
    """Labels of what the simulator's states tell."""
    act = placed.act
    for basic in BASICS:
        is_known = act.played.is_simulated or basic.is_told
        rows = happened(basic, act.played) if is_known else None
        if rows is None:
            continue
        shared = _shared(replay, basic.key, act.name)
        grouped: defaultdict[tuple[object, ...], list[Happened]] = defaultdict(list)
        for one in rows:
            grouped[one.car, *one.fields.items(), *one.cars.items()].append(one)
        for same in grouped.values():
            where: dict[str, Json] = dict(same[0].fields)
            for field, car in same[0].cars.items():
                where[field] = {"player": _name(film, placed, car)}
            times = [placed.start_seconds + one.seconds for one in same]
            player = _name(film, placed, same[0].car)
            yield shared | _times(player, times, basic.tolerance_seconds, where)
        if basic.is_complete(act.played):
            yield shared | _count(placed, len(rows))


def _shared(replay: str, key: str, note: str) -> Row:
    return {
        "replay": replay, "fact": f"event.{key}", "trust": TRUST, "source": SOURCE, "note": note,
    }  # fmt: skip


def _times(
    player: str | None, times: list[float], tolerance_seconds: float, where: dict[str, Json]
) -> Row:
    rounded: list[Json] = [round(at, 3) for at in times]
    return {
        "player": player, "value": rounded, "tolerance": tolerance_seconds, "kind": "times",
        "where": where,
    }  # fmt: skip


def _count(placed: Placed, count: int) -> Row:
    """So many in the whole act, and no more."""
    window: list[Json] = [
        round(placed.start_seconds - SPACE_SECONDS, 3),
        round(placed.end_seconds + SPACE_SECONDS, 3),
    ]
    kind = "exact" if count else "none_expected"
    return {"player": None, "value": count, "tolerance": None, "kind": kind, "window": window}


def _name(film: Film, placed: Placed, car: int) -> str | None:
    return None if car == NOBODY else film.record.players[placed.rows[car]].name


def header(record: MatchRecord) -> Row:
    """What the file's own header must say."""
    goals = [one.team for one in record.happenings if isinstance(one, Scored)]
    last = {
        (one.player, one.name): one.value for one in record.happenings if isinstance(one, StatRise)
    }
    players: list[Json] = []
    for row, one in enumerate(record.players):
        entry: dict[str, Json] = {"name": one.name, "team": one.team}
        entry |= {"platform": one.platform, "onlineid": one.online_id}
        entry |= {word: last.get((row, name), 0) for word, name in SCOREBOARD.items()}
        players.append(entry)
    return {
        "ok": True,
        "team0_score": goals.count(0),
        "team1_score": goals.count(1),
        "network_frames": record.frame_count,
        "map": record.setting.map_name,
        "playlist_id": record.setting.playlist,
        "match_guid": record.setting.guid,
        "players": players,
    }


def _of_act(replay: str, film: Film, placed: Placed) -> Iterator[Row]:
    """Labels of what the act is about."""
    act = placed.act
    if any(basic.key == act.key for basic in BASICS):
        return
    shared = _shared(replay, act.key, act.name)
    wanted: defaultdict[tuple[int, str | None, bool | None], list[Wanted]] = defaultdict(list)
    for one in act.wanted:
        wanted[one.car, one.kind, one.is_success].append(one)
    for (car, kind, is_success), rows in wanted.items():
        times = [placed.start_seconds + one.seconds for one in rows]
        where = _where(kind, is_success)
        yield shared | _times(_name(film, placed, car), times, MECHANIC_SECONDS, where)
    yield shared | _count(placed, len(act.wanted))


def _where(kind: str | None, is_success: bool | None) -> dict[str, Json]:
    """Fields of the event."""
    known: dict[str, Json] = {} if kind is None else {"kind": kind}
    return known if is_success is None else known | {"is_success": is_success}
