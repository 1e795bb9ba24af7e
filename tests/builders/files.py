"""Match records and scenes as files, and what is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from rlcoach.analysis.event import Events
from rlcoach.analysis.match_analysis import MatchAnalysis, analyse
from rlcoach.replay.decode import decode
from rlcoach.replay.normalize import normalize
from rlcoach.replay.tables import MatchTables
from rlcoach.synth.match_record import MatchPlayer, MatchRecord, MatchSetting
from rlcoach.synth.scripts.act import Act, Played
from rlcoach.synth.scripts.film import Film, film
from rlcoach.synth.writing import write_replay

SETTING = MatchSetting(guid="0" * 32, start=datetime(2026, 5, 1, 18, 0, tzinfo=UTC))


def tables_of_record(record: MatchRecord) -> MatchTables:
    """The tables of the record's file."""
    return normalize(decode(write_replay(record)))


def analysis_of(record: MatchRecord, mode: str = "soccar") -> MatchAnalysis:
    """Everything found in the record's file."""
    raw = decode(write_replay(record))
    return analyse(normalize(raw), raw.header, mode)


def filmed(played: Played, names: Sequence[str] = (), *, seed: int = 0) -> Film:
    """The match of one act; cars without a name are called by their number."""
    players = [
        MatchPlayer(names[car] if car < len(names) else f"Car {car}", team, online_id=str(car + 1))
        for car, team in enumerate(played.teams)
    ]
    return film([Act("", "an act", played)], players, setting=SETTING, seed=seed)


def events_of(played: Played) -> Mapping[str, Events]:
    """All events found in the file of one act."""
    return analysis_of(filmed(played).record).events


def row_of(played: Played, car: int) -> int:
    """The row of a car's driver in the file's tables, which have team 0 first."""
    order = sorted(range(len(played.teams)), key=played.teams.__getitem__)
    return order.index(car)


def frame_of(film: Film, seconds: float) -> int:
    """The first frame that shows a moment of the first act."""
    placed = film.placed[0]
    # Half a tick of room: times are floats.
    return int(np.searchsorted(film.record.time, placed.start_seconds + seconds - 1 / 240))
