"""The committed floors, held on real replays."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import floors
from benchmarks.accuracy.mechanic_facts import FACTS_OF_KIND
from benchmarks.accuracy.mechanics_page import clip_tallies
from benchmarks.accuracy.page import corpus_results
from benchmarks.accuracy.results import as_json
from benchmarks.clips.moments import POOLS
from benchmarks.clips.verdicts import ClipTally, load
from benchmarks.speed.measure import FULL_LENGTH_BYTES, measure_file, medians
from rlcoach import EVENTS
from rlcoach.analysis.stats.mechanics import FAMILIES
from rlcoach.replay.decode import native_available

GATE_FILES = 5

MIN_CLIP_PRECISION = 0.85
"""Of what is found and not shown as experimental."""

MIN_KIND_PRECISION, ENOUGH_JUDGED = 0.8, 5
"""What a mechanic without labels must show to be more than experimental."""

MIN_CLIPS, MIN_CLIPS_OF_A_KIND = 100, 3


def full_length_sample(corpus: Path) -> list[Path]:
    """Full-length replays spread evenly over the corpus by name, hence over eras."""
    found = sorted(
        path
        for path in (corpus / "replays").rglob("*.replay")
        if path.stat().st_size >= FULL_LENGTH_BYTES and "bad" not in path.parts
    )
    return found[:: max(1, len(found) // GATE_FILES)][:GATE_FILES]


@pytest.mark.corpus
@pytest.mark.timeout(300)  # analyses every replay of the corpus, without the native decoder too
def test_what_is_known_of_real_matches_holds(corpus: Path) -> None:
    results = corpus_results(corpus)
    assert floors.fallen(floors.load(), as_json(results)) == [], "no fact falls below its floor"
    assert {
        word for one in results.replays if one.observed for word in one.observed.absurd
    } == set()
    assert _wrongly_shown(clip_tallies(results)) == []
    shown = [
        tally for kind, tally in clip_tallies(results).items() if not EVENTS[kind].is_experimental
    ]
    right, false = sum(one.right for one in shown), sum(one.false for one in shown)
    assert right / (right + false) >= MIN_CLIP_PRECISION, (right, false)


def _wrongly_shown(clips: dict[str, ClipTally]) -> list[str]:
    """Mechanics that should be shown as experimental and are not."""
    wrong = []
    for kind, definition in EVENTS.items():
        if definition.family not in FAMILIES or definition.is_experimental:
            continue
        tally = clips.get(kind, ClipTally())
        judged = tally.right + tally.false
        is_enough = judged >= ENOUGH_JUDGED or kind in FACTS_OF_KIND
        if not is_enough or tally.right < MIN_KIND_PRECISION * judged:
            wrong.append(kind)
    return wrong


def test_reviewed_moments_are_enough_and_of_both_sorts() -> None:
    verdicts = load()
    assert len(verdicts) >= MIN_CLIPS
    drawn = Counter((one.kind, one.drawn_as) for one in verdicts)
    found = sum(count for (_, sort), count in drawn.items() if sort == "found")
    assert 0.4 < found / len(verdicts) < 0.6
    for kind in POOLS:
        assert drawn[kind, "found"] + drawn[kind, "look_alike"] >= MIN_CLIPS_OF_A_KIND, kind


@pytest.mark.corpus
@pytest.mark.timeout(120)  # several calls of three steps on each file, beside other tests
def test_tables_cost_a_bounded_multiple_of_the_raw_decode(corpus: Path) -> None:
    if not native_available():
        pytest.skip("the ratio is defined for the native decoder")
    files = [
        measure_file(path, decoder="native", with_memory=False)
        for path in full_length_sample(corpus)
    ]
    ratio = medians(files)["tables_to_raw"]
    assert ratio is not None, [file.errors for file in files]
    assert ratio <= floors.load().speed.tables_to_raw_max
