"""`rlcoach down`: stops what `rlcoach up` has started."""

from __future__ import annotations

import argparse

from rlcoach.cli.host_output import show_line
from rlcoach.core.settings import read_variables
from rlcoach.host.data_dir import default_data_dir
from rlcoach.host.run import down


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.epilog = "Exit status: 0 nothing runs now, 1 it could not be stopped."


def run(_: argparse.Namespace) -> int:
    """Stops it and waits for that."""
    folder = default_data_dir(read_variables())
    print("stopped" if down(folder, show_line) else f"rlcoach is not running on {folder}")
    return 0
