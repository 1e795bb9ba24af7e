"""From what was typed to the files that are meant."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rlcoach.cli.errors import UsageError

_SUFFIX = ".replay"


def replays_in(folder: Path) -> list[Path]:
    """All replays below a folder, in order of path. Links to folders are not followed."""
    return sorted(
        Path(root, name)
        for root, _, names in os.walk(folder)
        for name in names
        if name.lower().endswith(_SUFFIX)
    )


def expand(typed: Sequence[str]) -> list[Path]:
    """Files, folders and patterns as one list of files in the order given, none twice.

    A file is taken whatever its name is; in folders and patterns that match folders, `*.replay`.

    Raises:
        UsageError: something does not exist, or matches nothing.
    """
    return without_repeats(path for text in typed for path in _expand_one(text))


def named(typed: Sequence[str]) -> list[Path]:
    """Files and folders as they were named, none twice.

    Raises:
        UsageError: one does not exist.
    """
    paths = [Path(text).expanduser() for text in typed]
    for path in paths:
        if not path.exists():
            raise UsageError(f"there is no file or folder {str(path)!r}")
    return without_repeats(paths)


def without_repeats(paths: Iterable[Path]) -> list[Path]:
    """Drops what is there already under another name, as links and relative paths make it."""
    first: dict[Path, Path] = {}
    for path in paths:
        first.setdefault(path.resolve(), path)
    return list(first.values())


def _expand_one(text: str) -> Iterator[Path]:
    path = Path(text).expanduser()
    if path.exists():
        yield from _files(path, text)
        return
    if not glob.has_magic(text):
        raise UsageError(f"there is no file or folder {text!r}")
    # `Path.glob` cannot take an absolute pattern.
    matched = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207
    if not matched:
        raise UsageError(f"nothing matches {text!r}")
    for match in matched:
        yield from replays_in(Path(match)) if Path(match).is_dir() else [Path(match)]


def _files(path: Path, text: str) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = replays_in(path)
    if not found:
        raise UsageError(f"there is no {_SUFFIX} file in {text!r}")
    return found
