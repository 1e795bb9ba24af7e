"""A language for play whose truth is known: who does what, and when.

    script = Script(players={"A": 0, "B": 0, "C": 1, "D": 1})
    script.at(3.1).speed_flip("A")
    script.at(6.0).collects("B", pad=7)
    script.at(10.0).demolishes("A", "C")
    script.at(41.0).scores("D", after="flip_reset")
    data, truth = script.file(), script.labels()

The times are those of the file, and of its truth. Each line is an act of its own, with a short
countdown before it; between the lines the recording jumps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rlcoach.synth.marks import sample_player
from rlcoach.synth.match_record import MatchPlayer
from rlcoach.synth.scripts.act import NOBODY, Act
from rlcoach.synth.scripts.acts import lines
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.registry import KINDS
from rlcoach.synth.scripts.film import Cue, Film, film
from rlcoach.synth.scripts.reels import Reel, seed_of, setting
from rlcoach.synth.scripts.truth import Row, labels
from rlcoach.synth.writing import write_replay

DIRECTIONS = {
    "forward": (1.0, 0.0),
    "backward": (-1.0, 0.0),
    "left": (0.0, -1.0),
    "right": (0.0, 1.0),
}
"""Ways to dodge: forward, and to the right."""


class NotPossible(ValueError):
    """The script asks for what these players cannot do."""


@dataclass(frozen=True)
class _Line:
    """One thing that happens."""

    at_seconds: float
    act: Act
    moment_seconds: float
    """Of the act, that is at that time."""
    cast: tuple[str, ...]
    """Who must drive the first cars of the act, in order of `cars`."""
    cars: tuple[int, ...]


class Script:
    """What happens in one file."""

    def __init__(self, players: Mapping[str, int], *, name: str = "script") -> None:
        """Nothing happens yet.

        Args:
            players: Name to team, 0 or 1.
            name: Of the file; another one throws other dice.
        """
        self.players = dict(players)
        self.name = name
        self._lines: list[_Line] = []

    def at(self, seconds: float) -> Moment:
        """The moment at which something is to happen, in the file's time."""
        return Moment(self, seconds)

    def reel(self) -> Reel:
        """The match.

        Raises:
            TooClose: two lines need more time between them.
        """
        return Reel(self.name, self._film())

    def file(self) -> bytes:
        """The replay file."""
        return write_replay(self._film().record)

    def labels(self) -> list[Row]:
        """The truth of the file, one fact a row."""
        return labels(self.reel())

    def add(self, line: _Line) -> Script:
        """Appends a line; lines may be told in any order."""
        self._lines.append(line)
        return self

    def seed(self) -> int:
        """The first seed to try for the next line: lines of one kind differ."""
        return (seed_of(self.name) + 7 * len(self._lines)) % 1000

    def _film(self) -> Film:
        ordered = sorted(self._lines, key=lambda line: line.at_seconds)
        return film(
            [line.act for line in ordered],
            [
                MatchPlayer(sample_player(name), team, online_id=str(7000 + row))
                for row, (name, team) in enumerate(self.players.items())
            ],
            setting=setting(self.name),
            seed=seed_of(self.name),
            cues=[Cue(line.at_seconds - line.moment_seconds, self._rows(line)) for line in ordered],
        )

    def _rows(self, line: _Line) -> tuple[int, ...]:
        """Who drives which car: those the line names, then others of the right team."""
        names, teams = list(self.players), line.act.played.teams
        named = dict(zip(line.cars, line.cast, strict=True))
        free = [name for name in names if name not in line.cast]
        rows = []
        for car, team in enumerate(teams):
            name = named.get(car)
            if name is None:
                mates = [one for one in free if self.players[one] == team]
                if not mates:
                    raise NotPossible(f"{line.act.name} needs more players of team {team}")
                name = mates[0]
                free.remove(name)
            rows.append(names.index(name))
        return tuple(rows)


