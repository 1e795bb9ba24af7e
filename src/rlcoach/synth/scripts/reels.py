"""Acts of one kind as matches: instances and near misses in turn, as many files as it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from rlcoach.replay.game_data import pad_layout
from rlcoach.synth.marks import sample_player, sample_server
from rlcoach.synth.match_record import MatchPlayer, MatchSetting, Platform
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts import lines
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.registry import KINDS
from rlcoach.synth.scripts.film import Film, film, seconds_of

INSTANCES = 24
"""Of each kind, and as many near misses."""

LONGEST_SECONDS = 270.0
"""Of acts in one file: the clock has 300."""

TEAM_SIZE = 3

NAMES = (("Ann", "Abe", "Amy"), ("Bob", "Ben", "Bea"))
"""By team."""

HOSTILE_NAMES = (
    ('"; DROP TABLE--', "<b>'x'</b>&amp;", "line\nfeed\ttab\x07"),
    ("\u202e\u05e9\u05dc\u05d5\u05dd", "\U0001f697" * 32, "\u00dcn\u00ef \u4e16\u754c"),
)
"""Quotes, markup, control characters, right to left, emoji, letters of other scripts."""

HOSTILE_KINDS = frozenset({"speed_flip", "catch", "demolition_attempt", "pass_play", "dunk"})

_FIRST_DAY = datetime(2026, 4, 1, 18, 0, tzinfo=UTC)
_PLATFORMS: tuple[Platform, ...] = ("steam", "epic", "ps", "xbox", "switch", "steam")


@dataclass(frozen=True)
class Reel:
    """One file to be written."""

    name: str
    """Of the file, without its ending."""
    film: Film


def reels(kind: Kind, *, instances: int = INSTANCES) -> Iterator[Reel]:
    """The files of a kind: so many instances and as many near misses, in turn."""
    acts = [make(seed) for seed in range(instances) for make in (kind.positive, kind.near_miss)]
    for number, part in enumerate(_parts(acts), start=1):
        yield reel(f"{kind.key}-{number}", part)


def hostile_reels(*, instances: int = 2) -> Iterator[Reel]:
    """A file of movements and touches by players whose names are hard to write."""
    acts = [
        make(seed)
        for kind in KINDS
        if kind.key in HOSTILE_KINDS
        for seed in range(instances)
        for make in (kind.positive, kind.near_miss)
    ]
    for number, part in enumerate(_parts(acts), start=1):
        yield reel(f"hostile-{number}", part, hostile=True)


def basic_reels(*, instances: int = INSTANCES) -> Iterator[Reel]:
    """Files of plain events: every pad, demolitions, bumps, clears, goals, jumps, dodges."""
    acts = [lines.collecting(pad, team=pad % 2) for pad in range(len(pad_layout("soccar")))]
    for seed in range(instances):
        team, first = seed % 2, 5 * seed
        forward, right = ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))[seed // 2 % 4]
        acts += [
            lines.ramming(team=team, is_demolition=True, first=first),
            lines.ramming(team=team, is_demolition=False, first=first),
            lines.clearing(team=team, first=first),
            lines.scoring(team=team, first=first),
            lines.scoring_with_reset(team=team, first=first),
            lines.jumping(team=team, first=first),
            lines.dodging(team=team, forward=forward, right=right, first=first),
        ]
    for number, part in enumerate(_parts(acts), start=1):
        yield reel(f"basics-{number}", part)


def reel(name: str, acts: Sequence[Act], *, hostile: bool = False) -> Reel:
    """The file of some acts."""
    return Reel(name, film(acts, cast(hostile=hostile), setting=setting(name), seed=seed_of(name)))


def cast(*, hostile: bool = False) -> tuple[MatchPlayer, ...]:
    """Three players a team, of several platforms, whose names say that they are made."""
    names = HOSTILE_NAMES if hostile else NAMES
    rows = [(team, name) for team in (0, 1) for name in names[team]]
    return tuple(
        MatchPlayer(sample_player(name), team, _PLATFORMS[row], _online_id(_PLATFORMS[row], row))
        for row, (team, name) in enumerate(rows)
    )


def setting(name: str) -> MatchSetting:
    """Of the file of that name: its own id and minute of the year."""
    seed = seed_of(name)
    return MatchSetting(
        guid=f"{seed:032X}",
        start=_FIRST_DAY + timedelta(minutes=seed % 40_000),
        match_type="Private",
        team_size=TEAM_SIZE,
        playlist=6,
        server_name=sample_server("script"),
        title=sample_server(f"script {name}"),
    )


def _parts(acts: Iterable[Act]) -> Iterator[list[Act]]:
    """Acts that fit in one file: alike in what they send, and not too long."""
    rows = list(acts)
    for sends in (True, False):
        part: list[Act] = []
        for act in (one for one in rows if one.played.sends_refreshes is sends):
            if part and seconds_of([*part, act]) > LONGEST_SECONDS:
                yield part
                part = []
            part.append(act)
        if part:
            yield part


def _online_id(platform: Platform, row: int) -> str:
    number = 76561190000000000 + row
    return f"{number:032x}" if platform == "epic" else str(number)


def seed_of(name: str) -> int:
    """A number that follows from a name."""
    return int.from_bytes(sha256(name.encode()).digest()[:12], "big")
