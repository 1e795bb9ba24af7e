"""What holds for every event of every kind: order, bounds, and independence of side and seat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import rlcoach
from rlcoach.analysis.definitions import EVENTS
from rlcoach.analysis.event import Events
from rlcoach.replay.errors import ReplayError
from rlcoach.replay.tables import MatchTables
from tests.analysis.events.scenes import events_of
from tests.analysis.events.test_kickoffs import duel
from tests.analysis.events.transforms import mirrored, permuted

SIDE_FIELDS = {"touch_team", "winner_team", "possession_team", "goal_team"}
"""Fields that name a team."""

PLAYER_FIELDS = {"victim", "opponent"}
"""Fields that name a player."""

NEW_KINDS = sorted(
    {
        "pickup",
        "demolition",
        "respawn",
        "jump",
        "double_jump",
        "dodge",
        "air_span",
        "supersonic_span",
        "powerslide",
        "kickoff",
        "kickoff_player",
        "rumble_item",
        "rumble_goal",
    }
)

CORPUS_FILES = (
    "subtr/recent-ranked-standard-2026-03-10-a.replay",
    "subtr/old-ballchasing-midfield-car.replay",
    "carball/RUMBLE_FULL.replay",
)


def assert_mirrored(plain: Events, turned: Events) -> None:
    """The same events by the same players, on the other side of the field."""
    assert turned.frame.tolist() == plain.frame.tolist()
    assert turned.player.tolist() == plain.player.tolist()
    half_turn = np.array([-1, -1, 1])
    np.testing.assert_allclose(turned.position, plain.position * half_turn, atol=0.01)
    for name, column in plain.fields.items():
        expected = np.asarray(column)
        found = np.asarray(turned.fields[name])
        if name in SIDE_FIELDS:
            expected = np.where(expected >= 0, 1 - expected, expected)
        assert_same(found, expected, name)


def assert_same(found: NDArray[Any], expected: NDArray[Any], name: str) -> None:
    """Equal, floats within noise and NaN equal to itself."""
    if expected.dtype.kind == "f":
        np.testing.assert_allclose(found, expected, atol=0.02, err_msg=name)
    else:
        assert found.tolist() == expected.tolist(), name


def assert_permuted(plain: Events, moved: Events, order: NDArray[Any]) -> None:
    """The same events, each player's under his new number."""
    place = np.append(np.argsort(order), -1)
    key = [*zip(plain.frame.tolist(), place[plain.player].tolist(), strict=True)]
    other = [*zip(moved.frame.tolist(), moved.player.tolist(), strict=True)]
    assert sorted(key) == sorted(other)
    # Rows of one frame come in the order of players.
    rows = sorted(range(len(key)), key=lambda row: (key[row], row))
    others = sorted(range(len(other)), key=lambda row: (other[row], row))
    for name, column in plain.fields.items():
        if name in ("hit", "demolition"):
            continue
        expected, found = np.asarray(column)[rows], np.asarray(moved.fields[name])[others]
        if name in PLAYER_FIELDS:
            expected = place[expected]
        assert_same(found, expected, name)


class TestBuiltMatch:
    @pytest.mark.parametrize("kind", NEW_KINDS)
    def test_mirror(self, kind: str) -> None:
        tables = duel().tables()
        plain, turned = events_of(tables, "rumble"), events_of(mirrored(tables), "rumble")
        assert_mirrored(plain[kind], turned[kind])

    @pytest.mark.parametrize("kind", NEW_KINDS)
    def test_permutation(self, kind: str) -> None:
        tables, order = duel().tables(), np.array([2, 0, 1])
        plain, moved = events_of(tables, "rumble"), events_of(permuted(tables, order), "rumble")
        assert_permuted(plain[kind], moved[kind], order)


@pytest.mark.corpus
class TestRealMatch:
    @pytest.fixture(params=CORPUS_FILES)
    def tables(self, request: pytest.FixtureRequest, corpus: Path) -> MatchTables:
        return rlcoach.read(corpus / "replays" / str(request.param))

    def test_mirror(self, tables: MatchTables) -> None:
        plain, turned = events_of(tables, "rumble"), events_of(mirrored(tables), "rumble")
        for kind in NEW_KINDS:
            assert_mirrored(plain[kind], turned[kind])

    def test_permutation(self, tables: MatchTables) -> None:
        order = np.arange(tables.player_count)[::-1]
        plain, moved = events_of(tables, "rumble"), events_of(permuted(tables, order), "rumble")
        for kind in NEW_KINDS:
            assert_permuted(plain[kind], moved[kind], order)


@pytest.mark.corpus
class TestCorpus:
    @staticmethod
    def matches(corpus: Path) -> Iterator[tuple[Path, MatchTables]]:
        for path in sorted((corpus / "replays").rglob("*.replay")):
            try:
                yield path, rlcoach.read(path)
            except ReplayError:
                continue

    def test_every_file_in_every_mode(self, corpus: Path) -> None:
        for path, tables in self.matches(corpus):
            for mode in ("soccar", "rumble", "dropshot", "hoops", "heatseeker", "knockout"):
                for kind, events in events_of(tables, mode).items():
                    self.check(events, tables, f"{path.name} {mode} {kind}")
                    assert set(events.fields) >= set(EVENTS[kind].fields), kind

    @staticmethod
    def check(events: Events, tables: MatchTables, where: str) -> None:
        """Rows in order of frame, within the match, by players there are."""
        count = len(events)
        assert (np.diff(events.frame) >= 0).all(), where
        assert ((events.frame >= 0) & (events.frame < max(tables.frame_count, 1))).all(), where
        assert ((events.player >= -1) & (events.player < tables.player_count)).all(), where
        assert events.position.shape == (count, 3), where
        assert all(len(column) == count for column in events.fields.values()), where
        if events.end_frame is not None:
            assert (events.end_frame >= events.frame).all(), where
            assert (events.end_frame <= tables.frame_count).all(), where

    def test_counts_are_those_of_the_tables(self, corpus: Path) -> None:
        for path, tables in self.matches(corpus):
            events = events_of(tables, "dropshot")
            assert events["demolition"].frame.tolist() == tables.demolitions.frame.tolist(), path
            assert len(events["respawn"]) <= len(events["demolition"]), path
            assert len(events["pickup"]) == int((tables.pickups.player >= 0).sum()), path
            kickoffs, rounds = len(events["kickoff"]), tables.frames.round
            if len(rounds):
                assert kickoffs <= int((np.diff(rounds, prepend=0) != 0).sum()) + 1, path
