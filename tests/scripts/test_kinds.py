"""Every detector on the scripted files made for it."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.scripts_page import CAUSES, WITHOUT_TRUTH
from benchmarks.scripts.files import keys, scored
from benchmarks.scripts.results import by_kind, record, recorded
from benchmarks.scripts.tally import Tally
from rlcoach import EVENTS
from rlcoach.analysis.stats.mechanics import MECHANICS
from rlcoach.synth.scripts.acts.registry import KINDS

SHORT_INSTANCES = 6
"""Of each kind and as many near misses; the whole set has 24."""

MIN_SHARE = 0.95
"""Of each kind: found of what happened, and happened of what was found."""

MIN_SHARE_OF_ALL = 0.99
LEAST_INSTANCES = 20


def assert_found(kind: str, found: Tally) -> None:
    """Enough of what happened is found, and of what was found happened."""
    assert found.recall >= MIN_SHARE or not found.expected, (kind, found.failures)
    assert found.precision >= MIN_SHARE or not found.found + found.false, (kind, found.failures)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("key", keys())
def test_finds_what_happened_and_nothing_else(key: str) -> None:
    found = by_kind(scored(key, SHORT_INSTANCES))
    assert sum(tally.expected for tally in found.values()) >= SHORT_INSTANCES
    for kind, tally in found.items():
        assert_found(kind, tally)


@pytest.mark.prove
@pytest.mark.timeout(1200)
def test_the_whole_set_is_as_recorded() -> None:
    found = record(jobs=2)
    assert found == recorded(), "run python -m benchmarks.scripts record"


class TestRecorded:
    def test_every_kind_reaches_its_share(self) -> None:
        for kind, row in recorded().items():
            assert_found(kind, row)

    def test_all_together_reach_theirs(self) -> None:
        rows = recorded().values()
        expected, found, false = (
            sum(getattr(row, name) for row in rows) for name in ("expected", "found", "false")
        )
        assert found >= MIN_SHARE_OF_ALL * expected
        assert false <= (1 - MIN_SHARE_OF_ALL) * found

    def test_every_kind_has_enough_instances_and_acts_without(self) -> None:
        for kind, row in recorded().items():
            assert row.expected >= LEAST_INSTANCES, kind
            assert row.near_misses >= LEAST_INSTANCES, kind

    def test_every_kind_of_the_catalogue_has_truth_or_a_reason(self) -> None:
        assert set(recorded()).isdisjoint(WITHOUT_TRUTH)
        assert set(recorded()) | set(WITHOUT_TRUTH) == set(EVENTS)

    def test_what_is_not_found_whole_has_a_cause(self) -> None:
        whole = {
            kind for kind, row in recorded().items() if row.found == row.expected and not row.false
        }
        assert set(recorded()) - whole <= set(CAUSES)


def test_every_mechanic_has_acts() -> None:
    assert {kind.key for kind in MECHANICS} <= {kind.key for kind in KINDS}
