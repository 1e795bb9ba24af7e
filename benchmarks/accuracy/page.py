"""`docs/accuracy.md` as the project's generator wants it: a function without arguments."""

from __future__ import annotations

from pathlib import Path

from benchmarks.accuracy.labels import load_headers, load_labels
from benchmarks.accuracy.render import as_markdown
from benchmarks.accuracy.results import Results, summarise
from benchmarks.accuracy.run import plan, run
from scripts.corpus import NOT_FOUND, find_corpus

JOBS = 2
"""Few: the check and the tests run other things at the same time."""


def corpus_results(corpus: Path) -> Results:
    """Scores all labels and headers of a corpus folder (`replays/` and `truth/`)."""
    labels = load_labels(corpus / "truth" / "labels.jsonl")
    headers = load_headers(corpus / "truth" / "headers.json")
    tasks = plan(labels, headers, corpus / "replays")
    return summarise(labels, run(tasks, jobs=JOBS))


def page() -> str:
    """The accuracy page made from the replay corpus.

    Raises:
        FileNotFoundError: there is no corpus here.
    """
    corpus = find_corpus()
    if corpus is None:
        raise FileNotFoundError(NOT_FOUND)
    return as_markdown(corpus_results(corpus))
