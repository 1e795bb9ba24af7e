"""Where the replay corpus is: real matches and their labels, kept outside the repository."""

import os
from pathlib import Path

from scripts import ROOT

VARIABLE = "RLCOACH_REPLAY_CORPUS"
NOT_FOUND = f"replay corpus not found: set {VARIABLE}"


def find_corpus() -> Path | None:
    """The folder of `replays/` and `truth/`: the one the variable names, else `../shared`.

    A variable that names no corpus is not replaced by the default.
    """
    folder = Path(os.environ.get(VARIABLE) or ROOT.parent / "shared")
    complete = (folder / "replays").is_dir() and (folder / "truth").is_dir()
    return folder.resolve() if complete else None
