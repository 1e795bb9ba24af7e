"""Who plays: somebody who improves, his regular mates, and strangers of his level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from random import Random

from rlcoach.synth.marks import sample_player
from rlcoach.synth.match_record import CameraSettings, MatchPlayer
from rlcoach.synth.players.skill import Skill
from rlcoach.synth.players.style import AERIAL_PLAYER, ALL_ROUNDER, DEFENDER, STYLES, Style
from rlcoach.synth.season import names

HERO_NAME = sample_player("Robin")
MATE_NAMES = (sample_player("Mika"), sample_player("Juno"), sample_player("Tove"))

FIRST_DAY = Skill(
    speed=0.2, accuracy=0.42, aerial=0.2, boost=0.1, rotation=0.42, kickoff=0.2, reaction=0.45
)
LAST_DAY = Skill(
    speed=0.8, accuracy=0.58, aerial=0.5, boost=0.85, rotation=0.6, kickoff=0.7, reaction=0.58
)
"""What the season's player learns: boost most of all, then speed; his aim hardly."""

_TIRING_PER_GAME = 0.012
"""What every further game of an evening costs in accuracy, reaction and rotation."""
_FORM_SPREAD = 0.03
"""Of a good or bad evening, in all facets."""
_STRANGER_SPREAD = 0.06
_FACET_SPREAD = 0.05

_CAMERAS = (
    CameraSettings(),
    CameraSettings(fov=110, height=110, angle=-4, distance=270, stiffness=0.5, swivel=4.5),
    CameraSettings(fov=108, height=90, angle=-3, distance=260, stiffness=0.4, swivel=6.0),
    CameraSettings(fov=110, height=100, angle=-5, distance=280, stiffness=0.35, swivel=7.0),
    CameraSettings(fov=90, height=110, angle=-5, distance=270, stiffness=0.0, swivel=2.5),
)


@dataclass(frozen=True)
class Person:
    """Somebody with an account, a car and habits."""

    name: str
    online_id: str
    style: Style
    skill: Skill
    entry: MatchPlayer
    """His row of a match, on team 0."""


def regular(name: str, style: Style, skill: Skill, random: Random) -> Person:
    """Somebody whose account follows from his name."""
    platform = "steam" if name == HERO_NAME else names.platform(random)
    online_id = names.account(platform, name)
    entry = MatchPlayer(
        name=name,
        team=0,
        platform=platform,
        online_id=online_id,
        body_id=names.car_body(random),
        camera=random.choice(_CAMERAS),
        steering_sensitivity=round(random.uniform(1.0, 1.8), 2),
    )
    return Person(name, online_id, style, skill, entry)


def hero(random: Random) -> Person:
    """Whose season it is, on his first day."""
    return regular(HERO_NAME, ALL_ROUNDER, FIRST_DAY, random)


def mates(random: Random) -> tuple[Person, ...]:
    """The regular mates, each with habits of his own."""
    styles = (ALL_ROUNDER, DEFENDER, AERIAL_PLAYER)
    return tuple(
        regular(name, style, varied(Skill.of(0.52), random, _FACET_SPREAD), random)
        for name, style in zip(MATE_NAMES, styles, strict=True)
    )


def stranger(level: Skill, random: Random, taken: set[str]) -> Person:
    """Somebody the queue brings along; his name is not among those taken, and is then."""
    name = names.invented(random)
    while name in taken:
        name = names.invented(random)
    taken.add(name)
    style = random.choice(list(STYLES.values()))
    return regular(name, style, about(level, random), random)


def about(level: Skill, random: Random) -> Skill:
    """A skill near a level: better or worse as a whole, and in each facet."""
    shift = random.gauss(0, _STRANGER_SPREAD)
    return varied(shifted(level, shift), random, _FACET_SPREAD)


def form(progress: float, game: int, evening: float) -> Skill:
    """The season's player on a day.

    Args:
        progress: Share of the season that is over.
        game: Of the evening, from 0: he tires.
        evening: How good an evening it is, normally distributed around 0.
    """
    # Speed comes in the middle of the season; the rest grows all the time.
    surge = 3 * progress**2 - 2 * progress**3
    skill = FIRST_DAY.toward(LAST_DAY, progress)
    skill = replace(skill, speed=FIRST_DAY.toward(LAST_DAY, surge).speed)
    skill = shifted(skill, _FORM_SPREAD * evening)
    tired = _TIRING_PER_GAME * game
    return replace(
        skill,
        accuracy=_within(skill.accuracy - tired),
        reaction=_within(skill.reaction - tired),
        rotation=_within(skill.rotation - tired),
    )


def shifted(skill: Skill, by: float) -> Skill:
    """Better or worse in everything."""
    return _each(skill, lambda value: value + by)


def varied(skill: Skill, random: Random, spread: float) -> Skill:
    """Better in some facets and worse in others."""
    return _each(skill, lambda value: value + random.gauss(0, spread))


def _each(skill: Skill, change: Callable[[float], float]) -> Skill:
    return Skill(*[_within(change(value)) for value in astuple(skill)])


def _within(value: float) -> float:
    return min(max(value, 0.0), 1.0)
