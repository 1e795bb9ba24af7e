"""`rlcoach analyze`: files and folders in, summaries and reports out."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rlcoach.cli.arguments import positive
from rlcoach.cli.batch import Outcome, outcomes
from rlcoach.cli.errors import UsageError
from rlcoach.cli.folders import game_folders
from rlcoach.cli.output import Folder, Screen
from rlcoach.cli.paths import expand, replays_in, without_repeats
from rlcoach.cli.progress import with_progress
from rlcoach.cli.settings import DECODERS, decoder_choice
from rlcoach.engine.sandbox import Sandbox, SandboxUnavailable
from rlcoach.engine.sandbox_tasks import ANALYZE
from rlcoach.report.text import terminal


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.epilog = (
        "Exit status: 0 all files are good, 1 some are not (one of which only the header could be "
        "read counts among those), 2 the call is wrong."
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a replay, a folder, a pattern")
    parser.add_argument("--find", action="store_true", help="add the game's own replay folders")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a report per file there")
    parser.add_argument(
        "--format",
        choices=("table", "json", "md"),
        default="table",
        help="what is printed, or with --out written beside the JSON (default: table)",
    )
    parser.add_argument(
        "--full",
        action="store_true",
        help="a whole summary of every file, with tables of boost, movement and positioning",
    )
    parser.add_argument(
        "--jobs", type=positive, metavar="N", help="files at a time (default: CPUs)"
    )
    parser.add_argument("--decoder", choices=DECODERS, help="default: $RLCOACH_DECODER, else auto")


def run(options: argparse.Namespace, *, task: str = ANALYZE) -> int:
    """Analyses all files; 1 where one could not be read whole, or nothing could be started.

    Args:
        options: The parsed command line.
        task: What the sandbox runs, see `engine.sandbox_tasks`.
    """
    try:
        return _analyze(options, task)
    except SandboxUnavailable as error:
        _say(f"rlcoach: {error} `rlcoach doctor` looks for the cause.")
        return 1


def _analyze(options: argparse.Namespace, task: str) -> int:
    decoder = decoder_choice(options.decoder, os.environ)
    files = _files(options)
    jobs = min(options.jobs or os.cpu_count() or 1, len(files))
    folder = Folder(options.out, options.format, files) if options.out else None
    screen = None
    if folder is None or options.format == "table":
        screen = Screen(options.format, files=len(files), is_full=options.full)
    faults = _Faults()
    with Sandbox(workers=jobs, decoder=decoder, task=task) as sandbox:
        for outcome in with_progress(outcomes(files, sandbox, jobs=jobs), len(files), "analysing"):
            faults.note(outcome)
            if outcome.report is None:
                continue
            if folder is not None:
                folder.write(outcome.path, outcome.report)
            if screen is not None:
                screen.show(outcome.path, outcome.report)
    if screen is not None:
        screen.finish()
    if folder is not None:
        _say(f"{_count(folder.written, 'report')} written to {options.out}")
    return faults.tell()


class _Faults:
    """Which files could not be read whole, and why."""

    def __init__(self) -> None:
        self._failed: list[str] = []
        self._header_only: list[str] = []

    def note(self, outcome: Outcome) -> None:
        """Keeps what is wrong with a file, if anything is."""
        if outcome.failure is not None:
            self._failed.append(f"{outcome.path}: {outcome.failure.message}")
        elif outcome.report is not None and outcome.report.quality.degraded is not None:
            self._header_only.append(f"{outcome.path}: {outcome.report.quality.degraded}")

    def tell(self) -> int:
        """Lists the files and returns the exit status."""
        for title, lines in (
            ("only the header could be read", self._header_only),
            ("could not be read", self._failed),
        ):
            if lines:
                _say(f"{_count(len(lines), 'file')}: {title}")
            for line in lines:
                _say(f"  {line}")
        return 1 if self._failed or self._header_only else 0


def _files(options: argparse.Namespace) -> list[Path]:
    found = expand(options.paths)
    if options.find:
        found = without_repeats([*found, *_in_game_folders()])
    elif not options.paths:
        raise UsageError("name a replay or a folder, or use --find for the game's own folders")
    if not found:
        raise UsageError(
            "the game keeps no replays in any of these folders: save one after a match "
            "(or from the match history), or name a file or folder"
        )
    return found


def _in_game_folders() -> list[Path]:
    """The replays of the game itself; says where it looked."""
    files: list[Path] = []
    absent: list[Path] = []
    for folder in game_folders():
        if folder.is_dir():
            here = replays_in(folder)
            files += here
            _say(f"{_count(len(here), 'replay')} in {folder}")
        else:
            absent.append(folder)
    if files:
        _say(f"{_count(len(absent), 'other folder')} looked for and not there")
    else:
        for folder in absent:
            _say(f"not there: {folder}")
    return files


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _say(text: str) -> None:
    print(terminal(text), file=sys.stderr)
