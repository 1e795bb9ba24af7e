"""The committed floors, held on real replays."""

from pathlib import Path

import pytest

from benchmarks import floors
from benchmarks.accuracy.page import corpus_results
from benchmarks.accuracy.results import as_json
from benchmarks.speed.measure import FULL_LENGTH_BYTES, measure_file, medians
from rlcoach.replay.decode import native_available

GATE_FILES = 5


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
def test_no_fact_falls_below_its_floor(corpus: Path) -> None:
    results = as_json(corpus_results(corpus))
    assert floors.fallen(floors.load(), results) == []


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
