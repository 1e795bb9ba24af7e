"""Any number of small distinct files: short duels, to load a server or a benchmark with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from rlcoach.synth.marks import sample_server
from rlcoach.synth.match import Rules
from rlcoach.synth.match_record import MatchSetting
from rlcoach.synth.players.skill import Skill
from rlcoach.synth.season import people
from rlcoach.synth.season.make import played
from rlcoach.synth.season.plan import PlannedMatch
from rlcoach.synth.writing import write_replay

RULES = Rules(match_seconds=20, has_overtime=False)
_FILES_OF_A_PLAY = 40
"""Playing takes longer than writing: so many files share one play."""
_APART = timedelta(minutes=7)
"""Between the starts of two matches."""


@dataclass(frozen=True)
class Batch:
    """Files that share a play, and nothing that says which match they are."""

    first: int
    """Number of the first file, from 0."""
    count: int
    seed: int
    last_start: datetime
    """Of the file with number 0; later numbers were played earlier."""


def batches(count: int, *, seed: int, until: date) -> list[Batch]:
    """The parts in which so many files are made."""
    end = datetime.combine(until, time(23, 0), tzinfo=UTC)
    return [
        Batch(first, min(_FILES_OF_A_PLAY, count - first), seed, end)
        for first in range(0, count, _FILES_OF_A_PLAY)
    ]


def replays_of(batch: Batch) -> list[bytes]:
    """The files of a part, in order."""
    return list(_replays_of(batch))


def _replays_of(batch: Batch) -> Iterator[bytes]:
    random = Random(f"{batch.seed} {batch.first}")
    record = played(_duel(random), RULES)
    for number in range(batch.first, batch.first + batch.count):
        setting = replace(
            record.setting,
            guid=f"{random.getrandbits(128):032X}",
            start=batch.last_start - number * _APART,
            title=sample_server(str(number + 1)),
        )
        yield write_replay(replace(record, setting=setting))


def _duel(random: Random) -> PlannedMatch:
    """Two strangers; time and names of the match are filled in per file."""
    taken: set[str] = set()
    two = [people.stranger(Skill.of(0.5), random, taken) for _ in range(2)]
    setting = MatchSetting(
        guid="",
        start=datetime(1970, 1, 1, tzinfo=UTC),
        playlist=10,
        team_size=1,
        server_name=sample_server(f"EU{random.randrange(100, 999)}"),
    )
    return PlannedMatch(
        setting=setting,
        players=tuple(replace(one.entry, team=team) for team, one in enumerate(two)),
        styles=tuple(one.style for one in two),
        skills=tuple(one.skill for one in two),
        seed=random.getrandbits(31),
    )
