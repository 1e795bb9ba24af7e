"""Every detector on the scripted files made for it."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.file_facts import Outcome
from benchmarks.accuracy.labels import label_of
from benchmarks.accuracy.score import score_label
from benchmarks.scripts.tally import Tally, tally
from rlcoach.analysis.stats.mechanics import MECHANICS
from rlcoach.engine import analyze
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.registry import KINDS
from rlcoach.synth.scripts.reels import reels
from rlcoach.synth.scripts.truth import labels
from rlcoach.synth.writing import write_replay

SHORT_INSTANCES = 8

MIN_SHARE = 0.95
"""Of each kind: found of what happened, and happened of what was found."""


def tally_of(kind: Kind, instances: int) -> Tally:
    scored = []
    for reel in reels(kind, instances=instances):
        outcome = Outcome(analyze(write_replay(reel.film.record)))
        scored += [score_label(label_of(row), outcome) for row in labels(reel)]
    return tally(scored)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_finds_what_happened_and_nothing_else(kind: Kind) -> None:
    found = tally_of(kind, SHORT_INSTANCES)
    assert found.recall >= MIN_SHARE, found.failures
    assert found.precision >= MIN_SHARE, found.failures


def test_every_mechanic_has_acts() -> None:
    assert {kind.key for kind in MECHANICS} <= {kind.key for kind in KINDS}
