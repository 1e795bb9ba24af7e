"""Replay files of a small match, as its players would have saved them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from rlcoach.synth.writing import CURRENT, LEGACY, write_replay
from tests.builders.records import PLAYERS, ROUNDS, Round, planned

STEAM_ID = PLAYERS[0].online_id
EPIC_ID = PLAYERS[1].online_id
START = datetime(2026, 5, 20, 18, 30, tzinfo=UTC)
GUID = "0123456789ABCDEF0123456789ABCDEF"
ROUNDS_WITH_OTHER_GOALS = (ROUNDS[0], replace(ROUNDS[1], scorer=1), ROUNDS[2])


@cache
def match_file(
    rounds: Sequence[Round] = ROUNDS,
    *,
    first: int = 0,
    guid: str = GUID,
    start: datetime = START,
    title: str = "",
    saver: int = 0,
    ids: tuple[str, ...] = (),
    bots: tuple[int, ...] = (),
    map_name: str = "Stadium_P",
    utc_offset_minutes: int = 0,
    is_legacy: bool = False,
) -> bytes:
    """A file of the match of `ROUNDS`, 2 against 2, about 50 seconds long.

    Args:
        rounds: what is played; fewer at the end for somebody who leaves early.
        first: the first round recorded, for somebody who joins late.
        ids: account ids in place of those of the first players.
        bots: places of players who are none.
        title: makes another file of the same match.
        is_legacy: a file of 2017, which has neither GUID nor start in its header.
    """
    record = planned(tuple(rounds), first=first)
    setting = replace(
        record.setting,
        guid=guid,
        start=start,
        title=title,
        saver=saver,
        map_name=map_name,
        utc_offset_minutes=utc_offset_minutes,
    )
    players = [
        replace(player, online_id=online_id)
        for player, online_id in zip(record.players, ids, strict=False)
    ]
    everybody = [*players, *record.players[len(players) :]]
    for place in bots:
        everybody[place] = replace(everybody[place], is_bot=True)
    changed = replace(record, setting=setting, players=tuple(everybody))
    return write_replay(changed, era=LEGACY if is_legacy else CURRENT)
