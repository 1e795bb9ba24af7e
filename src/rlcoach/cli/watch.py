"""`rlcoach watch`: new games go to a server by themselves."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console

from rlcoach.cli.errors import UsageError
from rlcoach.cli.folders import game_folders
from rlcoach.cli.paths import without_repeats
from rlcoach.cli.settings import TOKEN_VARIABLE
from rlcoach.report.text import terminal
from rlcoach.watch.errors import TokenInvalid, WatchCallInvalid, WatchError
from rlcoach.watch.places import STATE_SUFFIX, state_file_name, state_folder, token_file
from rlcoach.watch.scan import is_file, is_folder, list_replays
from rlcoach.watch.status import counts_line, read_status, status_lines
from rlcoach.watch.token import Token, token_in

if TYPE_CHECKING:
    from rlcoach.watch.pace import Pace
    from rlcoach.watch.queue import Queue, Signature
    from rlcoach.watch.run import WatchJob


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.epilog = (
        "Exit status: 0 stopped in order, or with --once everything was answered, or with --status "
        "a watcher runs and its last try worked; 1 something is left or wrong; 2 the call is "
        "wrong, or the server does not take the token."
    )
    parser.add_argument(
        "folders", nargs="*", metavar="FOLDER", help="default: the game's own replay folders"
    )
    parser.add_argument("--server", metavar="URL", help="https://…, or http:// on this machine")
    token = parser.add_mutually_exclusive_group()
    token.add_argument(
        "--token",
        help=f"an API token with the scope replays:write; other programs can see it here, so "
        f"better ${TOKEN_VARIABLE} or a file",
    )
    token.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help=f"a file with the token that only you can read (default: "
        f"{token_file(sys.platform, os.environ, Path.home())}, if it is there)",
    )
    parser.add_argument(
        "--once", action="store_true", help="send what is there and stop, without watching on"
    )
    parser.add_argument(
        "--status", action="store_true", help="show what a watcher has done and is doing"
    )
    parser.add_argument("--state", type=Path, metavar="FILE", help="where it remembers everything")
    parser.add_argument(
        "--backfill",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="send games that were there before the first start, newest first (default: yes; "
        "later starts keep what was decided)",
    )
    parser.add_argument(
        "--retry-rejected", action="store_true", help="send again what the server rejected"
    )


def run(options: argparse.Namespace) -> int:
    """Watches, sends once, or shows the status."""
    try:
        return _show_status(options) if options.status else _watch(options)
    except WatchCallInvalid as error:
        raise UsageError(str(error)) from error
    except WatchError as error:
        print(f"rlcoach: {terminal(str(error))}", file=sys.stderr)
        return 1


def _show_status(options: argparse.Namespace) -> int:
    found = _state_files(options)
    is_all_well = bool(found)
    if not found:
        print("no watcher has run here yet")
    for number, path in enumerate(found):
        status = read_status(path)
        if number:
            print()
        for line in status_lines(status, datetime.now(UTC)):
            print(terminal(line))
        is_all_well &= status.is_well
    return 0 if is_all_well else 1


def _state_files(options: argparse.Namespace) -> list[Path]:
    if options.state is None and options.server is None:
        return sorted(_state_folder().glob(f"*{STATE_SUFFIX}"))
    path = _state_file(options)
    return [path] if path.exists() else []


def _state_file(options: argparse.Namespace) -> Path:
    if options.state is not None:
        return Path(options.state).expanduser().absolute()
    return _state_folder() / state_file_name(_address(options.server))


def _state_folder() -> Path:
    return state_folder(sys.platform, os.environ, Path.home())


def _watch(options: argparse.Namespace) -> int:
    job = _job(options)
    from rlcoach.watch.run import watch  # noqa: PLC0415 - see `_address`

    with _Screen() as screen:
        for line in _opening(job):
            screen.say(line)
        is_done = watch(job, screen.attach)
        screen.say(counts_line(read_status(job.state).counts))
    return 0 if is_done or not job.once else 1


def _job(options: argparse.Namespace) -> WatchJob:
    if options.server is None:
        raise UsageError("name the server: --server https://…")
    server = _address(options.server)
    from rlcoach.watch.run import WatchJob  # noqa: PLC0415 - see `_address`

    return WatchJob(
        folders=_folders(options),
        server=server,
        token=_token(options),
        state=_state_file(options),
        sends_old=options.backfill,
        retries_rejected=options.retry_rejected,
        once=options.once,
    )


def _address(text: str) -> str:
    """The server's address; httpx, which comes with an extra, is loaded from here on only."""
    try:
        from rlcoach.watch.address import server_address  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise UsageError("watching needs httpx: pip install 'rlcoach[watch]'") from error
    return server_address(text)


