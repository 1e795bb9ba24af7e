"""What was seen, what waits, what was answered: on disk before anything is done about it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from rlcoach.report.text import encodable
from rlcoach.watch.state_file import transaction

ALONE_AFTER_FAILURES = 2
"""A game whose requests failed this often is sent by itself, after all others."""

_PACE_WINDOW = timedelta(hours=1)
_FIRST_LOOK = "first_look"


@dataclass(frozen=True)
class Signature:
    """What changes when the content of a file does."""

    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True)
class WaitingGame:
    """A game the server has not answered for, and a file that holds it."""

    sha256: str
    path: Path
    size_bytes: int


@dataclass(frozen=True)
class GameAnswer:
    """What the server said about one game."""

    sha256: str
    status: Literal["sent", "duplicate", "rejected"]
    file_id: str | None = None
    replay_id: str | None = None
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True)
class Counts:
    """How many games are where."""

    waiting: int
    sent: int
    duplicate: int
    rejected: int
    deleted: int
    """Games whose files were gone before they could be sent."""
    incomplete: int
    """Files that are not sent as they are."""
    old: int
    """Files that were there before the first start and are to stay here."""


class Queue:
    """The queue in a state file. Games are known by their SHA-256, files by their path."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Works on a connection from `state_file.open_state`."""
        self._connection = connection

    def known_files(self) -> dict[Path, Signature]:
        """The files that need no second look while they stay as they are."""
        rows = self._connection.execute(
            "SELECT path, size_bytes, mtime_ns FROM file WHERE problem IS NULL"
        )
        return {_path(row[0]): Signature(row[1], row[2]) for row in rows}

    def add(self, path: Path, signature: Signature, *, sha256: str, seen_at: datetime) -> bool:
        """Takes in a complete file; whether its game is new."""
        with transaction(self._connection):
            added = self._connection.execute(
                "INSERT INTO game (sha256, status, filename, saved_at_ns, seen_at)"
                " VALUES (?, 'waiting', ?, ?, ?) ON CONFLICT DO NOTHING",
                (sha256, encodable(path.name), signature.mtime_ns, seen_at.isoformat()),
            )
            self._put_file(path, signature, sha256=sha256)
        return added.rowcount == 1

    def add_incomplete(self, path: Path, signature: Signature, problem: str) -> None:
        """Notes a file that is not sent as it is, and why."""
        with transaction(self._connection):
            self._put_file(path, signature, problem=problem)

    def forget_incomplete(self) -> None:
        """Forgets incomplete files, so that those still there are found anew."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM file WHERE problem IS NOT NULL")

    def decide_first_look(self, old_files: Mapping[Path, Signature]) -> None:
        """Notes, all at once, that there was a first start and which files are to stay here.

        In one step, as a start that is cut short must not count later files among the old ones.
        """
        with transaction(self._connection):
            for path, signature in old_files.items():
                self._put_file(path, signature, is_old=True)
            self._put_fact(_FIRST_LOOK, "done")

    def has_looked(self) -> bool:
        """Whether there was a first start."""
        return self.fact(_FIRST_LOOK) is not None

    def take_old(self) -> None:
        """Forgets about the files that were to stay here, so that they are found anew."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM file WHERE is_old")

    def forget_files(self, paths: Iterable[Path]) -> None:
        """Forgets files, not their games, nor what is to stay here when it comes back."""
        with transaction(self._connection):
            self._connection.executemany(
                "DELETE FROM file WHERE path = ? AND NOT is_old",
                [(os.fsencode(path),) for path in paths],
            )

    def is_to_stay(self, path: Path, signature: Signature) -> bool:
        """Whether a file was there before the first start, as it is, and is to stay here."""
        found = self._connection.execute(
            "SELECT 1 FROM file WHERE path = ? AND size_bytes = ? AND mtime_ns = ? AND is_old",
            (os.fsencode(path), signature.size_bytes, signature.mtime_ns),
        )
        return found.fetchone() is not None

    def next_batch(
        self, *, most_games: int, most_bytes: int, without: Collection[Path] = ()
    ) -> list[WaitingGame]:
        """The games to send next: those saved last first, those that made requests fail last.

        Args:
            most_games: At most so many.
            most_bytes: At most so many bytes, though always one game.
            without: Files that cannot be read at the moment.
        """
        rows = self._connection.execute(
            "SELECT sha256, path, size_bytes, failures >= ? AS is_alone FROM game"
            " JOIN file USING (sha256) WHERE status = 'waiting'"
            " ORDER BY is_alone, CASE WHEN is_alone THEN failures ELSE 0 END,"
            " saved_at_ns DESC, sha256, path",
            (ALONE_AFTER_FAILURES,),
        )
        batch: dict[str, WaitingGame] = {}
        size_bytes = 0
        for sha256, raw_path, file_bytes, is_alone in rows:
            path = _path(raw_path)
            if path in without or sha256 in batch:
                continue
            size_bytes += file_bytes
            if batch and (is_alone or size_bytes > most_bytes):
                break
            batch[sha256] = WaitingGame(sha256, path, file_bytes)
            if is_alone or len(batch) == most_games:
                break
        return list(batch.values())

    def counts(self) -> Counts:
        """How many games and files are where."""
        games = dict(self._connection.execute("SELECT status, count(*) FROM game GROUP BY status"))
        (deleted,) = self._connection.execute(
            "SELECT count(*) FROM game WHERE status = 'waiting'"
            " AND sha256 NOT IN (SELECT sha256 FROM file WHERE sha256 IS NOT NULL)"
        ).fetchone()
        incomplete, old = self._connection.execute(
            "SELECT count(problem), coalesce(sum(is_old), 0) FROM file WHERE sha256 IS NULL"
        ).fetchone()
        return Counts(
            waiting=games.get("waiting", 0) - deleted,
            sent=games.get("sent", 0),
            duplicate=games.get("duplicate", 0),
            rejected=games.get("rejected", 0),
            deleted=deleted,
            incomplete=incomplete,
            old=old,
        )

    def all_sent_at(self, paused_until: datetime) -> datetime | None:
        """When all that waits may have been sent, if the server goes on as it did.

        It goes by the hour before the last answer, and the pause is a part of the pace: a server
        may take a hundred games at once and then nothing for an hour. None where nothing waits,
        or nothing was sent to go by.
        """
        waiting, last_answer = self.counts().waiting, self.fact("last_answer_at")
        if not waiting or last_answer is None:
            return None
        window = datetime.fromisoformat(last_answer) - _PACE_WINDOW
        row = self._connection.execute(
            "SELECT count(*), min(answered_at) FROM game WHERE status = 'sent' AND answered_at > ?",
            (window.isoformat(),),
        ).fetchone()
        if not (sent := int(row[0])):
            return None
        since = datetime.fromisoformat(row[1])
        return paused_until + (paused_until - since) * (max(waiting - sent, 0) / sent)

    def sent(self) -> dict[str, str]:
        """Names of the files the server has taken, by the ids it gave them."""
        rows = self._connection.execute(
            "SELECT file_id, filename FROM game WHERE status = 'sent' ORDER BY answered_at, rowid"
        )
        return {file_id: filename for file_id, filename in rows if file_id is not None}

    def record(self, answers: Iterable[GameAnswer], *, answered_at: datetime) -> None:
        """Keeps what the server said; from then on these games are not sent again."""
        rows = [
            {
                "sha256": answer.sha256,
                "status": answer.status,
                "answered_at": answered_at.isoformat(),
                "file_id": answer.file_id,
                "replay_id": answer.replay_id,
                "code": answer.code,
                "message": answer.message,
            }
            for answer in answers
        ]
        with transaction(self._connection):
            self._connection.executemany(
                "UPDATE game SET status = :status, answered_at = :answered_at, file_id = :file_id,"
                " replay_id = :replay_id, code = :code, message = :message"
                " WHERE sha256 = :sha256",
                rows,
            )
            self._put_fact("last_answer_at", answered_at.isoformat())

    def count_failure(self, games: Iterable[str], *, send_alone: bool = False) -> None:
        """Notes that a request with these games failed, perhaps because of one of them."""
        least = ALONE_AFTER_FAILURES if send_alone else 0
        with transaction(self._connection):
            self._connection.executemany(
                "UPDATE game SET failures = max(failures + 1, ?) WHERE sha256 = ?",
                [(least, sha256) for sha256 in games],
            )

    def retry_rejected(self) -> None:
        """Lets rejected games wait again."""
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE game SET status = 'waiting', failures = 0 WHERE status = 'rejected'"
            )

    def fact(self, name: str) -> str | None:
        """Something remembered by name."""
        row = self._connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def remember(self, facts: Mapping[str, str | None]) -> None:
        """Remembers facts by name; None forgets one."""
        with transaction(self._connection):
            for name, value in facts.items():
                self._put_fact(name, value)

    def _put_fact(self, name: str, value: str | None) -> None:
        if value is None:
            self._connection.execute("DELETE FROM fact WHERE name = ?", (name,))
        else:
            self._connection.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def _put_file(
        self,
        path: Path,
        signature: Signature,
        *,
        sha256: str | None = None,
        problem: str | None = None,
        is_old: bool = False,
    ) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO file (path, size_bytes, mtime_ns, sha256, problem, is_old)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                os.fsencode(path),
                signature.size_bytes,
                signature.mtime_ns,
                sha256,
                problem,
                is_old,
            ),
        )


def _path(raw: bytes) -> Path:
    return Path(os.fsdecode(raw))
