"""`python -m benchmarks.accuracy`: scores reports against labels and headers."""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from benchmarks.accuracy.labels import load_headers, load_labels
from benchmarks.accuracy.render import as_markdown, print_results
from benchmarks.accuracy.results import Results, as_json, summarise
from benchmarks.accuracy.run import Task, plan, run
from benchmarks.accuracy.score import ReplayScore
from rlcoach.replay.decode import resolve_decoder

WIDTH_OF_PIPES = 140
"""Columns where the output is not a terminal; the tables need them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns the exit status: 0, 1 where `--check` differs, 2 for usage."""
    options = _parser().parse_args(arguments)
    labels = load_labels(options.labels)
    headers = {} if options.headers is None else load_headers(options.headers)
    if options.only is not None:
        labels = [label for label in labels if fnmatch.fnmatchcase(label.fact, options.only)]
        headers = {}
    decoder = resolve_decoder(options.decoder)
    tasks = plan(labels, headers, options.replays, decoder=decoder)
    results = summarise(labels, _with_progress(tasks, options.jobs))

    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH_OF_PIPES)
    print_results(results, console, listed=options.list)
    console.print(f"decoder: {decoder}")
    if options.json is not None:
        text = json.dumps(as_json(results), indent=1, ensure_ascii=False)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0 if options.markdown is None else _markdown(results, options)


def _markdown(results: Results, options: argparse.Namespace) -> int:
    page: Path = options.markdown
    text = as_markdown(results)
    if not options.check:
        page.write_text(text, encoding="utf-8")
        return 0
    if page.is_file() and page.read_text(encoding="utf-8") == text:
        return 0
    print(f"{page} is out of date: run the same command without --check.", file=sys.stderr)
    return 1


def _with_progress(tasks: Sequence[Task], jobs: int) -> list[ReplayScore]:
    console = Console(stderr=True)
    columns = (TextColumn("scoring"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    scores = []
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("scoring", total=len(tasks))
        for score in run(tasks, jobs=jobs):
            scores.append(score)
            progress.advance(bar)
    return scores


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--labels", type=Path, required=True, help="label file, JSON Lines")
    parser.add_argument("--replays", type=Path, required=True, help="folder the labels speak of")
    parser.add_argument("--headers", type=Path, help="headers file, JSON")
    parser.add_argument("--json", type=Path, help="write the results here")
    parser.add_argument("--markdown", type=Path, help="write the accuracy page here")
    parser.add_argument("--check", action="store_true", help="compare the page, do not write it")
    parser.add_argument("--only", help="only facts that match this pattern, and no headers")
    parser.add_argument("--list", type=int, default=30, help="misses to print (default 30)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument(
        "--decoder",
        choices=("auto", "native", "python"),
        default=os.environ.get("RLCOACH_DECODER", "auto"),
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