def _token(options: argparse.Namespace) -> Token:
    """The token from its option, else the variable, else the file."""
    if options.token is not None:
        return Token(options.token)
    if options.token_file is not None:
        return token_in(options.token_file.expanduser())
    if value := os.environ.get(TOKEN_VARIABLE, "").strip():
        return Token(value)
    default = token_file(sys.platform, os.environ, Path.home())
    if not default.exists():
        raise TokenInvalid(
            f"there is no token: make one on the server's settings page and put it into {default} "
            f"or ${TOKEN_VARIABLE}"
        )
    return token_in(default)


def _folders(options: argparse.Namespace) -> list[Path]:
    """Absolute folders. One that is not there may come: a drive, or the game's first replay."""
    if not options.folders:
        folders = game_folders()
    else:
        named = (Path(text).expanduser().absolute() for text in options.folders)
        folders = without_repeats(named)
        for folder in folders:
            if is_file(folder):
                raise UsageError(f"{str(folder)!r} is not a folder")
    if options.once and not any(is_folder(folder) for folder in folders):
        raise UsageError("none of the folders is there: " + ", ".join(map(str, folders)))
    return folders


def _opening(job: WatchJob) -> Iterator[str]:
    present = [folder for folder in job.folders if is_folder(folder)]
    for folder in present:
        yield f"watching {folder}"
    if not present:
        yield (
            f"none of {len(job.folders)} folders is there yet: waiting for one. "
            f"Save a replay after a match, or name the folder"
        )
    yield f"sending to {job.server}"
    if job.sends_old is None and not job.state.exists():
        yield from _about_old_games(present)


def _about_old_games(folders: Sequence[Path]) -> Iterator[str]:
    """Who has years of games should know what is about to happen to them."""
    found: dict[Path, Signature] = {}
    for folder in folders:
        list_replays(folder, found)
    if found:
        yield (
            f"there already, and sent too, newest first: {len(found)} "
            f"(--no-backfill leaves such games out)"
        )


class _Screen:
    """Lines as things happen; below them, on a terminal, one that says how things stand."""

    def __init__(self) -> None:
        self._console = Console(markup=False, highlight=False, emoji=False)
        self._line = self._console.status("starting")
        self._queue: Queue | None = None
        self._pace: Pace | None = None

    def __enter__(self) -> _Screen:
        if self._console.is_terminal:
            self._line.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._line.stop()

    def attach(self, queue: Queue, pace: Pace) -> _Screen:
        """From now on there is something to show."""
        self._queue = queue
        self._pace = pace
        return self

    def say(self, text: str) -> None:
        """Prints a line at once, also into a log."""
        self._console.print(terminal(text), soft_wrap=True)
        self._console.file.flush()

    def show(self) -> None:
        """Renews the line below."""
        if self._console.is_terminal and self._queue is not None and self._pace is not None:
            until = self._pace.paused_until
            pause = "" if until is None else f" · paused until {until.astimezone():%H:%M:%S}"
            self._line.update(counts_line(self._queue.counts()) + pause)
