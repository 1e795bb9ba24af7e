"""What holds of all events, whatever the match: order, bounds, mirror, permutation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definitions import EVENT_MODULES, EVENTS
from rlcoach.analysis.event import Events
from rlcoach.engine import read
from rlcoach.replay.errors import ReplayError
from rlcoach.replay.tables import MatchTables
from tests.builders.transform import mirror, permute
from tests.replay import corpus_files

SYMMETRY_FILES = (
    "subtr/recent-ranked-standard-2026-03-10-a.replay",
    "subtr/replay-format-2016-11-09-v868-14-net-none-rlcs-lan.replay",
    "carball/RUMBLE_FULL.replay",
    "carball/3_BUMPS.replay",
)

PLAYER_FIELDS = frozenset(
    {
        *("receiver", "opponent", "winner", "shooter", "victim", "assist", "scorer"),
        *("last_touch", "second_last_touch", "third_last_touch", "mate"),
    }
)
"""Fields that name players."""

SIDED_FIELDS = frozenset(
    {
        *("team", "is_stolen", "pad"),
        *("touch_team", "winner_team", "possession_team", "goal_team"),
    }
)
"""Fields in the world's own orientation."""


def events_of(tables: MatchTables, mode: str = "soccar") -> Mapping[str, Events]:
    context, found = MatchContext(tables, mode), dict[str, Events]()
    for module in EVENT_MODULES:
        found[module.DEFINITION.key] = module.detect(context, found)
    return found


def rows(events: Events, *, owner: list[int] | None = None) -> list[str]:
    """Each event as text, players by `owner`'s numbers, in an order of its own."""
    back = [*(owner if owner is not None else range(1000)), -1]
    lines = []
    for row in range(len(events)):
        words = [str(events.frame[row]), str(back[events.player[row]])]
        if events.end_frame is not None:
            words.append(str(events.end_frame[row]))
        for name, column in sorted(events.fields.items()):
            value = column[row]
            if name in PLAYER_FIELDS:
                words.append(str(back[int(value)]))
            elif name not in SIDED_FIELDS:
                number = isinstance(value, float | np.floating)
                words.append(f"{name}={float(value):.0f}" if number else f"{name}={value}")
        lines.append(" ".join(words).replace("-0", "0"))
    return sorted(lines)


@pytest.mark.corpus
@pytest.mark.parametrize("name", SYMMETRY_FILES)
class TestSymmetry:
    def test_from_the_other_end_the_same_happened(self, corpus: Path, name: str) -> None:
        tables = read(corpus / "replays" / name)
        found, other = events_of(tables), events_of(mirror(tables))
        for key, events in found.items():
            assert rows(events) == rows(other[key]), key
            assert np.allclose(
                events.position * (-1, -1, 1), other[key].position, atol=0.1, equal_nan=True
            ), key

    def test_the_order_of_players_does_not_matter(self, corpus: Path, name: str) -> None:
        tables = read(corpus / "replays" / name)
        order = list(range(tables.player_count))[::-1]
        found, other = events_of(tables), events_of(permute(tables, order))
        for key, events in found.items():
            assert rows(events) == rows(other[key], owner=order), key


@pytest.mark.parametrize("path", corpus_files.parameters())
def test_events_of_every_file_are_in_order_and_in_bounds(path: Path) -> None:
    try:
        tables = read(path)
    except ReplayError:
        return
    for key, events in events_of(tables).items():
        assert (np.diff(events.frame) >= 0).all(), key
        assert ((events.frame >= 0) & (events.frame < max(tables.frame_count, 1))).all(), key
        assert ((events.player >= -1) & (events.player < tables.player_count)).all(), key
        assert events.position.shape == (len(events), 3), key
        if events.end_frame is not None:
            assert (events.end_frame >= events.frame).all(), key
            assert (events.end_frame < tables.frame_count).all(), key
        assert set(events.fields) == set(EVENTS[key].fields), key
        assert all(len(column) == len(events) for column in events.fields.values()), key
