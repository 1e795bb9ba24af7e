"""What holds for every event of every kind: order, bounds, and independence of side and seat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import rlcoach
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.events import demolitions, kickoffs, pickups, respawns
from rlcoach.replay.errors import ReplayError
from rlcoach.replay.tables import MatchTables
from tests.analysis.events.scenes import events_of
from tests.analysis.events.test_kickoffs import duel
from tests.analysis.events.transforms import mirrored, permuted
from tests.replay import corpus_files

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


class TestCorpus:
    @pytest.mark.parametrize("path", corpus_files.parameters())
    def test_counts_are_those_of_the_tables(self, path: Path) -> None:
        try:
            tables = rlcoach.read(path)
        except ReplayError:
            return
        context = MatchContext(tables, "soccar")
        demolition = demolitions.detect(context, {})
        respawn = respawns.detect(context, {"demolition": demolition})
        pickup, kickoff = pickups.detect(context, {}), kickoffs.detect(context, {})
        assert demolition.frame.tolist() == tables.demolitions.frame.tolist()
        assert demolition.player.tolist() == tables.demolitions.attacker.tolist()
        assert len(respawn) <= len(demolition)
        assert len(pickup) == int((tables.pickups.player >= 0).sum())
        assert len(kickoff) <= int((np.diff(tables.frames.round, prepend=0) != 0).sum()) + 1
        gain = pickup.column("gain").astype(np.float64)
        assert not (gain < 0).any()
