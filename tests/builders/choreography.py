"""What is found in an arranged play, with players by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rlcoach.analysis.event import Events
from rlcoach.replay.tables import MatchTables
from rlcoach.synth.scripts.choreography import Choreography
from rlcoach.synth.scripts.film import Film
from tests.builders.files import analysis_of, filmed, frame_of, tables_of_record


@dataclass(frozen=True)
class Found:
    """What was found, with players by name."""

    events: Mapping[str, Events]
    names: tuple[str, ...]
    stats: Mapping[str, Any]

    def players(self, key: str) -> list[str]:
        """Whose events of a kind they are, in order; "" is nobody."""
        return [(*self.names, "")[row] for row in self.events[key].player.tolist()]

    def kinds(self, key: str) -> list[tuple[str, str]]:
        """(player, kind) of a kind of event, in order."""
        return list(zip(self.players(key), self.events[key].fields["kind"], strict=True))

    def field(self, key: str, name: str) -> list[Any]:
        """A field of a kind of event, in order."""
        values: list[Any] = list(self.events[key].fields[name])
        return values

    def stat(self, key: str, player: str) -> float:
        """A player's statistic."""
        return float(self.stats[key][self.names.index(player)])


def seen(play: Choreography, mode: str = "soccar") -> Found:
    """Everything found in the file of a play."""
    analysis = analysis_of(_film(play).record, mode)
    names = tuple(one.name for one in analysis.context.tables.players)
    return Found(analysis.events, names, analysis.player_stats)


def tables_of(play: Choreography) -> MatchTables:
    """The tables of the file of a play."""
    return tables_of_record(_film(play).record)


def frame_at(play: Choreography, seconds: float) -> int:
    """The first frame that shows a moment of a play."""
    return frame_of(_film(play), seconds)


def _film(play: Choreography) -> Film:
    return filmed(play.played(), play.names())
