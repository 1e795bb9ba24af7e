"""The one file a watcher remembers everything in, and the lock that keeps a second one out.

SQLite with its rollback journal and full syncing: what is committed is there after a kill or a
power cut at any moment, and what was not is as if it had never begun.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rlcoach.watch.errors import StateInUse, StateUnusable

SCHEMA_VERSION = 1
_BUSY_SECONDS = 10.0
_LOCK_SECONDS = 2.0
_SCHEMA = """
CREATE TABLE game (
    sha256 TEXT PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'sent', 'duplicate', 'rejected')),
    filename TEXT NOT NULL,
    saved_at_ns INTEGER NOT NULL,
    seen_at TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    answered_at TEXT,
    file_id TEXT,
    replay_id TEXT,
    code TEXT,
    message TEXT
);
CREATE INDEX game_waiting ON game (saved_at_ns) WHERE status = 'waiting';
-- A file without a game is incomplete (problem), or was there before the first start (is_old).
CREATE TABLE file (
    path BLOB PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    sha256 TEXT REFERENCES game (sha256),
    problem TEXT,
    is_old INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX file_of_game ON file (sha256);
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_PRIMARY_CODE = 0xFF
_DAMAGED = ". Move it away: all games are then sent again, and the server recognises those it has"
_ADVICE = {
    sqlite3.SQLITE_FULL: ". Make room and start again: nothing is lost",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


def open_state(path: Path, server: str) -> sqlite3.Connection:
    """The state file, made where there is none; it belongs to one server for good.

    Raises:
        StateUnusable: it cannot be read or written, or belongs to another server.
    """
    _make_file(path)
    with _explained(path):
        connection = _connect(path)
        try:
            _prepare(connection, path, server)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """An existing state file as it is at one moment, also while a watcher writes to it.

    Raises:
        StateUnusable: it cannot be read.
    """
    existing = f"{path.absolute().as_uri()}?mode=rw"  # Not read-only: it may have to roll back.
    with _explained(path), contextlib.closing(_connect(existing)) as connection:
        _check_version(connection, path)
        connection.execute("BEGIN")
        yield connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing, on disk when the block is left."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # After some faults, a full disk too, SQLite did it itself.
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def only_watcher(path: Path) -> Iterator[None]:
    """Keeps other watchers away from a state file, until this process ends in whatever way.

    The lock is an open transaction on an empty database beside it: the one lock of the standard
    library that is the same on all systems and goes with its process.

    Raises:
        StateInUse: another watcher runs.
        StateUnusable: no file can be made there.
    """
    _make_folder(path)
    with (
        _explained(path),
        contextlib.closing(_lock_connection(path, wait_seconds=_LOCK_SECONDS)) as connection,
    ):
        if not _locks(connection):
            raise StateInUse(
                f"another watcher works with {path}: `rlcoach watch --status` shows it. "
                f"One is enough, as one can watch several folders"
            )
        yield


def is_watched(path: Path) -> bool:
    """Whether a watcher works with a state file at this moment.

    Raises:
        StateUnusable: the lock beside it cannot be opened.
    """
    if not _lock_path(path).exists():
        return False
    with (
        _explained(path),
        contextlib.closing(_lock_connection(path, wait_seconds=0)) as connection,
    ):
        return not _locks(connection)


def _lock_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _lock_connection(path: Path, *, wait_seconds: float) -> sqlite3.Connection:
    return sqlite3.connect(_lock_path(path), timeout=wait_seconds, isolation_level=None)


def _locks(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StateUnusable(f"{path.parent} cannot be made: {error.strerror}") from error


def _make_file(path: Path) -> None:
    """For its owner alone, as names of files tell who plays with whom."""
    _make_folder(path)
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise StateUnusable(f"{path} cannot be written: {error.strerror}") from error


def _connect(database: Path | str) -> sqlite3.Connection:
    """Opens a path, or a file: URI."""
    is_uri = isinstance(database, str)
    connection = sqlite3.connect(database, timeout=_BUSY_SECONDS, isolation_level=None, uri=is_uri)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, server: str) -> None:
    with transaction(connection):
        if _version(connection) == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute("INSERT INTO fact VALUES ('server', ?)", (server,))
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    _check_version(connection, path)
    (owner,) = connection.execute("SELECT value FROM fact WHERE name = 'server'").fetchone()
    if owner != server:
        raise StateUnusable(
            f"{path} remembers what was sent to {owner}: name another --state for {server}"
        )


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    if version == 0:
        raise StateUnusable(f"{path} holds nothing yet: a watcher is just starting there")
    if version != SCHEMA_VERSION:
        raise StateUnusable(
            f"{path} is no state file of this version of rlcoach (it says {version}, "
            f"and {SCHEMA_VERSION} is known here)"
        )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """SQLite's faults as a sentence, a full disk among them."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        advice = "" if code is None else _ADVICE.get(code & _PRIMARY_CODE, "")
        raise StateUnusable(f"the state file {path} cannot be used: {error}{advice}") from error
