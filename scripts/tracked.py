"""The files the checks look at."""

import subprocess
from pathlib import Path

from scripts import ROOT

_NOT_OURS = {"target", "node_modules", "reports", "out", "dist", "build", "__pycache__"}


def tracked_files(root: Path = ROOT) -> list[Path]:
    """What git tracks or would track; outside a clone, every file that is not made by a tool."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(
            command, cwd=root, capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return sorted(path for path in root.rglob("*") if path.is_file() and _is_ours(path, root))
    paths = (root / name for name in set(listed.split("\0")) if name)
    return sorted(path for path in paths if path.is_file())


def _is_ours(path: Path, root: Path) -> bool:
    folders = path.relative_to(root).parts[:-1]
    return not any(name in _NOT_OURS or _is_hidden(name) for name in folders)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name != ".ci"
