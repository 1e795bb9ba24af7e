"""Looks at folders again and again, and says which files have come to rest."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rlcoach.watch.completeness import signature_of
from rlcoach.watch.queue import Signature
from rlcoach.watch.timing import Timing

_SUFFIX = ".replay"


@dataclass(frozen=True)
class Look:
    """What one look at the folders found."""

    ready: list[tuple[Path, Signature]]
    """New or changed files that have not changed for a while, newest first."""
    vanished: list[Path]
    """Known files that are gone, from folders that could be listed whole."""


@dataclass
class _Candidate:
    """A file that is new or has changed, and is not known as it is."""

    signature: Signature
    since_seconds: float
    next_read_seconds: float
    is_given_up: bool = False


@dataclass
class Scanner:
    """Compares what is in the folders with what is known; times are of a clock that never jumps.

    Polling, as no way of being told of changes works on every system and on network drives.
    """

    folders: Sequence[Path]
    known: dict[Path, Signature]
    timing: Timing
    _candidates: dict[Path, _Candidate] = field(default_factory=dict)

    def look(self, now_seconds: float) -> Look:
        """Lists all folders once."""
        found: dict[Path, Signature] = {}
        unlisted: list[Path] = []
        for folder in self.folders:
            unlisted += list_replays(folder, found)
        vanished = [
            path
            for path in self.known.keys() | self._candidates.keys()
            if path not in found and self._was_listed(path, unlisted)
        ]
        for path in vanished:
            self.known.pop(path, None)
            self._candidates.pop(path, None)
        ready = [
            (path, signature)
            for path, signature in found.items()
            if self._is_ready(path, signature, now_seconds)
        ]
        ready.sort(key=lambda each: each[1].mtime_ns, reverse=True)
        return Look(ready, vanished)

    def settle(self, path: Path, signature: Signature) -> None:
        """A file is known now: it is looked at again when it changes."""
        self.known[path] = signature
        self._candidates.pop(path, None)

    def forget(self, path: Path) -> None:
        """A known file is not what it was taken for: it is looked at anew."""
        self.known.pop(path, None)

    def postpone(self, path: Path, now_seconds: float) -> bool:
        """A ready file is not complete: it is read again later. True when it is given up now.

        One that is given up is still looked at now and then, and at once when it changes.
        """
        candidate = self._candidates[path]
        unchanged_seconds = now_seconds - candidate.since_seconds
        if candidate.is_given_up or unchanged_seconds < self.timing.give_up_seconds:
            wait = self.timing.recheck_seconds if candidate.is_given_up else 0.0
            candidate.next_read_seconds = now_seconds + wait
            return False
        candidate.is_given_up = True
        candidate.next_read_seconds = now_seconds + self.timing.recheck_seconds
        return True

    def has_unsettled(self) -> bool:
        """Whether files are still being written, as far as one can tell."""
        return any(not candidate.is_given_up for candidate in self._candidates.values())

    def _is_ready(self, path: Path, signature: Signature, now_seconds: float) -> bool:
        if self.known.get(path) == signature:
            self._candidates.pop(path, None)
            return False
        candidate = self._candidates.get(path)
        if candidate is None or candidate.signature != signature:
            first_read = now_seconds + self.timing.settle_seconds
            self._candidates[path] = _Candidate(signature, now_seconds, first_read)
            return False
        return now_seconds >= candidate.next_read_seconds

    def _was_listed(self, path: Path, unlisted: list[Path]) -> bool:
        """Whether the absence of a file means that it is gone, not that a drive is."""
        is_watched = any(path.is_relative_to(folder) for folder in self.folders)
        return is_watched and not any(path.is_relative_to(folder) for folder in unlisted)


def list_replays(folder: Path, found: dict[Path, Signature]) -> list[Path]:
    """Adds the replays below a folder to `found`; gives the folders that could not be listed.

    Hidden files are none of the game's: synchronising programs and macOS make them. In place of a
    folder a file may be named, whatever its name is.
    """
    unlisted: list[Path] = []
    if is_file(folder):
        _add(folder, found, unlisted)
        return unlisted

    def note(error: OSError) -> None:
        unlisted.append(Path(error.filename))

    for root, _, names in os.walk(folder, onerror=note):
        for name in names:
            if name.lower().endswith(_SUFFIX) and not name.startswith("."):
                _add(Path(root, name), found, unlisted)
    return unlisted


def is_folder(path: Path) -> bool:
    """Whether a folder is there; not, where a drive answers with an error."""
    return stat.S_ISDIR(_mode(path))


def is_file(path: Path) -> bool:
    """Whether a file is there; not, where a drive answers with an error."""
    return stat.S_ISREG(_mode(path))


def _mode(path: Path) -> int:
    # Path.is_dir() passes on what a network drive that hung up, or one without a disk, answers.
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _add(path: Path, found: dict[Path, Signature], unlisted: list[Path]) -> None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return
    except OSError:
        unlisted.append(path)
        return
    if stat.S_ISREG(status.st_mode):  # A pipe would block whoever opens it.
        found[path] = signature_of(status)
