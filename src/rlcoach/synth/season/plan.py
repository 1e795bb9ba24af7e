"""All matches of a season before any is played: when, where, who, how good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from rlcoach.synth.marks import sample_server
from rlcoach.synth.match_record import MatchPlayer, MatchSetting
from rlcoach.synth.players.skill import Skill
from rlcoach.synth.players.style import Style
from rlcoach.synth.season import people
from rlcoach.synth.season.calendar import DAYS, evenings
from rlcoach.synth.season.people import Person

DEFAULT_ZONE = "Europe/Berlin"
"""Of the season's player."""

_MAPS = (
    "Stadium_P", "EuroStadium_P", "EuroStadium_Night_P", "EuroStadium_Rainy_P", "Park_P",
    "Park_Night_P", "TrainStation_P", "UtopiaStadium_P", "UtopiaStadium_Dusk_P", "cs_p",
    "cs_day_p", "NeoTokyo_Standard_P", "Underwater_P", "Farm_P", "UF_Day_P", "street_p",
)  # fmt: skip
"""Standard fields whose pads are known."""

_SIZES, _SIZE_WEIGHTS = (1, 2, 3), (20, 48, 32)
"""Players a side, by evening."""
_OTHER_SIZE_SHARE = 0.15
"""Of the games of an evening, those of another size."""
_CASUAL_SHARE = 0.1
_MATES_SHARE = 0.75
"""Of the evenings, those with regular mates."""
_RANKED = {1: 10, 2: 11, 3: 13}
_CASUAL = {1: 1, 2: 2, 3: 3}
_WORDS = {10: "duel", 11: "doubles", 13: "standard"}

_MATCHMAKING_LAG = 0.06
"""Of the season, by which the opponents' level follows the player's."""


@dataclass(frozen=True)
class PlannedMatch:
    """One match to be played."""

    setting: MatchSetting
    players: tuple[MatchPlayer, ...]
    styles: tuple[Style, ...]
    """By player."""
    skills: tuple[Skill, ...]
    """By player."""
    seed: int

    @property
    def file_name(self) -> str:
        """Of its replay: when, as the player's clock showed it, and what."""
        kind = _WORDS.get(self.setting.playlist, f"casual-{self.setting.team_size}v")
        return f"{self.setting.start:%Y-%m-%d_%H-%M-%S}_{kind}.replay"


def plan(games: int, *, seed: int, until: date, zone: ZoneInfo | None = None) -> list[PlannedMatch]:
    """The matches of a season in the order they are played.

    Args:
        games: How many.
        seed: The same gives the same season.
        until: The last evening, on the player's clock.
        zone: The player's; Berlin's by default.
    """
    random = Random(seed)
    zone = zone or ZoneInfo(DEFAULT_ZONE)
    cast = _Cast(people.hero(random), people.mates(random))
    matches: list[PlannedMatch] = []
    for evening in evenings(games, random, until=until, zone=zone):
        day = evening.starts[0].date()
        progress = 1 - (until - day).days / (DAYS - 1)
        mood = random.gauss(0, 1)
        usual = random.choices(_SIZES, _SIZE_WEIGHTS)[0]
        party = cast.party(random)
        for game, start in enumerate(evening.starts):
            size = random.choice(_SIZES) if random.random() < _OTHER_SIZE_SHARE else usual
            hero = replace(cast.hero, skill=people.form(progress, game, mood))
            level = people.form(max(progress - _MATCHMAKING_LAG, 0.0), 0, 0.0)
            own, other = _sides(hero, party, level, size, random)
            setting = _setting(start, len(matches) + 1, size, random)
            matches.append(_match(setting, own, other, random))
    return matches


@dataclass(frozen=True)
class _Cast:
    hero: Person
    mates: Sequence[Person]

    def party(self, random: Random) -> list[Person]:
        """Who is there this evening, the closest mate more often than others."""
        if random.random() > _MATES_SHARE:
            return []
        first, *rest = self.mates
        party = [first] if random.random() < 0.7 else []
        return [*party, *[one for one in rest if random.random() < 0.5]]


def _sides(
    hero: Person, party: Sequence[Person], level: Skill, size: int, random: Random
) -> tuple[list[Person], list[Person]]:
    taken = {hero.name, *people.MATE_NAMES}
    own = [hero, *party][:size]
    own += [people.stranger(level, random, taken) for _ in range(size - len(own))]
    return own, [people.stranger(level, random, taken) for _ in range(size)]


def _setting(start: datetime, number: int, size: int, random: Random) -> MatchSetting:
    offset = start.utcoffset()
    playlist = (_CASUAL if random.random() < _CASUAL_SHARE else _RANKED)[size]
    return MatchSetting(
        guid=f"{random.getrandbits(128):032X}",
        start=start,
        map_name=random.choice(_MAPS),
        playlist=playlist,
        team_size=size,
        server_name=sample_server(f"EU{random.randrange(100, 999)}"),
        server_region="EU",
        utc_offset_minutes=0 if offset is None else round(offset.total_seconds() / 60),
        title=sample_server(str(number)),
    )


def _match(
    setting: MatchSetting, own: Sequence[Person], other: Sequence[Person], random: Random
) -> PlannedMatch:
    """Blue first; the season's player is on either side, and saves the file."""
    side = random.randrange(2)
    first = 0 if side == 0 else len(other)
    together = [one for one in own if one.name in {people.HERO_NAME, *people.MATE_NAMES}]
    leader = first if len(together) > 1 else None
    row_of = {
        one.name: replace(one.entry, team=side, party_leader=leader if one in together else None)
        for one in own
    } | {one.name: replace(one.entry, team=1 - side) for one in other}
    everybody = [*own, *other] if side == 0 else [*other, *own]
    return PlannedMatch(
        setting=replace(setting, saver=first),
        players=tuple(row_of[one.name] for one in everybody),
        styles=tuple(one.style for one in everybody),
        skills=tuple(one.skill for one in everybody),
        seed=random.getrandbits(31),
    )
