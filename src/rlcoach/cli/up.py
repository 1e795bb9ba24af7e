"""`rlcoach up`: the whole product in the foreground, until Ctrl-C."""

from __future__ import annotations

import argparse

from rlcoach.cli.host_output import show_line
from rlcoach.cli.paths import named
from rlcoach.core.settings import read_variables
from rlcoach.host.run import up


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.epilog = (
        "PostgreSQL and Redis are started unless DATABASE_URL and REDIS_URL name others. Data is "
        "kept in RLCOACH_DATA_DIR. Exit status: 0 stopped in order, 1 could not be started."
    )
    parser.add_argument(
        "--upload",
        nargs="+",
        default=[],
        metavar="PATH",
        help="replays, or folders of them, to send in as soon as it is ready: see `upload`",
    )


def run(options: argparse.Namespace) -> int:
    """Starts everything and stays until it is told to stop."""
    up(read_variables(), show_line, uploads=[path.absolute() for path in named(options.upload)])
    return 0
