"""Whole matches, one built and a handful of different modes and eras, and what is found in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from rlcoach.analysis import match_kind
from rlcoach.analysis.match_analysis import MatchAnalysis, analyse
from rlcoach.replay.decode import decode
from rlcoach.replay.header import Header
from rlcoach.replay.normalize import normalize
from rlcoach.replay.tables import MatchTables
from tests import conftest
from tests.builders.match_tables import header, moving_match

FILES = {
    "soccar_2016_3v3": "boxcars/good/rlcs.replay",
    "soccar_2016_1v1": "boxcars/good/160c.replay",
    "soccar_2018_leavers": "boxcars/good/159a4.replay",
    "soccar_2020_2v2": "rlcoach/0925.replay",
    "soccar_2026_2v2": "boxcars/good/eac.replay",
    "hoops": "boxcars/good/4742.replay",
    "dropshot": "boxcars/good/7256.replay",
    "rumble": "carball/RUMBLE_FULL.replay",
    "snow_day": "boxcars/good/d1d5.replay",
    "heatseeker": "boxcars/good/ed6ce_heat.replay",
    "spike_rush": "boxcars/good/P2_Spike_Drop.replay",
    "knockout": "boxcars/good/029d.replay",
    "training": "boxcars/good/43a9.replay",
}

NAMES = tuple(FILES)

BUILT = "built"
"""A match without a file, so that what holds for all is tested without the corpus too."""


@dataclass(frozen=True)
class Played:
    """One match: what was read, and what analysing it takes beside the tables."""

    tables: MatchTables
    header: Header
    mode: str

    def analysed(self) -> MatchAnalysis:
        """Its events and statistics."""
        return analyse(self.tables, self.header, self.mode)


@cache
def played(name: str) -> Played:
    """The match of that name. Tests that call it are marked `corpus`."""
    if name == BUILT:
        tables = moving_match()
        # No two scores are equal: whose comes first among equals depends on the order of players.
        board = [
            {"Name": one.name, "Team": one.team, "Score": 100 * (row + 1), "Shots": row}
            for row, one in enumerate(tables.players)
        ]
        return Played(tables, header(Team0Score=1, PlayerStats=board), "soccar")
    folder = conftest.CORPUS or Path()
    raw = decode((folder / "replays" / FILES[name]).read_bytes())
    tables = normalize(raw)
    asset = str(raw.header.properties.get("MapName", "")).lower()
    return Played(tables, raw.header, match_kind.mode_of(tables.match, asset))


@cache
def analysed(name: str) -> MatchAnalysis:
    """What is found in the match of that name."""
    return played(name).analysed()


def each_match() -> pytest.MarkDecorator:
    """Runs a test once for each match, as its argument `name`."""
    marked = [pytest.param(name, marks=pytest.mark.corpus) for name in NAMES]
    return pytest.mark.parametrize("name", [BUILT, *marked])
