"""A bar for runs over many files, drawn on standard error where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

T = TypeVar("T")


class _Rate(ProgressColumn):
    """Files per second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f}/s")


def with_progress(results: Iterator[T], total: int, doing: str) -> Iterator[T]:
    """Shows how far a run of many is, on a terminal; `doing` is its word for the work."""
    with _bar(total, doing) as bar:
        for result in results:
            yield result
            if bar is not None:
                bar.advance(bar.task_ids[0])


@contextmanager
def _bar(total: int, doing: str) -> Iterator[Progress | None]:
    if total == 1 or not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    # Standard output goes through the bar only where both share the terminal.
    shared = sys.stdout.isatty()
    with Progress(
        *columns,
        console=Console(stderr=True, markup=False),
        transient=True,
        redirect_stdout=shared,
        redirect_stderr=shared,
    ) as bar:
        bar.add_task("", total=total)
        yield bar
