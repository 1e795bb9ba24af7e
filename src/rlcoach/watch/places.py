"""Where a watcher keeps its state, and looks for its token."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

STATE_SUFFIX = ".sqlite3"


def state_folder(platform: str, environment: Mapping[str, str], home: Path) -> Path:
    """The folder of all state files; `platform` is as `sys.platform` says it."""
    if platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_STATE_HOME") or home / ".local" / "state")
    return base / "rlcoach" / "watch"


def token_file(platform: str, environment: Mapping[str, str], home: Path) -> Path:
    """The file that is read when no token is handed over."""
    if platform == "win32":
        base = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    return base / "rlcoach" / "token"


def state_file_name(server: str) -> str:
    """A file name for the state of one server; what was sent to another says nothing here."""
    return re.sub(r"[^a-z0-9.-]+", "_", server.removeprefix("https://").lower()) + STATE_SUFFIX