class Moment:
    """A time of a script; its methods are what can happen then, and return the script."""

    def __init__(self, script: Script, seconds: float) -> None:
        """Of that script."""
        self.script, self.seconds = script, seconds

    def does(self, player: str, kind: str, sort: str | None = None) -> Script:
        """Any kind of event that there are acts for; `sort` is one of the event's own kinds."""
        act = lines.of_kind(
            _kind(kind), team=self._team(player), sort=sort, first=self.script.seed()
        )
        return self._add(act, act.wanted[0].seconds, {act.wanted[0].car: player})

    def speed_flip(self, player: str) -> Script:
        """A speed flip; the moment is its dodge."""
        return self.does(player, "speed_flip")

    def half_flip(self, player: str) -> Script:
        """A half flip; the moment is its dodge."""
        return self.does(player, "half_flip")

    def wavedash(self, player: str) -> Script:
        """A wavedash; the moment is its dodge."""
        return self.does(player, "wavedash")

    def flip_reset(self, player: str) -> Script:
        """A flip reset off the ball; the moment is the contact."""
        return self.does(player, "flip_reset")

    def jumps(self, player: str) -> Script:
        """A jump."""
        act = lines.jumping(team=self._team(player), first=self.script.seed())
        return self._add(act, act.wanted[0].seconds, {0: player})

    def dodges(self, player: str, direction: str = "forward") -> Script:
        """A dodge forward, backward, left or right."""
        forward, right = DIRECTIONS[direction]
        act = lines.dodging(
            team=self._team(player), forward=forward, right=right, first=self.script.seed()
        )
        return self._add(act, act.wanted[0].seconds, {0: player})

    def collects(self, player: str, *, pad: int) -> Script:
        """A boost pad is taken; pads are numbered as in the community's layout."""
        act = lines.collecting(pad, team=self._team(player))
        return self._add(act, act.wanted[0].seconds, {0: player})

    def demolishes(self, attacker: str, victim: str) -> Script:
        """A demolition of an opponent."""
        return self._rams(attacker, victim, is_demolition=True)

    def bumps(self, attacker: str, victim: str) -> Script:
        """An opponent is knocked away."""
        return self._rams(attacker, victim, is_demolition=False)

    def clears(self, player: str) -> Script:
        """A ball is hit out of the own third; the moment is the touch."""
        act = lines.clearing(team=self._team(player), first=self.script.seed())
        return self._add(act, act.wanted[0].seconds, {0: player})

    def scores(self, player: str, *, after: str | None = None) -> Script:
        """A goal; `after` says with what, such as `flip_reset`, `ceiling_shot` or `dunk`."""
        team, first = self._team(player), self.script.seed()
        if after is None:
            act = lines.scoring(team=team, first=first)
        elif after == "flip_reset":
            act = lines.scoring_with_reset(team=team, first=first)
        else:
            act = lines.scoring_after(_kind(after), team=team, first=first)
        goal = act.played.goal
        if goal is None:
            raise NotPossible(f"no goal after {after}")
        return self._add(act, goal.seconds, {act.wanted[0].car: player})

    def kicks_off(self, player: str, how: str = "speed_flip") -> Script:
        """A kickoff taken as told; the moment is "go"."""
        act = lines.of_kind(
            _kind("kickoff_approach"), team=self._team(player), sort=how, first=self.script.seed()
        )
        return self._add(act, 0.0, {act.wanted[0].car: player})

    def _rams(self, attacker: str, victim: str, *, is_demolition: bool) -> Script:
        if self._team(attacker) == self._team(victim):
            raise NotPossible(f"{attacker} and {victim} are mates")
        act = lines.ramming(
            team=self._team(attacker), is_demolition=is_demolition, first=self.script.seed()
        )
        return self._add(act, act.wanted[0].seconds, {0: attacker, 1: victim})

    def _team(self, player: str) -> int:
        if player not in self.script.players:
            raise NotPossible(f"nobody is called {player}")
        return self.script.players[player]

    def _add(self, act: Act, moment_seconds: float, cast: Mapping[int, str]) -> Script:
        named = {car: name for car, name in cast.items() if car != NOBODY}
        return self.script.add(
            _Line(self.seconds, act, moment_seconds, tuple(named.values()), tuple(named))
        )


def _kind(key: str) -> Kind:
    kinds = {kind.key: kind for kind in KINDS}
    if key not in kinds:
        raise NotPossible(f"there are no acts for {key}")
    return kinds[key]
