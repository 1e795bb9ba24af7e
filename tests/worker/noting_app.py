"""The worker's application with one more job, which notes that it was begun."""

import os
import time
from pathlib import Path

from celery import Task

from rlcoach.core.settings import load_settings
from rlcoach.worker.application import create_application


def note(_: Task, *, file: str, word: str, first_takes_seconds: float = 0) -> None:
    """Writes the word and the process id on a line of its own; the first one takes its time."""
    path = Path(file)
    is_first = not path.exists()
    with path.open("a") as lines:
        lines.write(f"{word} {os.getpid()}\n")
    if is_first:
        time.sleep(first_takes_seconds)


app = create_application(load_settings())
app.task(note, name="note", bind=True)
