"""What a watcher has done and is doing, read from its state file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rlcoach.watch.queue import Counts, Queue
from rlcoach.watch.scan import is_folder
from rlcoach.watch.state_file import is_watched, reading

_LISTED = 10
"""Of each kind of file, so many are named."""
_MOST_ABSENT_FOLDERS = 3


@dataclass(frozen=True)
class NamedFile:
    """A file and what there is to say about it."""

    name: str
    reason: str


@dataclass(frozen=True)
class Status:
    """Everything a player may want to know about one watcher."""

    is_running: bool
    server: str
    folders: Sequence[Path]
    counts: Counts
    rejected: Sequence[NamedFile]
    incomplete: Sequence[NamedFile]
    process: str | None = None
    started_at: datetime | None = None
    last_answer_at: datetime | None = None
    last_answer_name: str | None = None
    paused_until: datetime | None = None
    pause_reason: str | None = None
    last_error: str | None = None
    last_error_at: datetime | None = None
    all_sent_at: datetime | None = None
    """See `Queue.all_sent_at`; None without a pause."""

    @property
    def is_failing(self) -> bool:
        """Whether the last try to send failed."""
        if self.last_error_at is None:
            return False
        return self.last_answer_at is None or self.last_error_at > self.last_answer_at

    @property
    def is_well(self) -> bool:
        """Whether it runs and nothing failed since the last answer; a pause is no failure."""
        return self.is_running and not self.is_failing


def read_status(path: Path) -> Status:
    """The status in a state file.

    Raises:
        StateUnusable: the file cannot be read.
    """
    is_running = is_watched(path)
    with reading(path) as connection:
        facts: dict[str, str] = dict(connection.execute("SELECT name, value FROM fact"))
        last = connection.execute(
            "SELECT filename FROM game WHERE answered_at IS NOT NULL"
            " ORDER BY answered_at DESC, saved_at_ns DESC LIMIT 1"
        ).fetchone()
        queue = Queue(connection)
        paused_until = _moment(facts.get("paused_until"))
        return Status(
            is_running=is_running,
            server=facts["server"],
            folders=[Path(folder) for folder in json.loads(facts.get("folders", "[]"))],
            counts=queue.counts(),
            rejected=_rejected(connection),
            incomplete=_incomplete(connection),
            process=facts.get("process"),
            started_at=_moment(facts.get("started_at")),
            last_answer_at=_moment(facts.get("last_answer_at")),
            last_answer_name=None if last is None else last[0],
            paused_until=paused_until,
            all_sent_at=None if paused_until is None else queue.all_sent_at(paused_until),
            pause_reason=facts.get("pause_reason"),
            last_error=facts.get("last_error"),
            last_error_at=_moment(facts.get("last_error_at")),
        )


def counts_line(counts: Counts) -> str:
    """The counts that are never left out, then those that are not zero."""
    parts = [
        f"{counts.waiting} waiting",
        f"{counts.sent} sent",
        f"{counts.duplicate} already there",
        f"{counts.rejected} rejected",
    ]
    if counts.incomplete:
        parts.append(f"{counts.incomplete} incomplete")
    return " · ".join(parts)


def status_lines(status: Status, now: datetime) -> Iterator[str]:
    """The status for a reader, in the reader's own time zone."""
    yield from _head(status)
    counts = status.counts
    is_paused = status.paused_until is not None and status.paused_until > now
    pace = ""
    if status.is_running and is_paused and status.all_sent_at is not None:
        pace = f"  (at this pace all are sent by {minute(status.all_sent_at)})"
    yield f"waiting     {counts.waiting}{pace}"
    last = ""
    if status.last_answer_at is not None and status.last_answer_name is not None:
        last = f"  (last answer {_time(status.last_answer_at)}: {status.last_answer_name})"
    yield f"sent        {counts.sent}{last}"
    yield f"duplicate   {counts.duplicate}  (the server had them already)"
    yield f"rejected    {counts.rejected}"
    yield from _named(status.rejected, counts.rejected)
    if counts.incomplete:
        yield f"incomplete  {counts.incomplete}  (not sent unless they change)"
        yield from _named(status.incomplete, counts.incomplete)
    if counts.deleted:
        yield f"deleted     {counts.deleted}  (gone before they could be sent)"
    if counts.old:
        yield f"left out    {counts.old}  (there before the first start; --backfill sends them)"
    if status.paused_until is not None and is_paused:
        yield f"paused      until {_time(status.paused_until)}: {status.pause_reason}"
    if status.last_error is not None and status.last_error_at is not None:
        over = "" if status.is_failing else "  (over since)"
        yield f"last error  {_time(status.last_error_at)}: {status.last_error}{over}"


def _head(status: Status) -> Iterator[str]:
    if status.is_running and status.started_at is not None:
        yield f"watching    since {_time(status.started_at)}, process {status.process}"
    else:
        yield "watching    no: no watcher is running"
    yield f"server      {status.server}"
    for number, line in enumerate(_folder_lines(status.folders)):
        yield f"{'folders' if number == 0 else '':12}{line}"


def _folder_lines(folders: Sequence[Path]) -> Iterator[str]:
    """Those that are there; of the many places the game may use, most never are."""
    absent = [folder for folder in folders if not is_folder(folder)]
    for folder in folders:
        if folder not in absent:
            yield str(folder)
    if len(absent) > _MOST_ABSENT_FOLDERS:
        yield f"{len(absent)} other places the game may use, not there now"
        return
    for folder in absent:
        yield f"{folder} (not there now)"


def _named(files: Sequence[NamedFile], count_of_all: int) -> Iterator[str]:
    for file in files:
        yield f"{'':12}{file.name}: {file.reason}"
    if count_of_all > len(files):
        yield f"{'':12}… and {count_of_all - len(files)} more"


def _rejected(connection: sqlite3.Connection) -> list[NamedFile]:
    rows = connection.execute(
        "SELECT filename, coalesce(message, code, 'no reason given') FROM game"
        " WHERE status = 'rejected' ORDER BY answered_at DESC LIMIT ?",
        (_LISTED,),
    )
    return [NamedFile(name, reason) for name, reason in rows]


def _incomplete(connection: sqlite3.Connection) -> list[NamedFile]:
    rows = connection.execute(
        "SELECT path, problem FROM file WHERE problem IS NOT NULL ORDER BY mtime_ns DESC LIMIT ?",
        (_LISTED,),
    )
    return [NamedFile(os.fsdecode(path), problem) for path, problem in rows]


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def minute(moment: datetime) -> str:
    """A moment that is not known to the second, in the reader's own time zone."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _time(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"
