"""The command `rlcoach`. Each sub-command is a module, loaded only when it is the one called."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

import rlcoach
from rlcoach.cli.errors import UsageError
from rlcoach.core.settings_faults import SettingsInvalid
from rlcoach.host.errors import HostError
from rlcoach.replay.errors import ReplayError
from rlcoach.report.text import terminal

COMMANDS = {
    "analyze": "analyse replays: summaries on the screen, reports in files",
    "inspect": "show what the header of one replay says",
    "export": "write the frames and events of one replay as Parquet or CSV",
    "stats": "say what each statistic and event means, and how it is counted",
    "sample": "make a season of matches nobody played, as replay files",
    "up": "run the whole product on this machine, in the foreground",
    "down": "stop what `rlcoach up` runs",
    "status": "show what runs, where, since when, and how much disk it takes",
    "upload": "send replays to the product on this machine, and wait for their analyses",
    "watch": "send new games to a server as they are saved, each of them once",
    "user": "make a user on this machine",
    "token": "make an API token for a user",
    "doctor": "check this installation and say how to mend it",
}
EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit status.

    0: all good. 1: some file, or the installation, is not. 2: the call is wrong.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    _never_fail_to_print()
    try:
        return _run(arguments)
    except UsageError as error:
        print(f"rlcoach: {terminal(str(error))}", file=sys.stderr)
        return EXIT_USAGE
    except BrokenPipeError:
        # Whoever read the output has seen enough; the interpreter must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return EXIT_FAILED
    except (ReplayError, HostError, OSError) as error:
        print(f"rlcoach: {terminal(str(error))}", file=sys.stderr)
        return EXIT_FAILED
    except SettingsInvalid as error:
        for line in str(error).splitlines():
            print(f"rlcoach: {terminal(line)}", file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        print("rlcoach: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED


def _run(arguments: list[str]) -> int:
    parser, chosen = _parser(arguments)
    options = parser.parse_args(arguments)
    if chosen is None:
        parser.print_help()
        return EXIT_USAGE
    module = importlib.import_module(f"rlcoach.cli.{chosen}")
    status: int = module.run(options)
    return status


def _parser(arguments: list[str]) -> tuple[argparse.ArgumentParser, str | None]:
    """The parser, and the command that is called; only that one's options are loaded."""
    parser = argparse.ArgumentParser(
        prog="rlcoach", description="Rocket League replay analysis.", allow_abbrev=False
    )
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    chosen = next((word for word in arguments if word in COMMANDS), None)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, description=f"{summary[0].upper()}{summary[1:]}."
        )
        if name == chosen:
            importlib.import_module(f"rlcoach.cli.{name}").configure(command)
    return parser, chosen


class _Version(argparse.Action):
    """Looks the version up only when asked: that costs more than reading a header."""

    def __init__(self, option_strings: list[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="show the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"rlcoach {rlcoach.__version__}")
        parser.exit()


def _never_fail_to_print() -> None:
    """Characters the terminal cannot show become `?`; a name must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


if __name__ == "__main__":
    raise SystemExit(main())
